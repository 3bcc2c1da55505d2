"""Folding of characters: what differs only in case, accent or typography becomes the same."""

from __future__ import annotations

import unicodedata

_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ħ": "h",
    "ı": "i", "ŋ": "n", "ς": "σ",
    "’": "'", "‘": "'", "ʼ": "'", "‛": "'", "`": "'", "´": "'", "ʹ": "'", "׳": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-",
    # Letters that Arabic writers use for one another, and signs that only stretch or point.
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None,
    # Invisible: soft hyphen, joiners, direction marks, byte order mark.
    "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
    "\u200e": None, "\u200f": None, "\u061c": None,
}  # fmt: skip
_FOLDED = str.maketrans(_LETTERS)
_INVISIBLE = str.maketrans({key: value for key, value in _LETTERS.items() if value is None})
_QUOTES = str.maketrans({key: value for key, value in _LETTERS.items() if value in ("'", "-")})

# Marks that carry the vowel or the tone: without them these scripts' words are not the same words.
_FIRST_INDIC, _LAST_INDIC = "\u0900", "\u0eff"


def lower(word: str) -> str:
    """Return `word` in lower case, composed, typography made plain, its accents kept."""
    if word.isascii():
        return word.lower()
    composed = unicodedata.normalize("NFKC", word).lower().translate(_INVISIBLE)
    # Lower case of a capital with a dot above leaves a loose dot: compose once more.
    return unicodedata.normalize("NFC", composed.translate(_QUOTES))


def fold(word: str) -> str:
    """Return `word` in lower case, without accents, its compatibility forms replaced."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", lower(word))
    return unicodedata.normalize("NFC", decomposed.translate(_BARE))


class _Bare(dict[int, int | str | None]):
    """What each character of a decomposed word becomes, for `str.translate`; filled as they come.

    Each character is looked at once: asking for every one of a text was a tenth of a cold answer.
    """

    def __missing__(self, code: int) -> int | str | None:
        bare = None if _is_accent(chr(code)) else _FOLDED.get(code, code)
        self[code] = bare
        return bare


_BARE = _Bare()


def _is_accent(character: str) -> bool:
    if _FIRST_INDIC <= character <= _LAST_INDIC or character in "\u3099\u309a":
        return False
    return unicodedata.combining(character) != 0
