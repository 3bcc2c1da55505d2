"""Headings of texts without markup, told by their look and by what stands around them."""

from __future__ import annotations

import re

from knowledge.readers.characters import CJK, words
from knowledge.readers.manuscript import Piece

_NUMBERED = re.compile(
    r"^(?:(?P<numbers>\d{1,2}(?:\.\d{1,2}){1,4}|\d{1,2}(?=\.\s))\.?\s+|(?P<roman>[IVXL]{1,6})\.\s+"
    r"|(?P<word>chapter|part|section|article|appendix|annex|book|kapitel|teil|abschnitt|chapitre|capítulo)"
    r"\s+[\dIVXLA-H]{1,6}\b\s*[.:–—-]?\s*|§+\s*\d+\w?\.?\s+|第.{1,4}[章节節部]\s*)(?P<title>.*)$",
    re.IGNORECASE,
)
_ENDS_OPEN = re.compile(r"[.,;:…。,、;:—–-][\"'”’»)\]]*$")
_CJK_LINE = re.compile(f"[{CJK}]")
_LONGEST = 100
_MOST_WORDS = 14
_LONGEST_CJK = 30
_BODY = 120
"""Characters from which a paragraph is running text, over which a short line is a heading."""


_SECTIONS = words(
    "abstract acknowledgements acknowledgments appendix background bibliography conclusion "
    "conclusions contents discussion foreword introduction methods overview preface prologue "
    "references results summary "
    "einleitung zusammenfassung fazit vorwort introducción resumen résumé sommaire"
)
"""Names of sections, which are neither subtitles nor anybody's role."""


def names_a_section(text: str) -> bool:
    """Whether a line is a heading by its words alone: numbered, or a usual section's name."""
    return _NUMBERED.match(text) is not None or text.strip(" :").casefold() in _SECTIONS


def mark_headings(pieces: list[Piece]) -> None:
    """Turn paragraphs that look like headings into headings, with levels from 1."""
    guessed: list[tuple[Piece, int]] = []
    for position, piece in enumerate(pieces):
        numbered = piece.kind == "item" and _NUMBERED.match(piece.text) is not None
        if (piece.kind == "paragraph" or numbered) and _may_be_heading(piece.text):
            before = pieces[position - 1] if position else None
            after = pieces[position + 1] if position + 1 < len(pieces) else None
            if level := _level(piece.text, before, after):
                guessed.append((piece, level))
    for piece, level in guessed:
        piece.kind, piece.level = "heading", level


def _may_be_heading(text: str) -> bool:
    if "\n" in text or len(text) > _LONGEST or _ENDS_OPEN.search(text):
        return bool(_NUMBERED.match(text)) and len(text) <= 12
    if _CJK_LINE.search(text):
        return len(text) <= _LONGEST_CJK and text[-1] not in "！"
    first = next((character for character in text if character.isalnum()), "")
    return bool(first) and not first.islower() and len(text.split()) <= _MOST_WORDS


def _level(text: str, before: Piece | None, after: Piece | None) -> int:
    """The heading's depth, 0 for an ordinary line."""
    if after is None:
        return 0
    match = _NUMBERED.match(text)
    if match:
        return 0 if _is_list(before, after) else (match["numbers"] or "").count(".") + 1
    capitals = text.isupper() and sum(map(str.isalpha, text)) >= 4
    if capitals and after.kind in {"paragraph", "item", "quote", "table", "code"}:
        return 1
    follows_text = before is None or before.kind != "paragraph" or _ends_text(before.text)
    return 2 if follows_text and after.kind == "paragraph" and _is_body(after.text) else 0


def _is_list(before: Piece | None, after: Piece) -> bool:
    """Whether another item or numbered line stands next to it."""
    return any(
        piece is not None
        and (piece.kind == "item" or (piece.kind == "paragraph" and _NUMBERED.match(piece.text)))
        for piece in (before, after)
    )


def _ends_text(text: str) -> bool:
    return _is_body(text) or text.endswith((".", "!", "?", "。", "”", "’"))


def _is_body(text: str) -> bool:
    return len(text) >= (_BODY if not _CJK_LINE.search(text) else _LONGEST_CJK)
