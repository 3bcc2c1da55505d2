"""Every sentence that Quoth says of its own in Discord, by language; one file a language.

A new language is a new module in this folder with `LOCALE` and `WORDS`; it is found by itself and a
test compares its keys and placeholders with the English ones. Excerpts never pass through here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from knowledge import Refusal

DEFAULT = "en"


@dataclass(frozen=True)
class Speaker:
    """Says sentences in one language."""

    locale: str
    words: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> str:
        """Return the sentence `key` with `values` filled in; English where it is not translated.

        Raises:
            KeyError: when no language has the sentence.
        """
        sentence = self.words.get(key)
        if sentence is None:
            sentence = languages()[DEFAULT][key]
        return sentence.format(**values) if values else sentence

    def has(self, key: str) -> bool:
        """Return whether this language itself has the sentence."""
        return key in self.words

    def refusal(self, refusal: Refusal | None) -> str:
        """Return in one sentence why there is no answer."""
        return self.say(f"refusal.{refusal.code if refusal else 'not_answered'}")


@cache
def languages() -> Mapping[str, Mapping[str, str]]:
    """Return the sentences of every language of this folder by its ISO 639-1 code."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
    )
    return {module.LOCALE: module.WORDS for module in modules}


def speaker(locale: str | None) -> Speaker:
    """Return who speaks `locale` ("de", "en-GB"), or English where nobody does."""
    code = (locale or DEFAULT).split("-")[0].lower()
    known = languages()
    return Speaker(code, known[code]) if code in known else Speaker(DEFAULT, known[DEFAULT])
