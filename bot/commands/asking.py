"""/ask and /answer."""

from __future__ import annotations

from collections.abc import Sequence

from discord import app_commands

from bot.cards.answers import answer_embed
from bot.cards.escaping import plain_line
from bot.commands.translation import words
from bot.desk import Told
from bot.views.answer import answer_view
from bot.views.reply import answer_question
from bot.views.showing import shown
from bot.visit import Interaction, Visit, visit
from knowledge import DocumentInfo

CHOICES = 25
CHOICE = 100
QUESTION = 6000
ID = 20


@app_commands.command(name="ask", description=words("command.ask"))
@app_commands.describe(
    question=words("command.ask.question"),
    source=words("command.ask.source"),
    private=words("command.ask.private"),
)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def ask(
    interaction: Interaction,
    question: app_commands.Range[str, 1, QUESTION],
    source: app_commands.Range[str, 1, CHOICE] | None = None,
    private: bool | None = None,
) -> None:
    """Answer a question."""
    here = await visit(interaction)
    with here.desk.at_work():
        await answer_question(here, question, private=private, source=source)


async def source_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Return the sources whose title or author has what was typed, in the order of adding."""
    return await _choices(await visit(interaction), typed, own=False)


async def own_source_choices(
    interaction: Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    """Return those of the server's own sources, which alone it can remove."""
    return await _choices(await visit(interaction), typed, own=True)


async def _choices(here: Visit, typed: str, *, own: bool) -> list[app_commands.Choice[str]]:
    collections = (here.place.own,) if own and here.place.own else here.place.collections
    documents = await here.desk.quick(lambda: here.desk.library.documents(collections))
    wanted = typed.casefold().strip()
    return as_choices([info for info in documents if wanted in _searchable(info)])


def as_choices(documents: Sequence[DocumentInfo]) -> list[app_commands.Choice[str]]:
    """Return the first documents as choices, by id under their titles.

    Discord refuses two choices of one name, so equal titles are told apart by their ids.
    """
    names: dict[str, str] = {}
    for info in documents[:CHOICES]:
        name = plain_line(info.metadata.title or info.origin, CHOICE) or info.id[:CHOICE]
        if name in names:
            name = f"{plain_line(name, CHOICE - 20)} ({info.id[:16]})"
        names[name] = info.id[:CHOICE]
    return [app_commands.Choice(name=name, value=value) for name, value in names.items()]


def _searchable(info: DocumentInfo) -> str:
    metadata = info.metadata
    return " ".join(filter(None, (metadata.title, metadata.author, info.origin))).casefold()


ask.autocomplete("source")(source_choices)


@app_commands.command(name="answer", description=words("command.answer"))
@app_commands.describe(id=words("command.answer.id"))
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def answer(interaction: Interaction, id: app_commands.Range[str, 1, ID]) -> None:
    """Show an answer again, to the person alone, and say what became of its source."""
    here = await visit(interaction)
    desk, wanted = here.desk, id
    stored = await desk.quick(lambda: desk.state.answers.get(wanted, here.place.scope))
    if stored is None:
        days = desk.settings.discord_retention_days
        raise Told("answer.unknown_id", id=plain_line(wanted, ID).replace("`", ""), days=days)
    card = await desk.quick(lambda: shown(stored, 0, desk.library, here.speaker))
    view = answer_view(
        stored,
        0,
        interaction.user.id,
        here.speaker,
        private=True,
        server=here.place.server is not None,
    )
    embed = answer_embed(card, here.speaker)
    await interaction.response.send_message(embed=embed, view=view, ephemeral=True)
