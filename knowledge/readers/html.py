"""HTML -> pieces: the page's main text alone, with what its head says as metadata. lxml parses."""

from __future__ import annotations

from knowledge.fetch import Limits
from knowledge.readers.characters import clean, one_line
from knowledge.readers.manuscript import Manuscript
from knowledge.readers.markup.blocks import BlockWalker
from knowledge.readers.markup.head import head_metadata
from knowledge.readers.markup.main_text import main_element
from knowledge.readers.markup.parsing import parse_html
from knowledge.readers.registry import Content


def read(content: Content, limits: Limits) -> Manuscript:
    """The pieces of a page's main text; its first-level heading is the title where it has one."""
    root = parse_html(clean(content.text))
    metadata = head_metadata(root, content.url)
    pieces = BlockWalker(limits.html_depth).walk(main_element(root))
    titles = [piece.text for piece in pieces if piece.kind == "heading" and piece.level == 1]
    if len(titles) == 1:
        metadata = metadata.model_copy(update={"title": one_line(titles[0])})
    return Manuscript(pieces, metadata)
