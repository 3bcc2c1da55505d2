"""Every language says every sentence, with the same facts in it."""

import ast
import string
from pathlib import Path

import pytest

from bot.wording import languages, speaker
from knowledge import Refusal
from knowledge.models import RefusalCode

BOT = Path(__file__).parents[2] / "bot"
ENGLISH = languages()["en"]


def placeholders(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_language_has_all_sentences_with_their_placeholders(language):
    words = languages()[language]
    assert set(words) == set(ENGLISH)
    assert {key: placeholders(said) for key, said in words.items()} == {
        key: placeholders(said) for key, said in ENGLISH.items()
    }


@pytest.mark.parametrize("language", sorted(languages()))
def test_descriptions_of_commands_fit(language):
    described = {key: said for key, said in languages()[language].items() if "command." in key}
    assert {key: said for key, said in described.items() if len(said) > 100} == {}


def test_every_sentence_that_the_code_names_exists():
    said = {
        node.args[0].value
        for path in BOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and node.args
        if getattr(node.func, "attr", getattr(node.func, "id", ""))
        in ("say", "tell", "Told", "words")
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }
    assert said
    assert said - set(ENGLISH) == set()


def test_an_unknown_language_gets_english():
    assert speaker("pt-BR").say("sure.high") == "Sure"
    assert speaker(None).locale == "en"


def test_a_region_gets_its_language():
    assert speaker("de-AT").say("sure.high") == "Sicher"


@pytest.mark.parametrize("code", RefusalCode.__args__)
@pytest.mark.parametrize("language", sorted(languages()))
def test_every_refusal_has_a_kind_sentence(code, language):
    assert speaker(language).refusal(Refusal(code=code))
