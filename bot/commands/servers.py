"""/quoth settings, gaps, stats, proposals, pin, pins, forget: for the managers of a server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord
from discord import app_commands

from bot.cards.escaping import line
from bot.cards.insight import forget_embed, gaps_embed, pins_embed, stats_embed
from bot.cards.sources import proposal_embed
from bot.commands.asking import ID
from bot.commands.translation import words
from bot.desk import Told
from bot.server_state import StoredAnswer
from bot.views.decisions import decision_view
from bot.views.forgetting import forget_view
from bot.views.panel import settings_panel
from bot.views.pinning import pins_view
from bot.visit import Interaction, Visit, visit

QUESTION = 500
STATS_DAYS = 30
PROPOSALS = 5
"""Proposals shown at once; as many messages as Discord lets follow one interaction anywhere."""

QUOTH = app_commands.Group(
    name="quoth",
    description=words("command.quoth"),
    default_permissions=discord.Permissions(manage_guild=True),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False),
)


@QUOTH.command(name="settings", description=words("command.quoth.settings"))
async def settings(interaction: Interaction) -> None:
    """Open the panel."""
    here = await visit(interaction)
    here.require_settings()
    days = here.desk.settings.discord_retention_days
    view = settings_panel(here.place.settings, here.speaker, days)
    await interaction.response.send_message(view=view, ephemeral=True)


@QUOTH.command(name="gaps", description=words("command.quoth.gaps"))
async def gaps(interaction: Interaction) -> None:
    """Show the questions without an answer."""
    here = await visit(interaction)
    here.require_manager()
    if not here.place.keeps_questions:
        raise Told("gaps.off")
    with here.desk.at_work():
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await here.desk.gaps(here.place)
    await interaction.edit_original_response(embed=gaps_embed(found, here.speaker))


@QUOTH.command(name="stats", description=words("command.quoth.stats"))
async def stats(interaction: Interaction) -> None:
    """Show how much was asked and answered."""
    here = await visit(interaction)
    here.require_manager()
    state, scope = here.desk.state, here.place.scope
    since = datetime.now(UTC) - timedelta(days=STATS_DAYS)
    tally = await here.desk.quick(lambda: state.questions.tally(scope, since))
    votes = await here.desk.quick(lambda: state.feedback.votes(scope, since))
    documents = await here.desk.quick(lambda: here.desk.library.documents(here.place.collections))
    embed = stats_embed(tally, votes, sources=len(documents), days=STATS_DAYS, speaker=here.speaker)
    await interaction.response.send_message(embed=embed, ephemeral=True)


@QUOTH.command(name="proposals", description=words("command.quoth.proposals"))
async def proposals(interaction: Interaction) -> None:
    """Show the oldest proposals, each with its preview and two buttons."""
    here = await visit(interaction)
    server = here.require_manager()
    state = here.desk.state
    waiting = await here.desk.quick(lambda: state.proposals.waiting(server, PROPOSALS))
    if not waiting:
        await here.tell("proposal.none")
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    for proposal in waiting:
        embed = proposal_embed(proposal, here.speaker, user=f"<@{proposal.user}>")
        view = decision_view(proposal.id, here.speaker)
        await interaction.followup.send(embed=embed, view=view, ephemeral=True)


@QUOTH.command(name="pin", description=words("command.quoth.pin"))
@app_commands.describe(
    answer=words("command.quoth.pin.answer"),
    question=words("command.quoth.pin.question"),
    excerpt=words("command.quoth.pin.excerpt"),
)
async def pin(
    interaction: Interaction,
    answer: app_commands.Range[str, 1, ID],
    question: app_commands.Range[str, 1, QUESTION] | None = None,
    excerpt: app_commands.Range[int, 1, 10] = 1,
) -> None:
    """Bind a question to a quote that exists."""
    here = await visit(interaction)
    server = here.require_manager()
    stored = await _stored(here, answer)
    if excerpt > len(stored.answer.excerpts):
        raise Told("pin.no_excerpt", number=excerpt)
    text = (question or stored.answer.question).strip()
    if not text:
        raise Told("pin.no_question")
    chosen, user, now = stored.answer.excerpts[excerpt - 1], interaction.user.id, datetime.now(UTC)
    if not await here.desk.quick(lambda: here.desk.library.verify(chosen)):
        raise Told("answer.withheld")
    pins = here.desk.state.pins
    await here.desk.quick(lambda: pins.add(server, user, text[:QUESTION], chosen, now))
    await here.tell("pin.done", question=line(text, 200))


async def _stored(here: Visit, answer: str) -> StoredAnswer:
    answers = here.desk.state.answers
    stored = await here.desk.quick(lambda: answers.get(answer, here.place.scope))
    if stored is None:
        raise Told("answer.gone")
    return stored


@QUOTH.command(name="pins", description=words("command.quoth.pins"))
async def pins(interaction: Interaction) -> None:
    """List the pins with a menu to remove one."""
    here = await visit(interaction)
    server = here.require_manager()
    state, library = here.desk.state, here.desk.library
    found = await here.desk.quick(lambda: state.pins.all(server))
    checked = await here.desk.quick(lambda: [(one, library.verify(one.excerpt)) for one in found])
    view = pins_view(found, here.speaker) or discord.utils.MISSING
    embed = pins_embed(checked, here.speaker)
    await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


@QUOTH.command(name="forget", description=words("command.quoth.forget"))
async def forget(interaction: Interaction) -> None:
    """Ask whether everything about the server is to be deleted."""
    here = await visit(interaction)
    here.require_settings()
    await interaction.response.send_message(
        embed=forget_embed(here.speaker), view=forget_view(here.speaker), ephemeral=True
    )
