"""Which language a text is written in: by its script, its function words and its letters."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from knowledge.analysis import tables

_SAMPLE = 6000
"""Characters that are looked at: more do not change the verdict."""

_SCRIPTS = {
    "ja": "\u3040-\u30ff",
    "zh": "\u3400-\u9fff",
    "ko": "\uac00-\ud7af\u1100-\u11ff",
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "km": "\u1780-\u17ff",
    "my": "\u1000-\u109f",
    "he": "\u05d0-\u05ea",
    "el": "\u0370-\u03ff",
    "hy": "\u0530-\u058f",
    "ka": "\u10a0-\u10ff",
    "hi": "\u0900-\u097f",
    "ta": "\u0b80-\u0bff",
    "bn": "\u0980-\u09ff",
    "ar": "\u0600-\u06ff",
    "ru": "\u0400-\u04ff",
    "en": "A-Za-z\u00c0-\u024f",
}
_RIVALS = {
    "ar": ("ar", "fa"),
    "ru": ("ru", "uk", "be", "bg", "sr"),
}
_LATIN = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "sv", "da", "no", "fi", "hu", "ro",
    "tr", "ca", "id", "hr", "lt", "et", "ga", "eu",
)  # fmt: skip
_LETTERS = {
    "de": "ßäöü", "fr": "çœêèàùâëî", "es": "ñ¿¡áíóú", "pt": "ãõçâê", "it": "àèìòù",
    "pl": "łąęśżźćńó", "cs": "ěřůčšžýťď", "sk": "ľĺŕôäčšžýť", "sv": "åäö", "da": "æøå", "no": "æøå",
    "fi": "äö", "hu": "őűáéóöü", "ro": "ăâîșțşţ", "tr": "ğışçöü", "ca": "çàèòï·", "hr": "čćđšž",
    "lt": "ėįųūčšž", "et": "õäöü", "uk": "іїєґ", "be": "ўіыэ", "ru": "ыэъё", "bg": "ъщ",
    "sr": "јљњћђџ", "fa": "پچژگ",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_LETTER_WEIGHT = 0.3


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, or None where nothing tells.

    A few words are enough if function words are among them.
    """
    sample = text[:_SAMPLE].lower()
    # an answer to the first question need not wait for patterns of letters that cannot be there
    scripts = ("en",) if sample.isascii() else tuple(_SCRIPTS)
    counts = Counter({code: len(_letters(code).findall(sample)) for code in scripts})
    # Japanese is told by its kana, however few stand among the ideographs.
    if counts["ja"] and counts["ja"] * 10 >= counts["zh"]:
        counts["ja"] += counts["zh"]
    script, count = max(counts.items(), key=lambda item: item[1])
    if not count:
        return None
    rivals = _RIVALS.get(script, _LATIN if script == "en" else ())
    return _most_fitting(sample, rivals) if rivals else script


@cache
def _letters(script: str) -> re.Pattern[str]:
    return re.compile(f"[{_SCRIPTS[script]}]")


# one question is asked for its language at several stages
@lru_cache(maxsize=256)
def _most_fitting(sample: str, rivals: tuple[str, ...]) -> str | None:
    words = Counter(_WORD.findall(sample))
    scores = {code: _fit(words, code) for code in rivals}
    best = max(rivals, key=lambda code: scores[code])
    if scores[best] > 0:
        return best
    return None if rivals is _LATIN else rivals[0]


def _fit(words: Counter[str], code: str) -> float:
    """Return how well words fit a language: its own function words and letters count most."""
    weights = _weights()
    known = sum(count * weights.get((code, word), 0.0) for word, count in words.items())
    letters = frozenset(_LETTERS.get(code, ""))
    marked = sum(
        count
        for word, count in words.items()
        if not word.isascii() and not letters.isdisjoint(word)  # no letter of the table is ASCII
    )
    return known + _LETTER_WEIGHT * marked


@cache
def _weights() -> dict[tuple[str, str], float]:
    """Return the weight of each function word in its language: less where others share it."""
    tables_by_code = tables.stop_words()
    shared = Counter(word for words in tables_by_code.values() for word in words)
    return {
        (code, word): 1.0 / shared[word] ** 0.5
        for code, words in tables_by_code.items()
        for word in words
    }
