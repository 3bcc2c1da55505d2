"""Embeds made of lines: what fits is shown, what does not is counted, never cut in the middle."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.cards.answers import GREY, TITLE
from bot.cards.escaping import length, line, plain_line

LONGEST = 3800
FOOTER = 300
FIELD = 1000
FIELD_NAME = 200


def lines_embed(
    title: str, lines: Iterable[str], *, foot: str | None = None, colour: int = GREY
) -> discord.Embed:
    """Return an embed of lines that are Markdown already; lines beyond the limit are left out."""
    kept: list[str] = []
    used = 0
    for one in lines:
        used += length(one) + 1
        if used > LONGEST:
            kept.append("…")
            break
        kept.append(one)
    embed = discord.Embed(title=line(title, TITLE), colour=colour, description="\n".join(kept))
    if foot:
        embed.set_footer(text=plain_line(foot, FOOTER))
    return embed


def add_facts(embed: discord.Embed, facts: Iterable[tuple[str, object | None]]) -> None:
    """Add short fields, side by side; those without a value are left out."""
    for name, value in facts:
        shown = line(str(value), FIELD) if value not in (None, "") else ""
        if shown.strip():
            embed.add_field(name=line(name, FIELD_NAME), value=shown, inline=True)
