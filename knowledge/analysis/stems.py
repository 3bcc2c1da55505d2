"""Words to terms: stop word or not, and the stem, language by language.

A language that Snowball does not know keeps its words whole, folded; Ukrainian and Belarusian,
which it lacks, get a light stemmer of their own that cuts inflection only.
"""

from __future__ import annotations

import re
from functools import cache

import Stemmer

from knowledge.analysis import tables
from knowledge.analysis.english import base_form
from knowledge.analysis.folding import fold, lower
from knowledge.analysis.names import one_spelling

_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "hr": "serbian", "bs": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish", "eo": "esperanto",
}  # fmt: skip
STEMMED = frozenset(_ALGORITHMS)
"""The languages, by ISO 639-1 code, that Snowball stems."""

_EAST_SLAVIC = frozenset({"uk", "be"})
_EAST_SLAVIC_ENDING = re.compile(
    r"(?<=[^\W\d]{3})(?:ськ)?(?:ями|ами|ові|еві|єві|ого|ого|ому|ими|іми|ыми|ій|ої|ою|ею|єю|им|ім|ым|их|іх|ых|ах|ях"
    r"|ам|ям|ом|ем|єм|ів|їв|аў|яў|ий|ый|ати|яти|ити|іти|ала|или|ало|ає|ить|ять|ють|уть"
    r"|[аеєиіїоуюяьыэ])$"
)
_POSSESSIVE = re.compile(r"'s?$")
_SPELT_OUT_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


@cache
def _snowball(language: str) -> Stemmer.Stemmer | None:
    name = _ALGORITHMS.get(language)
    return Stemmer.Stemmer(name, 0) if name in Stemmer.algorithms() else None


def is_stop_word(word: str, language: str) -> bool:
    """Return whether `word` carries no content in `language`; accents may be missing."""
    listed = tables.stop_words().get(language, frozenset())
    plain = lower(word)
    if plain in listed:
        return True
    return language == "en" and _POSSESSIVE.sub("", fold(word)) in listed


def stem(word: str, language: str) -> str:
    """Return the term that `word` is indexed as in `language`, folded."""
    if language == "en":
        plain = _POSSESSIVE.sub("", fold(word)).replace("'", "")
        return str(_english().stemWord(one_spelling(base_form(plain))))
    return one_spelling(fold(_cut(lower(word), language)).replace("'", ""))


def accent_forms(word: str, language: str) -> tuple[str, ...]:
    """Return the terms under which a writer without the accents of `word` would look for it."""
    if word.isascii():
        return ()
    plain = lower(word)
    forms = {stem(fold(word), language), stem(plain.translate(_SPELT_OUT_UMLAUTS), language)}
    return tuple(sorted(forms - {stem(word, language)}))


@cache
def _english() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)


def _cut(word: str, language: str) -> str:
    if language in _EAST_SLAVIC:
        return _EAST_SLAVIC_ENDING.sub("", word)
    snowball = _snowball(language)
    if snowball is None:
        return word
    cut = str(snowball.stemWord(word))
    return _irregular(language).get(cut, cut)


@cache
def _irregular(language: str) -> dict[str, str]:
    """Return the stem of the base form for the stem of each irregular form."""
    snowball = _snowball(language)
    forms = tables.irregular().get(language, ())
    if snowball is None or not forms:
        return {}
    stems = snowball.stemWord
    return {stems(other): stems(base) for base, *others in forms for other in others}
