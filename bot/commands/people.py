"""/help, and /privacy show, export, delete."""

from __future__ import annotations

import io
import json
from dataclasses import asdict

import discord
from discord import app_commands

from bot.cards.insight import help_embed, record_embed
from bot.commands.translation import words
from bot.visit import Interaction, visit

PRIVACY = app_commands.Group(
    name="privacy",
    description=words("command.privacy"),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    allowed_contexts=app_commands.AppCommandContext(
        guild=True, dm_channel=True, private_channel=True
    ),
)


@app_commands.command(name="help", description=words("command.help"))
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def show_help(interaction: Interaction) -> None:
    """Show what Quoth can do."""
    here = await visit(interaction)
    embed = help_embed(here.desk.settings.discord_privacy_url, here.speaker)
    await interaction.response.send_message(embed=embed, ephemeral=True)


@PRIVACY.command(name="show", description=words("command.privacy.show"))
async def show(interaction: Interaction) -> None:
    """Show what is kept about the person."""
    here = await visit(interaction)
    state, user = here.desk.state, interaction.user.id
    record = await here.desk.quick(lambda: state.people.show(user, state.person_scope(user)))
    settings = here.desk.settings
    embed = record_embed(
        record,
        days=settings.discord_retention_days,
        url=settings.discord_privacy_url,
        speaker=here.speaker,
    )
    await interaction.response.send_message(embed=embed, ephemeral=True)


@PRIVACY.command(name="export", description=words("command.privacy.export"))
async def export(interaction: Interaction) -> None:
    """Hand everything out that is kept about the person."""
    here = await visit(interaction)
    state, user = here.desk.state, interaction.user.id
    record = await here.desk.quick(lambda: state.people.show(user, state.person_scope(user)))
    text = json.dumps(asdict(record), ensure_ascii=False, indent=2)
    file = discord.File(io.BytesIO(text.encode()), filename="quoth-privacy.json")
    text = here.say("privacy.export")
    await interaction.response.send_message(text, file=file, ephemeral=True)


@PRIVACY.command(name="delete", description=words("command.privacy.delete"))
async def delete(interaction: Interaction) -> None:
    """Delete what is kept about the person."""
    here = await visit(interaction)
    state, user = here.desk.state, interaction.user.id
    count = await here.desk.quick(lambda: state.people.delete(user, state.person_scope(user)))
    await here.tell("privacy.deleted", count=count)
