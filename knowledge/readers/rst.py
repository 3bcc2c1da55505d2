"""reStructuredText -> pieces. docutils parses; it may neither include files nor pass markup on."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from knowledge.fetch import Limits
from knowledge.models import BlockKind
from knowledge.readers.characters import clean, join_lines, words
from knowledge.readers.front_matter import metadata_from
from knowledge.readers.manuscript import Manuscript, Piece
from knowledge.readers.registry import Content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes

_SETTINGS = {
    "report_level": 5,  # what is wrong in a source is no reason to print or to stop
    "halt_level": 5,
    "warning_stream": False,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "doctitle_xform": True,
    "docinfo_xform": True,
    "smart_quotes": False,
    "syntax_highlight": "none",
    "line_length_limit": 50_000_000,
}
_ROLE = re.compile(r"^:[\w:+.-]+:`~?(?P<text>[^`<]+?)\s*(?:<[^`>]*>)?`$")
_DIRECTIVE = re.compile(r"^\.\.\s+(?P<name>[\w:+.-]+?)::")
_NOT_WORDS = words("raw include toctree literalinclude math graphviz")
_OPTION = re.compile(r"^\s*:[\w-]+:")
_BLANKS = re.compile(r"[ \t]*\n[ \t]*")
_LEFT_OUT = words(
    "comment substitution_definition target meta docinfo topic_contents image pending raw"
)


def read(content: Content, limits: Limits) -> Manuscript:
    """The pieces of the document; its field list becomes metadata."""
    from docutils.core import publish_doctree

    # docutils reads a document that begins with a mark as a transition
    tree = publish_doctree(clean(content.text).lstrip("\ufeff"), settings_overrides=_SETTINGS)
    walker = _Walker()
    walker.visit(tree, 0)
    return Manuscript(walker.pieces, metadata_from(_fields(tree)))


def _fields(tree: nodes.document) -> dict[object, object]:
    """The bibliographic fields at the document's head (docutils calls them docinfo)."""
    from docutils import nodes

    values: dict[object, object] = {}
    for info in tree.findall(nodes.docinfo):
        for node in info.children:
            if isinstance(node, nodes.field):
                name, body = node.children[0].astext(), node.children[1].astext()
                values[name] = body
            elif isinstance(node, nodes.authors):
                values["authors"] = [author.astext() for author in node.children]
            else:
                values[type(node).__name__] = node.astext()
    return values


class _Walker:
    """Visits the tree of a document in order."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._marker = ""
        self._quoted = 0

    def visit(self, node: nodes.Node, depth: int) -> None:
        """Add the pieces of a node and of what is in it; `depth` counts the sections around it."""
        name = type(node).__name__
        handler = getattr(self, f"_on_{name}", None)
        if handler is not None:
            handler(node, depth)
        elif name not in _LEFT_OUT and "contents" not in node.get("classes", ()):  # type: ignore[attr-defined]
            for child in node.children:
                if not isinstance(child, str):
                    self.visit(child, depth)

    def _add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        self.pieces.append(Piece(kind, text, level))

    def _on_section(self, node: nodes.section, depth: int) -> None:
        for child in node.children:
            self.visit(child, depth + 1)

    def _on_title(self, node: nodes.title, depth: int) -> None:
        if type(node.parent).__name__ in {"section", "document"}:
            self._add("heading", running_text(node), depth + 1)
        else:
            self._add("paragraph", running_text(node))

    def _on_subtitle(self, node: nodes.subtitle, depth: int) -> None:
        self._add("paragraph", running_text(node))

    def _on_paragraph(self, node: nodes.paragraph, depth: int) -> None:
        if self._marker:
            self._add("item", self._marker + running_text(node))
            self._marker = ""
        else:
            self._add("quote" if self._quoted else "paragraph", running_text(node))

    _on_attribution = _on_caption = _on_rubric = _on_paragraph

    def _on_list_item(self, node: nodes.list_item, depth: int) -> None:
        parent = node.parent
        number = int(parent.get("start", 1)) + parent.index(node)
        self._marker = f"{number}. " if type(parent).__name__ == "enumerated_list" else "- "
        for child in node.children:
            self.visit(child, depth)
        self._marker = ""

    def _on_block_quote(self, node: nodes.block_quote, depth: int) -> None:
        self._quoted += 1
        for child in node.children:
            self.visit(child, depth)
        self._quoted -= 1

    def _on_term(self, node: nodes.term, depth: int) -> None:
        self._add("item", running_text(node))

    def _on_footnote(self, node: nodes.footnote, depth: int) -> None:
        label, *rest = node.children
        self._marker = f"[{label.astext()}] "
        for child in rest:
            self.visit(child, depth)
        self._marker = ""

    _on_citation = _on_footnote

    def _on_literal_block(self, node: nodes.literal_block, depth: int) -> None:
        self._add("code", node.astext())

    _on_doctest_block = _on_math_block = _on_literal_block

    def _on_line_block(self, node: nodes.line_block, depth: int) -> None:
        self._add(
            "paragraph",
            "\n".join(line.astext() for line in node.findall() if type(line).__name__ == "line"),
        )

    def _on_table(self, node: nodes.table, depth: int) -> None:
        from docutils import nodes

        rows = [
            " | ".join(_BLANKS.sub(" ", entry.astext()) for entry in row.children)
            for row in node.findall(nodes.row)
        ]
        self._add("table", "\n".join(rows))

    def _on_system_message(self, node: nodes.system_message, depth: int) -> None:
        """A directive that docutils does not know, such as Sphinx's: its content is kept."""
        for child in node.children:
            if type(child).__name__ == "literal_block":
                for paragraph in _content_of_directive(child.astext()):
                    self._add("paragraph", paragraph)


def _content_of_directive(source: str) -> Iterator[str]:
    first, _, rest = source.partition("\n")
    match = _DIRECTIVE.match(first)
    if match is None or match["name"] in _NOT_WORDS:
        return
    lines = dedent(rest).split("\n")
    while lines and (_OPTION.match(lines[0]) or not lines[0].strip()):
        lines.pop(0)
    for paragraph in "\n".join(lines).split("\n\n"):
        yield _BLANKS.sub(" ", paragraph.strip())


def running_text(node: nodes.Node) -> str:
    """The words of a paragraph as running text; unknown roles show their text."""
    from docutils import nodes

    parts = []
    for text in node.findall(nodes.Text):
        unknown = isinstance(text.parent, nodes.problematic) and _ROLE.match(text.astext())
        parts.append(unknown["text"] if unknown else text.astext())
    lines = _BLANKS.split("".join(parts))
    joined = lines[:1]
    for line in lines[1:]:
        joined.append(
            join_lines(joined[-1][-1:], line[:1])[1:-1] + line if joined[-1] and line else line
        )
    return "".join(joined)
