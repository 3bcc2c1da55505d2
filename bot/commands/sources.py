"""/sources list, show, add, remove."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.cards.escaping import line
from bot.cards.sources import list_embed, source_embed, title_of
from bot.commands.asking import CHOICE, own_source_choices, source_choices
from bot.commands.translation import words
from bot.desk import Told
from bot.desk.sourcing import SAMPLES, spread
from bot.views.adding import from_attachment, take_offers
from bot.views.dynamic import lasting_view
from bot.views.forms import SourceForm
from bot.views.paging import page_view
from bot.views.trying import TryButton
from bot.visit import Interaction, Visit, visit
from knowledge import MAIN, DocumentInfo, DocumentNotFound

ADDRESS = 2000
# discord.py takes the group's decorators as keyword arguments only.
SOURCES = app_commands.Group(
    name="sources",
    description=words("command.sources"),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
)


@SOURCES.command(name="list", description=words("command.sources.list"))
async def show_list(interaction: Interaction) -> None:
    """List the sources, to the person alone."""
    here = await visit(interaction)
    collections = here.place.collections
    documents = await here.desk.quick(lambda: here.desk.library.documents(collections))
    embed = list_embed(documents, 0, here.speaker, server=here.place.server is not None)
    view = page_view(documents, 0, here.speaker) or discord.utils.MISSING
    await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


@SOURCES.command(name="show", description=words("command.sources.show"))
@app_commands.describe(source=words("command.sources.show.source"))
@app_commands.autocomplete(source=source_choices)
async def show(interaction: Interaction, source: app_commands.Range[str, 1, CHOICE]) -> None:
    """Show one source with a few of its passages."""
    here = await visit(interaction)
    library, collections = here.desk.library, here.place.collections
    info = await here.desk.quick(lambda: library.find(source, collections))
    passages = await here.desk.quick(lambda: library.passages(info.id))
    embed = source_embed(info, spread(passages, SAMPLES), here.speaker)
    view = lasting_view(TryButton(info.id, here.say("button.try")))
    await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


@SOURCES.command(name="add", description=words("command.sources.add"))
@app_commands.describe(file=words("command.sources.add.file"), url=words("command.sources.add.url"))
async def add(
    interaction: Interaction,
    file: discord.Attachment | None = None,
    url: app_commands.Range[str, 1, ADDRESS] | None = None,
) -> None:
    """Add a file or an address, or open a form; people without the right propose."""
    here = await visit(interaction)
    _require_place_for_sources(here)
    if file is not None and url is not None:
        raise Told("sources.both")
    if file is None and url is None:
        await interaction.response.send_modal(SourceForm(here))
        return
    with here.desk.at_work():
        await interaction.response.defer(ephemeral=True, thinking=True)
        offers = [await from_attachment(here, file)] if file is not None else []
        await take_offers(here, offers, url)


def _require_place_for_sources(here: Visit) -> None:
    if here.place.server is None:
        raise Told("sources.not_here")


@SOURCES.command(name="remove", description=words("command.sources.remove"))
@app_commands.describe(source=words("command.sources.remove.source"))
@app_commands.autocomplete(source=own_source_choices)
async def remove(interaction: Interaction, source: app_commands.Range[str, 1, CHOICE]) -> None:
    """Remove one of the server's own sources."""
    here = await visit(interaction)
    here.require_manager()
    with here.desk.at_work():
        await interaction.response.defer(ephemeral=True, thinking=True)
        info = await here.desk.quick(lambda: _remove(here, source))
    text = here.say("sources.removed", title=line(title_of(info), 2 * CHOICE))
    await interaction.edit_original_response(content=text)


def _remove(here: Visit, source: str) -> DocumentInfo:
    library, own = here.desk.library, here.place.own or ""
    try:
        return library.remove(source, collection=own)
    except DocumentNotFound:
        shared = {info.id for info in library.documents((MAIN,))}
        if MAIN in here.place.collections and source in shared:
            raise Told("sources.shared_removal") from None
        raise
