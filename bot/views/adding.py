"""Sources on their way in: from Discord's files, texts and addresses to a receipt or a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import discord

from bot.cards.escaping import line, plain_line
from bot.cards.lists import lines_embed
from bot.cards.sources import proposal_embed, receipt_embed, receipt_line
from bot.desk import Offer, Told
from bot.desk.sourcing import Added
from bot.server_state import Proposal
from bot.views.decisions import decision_view
from bot.views.dynamic import lasting_view
from bot.views.trying import TryButton
from bot.visit import Visit, sentence
from knowledge import AddReceipt, Metadata, QuothError

NAME = 100
MEBIBYTE = 1024 * 1024
TEXT = "text/plain"


async def from_attachment(here: Visit, attachment: discord.Attachment) -> Offer:
    """Fetch a file from Discord at once, for its address expires.

    Raises:
        Told: it is too large, or Discord does not hand it over.
    """
    name = plain_line(attachment.filename, NAME)
    limit = here.desk.settings.discord_max_file
    if attachment.size > limit:
        size, most = (f"{value / MEBIBYTE:.1f} MiB" for value in (attachment.size, limit))
        raise Told("sources.file_too_large", name=name, size=size, limit=most)
    try:
        data = await attachment.read()
    except discord.HTTPException:
        raise Told("sources.file_failed", name=name) from None
    # One file name is one source of a server: a file uploaded again replaces its earlier version.
    origin = f"{here.place.own}/{attachment.filename}"
    return Offer(attachment.filename, data, attachment.content_type, origin)


def from_text(here: Visit, title: str, text: str) -> Offer:
    """Return pasted text as a source; its title is its first line where none was given."""
    named = title.strip() or next((one.strip() for one in text.splitlines() if one.strip()), "")
    name = plain_line(named, NAME)
    origin = f"{here.place.own}/text/{name}" if title.strip() else None
    return Offer(f"{name}.txt", text.encode(), TEXT, origin, Metadata(title=name))


def from_message(here: Visit, message: discord.Message) -> Offer:
    """Return a message as a source, with its author's name and the link to it."""
    channel = getattr(message.channel, "name", "") or ""
    author = message.author.display_name
    overrides = Metadata(
        title=here.say("receipt.message_title", author=author, channel=channel),
        author=author,
        published=message.created_at.date().isoformat(),
        url=message.jump_url,
    )
    data = message.content.encode()
    return Offer(f"{message.id}.txt", data, TEXT, message.jump_url, overrides)


async def take_offers(here: Visit, offers: Sequence[Offer], address: str | None = None) -> None:
    """Add a manager's offers, or propose a member's; the response is deferred already."""
    every = [*offers, *([Offer(address)] if address else [])]
    if not here.may_manage:
        for offer in every:
            await _propose(here, offer)
        await here.interaction.edit_original_response(content=here.say("proposal.sent"))
        return
    results = [await _add(here, offer, alone=len(every) == 1) for offer in every]
    await _show_receipts(here, results)


async def _add(here: Visit, offer: Offer, *, alone: bool) -> Added:
    """Add one offer; among several, one that fails has a receipt that says why."""
    key = "sources.reading" if offer.data is not None else "sources.downloading"
    text = here.say(key, name=line(offer.name, NAME))
    await here.interaction.edit_original_response(content=text)

    async def on_wait(position: int) -> None:
        waiting = here.say("ask.position", position=position)
        await here.interaction.edit_original_response(content=waiting)

    try:
        return await here.desk.add(offer, here.place, on_wait)
    except QuothError as error:
        if alone:
            raise
        told = sentence(error, here.speaker)
        return Added(AddReceipt(outcome="failed", source=offer.name, error=told))


async def _show_receipts(here: Visit, results: Sequence[Added]) -> None:
    if len(results) == 1:
        embed = receipt_embed(results[0], here.speaker)
    else:
        lines = [f"- {line(receipt_line(one.receipt, here.speaker), 300)}" for one in results]
        embed = lines_embed(here.say("sources.title"), lines)
    document = results[0].receipt.document
    view = None
    if document is not None and len(results) == 1:
        view = lasting_view(TryButton(document.id, here.say("button.try")))
    await here.interaction.edit_original_response(content=None, embed=embed, view=view)


async def _propose(here: Visit, offer: Offer) -> None:
    """Store a proposal and show it to the managers where they have chosen a channel.

    Raises:
        Told: too many are waiting.
        SourceError: it cannot be read, which its proposer learns instead of a manager.
    """
    wait = here.desk.admit_proposal(here.interaction.user.id)
    if wait:
        raise Told("ask.cooldown_user", seconds=wait)
    proposal = await here.desk.preview(offer, here.place, here.interaction.user.id)
    limit = here.desk.settings.discord_max_proposals
    number = await here.desk.quick(lambda: here.desk.state.proposals.add(proposal, limit))
    if number is None:
        raise Told("proposal.full")
    await _post_for_review(here, proposal, number)


async def _post_for_review(here: Visit, proposal: Proposal, number: int) -> None:
    channel_id = here.place.settings.review_channel
    guild = here.interaction.guild
    channel = guild.get_channel(channel_id) if guild and channel_id else None
    if not isinstance(channel, discord.TextChannel) or guild is None:
        return  # it waits in /quoth proposals
    allowed = channel.permissions_for(guild.me)
    if not (allowed.view_channel and allowed.send_messages and allowed.embed_links):
        return
    embed = proposal_embed(proposal, here.speaker, user=here.interaction.user.mention)
    embed.timestamp = datetime.now(UTC)
    await channel.send(embed=embed, view=decision_view(number, here.speaker))
