"""What can be counted or said of a document beside its own lines: length, language, dates, address.

These facts stand in no line of the document. They go into the citation of the line that names it,
so that what is quoted stays verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.models import Block, DocumentInfo
from knowledge.sentences import split

WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction: Brysbaert, Journal of Memory and Language 109 (2019)."""
CHARACTERS_A_MINUTE = {"zh": 255, "ja": 357}
"""Trauzettel-Klosinski and Dietz, Investigative Ophthalmology & Visual Science 53 (2012)."""

_UNSPACED = ("zh", "ja", "th", "lo", "km", "my")
_FURNITURE = ("note", "metadata")
_WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
_LETTER = re.compile(r"[^\W_]")
_NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "pl": "Polish",
    "uk": "Ukrainian", "ru": "Russian", "be": "Belarusian", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "cs": "Czech", "sk": "Slovak", "sv": "Swedish", "da": "Danish",
    "no": "Norwegian", "fi": "Finnish", "hu": "Hungarian", "ro": "Romanian", "tr": "Turkish",
    "bg": "Bulgarian", "el": "Greek", "ar": "Arabic", "he": "Hebrew", "fa": "Persian",
    "hi": "Hindi", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "th": "Thai",
    "ca": "Catalan", "hr": "Croatian", "sr": "Serbian", "lt": "Lithuanian", "et": "Estonian",
    "id": "Indonesian",
}  # fmt: skip


def length(text: str, blocks: Sequence[Block], language: str) -> str:
    """Return how long a document is, its navigation and title lines left out."""
    parts = [b for b in blocks if b.kind not in _FURNITURE]
    bodies = [text[b.start : b.end] for b in parts]
    counts = [_reading(bodies, language)]
    paragraphs = [b for b in parts if b.kind != "heading"]
    counts.append(_counted(len(paragraphs), "paragraph"))
    counts.append(
        _counted(sum(len(split(text, b.start, b.end, language)) for b in paragraphs), "sentence")
    )
    if headings := len(parts) - len(paragraphs):
        counts.append(_counted(headings, "heading"))
    if pages := max((b.page or 0 for b in blocks), default=0):
        counts.append(_counted(pages, "page"))
    return "; ".join(counts)


def _reading(bodies: Sequence[str], language: str) -> str:
    """Return the count of words, or of characters where none are told apart, and reading time."""
    if language in _UNSPACED:
        count = sum(len(_LETTER.findall(body)) for body in bodies)
        size, unit, rate = (
            _counted(count, "character"),
            "characters",
            CHARACTERS_A_MINUTE.get(language),
        )
    else:
        count = sum(len(_WORD.findall(body)) for body in bodies)
        size, unit, rate = _counted(count, "word"), "words", WORDS_A_MINUTE
    if rate is None:
        return size
    minutes = _counted(max(1, round(count / rate)), "minute")
    return f"{size}, about {minutes} of reading at {rate} {unit} a minute"


def language_name(info: DocumentInfo) -> str | None:
    """Return in which language a document is written."""
    code = info.metadata.language
    return f"written in {_NAMES.get(code, code)}" if code else None


def dates(info: DocumentInfo) -> str:
    """Return when a document came into the library and when it was last replaced (UTC)."""
    first = min((*info.history, info.added))
    added = f"added to the library on {first:%Y-%m-%d}"
    changed = f"; last updated there on {info.updated:%Y-%m-%d}"
    return added + (changed if info.updated.date() != first.date() else "; not changed there since")


def address(info: DocumentInfo) -> str | None:
    """Return where a document can be read on the web."""
    if info.metadata.url:
        return f"to be read at {info.metadata.url}"
    publisher = info.metadata.publisher
    return f"no web address is known; published by {publisher}" if publisher else None


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
