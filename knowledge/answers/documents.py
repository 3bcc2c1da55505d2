"""Questions about a document itself: who wrote it, when, where, its title, how long it is.

They are answered from the lines of the document that say so, which are no passages: every value of
the metadata stands in the text, so that the answer is an excerpt like any other. What stands in no
line (its length, its language) is said in the citation of its title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from knowledge.analysis import analyse
from knowledge.analysis.folding import fold
from knowledge.answers import counting
from knowledge.answers.sources import Sources
from knowledge.answers.wordings import Asked, Field, asked_of_document, own_words
from knowledge.models import Block, DocumentInfo
from knowledge.selection import LONGEST
from knowledge.sentences import split

_MOST_NOTED, _LONGEST_NOTED = 20, 100_000
_MOST_DOCUMENTS = 10
_MORE_THAN_IN_PASSING = 2
_LINES = ("metadata", "heading", "note")


@dataclass(frozen=True)
class Statement:
    """A line of a document that answers a question about it."""

    document: DocumentInfo
    start: int
    end: int
    text: str
    fact: str | None = None
    """What was asked, where it was counted or stands in no line; the line then names the document."""


@dataclass(frozen=True)
class _Paper:
    """A document laid out to look for its statements."""

    info: DocumentInfo
    text: str
    blocks: Sequence[Block]

    @property
    def language(self) -> str:
        return self.info.metadata.language or "en"

    def lines(self) -> list[Block]:
        """Return the blocks that may state metadata."""
        return [block for block in self.blocks if block.kind in _LINES]


def document_statements(
    question: str, sources: Sources, preferred: Sequence[str] = (), language: str = "en"
) -> list[Statement]:
    """Return the lines that answer a question about a document; none where it is no such question.

    `preferred` are the documents that the conversation was about. A word that is neither about
    documents in general nor in a title or an author's name makes it a question for the passages.
    """
    asked = asked_of_document(question)
    if asked is None or _told_of(asked, sources):
        return []
    return field_statements(asked.field, question, sources, preferred, language)


def field_statements(
    field: Field,
    question: str,
    sources: Sources,
    preferred: Sequence[str] = (),
    language: str = "en",
) -> list[Statement]:
    """Return the lines that give `field` of the documents that `question` is about."""
    rest = set(analyse(question, language)) - own_words(field)
    infos = [info for info in sources.documents() if rest <= _names(info)]
    if rest and len(infos) != 1:
        infos = [info for info in infos if rest & _names(info)]
    if not rest:
        # asked in German, the German document is meant
        infos = [info for info in infos if (info.metadata.language or "en") == language] or infos
        infos = [info for info in infos if info.id in preferred] or infos
    found: list[Statement] = []
    for info in infos[:_MOST_DOCUMENTS]:
        paper = _Paper(info, sources.text(info.id), sources.blocks(info.id))
        found += _STATING[field](paper)
    return found


def matching_note(terms: frozenset[str], sources: Sources) -> Statement | None:
    """Return a line outside the passages (navigation, a credit) that has all `terms`.

    Looked for in the first `_MOST_NOTED` documents of ordinary length: it means reading them whole.
    """
    short = (info for info in sources.documents() if info.characters <= _LONGEST_NOTED)
    for info in islice(short, _MOST_NOTED):
        text = sources.text(info.id)
        for block in sources.blocks(info.id):
            if block.kind in ("note", "metadata"):
                line = text[block.start : block.end]
                if terms <= set(analyse(line, info.metadata.language or "en")):
                    return Statement(info, block.start, block.end, line)
    return None


def _told_of(asked: Asked, sources: Sources) -> bool:
    """Say whether "the report" is rather one that the passages speak of, more than in passing."""
    terms = analyse(asked.told_of or "")
    titled = {t for info in sources.documents() for t in analyse(info.metadata.title or "")}
    return any(
        term not in titled and sources.searcher.document_frequency(term) >= _MORE_THAN_IN_PASSING
        for term in terms
    )


def _names(info: DocumentInfo) -> set[str]:
    metadata = info.metadata
    parts = (metadata.title, metadata.author, metadata.publisher, metadata.subtitle)
    return {term for part in parts if part for term in analyse(part, metadata.language or "en")}


def _author(paper: _Paper) -> list[Statement]:
    return _holding(paper.info.metadata.author, paper)


def _publisher(paper: _Paper) -> list[Statement]:
    return _holding(paper.info.metadata.publisher, paper)


def _title(paper: _Paper) -> list[Statement]:
    return _holding(paper.info.metadata.title, paper)


def _subtitle(paper: _Paper) -> list[Statement]:
    return _holding(paper.info.metadata.subtitle, paper)


def _picture(paper: _Paper) -> list[Statement]:
    return _holding(paper.info.metadata.picture, paper)


def _rights(paper: _Paper) -> list[Statement]:
    return _holding(paper.info.metadata.rights, paper)


def _published(paper: _Paper) -> list[Statement]:
    """Return the shortest line that has the year of publication and looks like a date."""
    published = paper.info.metadata.published
    if published is None:
        return []
    year, _, rest = published.partition("-")
    day = rest.partition("-")[2].lstrip("0")

    def fits(line: str) -> bool:
        return year in line and (not day or re.search(rf"\b0?{day}\b", line) is not None)

    return _shortest(fits, paper)


def _about(paper: _Paper) -> list[Statement]:
    """Return the subtitle, and how the text begins."""
    first = next((block for block in paper.blocks if block.kind == "paragraph"), None)
    beginning = [_sized(paper, first)] if first else []
    return [*_subtitle(paper), *beginning]


def _length(paper: _Paper) -> list[Statement]:
    return _with_fact(counting.length(paper.text, paper.blocks, paper.language), _named(paper))


def _language(paper: _Paper) -> list[Statement]:
    return _with_fact(counting.language_name(paper.info), _named(paper))


def _updated(paper: _Paper) -> list[Statement]:
    return _with_fact(counting.dates(paper.info), _published(paper) or _named(paper))


def _link(paper: _Paper) -> list[Statement]:
    return _with_fact(counting.address(paper.info), _named(paper))


_STATING: dict[Field, Callable[[_Paper], list[Statement]]] = {
    "subtitle": _subtitle,
    "picture": _picture,
    "updated": _updated,
    "language": _language,
    "length": _length,
    "link": _link,
    "rights": _rights,
    "publisher": _publisher,
    "published": _published,
    "author": _author,
    "title": _title,
    "about": _about,
}


def _named(paper: _Paper) -> list[Statement]:
    """Return the line that names the document, else how it begins."""
    found = _title(paper)
    first = next((b for b in paper.blocks if paper.text[b.start : b.end].strip()), None)
    return found or ([_sized(paper, first)] if first else [])


def _with_fact(fact: str | None, lines: Iterable[Statement]) -> list[Statement]:
    return [replace(line, fact=fact) for line in lines] if fact else []


def _holding(value: str | None, paper: _Paper) -> list[Statement]:
    """Return the shortest line that has `value`."""
    wanted = _plain(value or "")
    return _shortest(lambda line: wanted in _plain(line), paper) if wanted else []


def _shortest(fits: Callable[[str], bool], paper: _Paper) -> list[Statement]:
    having = [b for b in paper.lines() if fits(paper.text[b.start : b.end])]
    best = min(having, key=lambda b: (b.end - b.start, b.start), default=None)
    return [_sized(paper, best)] if best else []


def _sized(paper: _Paper, block: Block) -> Statement:
    text, end = paper.text, block.end
    if end - block.start > LONGEST:
        ends = [stop for _, stop in split(text, block.start, block.end, paper.language)]
        end = max((s for s in ends if s - block.start <= LONGEST), default=block.start + LONGEST)
    return Statement(paper.info, block.start, end, text[block.start : end])


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
