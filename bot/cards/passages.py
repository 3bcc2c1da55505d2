"""Passages around an excerpt, and the samples of a receipt."""

from __future__ import annotations

import discord

from bot.cards.answers import GREY, TITLE, citation_line
from bot.cards.escaping import line, quote, quote_end
from bot.wording import Speaker
from knowledge import Excerpt, Passage

NEIGHBOUR = 650
OWN = 1500
CITATION = 1000


def context_embed(
    excerpt: Excerpt, before: Passage | None, after: Passage | None, speaker: Speaker
) -> discord.Embed:
    """Return the excerpt, in bold, within its passage, between the passages before and after."""
    start = excerpt.passage.find(excerpt.text)
    spans = [(start, start + len(excerpt.text))] if start >= 0 else []
    lines = []
    if before is not None:
        above = quote_end(before.text, limit=NEIGHBOUR)
        lines += [f"-# {speaker.say('answer.quote_above')}", above, ""]
    block, cut = quote(excerpt.passage, spans, limit=OWN)
    lines.append(block)
    if cut:
        lines.append(f"*{speaker.say('answer.shortened')}*")
    if after is not None:
        below, _ = quote(after.text, limit=NEIGHBOUR)
        lines += ["", f"-# {speaker.say('answer.quote_below')}", below]
    lines.append(f"— {citation_line(excerpt, speaker, CITATION)}")
    embed = discord.Embed(colour=GREY, description="\n".join(lines))
    if excerpt.citation.title:
        embed.title = line(excerpt.citation.title, TITLE)
    return embed
