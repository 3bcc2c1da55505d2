"""Folding of characters: what differs only in case, accent or typography becomes the same."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i",
        "’": "'", "‘": "'", "ʼ": "'", "＇": "'",
    }
)  # fmt: skip


def fold(word: str) -> str:
    """Return `word` in lower case, without accents, its compatibility forms replaced."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.lower())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)
