"""The commands in the context menu of a message."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.commands.translation import words
from bot.desk import Told
from bot.views.adding import from_attachment, from_message, take_offers
from bot.views.reply import answer_question
from bot.visit import Interaction, visit


@app_commands.context_menu(name=words("command.find"))
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def find(interaction: Interaction, message: discord.Message) -> None:
    """Look up what a message asks or claims, for the person alone."""
    here = await visit(interaction)
    text = message.content.strip()
    if not text:
        raise Told("ask.find_empty")
    limit = here.desk.settings.discord_question_characters
    with here.desk.at_work():
        await answer_question(here, text[:limit], private=True)


@app_commands.context_menu(name=words("command.add_message"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(manage_guild=True)
async def add(interaction: Interaction, message: discord.Message) -> None:
    """Add a message's files, or its text with its author's name, to the sources."""
    here = await visit(interaction)
    here.require_manager()
    if not (message.content.strip() or message.attachments):
        raise Told("sources.modal_empty")
    with here.desk.at_work():
        await interaction.response.defer(ephemeral=True, thinking=True)
        offers = [await from_attachment(here, file) for file in message.attachments]
        await take_offers(here, offers or [from_message(here, message)])


FIND, ADD = find, add
