"""Questions about a document itself: who wrote it, when, where, its title, its picture's licence.

They are answered from the lines of the document that say so, which are no passages: every value of
the metadata stands in the text, so that the answer is an excerpt like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Literal

from knowledge.analysis import analyse
from knowledge.analysis.folding import fold
from knowledge.answers.sources import Sources
from knowledge.models import Block, DocumentInfo
from knowledge.selection import LONGEST
from knowledge.sentences import split

Field = Literal["author", "published", "publisher", "title", "subtitle", "picture", "about"]

_THING = (
    r"(?:article|text|document|piece|story|report|paper|essay|page|post|book|source|study|news|guide"
    r"|artikel|beitrag|dokument|bericht|articolo|articulo|documento|artykul|стаття|статтю|статті)"
)
_THE = r"(?:the|this|that|der|die|das|diese[rns]?|dieser|el|este|l'|le|cet|ten|цю|ця|цієї|it)"
_PATTERNS: tuple[tuple[Field, str], ...] = (
    ("subtitle", r"\b(?:subtitle|sub-?heading|standfirst|untertitel|sous-titre|subtitulo)\b"),
    (
        "picture",
        r"\b(?:picture|photo|photograph|image|illustration|foto|bild|bildes|imagen|zdjecie|фото)\b"
        r".*\b(?:licen[cs]e[ds]?|credit\w*|called|name|named|title|used|copyright|by|taken|took|from"
        r"|lizenz|licence|licencia|autor)\b"
        r"|\b(?:licen[cs]e|credit|copyright|name|title|author|source|lizenz|who took|who made)\b.*"
        r"\b(?:picture|photo|photograph|image|illustration|bild|bildes|foto)\b",
    ),
    (
        "publisher",
        rf"\bwho (?:has |is )?publish(?:ed|es|er)\b|\bpublisher\b|\bwhere (?:was|is|did) {_THE}\b.*"
        rf"\b(?:published|appear\w*|posted)\b|\b(?:which|what) (?:website|site|magazine|newspaper"
        rf"|outlet|journal|publication|media)\b.*\b(?:published|from|in|appear\w*|run|ran)\b"
        rf"|\bwo (?:ist|wurde)\b.*\b(?:erschienen|veroffentlicht)\b|\bwer hat\b.*\bveroffentlicht\b",
    ),
    (
        "published",
        rf"\bwhen (?:was|is|were|did)\b.*\b(?:published|written|posted|released|appear\w*|come out)\b"
        rf"|\b(?:publication|publishing) date\b|\bdate of (?:publication|{_THE}|{_THING})\b"
        rf"|\b(?:what|which) (?:date|day|year|month)\b.*\b(?:published|written|posted|{_THING})\b"
        rf"|\bhow (?:old|recent|new) is {_THE} {_THING}\b|\bpublished when\b"
        rf"|\bwann (?:wurde|ist)\b.*\b(?:veroffentlicht|erschienen|geschrieben)\b"
        rf"|\bquand\b.*\b(?:publie|ecrit)\b|\bcuando\b.*\b(?:publico|escribio|publicado)\b"
        rf"|\bkiedy\b.*\b(?:opublikowa\w+|napisa\w+)\b|\bколи\b.*\b(?:опубл\w+|напис\w+)\b",
    ),
    (
        "author",
        r"\bwho(?:'s| is| are| was)?\b.*\b(?:wrote|written|writes|authors?|authored|writer|journalist"
        r"|penned|composed)\b|\bauthors?(?:'s)? (?:name|of)\b|\bname of the (?:author|writer)\b"
        r"|\b(?:written|authored) by whom\b|^author\??$|\bby whom\b.*\bwritten\b"
        r"|\bwho is it by\b|\bwer (?:hat|ist)\b.*\b(?:geschrieben|autor\w*|verfasst)\b"
        r"|\bqui a ecrit\b|\bquien (?:escribio|es el autor)\b|\bkto (?:napisal|jest autorem)\b"
        r"|\bхто (?:написа\w+|автор)\b",
    ),
    (
        "title",
        rf"\b(?:title|headline|titel|titre|titulo|tytul|заголовок)\b|\bwhat is {_THE} {_THING} called\b"
        rf"|\bname of {_THE} {_THING}\b|\bhow is {_THE} {_THING} called\b",
    ),
    (
        "about",
        rf"\bwhat(?:'s| is| does)?\b.*{_THE}? ?{_THING}\b.*\b(?:about|say|deal|cover|discuss)\w*\W*$"
        rf"|^what(?:'s| is) (?:it|this) about\W*$|\b(?:topic|subject|summary|gist|theme) of {_THE}?"
        rf" ?{_THING}\b|\bworum geht es\b|\bde quoi (?:parle|s'agit)\b|\bde que trata\b|\bo czym\b"
        rf"|\bпро що\b",
    ),
)
_HINTS = (
    "titl", "titel", "titre", "titul", "tytul", "загол", "headin", "headline", "standfirst", "pict",
    "photo", "imag", "illustr", "foto", "bild", "zdjecie", "фото", "publi", "опубл", "veroff",
    "erschienen", "appear", "posted", "released", "come out", "written", "wrote", "writ", "author",
    "auteur", "autor", "автор", "journalist", "penned", "composed", "date", " old ", "recent", " new ",
    "is it by", "geschr", "verfasst", "ecrit", "escrib", "napis", "напис", "called", "name of", "about",
    " say", "deal", "cover", "discuss", "topic", "subject", "summary", "gist", "theme", "worum", "parle",
    "de que trata", "o czym", "про що",
)  # fmt: skip
"""Beginnings of words, one of which every pattern needs: they spare a cold start the patterns."""
_NEUTRAL = (
    "article text document piece story report paper essay page post book source study news"
    " guide author writer journalist write wrote written publish publisher published publication"
    " date title subtitle subheading headline heading picture photo photograph image"
    " illustration credit licence license copyright name call called use used take took make"
    " topic subject summary gist theme about say cover discuss deal tell website site magazine"
    " newspaper outlet journal media appear post release come day year month old new recent"
    " entitle under original full exact artikel beitrag dokument bericht autor titel untertitel"
    " geschrieben verfasst veröffentlicht erschienen schreiben worum geht bild foto lizenz écrit"
    " publié titre auteur escribió publicó trata napisał autorem tytuł czym написав автор стаття"
    " статтю заголовок опубліковано"
)

_MOST_NOTED, _LONGEST_NOTED = 20, 100_000


@cache
def _neutral() -> frozenset[str]:
    """Return the terms that any question about a document may have."""
    languages = ("en", "de", "fr", "es", "pl", "uk")
    return frozenset(
        term
        for word in _NEUTRAL.split()
        for language in languages
        for term in analyse(word, language)
    )


@dataclass(frozen=True)
class Statement:
    """A line of a document that answers a question about it."""

    document: DocumentInfo
    start: int
    end: int
    text: str


def asked_field(question: str) -> Field | None:
    """Return what `question` asks about a document, by its words alone."""
    plain = " ".join(fold(question).split())
    if not any(hint in plain for hint in _HINTS):
        return None
    return next((field for field, pattern in _PATTERNS if re.search(pattern, plain)), None)


def document_statements(
    question: str, sources: Sources, preferred: Sequence[str] = (), language: str = "en"
) -> list[Statement]:
    """Return the lines that answer a question about a document; none where it is no such question.

    `preferred` are the documents that the conversation was about. A word that is neither about
    documents in general nor in a title or an author's name makes it a question for the passages.
    """
    field = asked_field(question)
    if field is None:
        return []
    rest = set(analyse(question, language)) - _neutral()
    infos = [info for info in sources.documents() if rest <= _names(info)]
    if rest and len(infos) != 1:
        infos = [info for info in infos if rest & _names(info)]
    if not rest:
        infos = [info for info in infos if info.id in preferred] or infos
    found = (_statement(field, info, sources) for info in infos[:10])
    return [statement for statement in found if statement is not None]


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


def _names(info: DocumentInfo) -> set[str]:
    metadata = info.metadata
    parts = (metadata.title, metadata.author, metadata.publisher, metadata.subtitle)
    return {term for part in parts if part for term in analyse(part, metadata.language or "en")}


def _statement(field: Field, info: DocumentInfo, sources: Sources) -> Statement | None:
    text, blocks = sources.text(info.id), sources.blocks(info.id)
    lines = [block for block in blocks if block.kind in ("metadata", "heading", "note")]
    metadata = info.metadata
    if field == "published":
        return _dated(info, text, lines)
    if field == "about":
        value = metadata.subtitle or metadata.title
        first = next((block for block in blocks if block.kind == "paragraph"), None)
        found = _holding(value, info, text, lines) if metadata.subtitle else None
        return found or (_sized(info, text, first) if first else None)
    value = getattr(metadata, field)
    return _holding(value, info, text, lines) if value else None


def _holding(
    value: str | None, info: DocumentInfo, text: str, lines: Iterable[Block]
) -> Statement | None:
    """Return the shortest line that has `value`."""
    wanted = _plain(value or "")
    having = [b for b in lines if wanted and wanted in _plain(text[b.start : b.end])]
    best = min(having, key=lambda b: (b.end - b.start, b.start), default=None)
    return _sized(info, text, best) if best else None


def _dated(info: DocumentInfo, text: str, lines: Iterable[Block]) -> Statement | None:
    """Return the shortest line that has the year of publication and looks like a date."""
    published = info.metadata.published
    if published is None:
        return None
    year, _, rest = published.partition("-")
    day = rest.partition("-")[2].lstrip("0")
    having = [
        b
        for b in lines
        if year in (line := text[b.start : b.end]) and (not day or re.search(rf"\b0?{day}\b", line))
    ]
    best = min(having, key=lambda b: (b.end - b.start, b.start), default=None)
    return _sized(info, text, best) if best else None


def _sized(info: DocumentInfo, text: str, block: Block) -> Statement:
    end = block.end
    if end - block.start > LONGEST:
        ends = [stop for _, stop in split(text, block.start, block.end)]
        end = max((s for s in ends if s - block.start <= LONGEST), default=block.start + LONGEST)
    return Statement(info, block.start, end, text[block.start : end])


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
