"""Sources, receipts and proposals -> embeds."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.cards.answers import AMBER, GREEN, GREY, TITLE
from bot.cards.escaping import line, quote
from bot.cards.links import web_address
from bot.cards.lists import add_facts, lines_embed
from bot.desk.sourcing import Added
from bot.server_state import Proposal
from bot.wording import Speaker
from knowledge import MAIN, AddReceipt, DocumentInfo, Passage

NAME = 120
LINE = 300
FACT = 250
SAMPLE = 350
NOTICE = 400
QUESTIONS = 5
PREVIEW = 1800
PAGE = 10
"""Sources on one page of the list."""


def title_of(info: DocumentInfo) -> str:
    """Return what a document is called where it has no title."""
    return info.metadata.title or info.origin


def list_embed(
    documents: Sequence[DocumentInfo], page: int, speaker: Speaker, *, server: bool
) -> discord.Embed:
    """Return one page (from 0) of the list of sources."""
    if not documents:
        return lines_embed(speaker.say("sources.title"), [speaker.say("sources.none")])
    pages = page_count(documents)
    chosen = documents[page * PAGE : (page + 1) * PAGE]
    foot = speaker.say("sources.page", page=page + 1, pages=pages, count=len(documents))
    lines = [_list_line(info, speaker, server=server) for info in chosen]
    return lines_embed(speaker.say("sources.title"), lines, foot=foot)


def page_count(documents: Sequence[DocumentInfo]) -> int:
    """Return how many pages the list has, at least one."""
    return max(1, -(-len(documents) // PAGE))


def _list_line(info: DocumentInfo, speaker: Speaker, *, server: bool) -> str:
    metadata = info.metadata
    parts = [metadata.author, metadata.published]
    if server and info.collection == MAIN:
        parts.append(speaker.say("sources.shared"))
    name = speaker.say("sources.line", title=line(title_of(info), NAME), passages=info.passages)
    rest = " · ".join(part for part in parts if part)
    return f"- **{name}**" + (f" · {line(rest, LINE)}" if rest else "")


def source_embed(info: DocumentInfo, samples: Sequence[Passage], speaker: Speaker) -> discord.Embed:
    """Return what is known of one source, with a few of its passages."""
    embed = lines_embed(title_of(info), [_sample(one) for one in samples], colour=GREY)
    _add_metadata(embed, info, speaker)
    add_facts(
        embed,
        (
            (speaker.say("sources.field_added"), info.added.date().isoformat()),
            (speaker.say("sources.field_version"), info.version),
        ),
    )
    return embed


def _add_metadata(embed: discord.Embed, info: DocumentInfo, speaker: Speaker) -> None:
    metadata = info.metadata
    unknown = speaker.say("sources.unknown_value")
    add_facts(
        embed,
        (
            (speaker.say("sources.field_author"), (metadata.author or unknown)[:FACT]),
            (speaker.say("sources.field_published"), metadata.published or unknown),
            (speaker.say("sources.field_publisher"), (metadata.publisher or "")[:FACT]),
            (speaker.say("sources.field_passages"), info.passages),
        ),
    )
    address = web_address(metadata.url)
    if address and len(address) <= FACT * 2:
        embed.url = address


def _sample(passage: Passage) -> str:
    return quote(passage.text, limit=SAMPLE)[0] + "\n"


def receipt_embed(added: Added, speaker: Speaker) -> discord.Embed:
    """Return the receipt of one source: what it is, what is wrong with it, what it can answer."""
    receipt = added.receipt
    lines = _notices(added, speaker)
    if added.samples:
        lines += [speaker.say("receipt.samples"), *(_sample(one) for one in added.samples)]
    if added.answers_now:
        lines.append(speaker.say("receipt.answers_now"))
        lines += [f"- {line(text, LINE)}" for text in added.answers_now[:QUESTIONS]]
    good = receipt.outcome != "failed"
    embed = lines_embed(receipt_line(receipt, speaker), lines, colour=GREEN if good else AMBER)
    if receipt.document is not None:
        _add_metadata(embed, receipt.document, speaker)
    return embed


def receipt_line(receipt: AddReceipt, speaker: Speaker) -> str:
    """Return in one plain sentence what became of a source."""
    title = title_of(receipt.document) if receipt.document else receipt.source
    return speaker.say(f"receipt.{receipt.outcome}", title=title, source=receipt.source)


def _notices(added: Added, speaker: Speaker) -> list[str]:
    receipt = added.receipt
    lines = [line(receipt.error, NOTICE)] if receipt.error else []
    if receipt.empty_pages:
        pages = ", ".join(str(page) for page in receipt.empty_pages)
        lines.append(line(speaker.say("receipt.empty_pages", pages=pages), NOTICE))
    if receipt.duplicate_passages:
        lines.append(speaker.say("receipt.duplicates", count=receipt.duplicate_passages))
    if added.similar:
        titles = "; ".join(added.similar)
        lines.append(line(speaker.say("receipt.similar", titles=titles), NOTICE))
    return [*lines, *(line(warning, NOTICE) for warning in receipt.warnings[:3])]


def proposal_embed(proposal: Proposal, speaker: Speaker, *, user: str) -> discord.Embed:
    """Return a proposal with the beginning of its text; `user` mentions who made it."""
    title = speaker.say("proposal.title", title=proposal.title)
    embed = discord.Embed(title=line(title, TITLE), colour=AMBER)
    lines = [speaker.say("proposal.by", user=user)]
    lines.append(line(speaker.say("proposal.from", origin=proposal.name), NOTICE))
    lines += [speaker.say("proposal.preview"), quote(proposal.preview, limit=PREVIEW)[0]]
    embed.description = "\n".join(lines)
    return embed
