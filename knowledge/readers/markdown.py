"""Markdown -> pieces. markdown-it-py parses; markup is left out, words stay as they are."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.errors import SourceTooLarge
from knowledge.fetch import Limits
from knowledge.models import BlockKind
from knowledge.readers.characters import clean, join_lines
from knowledge.readers.front_matter import split_front_matter
from knowledge.readers.manuscript import Manuscript, Piece
from knowledge.readers.registry import Content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PARAGRAPH_TAG = re.compile(r"</?(?:p|div|li|tr|h[1-6]|summary|blockquote)\b[^<>]*>", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"\s*<(?:script|style|textarea)\b", re.IGNORECASE)
_DEEPEST = 60
"""Blocks inside blocks; each level costs the parser a few frames of Python's stack."""


def read(content: Content, limits: Limits) -> Manuscript:
    """The pieces of a Markdown text, with its front matter as metadata."""
    opened = split_front_matter(clean(content.text))
    tokens = _parser().parse(opened.rest)
    if max((token.level for token in tokens), default=0) >= _DEEPEST - 2:
        # the parser leaves out what lies deeper: better no document than half of one
        raise SourceTooLarge(f"Its quotes or lists are nested deeper than {_DEEPEST} levels.")
    walker = _Walker()
    walker.walk(tokens)
    return Manuscript(walker.pieces, opened.metadata, warnings=opened.warnings)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # imported here: questions never need a parser
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    return (
        MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
    )


class _Walker:
    """Walks the flat list of block tokens once and keeps what surrounds the current one."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._numbers: list[int | None] = []  # one for each open list; None for bullets
        self._marker = ""
        self._quotes = 0
        self._heading = 0
        self._row: list[str] | None = None
        self._rows: list[str] = []

    def walk(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            handler = getattr(self, f"_on_{token.type}", None)
            if handler is not None:
                handler(token)

    def _add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        self.pieces.append(Piece(kind, text, level))

    def _on_heading_open(self, token: Token) -> None:
        self._heading = int(token.tag[1])

    def _on_heading_close(self, token: Token) -> None:
        self._heading = 0

    def _on_bullet_list_open(self, token: Token) -> None:
        self._numbers.append(None)

    def _on_ordered_list_open(self, token: Token) -> None:
        self._numbers.append(int(token.attrs.get("start", 1)))

    def _on_bullet_list_close(self, token: Token) -> None:
        self._numbers.pop()

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, token: Token) -> None:
        number = self._numbers[-1]
        self._marker = "- " if number is None else f"{number}. "
        if number is not None:
            self._numbers[-1] = number + 1

    def _on_list_item_close(self, token: Token) -> None:
        self._marker = ""

    def _on_blockquote_open(self, token: Token) -> None:
        self._quotes += 1

    def _on_blockquote_close(self, token: Token) -> None:
        self._quotes -= 1

    def _on_footnote_open(self, token: Token) -> None:
        self._marker = f"[{_footnote_name(token)}] "

    def _on_tr_open(self, token: Token) -> None:
        self._row = []

    def _on_tr_close(self, token: Token) -> None:
        self._rows.append(" | ".join(self._row or ()))
        self._row = None

    def _on_table_close(self, token: Token) -> None:
        self._add("table", "\n".join(self._rows))
        self._rows = []

    def _on_inline(self, token: Token) -> None:
        text = inline_text(token.children or ())
        if self._row is not None:
            self._row.append(text.replace("\n", " "))
        elif self._heading:
            self._add("heading", text.replace("\n", " "), self._heading)
        elif self._marker:
            self._add("item", self._marker + text)
            self._marker = ""
        else:
            self._add("quote" if self._quotes else "paragraph", text)

    def _on_fence(self, token: Token) -> None:
        self._add("code", token.content)

    _on_code_block = _on_fence

    def _on_html_block(self, token: Token) -> None:
        if not _NOT_SHOWN.match(token.content):
            for part in _PARAGRAPH_TAG.split(without_comments(token.content)):
                self._add("paragraph", " ".join(_without_tags(part).split(" ")))


def inline_text(tokens: Sequence[Token]) -> str:
    """The words of one paragraph: soft line ends run on, hard ones stay."""
    lines = [""]
    soft: list[bool] = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            soft.append(token.type == "softbreak")
            lines.append("")
        else:
            lines[-1] += _words(token)
    text = lines[0]
    for line, runs_on in zip(lines[1:], soft, strict=True):
        text = join_lines(text, line) if runs_on else f"{text}\n{line}"
    return text


def _words(token: Token) -> str:
    if token.type in {"text", "text_special", "code_inline", "image"}:
        return token.content
    if token.type == "footnote_ref":
        return f"[{_footnote_name(token)}]"
    return "\n" if token.type == "html_inline" and _LINE_BREAK.match(token.content) else ""


def _footnote_name(token: Token) -> str:
    return str(token.meta.get("label") or int(token.meta.get("id", 0)) + 1)


def without_comments(markup: str) -> str:
    """Markup without its comments, in linear time whatever is left open."""
    first, *rest = markup.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


def _without_tags(markup: str) -> str:
    return html.unescape(_TAG.sub("", _LINE_BREAK.sub("\n", markup)))
