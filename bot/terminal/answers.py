"""An Answer as text: each excerpt as a block, its citation under it, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence

from bot.terminal.blocks import aside, paragraph
from bot.terminal.safe import one_line
from bot.terminal.surface import Surface
from knowledge.models import Answer, Citation, Excerpt

UNSURE = "Not sure that this answers; the nearest words in the sources:"
NOTHING_FOUND = "The sources do not answer this."
SEARCHED = "Searched: {words}"
DID_YOU_MEAN = "Did you mean: {words}?"
ALSO_IN = "Also in: {citation}"
IN_CONTEXT = "In context:"

_BAR, _INDENT = "▌ ", "  "


def render_answer(answer: Answer, surface: Surface, *, context: bool = False) -> str:
    """Return `answer` as text without a final line break, one blank line between its parts.

    With `context` the passage around each excerpt follows its citation.
    """
    parts = [_notice(answer, surface)]
    parts += [_excerpt(excerpt, surface, context=context) for excerpt in answer.excerpts]
    parts.append(_suggestion(answer, surface))
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def render_passages(excerpts: Sequence[Excerpt], surface: Surface) -> str:
    """Return the passage around each excerpt with its citation, the excerpt's words emphasised."""
    parts = [_passage(each, surface) + _citation(each.citation, surface) for each in excerpts]
    return "\n\n".join("\n".join(lines) for lines in parts)


def _notice(answer: Answer, surface: Surface) -> list[str]:
    """Return what goes before the excerpts: what was searched, and a doubt or a refusal."""
    lines = []
    if answer.searched is not None:
        lines += aside(SEARCHED.format(words=answer.searched), surface)
    if answer.status == "unsure":
        lines += paragraph(answer.reason or UNSURE, surface)
    if answer.status == "no_answer":
        lines += paragraph(answer.reason or NOTHING_FOUND, surface)
    return lines


def _excerpt(excerpt: Excerpt, surface: Surface, *, context: bool) -> list[str]:
    lines = paragraph(
        excerpt.text, surface, margin=_margin(surface, _BAR), marked=excerpt.highlights
    )
    lines += _citation(excerpt.citation, surface)
    for also in excerpt.also_in:
        text = ALSO_IN.format(citation=also.text)
        lines += aside(text, surface, margin=_margin(surface, _INDENT), address=also.url)
    if context:
        lines += aside(IN_CONTEXT, surface, margin=_margin(surface, _INDENT))
        lines += _passage(excerpt, surface)
    return lines


def _passage(excerpt: Excerpt, surface: Surface) -> list[str]:
    start = excerpt.passage.find(excerpt.text)
    marked = [(start, start + len(excerpt.text))] if start >= 0 else []
    return paragraph(excerpt.passage, surface, margin=_margin(surface, _INDENT), marked=marked)


def _citation(citation: Citation, surface: Surface) -> list[str]:
    margin = _margin(surface, _INDENT)
    return aside(f"— {citation.text}", surface, margin=margin, address=citation.url)


def _suggestion(answer: Answer, surface: Surface) -> list[str]:
    if not answer.suggestion:
        return []
    words = one_line(answer.suggestion).rstrip("?")
    return paragraph(DID_YOU_MEAN.format(words=words), surface)


def _margin(surface: Surface, margin: str) -> str:
    """Return `margin` on a terminal, nothing in a pipe, where it would hinder other tools."""
    return margin if surface.width is not None else ""
