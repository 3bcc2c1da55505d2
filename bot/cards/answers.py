"""Answer -> embed: the quote with the answering words in bold, its citation, how sure, the id.

Embeds, not Components V2: an embed never pings whatever it holds, takes 4,096 characters of quote
(a whole V2 message 4,000 with everything on it), shows how sure Quoth is by its colour, and a
screen reader reads it in order. Pure: nothing is looked up, sent or verified here.
"""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.cards.escaping import length, line, plain_line, quote
from bot.cards.links import cited, link_to_words, masked
from bot.wording import Speaker
from knowledge import Answer, Excerpt, Refusal

GREEN, AMBER, GREY = 0x2E9E5B, 0xD9A400, 0x8A8F98
TITLE = 256
DESCRIPTION = 4096
QUOTE = 2200
"""Units of a quote, where the other lines leave so much."""
CITATION = 1300
NOTE = 250
FOOTER = 300
CONTENT = 2000
HIGH_CONFIDENCE = 0.8
SMALL_TALK = frozenset(
    {"no_question", "greeting", "thanks", "farewell", "about_bot", "insult", "instruction"}
)
"""Refusals that are a friendly line and nothing else."""


@dataclass(frozen=True)
class Shown:
    """An answer as it is shown: which excerpt, under which id, with what said about it."""

    answer: Answer
    id: str = ""
    number: int = 0
    """The excerpt that is shown, from 0."""
    notices: tuple[str, ...] = ()
    """Sentences of Quoth's own above the quote, already worded."""

    @property
    def excerpt(self) -> Excerpt | None:
        """The excerpt that is shown, or `None` where there is none of that number."""
        excerpts = self.answer.excerpts
        return excerpts[self.number] if 0 <= self.number < len(excerpts) else None


def is_small_talk(answer: Answer) -> bool:
    """Return whether the answer is a friendly line that needs neither card nor buttons."""
    return answer.refusal is not None and answer.refusal.code in SMALL_TALK


def how_sure(answer: Answer, speaker: Speaker) -> str:
    """Return in words how sure the answer is; the number itself would say less than it seems."""
    if answer.status == "answered":
        sure = answer.confidence >= HIGH_CONFIDENCE
        return speaker.say("sure.high" if sure else "sure.good")
    return speaker.say("sure.low" if answer.status == "unsure" else "sure.none")


def answer_embed(shown: Shown, speaker: Speaker) -> discord.Embed:
    """Return the card of an answer or of a refusal."""
    answer, excerpt = shown.answer, shown.excerpt
    colour = {"answered": GREEN, "unsure": AMBER}.get(answer.status, GREY)
    embed = discord.Embed(colour=colour)
    if answer.question.strip():
        embed.title = line(answer.question, TITLE)
    lines = [line(notice, NOTE) for notice in shown.notices[:3]]
    if answer.searched:
        lines.append(line(speaker.say("answer.searched", query=answer.searched), NOTE))
    room = DESCRIPTION - length("\n".join([*lines, ""]))
    lines += (
        _refusal(answer, speaker) if excerpt is None else _quoted(answer, excerpt, speaker, room)
    )
    embed.description = "\n".join(lines)
    if shown.id:
        embed.set_footer(text=_footer(shown, speaker))
    return embed


def _quoted(answer: Answer, excerpt: Excerpt, speaker: Speaker, room: int) -> list[str]:
    """Return the quote with what is said about it, in at most `room` units."""
    above = [speaker.say("answer.unsure")] if answer.status == "unsure" else []
    if answer.suggestion:
        above.append(_meant(answer.suggestion, speaker))
    below = [f"— {citation_line(excerpt, speaker)}"]
    if excerpt.also_in:
        places = "; ".join(cited(citation) for citation in excerpt.also_in)
        below.append(line(speaker.say("answer.also_in", places=places), NOTE))
    shortened = f"*{speaker.say('answer.shortened')}*"
    taken = length("\n".join([*above, "", *below, shortened]))
    block, cut = quote(excerpt.text, excerpt.highlights, limit=min(QUOTE, room - taken))
    if cut:
        below.insert(1, shortened)
    return [*above, block, *below]


def citation_line(excerpt: Excerpt, speaker: Speaker, limit: int = CITATION) -> str:
    """Return the citation, linked to the very words where the source has an address."""
    link_text = speaker.say("answer.link_text")
    return masked(cited(excerpt.citation), link_to_words(excerpt), limit, fallback=link_text)


def _refusal(answer: Answer, speaker: Speaker) -> list[str]:
    refusal = answer.refusal or Refusal(code="not_answered")
    lines = [speaker.refusal(refusal)]
    if refusal.missing:
        words = ", ".join(f"“{word}”" for word in refusal.missing)
        lines.append(line(speaker.say("refusal.missing", words=words), NOTE * 2))
    meant = refusal.did_you_mean or answer.suggestion
    if meant:
        lines.append(_meant(meant, speaker))
    if refusal.heading:
        lines.append(line(speaker.say("refusal.heading", heading=refusal.heading), NOTE * 2))
    return lines


def _meant(words: str, speaker: Speaker) -> str:
    return line(speaker.say("refusal.did_you_mean", words=words.rstrip("?")), NOTE * 2)


def _footer(shown: Shown, speaker: Speaker) -> str:
    sure = how_sure(shown.answer, speaker)
    count = len(shown.answer.excerpts)
    if count < 2:
        return plain_line(speaker.say("answer.foot_single", sure=sure, id=shown.id), FOOTER)
    text = speaker.say("answer.foot", sure=sure, number=shown.number + 1, count=count, id=shown.id)
    return plain_line(text, FOOTER)


def answer_text(shown: Shown, speaker: Speaker) -> str:
    """Return the answer as plain message content, for channels where embeds are not allowed."""
    excerpt = shown.excerpt
    if excerpt is None:
        return "\n".join(_refusal(shown.answer, speaker))
    block, _ = quote(excerpt.text, excerpt.highlights, limit=1000)
    citation = line(cited(excerpt.citation), 400)
    return f"{block}\n— {citation}\n-# {line(_footer(shown, speaker), FOOTER)}"
