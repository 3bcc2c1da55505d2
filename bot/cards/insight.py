"""Gaps, statistics, help and what is kept about a person -> embeds."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.cards.answers import AMBER, GREY
from bot.cards.escaping import line
from bot.cards.links import web_address
from bot.cards.lists import add_facts, lines_embed
from bot.desk.sourcing import Gap
from bot.server_state import Pin, Record, Tally
from bot.wording import Speaker

LINE = 200
IN_A_GROUP = 5


def gaps_embed(gaps: Sequence[Gap], speaker: Speaker) -> discord.Embed:
    """Return the questions without an answer, by the rare words that they share."""
    lines: list[str] = []
    for gap in gaps:
        head = speaker.say("gaps.other")
        if gap.word:
            last = gap.last.date().isoformat()
            head = speaker.say("gaps.group", term=gap.word, count=gap.count, date=last)
        lines.append(f"**{line(head, LINE)}**")
        lines += [
            f"- {line(question.text, LINE)} · {question.count}×"
            for question in gap.questions[:IN_A_GROUP]
        ]
    return lines_embed(speaker.say("gaps.title"), lines or [speaker.say("gaps.none")])


def stats_embed(
    tally: Tally, votes: tuple[int, int], *, sources: int, days: int, speaker: Speaker
) -> discord.Embed:
    """Return how much was asked and answered."""
    embed = discord.Embed(title=speaker.say("stats.title", days=days), colour=GREY)
    add_facts(
        embed,
        (
            (speaker.say("stats.asked"), tally.asked),
            (speaker.say("stats.answered"), _share(tally.answered, tally.asked)),
            (speaker.say("stats.unsure"), _share(tally.unsure, tally.asked)),
            (speaker.say("stats.no_answer"), _share(tally.no_answer, tally.asked)),
            (speaker.say("stats.helpful"), f"{votes[0]} / {votes[1]}"),
            (speaker.say("stats.sources"), sources),
        ),
    )
    return embed


def _share(part: int, whole: int) -> str:
    return f"{part} ({round(100 * part / whole)} %)" if whole else "0"


def pins_embed(pins: Sequence[tuple[Pin, bool]], speaker: Speaker) -> discord.Embed:
    """Return the pinned answers; `False` beside one whose words the source no longer has."""
    lines = []
    for pin, good in pins:
        lines.append(f"**{line(pin.question, LINE)}**")
        stale = "" if good else f" ({speaker.say('pin.stale')})"
        lines.append(f"> {line(pin.excerpt.text, LINE)}{stale}")
    return lines_embed(speaker.say("pin.title"), lines or [speaker.say("pin.none")])


def record_embed(record: Record, *, days: int, url: str | None, speaker: Speaker) -> discord.Embed:
    """Return what is kept about a person."""
    counts = (
        ("privacy.votes", len(record.votes)),
        ("privacy.proposals", len(record.proposals)),
        ("privacy.pins", len(record.pins)),
        ("privacy.direct", len(record.direct_answers)),
    )
    lines = [f"- {speaker.say(key, count=count)}" for key, count in counts if count]
    lines = lines or [speaker.say("privacy.none")]
    lines += ["", speaker.say("privacy.rest", days=days), *_privacy_link(url, speaker)]
    return lines_embed(speaker.say("privacy.title"), lines)


def help_embed(url: str | None, speaker: Speaker) -> discord.Embed:
    """Return everything that Quoth can do, on one screen."""
    lines = [speaker.say("help.body"), *_privacy_link(url, speaker)]
    return lines_embed(speaker.say("help.title"), lines)


def _privacy_link(url: str | None, speaker: Speaker) -> list[str]:
    address = web_address(url)
    return [speaker.say("privacy.link", url=address)] if address else []


def forget_embed(speaker: Speaker) -> discord.Embed:
    """Return the question before everything about a server is deleted."""
    return discord.Embed(colour=AMBER, description=speaker.say("forget.question"))
