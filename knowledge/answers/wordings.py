"""Is a question about a document itself, and which of its fields does it want?

The ways of asking stand in data/wordings.txt. A pattern only proposes a field: a question that
holds any word beyond those listed there, and that no document has in its name, is one about the
content ("who wrote the treaty?").
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

from knowledge.analysis import analyse
from knowledge.analysis.folding import fold

Field = Literal[
    "subtitle", "picture", "updated", "language", "length", "link", "rights", "publisher",
    "published", "author", "title", "about",
]  # fmt: skip

LANGUAGES = ("en", "de", "fr", "es", "pl", "uk")
"""The languages of the table."""

_TABLE = Path(__file__).parent / "data" / "wordings.txt"
_SHORTENED = re.compile(r"\b(who|what|when|where|how|that|it)'s\b(?= )")
_JOINED_ON = re.compile(r"^(?:and|but|also|what about|how about|und|et|y|a|і|а) ")
_TOLD_OF = (
    r"\b(?:the|a|an|his|her|their) (?:\w+ ){0,2}?"
    r"(story|report|paper|essay|post|book|study|news|guide|manual|file)\b"
)
_OF_ANYTHING = re.compile(
    r"(?:how (?!many)|where|when (?:was|is) (?:it|this|that) (?!published|written)"
    r"|what (?:is|does|language))"
    r".*\b(?:it|its|this|that|they|these)\b"
)


@dataclass(frozen=True)
class Asked:
    """What a question wants to know about a document, and how it names that document."""

    field: Field
    noun: str | None
    """What it calls the document: "article", "text"; None where it only says "it", or nothing."""
    told_of: str | None = None
    """The noun, where it may as well be something that the document tells of: "the report"."""

    of_anything: bool = False
    """Whether it may as well ask about whatever was spoken of: "how long is it?"."""


class _Wording(NamedTuple):
    field: Field
    hints: tuple[str, ...]
    words: str
    patterns: tuple[str, ...]


class _Table(NamedTuple):
    common: str
    thing: str
    wordings: tuple[_Wording, ...]


def asked_of_document(question: str) -> Asked | None:
    """Return what `question` asks about a document, by its words alone."""
    plain = _SHORTENED.sub(r"\1 is", " ".join(fold(question).split()).strip(" ?!."))
    plain = _JOINED_ON.sub("", plain)
    spaced = f" {plain}"
    for wording in _table().wordings:
        if any(hint in spaced for hint in wording.hints) and _pattern(wording).search(plain):
            noun = _noun().search(plain)
            told_of = re.search(_TOLD_OF, plain)
            of_anything = noun is None and _OF_ANYTHING.match(plain) is not None
            return Asked(
                wording.field, noun and noun.group(), told_of and told_of.group(1), of_anything
            )
    return None


@cache
def own_words(field: Field) -> frozenset[str]:
    """Return the terms that any question for `field` may have, in every language."""
    table = _table()
    listed = next(wording.words for wording in table.wordings if wording.field == field)
    return frozenset(
        term
        for word in f"{table.common} {listed}".split()
        for language in LANGUAGES
        for term in analyse(word, language)
    )


@cache
def _pattern(wording: _Wording) -> re.Pattern[str]:
    # compiled on first use: all of them would cost a cold start more than the answer does
    return re.compile("|".join(wording.patterns))


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"\b{_table().thing}\b")


@cache
def _table() -> _Table:
    macros: dict[str, str] = {}
    listed: dict[tuple[str, str], list[str]] = defaultdict(list)
    field = ""
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("let "):
            _, name, pattern = line.split(" ", 2)
            macros[name] = _filled(pattern, macros)
        elif line.startswith("["):
            field = line.strip("[]")
        elif line and not line.startswith("#"):
            label, _, rest = line.partition(": ")
            if label in ("hints", "words", "common"):
                listed[field, label].append(rest)
            else:
                listed[field, "patterns"].append(_filled(line, macros))
    fields = dict.fromkeys(name for name, _ in listed if name)
    return _Table(
        " ".join(listed["", "common"]),
        macros["thing"],
        tuple(_wording(cast("Field", name), listed) for name in fields),
    )


def _wording(field: Field, listed: dict[tuple[str, str], list[str]]) -> _Wording:
    hints = fold(" ".join(listed[field, "hints"])).split()
    return _Wording(
        field,
        tuple(hint.replace("_", " ") for hint in hints),
        " ".join(listed[field, "words"]),
        tuple(listed[field, "patterns"]),
    )


def _filled(pattern: str, macros: dict[str, str]) -> str:
    # folded as questions are, so no pattern may have capitals
    for name, meaning in macros.items():
        pattern = pattern.replace(f"{{{name}}}", meaning)
    return fold(pattern)
