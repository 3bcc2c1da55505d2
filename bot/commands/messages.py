"""Questions in messages: a mention, a reply to Quoth, a direct message, a post in a chosen forum.

Discord hands the text of just these to a bot without the message content intent. A forum post that
does not mention Quoth is known by its title alone.
"""

from __future__ import annotations

import logging
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from typing import Protocol

import discord

from bot.cards.answers import Shown, answer_embed, answer_text, is_small_talk
from bot.desk import Desk, Place, Request, Told
from bot.server_state import StoredAnswer
from bot.views.answer import answer_id_in, answer_view
from bot.views.reply import is_conversation
from bot.views.showing import shown
from bot.visit import noted, sentence
from bot.wording import Speaker

log = logging.getLogger(__name__)

HINT_SECONDS = 15.0
"""How long a hint stands that only its reader needs."""
FORUM_CONFIDENCE = 0.6
"""From which confidence an answer is given that nobody asked for."""
PURPOSE = "forum"


class Answering(Protocol):
    """What the client is to messages."""

    desk: Desk

    @property
    def user(self) -> discord.ClientUser | None:
        """The bot itself."""


async def handle(client: Answering, message: discord.Message) -> None:
    """Answer a message if it asks Quoth something; say nothing otherwise."""
    me = client.user
    if message.author.bot or me is None or message.type not in _KINDS:
        return
    direct = message.guild is None
    called = direct or any(user.id == me.id for user in message.mentions)
    if not called and not _is_post(message):
        return
    post = await _Post.of(client.desk, message)
    if called:
        await post.answer(question_in(message.content, me.id))
    elif post.may_answer_unasked():
        await post.answer_unasked()


_KINDS = frozenset({discord.MessageType.default, discord.MessageType.reply})


def question_in(content: str, me: int) -> str:
    """Return the text without the mentions of Quoth."""
    for mention in (f"<@{me}>", f"<@!{me}>"):
        content = content.replace(mention, " ")
    return " ".join(content.split())


def _is_post(message: discord.Message) -> bool:
    channel = message.channel
    return (
        isinstance(channel, discord.Thread)
        and channel.id == message.id
        and isinstance(channel.parent, discord.ForumChannel)
    )


class _Post:
    """A message that is to be answered, with its place and language."""

    def __init__(self, desk: Desk, message: discord.Message, place: Place, words: Speaker) -> None:
        self.desk = desk
        self.message = message
        self.place = place
        self.words = words

    @classmethod
    async def of(cls, desk: Desk, message: discord.Message) -> _Post:
        guild = message.guild
        place = await desk.place(
            server=guild.id if guild else None,
            user=message.author.id,
            channel=message.channel.id,
        )
        locale = guild.preferred_locale.value if guild else None
        return cls(desk, message, place, desk.speaker(place, locale))

    def may_answer_unasked(self) -> bool:
        parent = getattr(self.message.channel, "parent_id", None)
        return parent in self.place.settings.forums and self._may_send()

    async def answer(self, question: str) -> None:
        """Answer a question that was put to Quoth, or say why not."""
        if not self._may_send():
            log.warning("may not write there", extra={"fields": {"server": self.place.server}})
            return
        try:
            with self.desk.at_work():
                await self._answer(question)
        except Exception as error:  # noqa: BLE001 - the one error handler takes them all
            await self._report(error)

    async def _answer(self, question: str) -> None:
        if not self._answers_here():
            raise Told("ask.elsewhere")
        if not question:
            raise Told("ask.empty")
        self.desk.admit(self.place, self.message.author.id, question)
        async with AsyncExitStack() as stack:
            with suppress(
                discord.HTTPException
            ):  # an answer without the sign of typing is one, too
                await stack.enter_async_context(self.message.channel.typing())
            stored = await self.desk.ask(await self._request(question))
        await self._send(stored)

    async def answer_unasked(self) -> None:
        """Answer a forum post once, and only when sure; be silent otherwise."""
        channel = self.message.channel
        title = getattr(channel, "name", "")
        try:
            with self.desk.at_work():
                if not await self._first_time(channel.id):
                    return
                self.desk.admit(self.place, self.message.author.id, title)
                stored = await self.desk.ask(Request(title, self.place))
                sure = stored.answer.status == "answered"
                if sure and stored.answer.confidence >= FORUM_CONFIDENCE:
                    await self._send(stored)
        except Exception as error:  # noqa: BLE001 - nobody asked, so nobody is told; the log is
            if sentence(error, self.words) is None:
                self.desk.metrics.errors += 1
                noted(error, "a forum post")

    async def _first_time(self, thread: int) -> bool:
        now, feedback, scope = datetime.now(UTC), self.desk.state.feedback, self.place.scope
        return await self.desk.quick(lambda: feedback.first_time(PURPOSE, str(thread), scope, now))

    async def _request(self, question: str) -> Request:
        replied = self.message.reference.resolved if self.message.reference else None
        parent = answer_id_in(replied) if isinstance(replied, discord.Message) else None
        return Request(
            question,
            self.place,
            parent=parent,
            conversation=is_conversation(self.message.channel),
        )

    async def _send(self, stored: StoredAnswer) -> None:
        if is_small_talk(stored.answer):
            await self._reply(answer_text(Shown(stored.answer), self.words))
            return
        card = await self.desk.quick(lambda: shown(stored, 0, self.desk.library, self.words))
        view = answer_view(
            stored,
            0,
            self.message.author.id,
            self.words,
            private=False,
            server=self.place.server is not None,
        )
        if self._allowed().embed_links:
            await self._reply(embed=answer_embed(card, self.words), view=view)
        else:
            await self._reply(answer_text(card, self.words), view=view)

    async def _reply(
        self,
        text: str | None = None,
        *,
        embed: discord.Embed = discord.utils.MISSING,
        view: discord.ui.View = discord.utils.MISSING,
        delete_after: float | None = None,
    ) -> None:
        """Send as a reply, or without the reference where the history may not be read."""
        channel = self.message.channel
        reference = self.message.to_reference(fail_if_not_exists=False)
        readable = self._allowed().read_message_history
        await channel.send(
            text,
            embed=embed,
            view=view,
            delete_after=delete_after,  # type: ignore[arg-type] # None is its default
            reference=reference if readable else None,  # type: ignore[arg-type]
            mention_author=False,
        )

    async def _report(self, error: Exception) -> None:
        text = sentence(error, self.words)
        hint = text is not None
        if text is None:
            self.desk.metrics.errors += 1
            text = self.words.say("error.bug", id=noted(error, "a message"))
        try:
            in_server = self.place.server is not None
            await self._reply(text, delete_after=HINT_SECONDS if hint and in_server else None)
        except discord.HTTPException as failure:
            log.warning("could not say so", extra={"fields": {"status": failure.status}})

    def _answers_here(self) -> bool:
        chosen = set(self.place.settings.channels)
        channel = self.message.channel
        here = {channel.id, getattr(channel, "parent_id", None)}
        return not chosen or bool(chosen & here)

    def _allowed(self) -> discord.Permissions:
        guild = self.message.guild
        if guild is None:
            return discord.Permissions.all()
        return self.message.channel.permissions_for(guild.me)

    def _may_send(self) -> bool:
        allowed = self._allowed()
        thread = isinstance(self.message.channel, discord.Thread)
        sends = allowed.send_messages_in_threads if thread else allowed.send_messages
        return allowed.view_channel and sends
