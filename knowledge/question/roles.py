"""The words of a question by what they do in it: names, things, numbers, verbs.

There is no parser. English verbs are known from a table and by their endings, unless an article
stands before them; German things by their capitals, French and Spanish ones by their articles. In
other languages whatever is no name or number counts as a thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from knowledge.analysis import analyse, tokens
from knowledge.analysis.folding import fold
from knowledge.question.late import Late

Role = Literal["stop", "verb", "name", "number", "thing"]

_TABLE = Path(__file__).parent / "data" / "verbs.txt"
_VERBAL = re.compile(r"[a-z]{2,}(?:ed|ing)")
_DETERMINERS = {
    "en": "the a an this that these those its their his her our your my",
    "de": "der die das den dem des ein eine einen einem einer",
    "fr": "le la les l un une du des",
    "es": "el la los las un una",
    "it": "il lo la i gli le un una",
    "pt": "o a os as um uma",
}
_WITH_ARTICLES = ("fr", "es", "it", "pt")
"""Languages in which a thing nearly always has an article, and a verb never."""
_JOINING = frozenset("and of the und von et de la y del i та і".split())
"""What may stand inside a name."""
_NUMBER = re.compile(r"\d[\d.,]*")
_FOCUS = Late(
    r"\b(?:what|which|how (?:many|much)|whose)\s+(?!(?:is|are|was|were|does?|did|has|have|had|can"
    r"|could|will|would|should|must|may|might)\b)"
)


@dataclass(frozen=True)
class Part:
    """A word of a question with its place and role."""

    start: int
    end: int
    text: str
    role: Role


@dataclass(frozen=True)
class Phrase:
    """Neighbouring names, or neighbouring things, with the article before them."""

    start: int
    end: int
    text: str
    names: str
    """The names in it, where it has any: of "the Madrid summit" only "Madrid"."""
    focus: bool
    """Whether it is what is asked for: "which countries", "how many missiles"."""

    @property
    def named(self) -> bool:
        """Whether it has a name in it."""
        return bool(self.names)


def parts_of(text: str, language: str = "en") -> list[Part]:
    """Return the words of `text` in order with their roles."""
    found: list[Part] = []
    for token in tokens(text, language):
        if token.extra:
            continue
        before = found[-1] if found else None
        word = text[token.start : token.end]
        empty = token.stop or (before is not None and fold(before.text) == "how")  # "how heavy"
        role: Role = "stop" if empty else _role(word, token.term, before, language)
        found.append(Part(token.start, token.end, word, role))
    return found


def _role(word: str, term: str, before: Part | None, language: str) -> Role:
    if _NUMBER.fullmatch(word) or term.isdecimal():
        return "number"
    if word[0].isupper() and (before is not None or not word[1:].islower()):
        return "name"
    if language == "de" and word.islower():
        return "verb"
    if before is not None and _is_determiner(before.text, language):
        return "thing"
    if language in _WITH_ARTICLES:
        return "thing" if before is not None and before.role == "thing" else "verb"
    if language != "en":
        return "thing"
    if word.endswith("ing") and before is not None and before.role == "thing":
        return "thing"  # "packet switching"
    return "verb" if _is_verb(word, term) else "thing"


def _is_determiner(word: str, language: str) -> bool:
    return fold(word) in _DETERMINERS.get(language, "").split()


def _is_verb(word: str, term: str) -> bool:
    return term in _verbs() or _VERBAL.fullmatch(word) is not None


@cache
def _verbs() -> frozenset[str]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    words = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(term for word in words for term in analyse(word))


def phrases(text: str, parts: Sequence[Part], language: str = "en") -> list[Phrase]:
    """Return the names and things of a question, what stands side by side taken together."""
    asked = _FOCUS.search(text)
    wanted = asked.end() if asked else -1
    found: list[Phrase] = []
    run: list[Part] = []
    for number, part in enumerate((*parts, Part(len(text), len(text), "", "stop"))):
        if run and _goes_on(run, parts[number : number + 3], text):
            run.append(part)
            continue
        if run:
            article = parts[number - len(run) - 1] if number > len(run) else None
            determined = article is not None and _is_determiner(article.text, language)
            found.append(_phrase(text, run, article if determined else None, wanted))
        run = [part] if part.role in ("name", "thing") else []
    return found


def _goes_on(run: Sequence[Part], coming: Sequence[Part], text: str) -> bool:
    """Say whether the next word belongs to a phrase: "Article 5", "oak wheel", "Age of Reason"."""
    if not coming or text[run[-1].end : coming[0].start].strip(" "):
        return False
    part, *after = coming
    if part.role != "stop":
        return part.role != "verb"
    if part.text not in _JOINING or "name" not in (run[-1].role, run[-2:][0].role):
        return False
    following = [each for each in after if each.text != "the"]
    return bool(following) and following[0].role == "name"


def _phrase(text: str, run: Sequence[Part], article: Part | None, wanted: int) -> Phrase:
    focus = run[0].start == wanted
    start = article.start if article is not None else run[0].start
    end = run[-1].end
    if text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    names = [part for part in run if part.role == "name"]
    named = text[names[0].start : min(names[-1].end, end)] if names else ""
    return Phrase(start, end, text[start:end], named, focus)


def joined(found: Iterable[Phrase]) -> str:
    """Return phrases as words that can stand in a question."""
    return ", ".join(phrase.text for phrase in found)
