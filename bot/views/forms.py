"""Forms: a question, and a source as text, files or a web address."""

from __future__ import annotations

from typing import Any
from weakref import WeakValueDictionary

import discord
from discord import ui

from bot.desk import Desk, Told
from bot.views.adding import from_attachment, from_text, take_offers
from bot.views.reply import answer_question
from bot.visit import Interaction, Visit, report, visit

FORM_SECONDS = 3600.0
"""How long a person may write; whoever submits later is asked to begin anew."""
TITLE = 45
LABEL = 45
TEXT = 4000
FILES = 5


_open: WeakValueDictionary[str, Form] = WeakValueDictionary()


def is_open(custom_id: str, desk: Desk) -> bool:
    """Say whether the bot of `desk` has opened the form, so that it will handle a submission."""
    form = _open.get(custom_id)
    return form is not None and form.desk is desk and not form.is_finished()


class Form(ui.Modal):
    """A form whose submission is handled in `submitted`, with the one error handler around it.

    Discord never tells that a form was closed, so each is forgotten after a while.
    """

    def __init__(self, here: Visit, title: str) -> None:
        super().__init__(title=title[:TITLE], timeout=FORM_SECONDS)
        self.desk = here.desk
        _open[self.custom_id] = self

    async def submitted(self, here: Visit) -> None:
        """Do what the form is for."""
        raise Told("error.expired")

    async def on_submit(self, interaction: Interaction) -> None:
        """Handle a submission."""
        here = await visit(interaction)
        with here.desk.at_work():
            await self.submitted(here)

    async def on_error(self, interaction: Interaction, error: Exception) -> None:  # type: ignore[override]
        """Tell the person what went wrong."""
        await report(interaction, error)


class QuestionForm(Form):
    """Asks one source."""

    def __init__(self, here: Visit, source: str) -> None:
        super().__init__(here, here.say("ask.modal_title"))
        self.source = source
        self.question: ui.TextInput[Any] = ui.TextInput(
            max_length=min(TEXT, here.desk.settings.discord_question_characters)
        )
        self.add_item(ui.Label(text=here.say("ask.modal_label")[:LABEL], component=self.question))

    async def submitted(self, here: Visit) -> None:
        """Answer the question from that source, to the person alone."""
        await answer_question(here, self.question.value, private=True, source=self.source)


class SourceForm(Form):
    """A source: pasted text with a title, files, or a web address."""

    def __init__(self, here: Visit) -> None:
        super().__init__(here, here.say("sources.modal_title"))
        self.name: ui.TextInput[Any] = ui.TextInput(required=False, max_length=200)
        self.text: ui.TextInput[Any] = ui.TextInput(
            required=False, max_length=TEXT, style=discord.TextStyle.long
        )
        self.url: ui.TextInput[Any] = ui.TextInput(required=False, max_length=2000)
        self.files: ui.FileUpload[Any] = ui.FileUpload(required=False, max_values=FILES)
        for key, item in (
            ("name", self.name),
            ("text", self.text),
            ("url", self.url),
            ("files", self.files),
        ):
            hint = here.say("sources.modal_text_hint")[:100] if key == "text" else None
            text = here.say(f"sources.modal_{key}")[:LABEL]
            self.add_item(ui.Label(text=text, component=item, description=hint))

    async def submitted(self, here: Visit) -> None:
        """Add or propose everything that was filled in."""
        here.require_server()
        texts = [(self.name.value, self.text.value)] if self.text.value.strip() else []
        if not (texts or self.url.value.strip() or self.files.values):
            raise Told("sources.modal_empty")
        await here.interaction.response.defer(ephemeral=True, thinking=True)
        offers = [from_text(here, title, text) for title, text in texts]
        offers += [await from_attachment(here, file) for file in self.files.values]
        await take_offers(here, offers, self.url.value.strip() or None)
