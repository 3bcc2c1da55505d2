"""Title, subtitle, byline and date lines at a document's head -> metadata, and marked so in place.

What a source's own properties say (front matter, HTML head, PDF information) wins; the lines
themselves fill what is unknown. Guesses need company: a bare name counts as the author only beside
a date, since "Executive Summary" looks like a name too.
"""

from __future__ import annotations

import re

from knowledge.models import Metadata
from knowledge.readers.characters import one_line, words
from knowledge.readers.dates import parse_date
from knowledge.readers.front_matter import metadata_from
from knowledge.readers.headings import names_a_section
from knowledge.readers.manuscript import Manuscript, Piece

_LONGEST_LINE = 200
_LONGEST_TITLE_LINE = 60
"""A longer line that ends or contains a sentence is the beginning of the text."""
_LONGEST_ROLE = 80
_LONGEST_MASTHEAD = 10
"""Blocks after the title within which title lines are looked for."""

_BYLINE = re.compile(
    r"^(?:(?:story|text|words|written|reported|posted|published|a\ report)\s+by"
    r"|by|von|par|por|di|door|av|authors?\s*:|autor(?:in|en|es)?\s*:|auteurs?\s*:|автор\s*:|作者\s*[:：])\s*(?P<name>\S.*)$",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE = re.compile(r"[.!?…](?:\s|\W*$|\[)")
_SEPARATOR = re.compile(r"\s*[|·•\n]\s*|\s+[–—-]\s+")
_NAME_PART = re.compile(r"^(?:[^\W\d_][^\W\d_’'.-]*(?:[’'.-][^\W\d_]*)*\.?)$")
_PARTICLES = words(
    "de da do dos das del della di du la le van von der den ter ten bin ibn al el y zu"
)
_NOT_NAMES = words("the a an of and for to in on at with how why what new our your")
_AND = re.compile(r",\s+(?:and\s+)?|\s+(?:and|und|et|y|&)\s+")
_CREDIT = re.compile(
    r"^(?:cover\s+|featured\s+|header\s+|main\s+|title\s+)?(?:pictures?|photos?|photographs?|images?|illustration"
    r"|foto|bild|titelbild)(?:\s+(?:credits?|source|by|courtesy(?:\s+of)?))?\s*(?::|©|\bby\b)\s*\S",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"^(?:©|\(c\)\s|copyright\b)", re.IGNORECASE)
_KEY_LINE = re.compile(r"^\s*(?P<key>[A-Za-z][A-Za-z _-]{1,20}?)\s*:\s+(?P<value>\S.*)$")


def recognise(manuscript: Manuscript) -> None:
    """Fill the metadata from the text's head and mark the lines that state metadata."""
    pieces = manuscript.pieces
    found = manuscript.metadata.model_dump(exclude_none=True)
    _read_key_lines(pieces, found)
    after_title = _take_title(pieces, found, manuscript.properties.title)
    _read_masthead(pieces, after_title, found)
    _mark_credits(pieces, found)
    _mark_repetitions(pieces, found)
    stated = manuscript.properties.model_dump(exclude_none=True)
    manuscript.metadata = Metadata(**(stated | found))


def _read_key_lines(pieces: list[Piece], found: dict[str, str]) -> None:
    """Lines such as "Author: X" at the very top, as letters, e-texts and RFCs have them."""
    for piece in pieces[:_LONGEST_MASTHEAD]:
        matches = [_KEY_LINE.match(line) for line in piece.text.split("\n")]
        if piece.kind != "paragraph" or not all(matches):
            return
        values = {match["key"]: match["value"] for match in matches if match}
        stated = metadata_from(dict(values)).model_dump(exclude_none=True)
        if len(stated) < len(values) and not (stated and len(values) > 1):
            return
        piece.kind = "metadata"
        found |= {**stated, **found}


def _take_title(pieces: list[Piece], found: dict[str, str], hint: str | None) -> int:
    """Mark the title's line; the position after it, where the masthead goes on.

    `hint` is a title to be believed only where the text has it too.
    """
    first = pieces[:_LONGEST_MASTHEAD]
    if "title" not in found and hint and any(_same(piece.text, hint) for piece in first):
        found["title"] = hint
    headings = [piece.level for piece in pieces if piece.kind == "heading"]
    for position, piece in enumerate(pieces[:_LONGEST_MASTHEAD]):
        if piece.kind in {"heading", "paragraph"} and _same(piece.text, found.get("title")):
            return _mark_title(piece, position)
        if piece.kind == "heading":
            alone = headings.count(piece.level) == 1 and piece.level == min(headings)
            if "title" not in found and (alone or position == 0):
                found["title"] = one_line(piece.text)
                if alone:
                    return _mark_title(piece, position)
            return position
    return 0


def _mark_title(piece: Piece, position: int) -> int:
    # metadata and not a heading, so that the path of every section need not repeat it
    piece.kind, piece.level = "metadata", 0
    return position + 1


def _same(text: str, known: str | None) -> bool:
    return known is not None and one_line(text).casefold() == known.casefold()


def _read_masthead(pieces: list[Piece], start: int, found: dict[str, str]) -> None:
    """Tell subtitle, byline, role and date lines apart, where at least one of them is certain."""
    head = _masthead(pieces, start)
    certain = [piece for piece in head if _states_date_or_author(piece, found)]
    if not certain:
        return
    beside_date = any(parse_date(part) for piece in head for part in title_parts(piece.text))
    author_line = None
    for position, piece in enumerate(head):
        if _read_line(piece, found, names_count=beside_date):
            if _has_author(piece.text, found):
                author_line = position
        elif (
            author_line is not None
            and author_line == position - 1
            and len(piece.text) <= _LONGEST_ROLE
            and _fits(piece, "author_role", found)
        ):
            found.setdefault("author_role", one_line(piece.text))
            piece.kind = "metadata"
        elif position == 0 and _fits(piece, "subtitle", found):
            found.setdefault("subtitle", one_line(piece.text))
            piece.kind = "metadata"


def _masthead(pieces: list[Piece], start: int) -> list[Piece]:
    """The short paragraphs between the title and the first running text or heading."""
    head: list[Piece] = []
    for piece in pieces[start : start + _LONGEST_MASTHEAD]:
        if (
            piece.kind != "paragraph"
            or len(piece.text) > _LONGEST_LINE
            or names_a_section(piece.text)
        ):
            break
        if _SENTENCE.search(piece.text) and len(piece.text) > _LONGEST_TITLE_LINE and head:
            break
        head.append(piece)
    return head


def title_parts(text: str) -> list[str]:
    """The statements of one title line, such as byline and date with a bar between them."""
    return [part for part in map(one_line, _SEPARATOR.split(text)) if part]


def _states_date_or_author(piece: Piece, found: dict[str, str]) -> bool:
    return _has_author(piece.text, found) or any(
        parse_date(part) or _byline(part) for part in title_parts(piece.text)
    )


def _has_author(text: str, found: dict[str, str]) -> bool:
    return "author" in found and found["author"].casefold() in one_line(text).casefold()


def _fits(piece: Piece, name: str, found: dict[str, str]) -> bool:
    """Whether the line may state this field: it is unknown, or known to be just this."""
    return name not in found or _same(piece.text, found[name])


def _read_line(piece: Piece, found: dict[str, str], *, names_count: bool) -> bool:
    """Take dates and authors from one line; whether every part of it was understood."""
    taken: dict[str, str] = {}
    understood = True
    for part in title_parts(piece.text):
        if day := parse_date(part):
            taken.setdefault("published", day)
        elif name := _byline(part) or (part if _is_author(part, found, names_count) else None):
            taken.setdefault("author", name)
        else:
            understood = False
    if understood or "author" in taken:
        found |= {**taken, **found}
        piece.kind = "metadata"
    return understood


def _is_author(part: str, found: dict[str, str], names_count: bool) -> bool:
    if "author" in found:
        return _same(part, found["author"])
    return names_count and looks_like_names(part)


def _byline(text: str) -> str | None:
    """The name in a byline; a labelled one ("Author: ...") is believed whatever it looks like."""
    match = _BYLINE.match(one_line(text))
    if match is None:
        return None
    name = re.split(r"\s*[,(|]\s*(?=\S*\d)", match["name"])[0].strip(" .,;:")
    labelled = match.string[: match.start("name")].rstrip().endswith((":", "："))
    return name if labelled or looks_like_names(name) else None


def looks_like_names(text: str) -> bool:
    """Whether the text could be one to four persons' names and nothing else."""
    names = [name for name in _AND.split(one_line(text)) if name]
    return 0 < len(names) <= 4 and all(map(_looks_like_name, names))


def _looks_like_name(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 5 or any(word.casefold() in _NOT_NAMES for word in words):
        return False
    return all(
        _NAME_PART.match(word) and (word[0].isupper() or word in _PARTICLES) for word in words
    )


def _mark_credits(pieces: list[Piece], found: dict[str, str]) -> None:
    """Picture credits and copyright lines, wherever they stand."""
    for piece in pieces:
        if piece.kind != "paragraph" or len(piece.text) > _LONGEST_LINE:
            continue
        name = (
            "picture"
            if _CREDIT.match(piece.text)
            else "rights"
            if _RIGHTS.match(piece.text)
            else None
        )
        if name:
            piece.kind = "metadata"
            found.setdefault(name, one_line(piece.text))


def _mark_repetitions(pieces: list[Piece], found: dict[str, str]) -> None:
    """Lines that say again what is known, such as the author's name over a biography."""
    known = {
        found[name].casefold()
        for name in ("title", "subtitle", "author", "author_role")
        if name in found
    }
    for piece in pieces:
        if piece.kind == "paragraph" and len(piece.text) <= _LONGEST_LINE:
            line = one_line(piece.text)
            if line.casefold() in known or _is_day(line, found.get("published")):
                piece.kind = "metadata"


def _is_day(line: str, published: str | None) -> bool:
    return published is not None and published[:4] in line and parse_date(line) == published
