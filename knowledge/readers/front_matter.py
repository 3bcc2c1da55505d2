"""Front matter (YAML between `---`, TOML between `+++`) -> metadata, and the names of its keys.

Only plain values are taken: nothing that a document says can build an object.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from knowledge.models import Metadata
from knowledge.readers.characters import one_line
from knowledge.readers.dates import parse_date
from knowledge.readers.manuscript import Piece

_KEYS = {
    "title": ("title", "headline"),
    "subtitle": ("subtitle", "sub_title", "dek", "standfirst"),
    "author": ("author", "authors", "by", "byline", "creator"),
    "author_role": ("author_role", "role"),
    "publisher": ("publisher", "publication", "site_name", "organization", "organisation"),
    "published": ("published", "date", "pubdate", "publish_date", "date_published", "created"),
    "url": ("url", "canonical", "canonical_url", "permalink", "link", "source"),
    "language": ("language", "lang", "locale"),
    "rights": ("rights", "license", "licence", "copyright"),
    "picture": ("picture", "picture_credit", "image_credit", "photo_credit"),
}
_FENCE = re.compile(r"\A(---|\+\+\+)[ \t]*\n")
_LINE = re.compile(r"^(\w[\w -]{0,40}):[ \t]+(?![!\[{&*|>])(.*)$", re.MULTILINE)
_LONGEST = 64 * 1024
"""Characters of front matter; a longer one is text."""
_LONGEST_VALUE = 2_000
_NAMES = 20
_DEEPEST = 2
"""A list of mappings with names is as deep as front matter is written."""


@dataclass(slots=True)
class Opened:
    """A text whose front matter has been taken off."""

    rest: str
    metadata: Metadata = field(default_factory=Metadata)
    pieces: list[Piece] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def split_front_matter(text: str) -> Opened:
    """The metadata and the rest; front matter with mistakes is read by lines, with a warning."""
    fence = _FENCE.match(text)
    end = re.compile(rf"^{re.escape(fence[1])}[ \t]*$|^\.\.\.$", re.MULTILINE) if fence else None
    close = end.search(text, fence.end(), _LONGEST) if fence and end else None
    if fence is None or close is None:
        return Opened(text)
    inside, rest = text[fence.end() : close.start()], text[close.end() :]
    values = _toml(inside) if fence[1] == "+++" else _yaml(inside)
    if values is None and not re.search(r"^\w[\w -]*:", inside, re.MULTILINE):
        return Opened(text)  # two rules with text between them
    if values is None:
        # an unquoted colon in a title is no YAML, and what most people write
        values = {key: value.strip(" \t\"'") for key, value in _LINE.findall(inside)}
        message = "Its front matter has mistakes; what could be read line by line was taken."
        return Opened(rest, metadata_from(values), warnings=[message])
    return Opened(rest, metadata_from(values))


def _yaml(text: str) -> Mapping[object, object] | None:
    # imported here: most sources have no front matter
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, Mapping) else None


def _toml(text: str) -> Mapping[object, object] | None:
    import tomllib

    try:
        return dict(tomllib.loads(text).items())
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def metadata_from(values: Mapping[object, object]) -> Metadata:
    """Metadata from loosely named keys ("Date", "authors", "lang"); the first with a value wins."""
    named = {
        str(key).strip().casefold().replace("-", "_").replace(" ", "_"): values[key]
        for key in values
    }
    found: dict[str, str] = {}
    for name, keys in _KEYS.items():
        value = next((text for key in keys if (text := _plain_value(named.get(key)))), None)
        if value and (kept := _checked(name, value)):
            found[name] = kept
    return Metadata(**found)


def _plain_value(value: object, depth: int = _DEEPEST) -> str:
    """A scalar as text, a list of names as "A, B and C", a mapping by its "name"; else nothing.

    No deeper than `depth`: YAML's aliases let a list hold itself, or grow with every level.
    """
    if isinstance(value, bool):
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, str | int | float):
        return one_line(str(value)[:_LONGEST_VALUE])
    if isinstance(value, Mapping) and depth:
        return _plain_value(value.get("name"), depth - 1)
    if isinstance(value, list) and depth:
        return name_list([_plain_value(part, depth - 1) for part in value[:_NAMES]])
    return ""


def name_list(names: list[str]) -> str:
    """Names as they are read aloud: "A", "A and B", "A, B and C"; doubles are left out."""
    names = list(dict.fromkeys(name for name in names if name))
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def _checked(name: str, value: str) -> str | None:
    """The value in the field's own form, None where it does not fit."""
    if name == "published":
        return parse_date(value)
    if name == "language":
        return language_code(value)
    if name == "url":
        return value if re.match(r"https?://\S+$", value) else None
    return value


def language_code(value: str) -> str | None:
    """The ISO 639-1 code of a language tag: "en" for "en-GB"."""
    match = re.match(r"([a-zA-Z]{2})(?:[-_]|$)", value.strip())
    return match[1].lower() if match else None
