"""The one object that commands, buttons and messages share."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.cooldown import Cooldown
from bot.desk import asking, sourcing
from bot.desk.asking import Request, Withheld
from bot.desk.clock import may_delete
from bot.desk.place import Place, place_of, server_collection
from bot.desk.sourcing import Added, Gap, Offer
from bot.desk.told import Told
from bot.metrics import Metrics
from bot.server_state import Proposal, ServerState, StoredAnswer
from bot.settings import Settings
from bot.wording import Speaker, speaker
from bot.work import Busy, OnWait, Workers
from knowledge import Library, Thresholds

log = logging.getLogger(__name__)
Result = TypeVar("Result")

QUICK_THREADS = 2
QUICK_LINE = 10_000
ADDING_LINE = 50
PROPOSALS = 5
"""Proposals a minute and person."""


class Desk:
    """Takes questions and sources to the library, and keeps count of what is under way."""

    def __init__(self, settings: Settings, library: Library, state: ServerState) -> None:
        self.settings = settings
        self.library = library
        self.state = state
        self.metrics = Metrics()
        self.searching = Workers(
            "search", threads=settings.discord_search_threads, waiting=settings.discord_queue
        )
        self.adding = Workers("add", threads=1, waiting=ADDING_LINE)
        self.stopping = False
        self._quick = Workers("quick", threads=QUICK_THREADS, waiting=QUICK_LINE)
        self._users = Cooldown(settings.discord_user_questions)
        self._servers = Cooldown(settings.discord_server_questions)
        self._proposers = Cooldown(PROPOSALS)
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    # -- what is under way

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Mark something that a shutdown waits for.

        Raises:
            Told: the bot is about to stop and takes nothing new.
        """
        if self.stopping:
            raise Told("ask.stopping")
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def finish(self, seconds: float) -> bool:
        """Take nothing new and wait for what is under way; return whether all of it ended."""
        self.stopping = True
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def give_up(self) -> None:
        """Send those away who are still in line."""
        for workers in (self.searching, self.adding):
            workers.give_up()

    def close(self) -> None:
        """End the threads; the library and the state are their opener's to close."""
        for workers in (self.searching, self.adding, self._quick):
            workers.close()

    # -- where and in which language

    async def place(self, *, server: int | None, user: int, channel: int | None) -> Place:
        """Return what may be searched and kept from there; see `place_of`."""
        return await self.quick(
            lambda: place_of(self.state, self.settings, server=server, user=user, channel=channel)
        )

    def speaker(self, place: Place, locale: str | None) -> Speaker:
        """Return who speaks the server's language, or that of the person."""
        return speaker(place.settings.language or locale)

    async def quick(self, work: Callable[[], Result]) -> Result:
        """Run a short call to the library or the state in a worker thread."""
        return await self._quick.run(work)

    # -- questions

    def admit(self, place: Place, user: int, question: str) -> None:
        """Check a question before anything is done for it.

        Raises:
            Told: it is too long, or too many were asked.
        """
        limit = self.settings.discord_question_characters
        if len(question) > limit:
            raise Told("ask.too_long", length=len(question), limit=limit)
        wait = self._users.wait(user)
        if wait:
            raise Told("ask.cooldown_user", seconds=wait)
        wait = self._servers.wait(place.server) if place.server is not None else 0
        if wait:
            raise Told("ask.cooldown_server", seconds=wait)

    def admit_proposal(self, user: int) -> int:
        """Take one proposal of a person and return 0, or the seconds until the next one."""
        return self._proposers.wait(user)

    async def ask(self, request: Request, on_wait: OnWait | None = None) -> StoredAnswer:
        """Answer a question; its words are verified and it is stored under a short id.

        Raises:
            Told: the line is full, or the words could not be verified.
            QuothError: see `Library.ask`.
        """
        started = time.monotonic()
        try:
            stored = await self.searching.run(lambda: self._ask(request), on_wait)
        except Busy:
            raise Told("ask.busy") from None
        except Withheld:
            self.metrics.verbatim_failures += 1
            raise Told("answer.withheld") from None
        seconds = time.monotonic() - started
        self.metrics.asked(stored.answer.status, seconds)
        log.info("asked", extra={"fields": _facts(stored, seconds)})
        log.debug("asked", extra={"fields": {"id": stored.id, "question": request.question}})
        return stored

    def _ask(self, request: Request) -> StoredAnswer:
        return asking.ask(
            request,
            self.library,
            self.state,
            when=datetime.now(UTC),
            thresholds=self._thresholds(),
        )

    def _thresholds(self) -> Thresholds | None:
        answered, unsure = self.settings.answered_above, self.settings.unsure_above
        if answered is None and unsure is None:
            return None
        default = Thresholds()
        return Thresholds(
            default.answered if answered is None else answered,
            default.unsure if unsure is None else unsure,
        )

    # -- sources

    async def add(self, offer: Offer, place: Place, on_wait: OnWait | None = None) -> Added:
        """Add a source to the server of `place`; raises as `Library.add`, or Told when busy."""
        return await self._adding(
            lambda: sourcing.add(offer, place, self.library, self.state, self.settings), on_wait
        )

    async def preview(self, offer: Offer, place: Place, user: int) -> Proposal:
        """Return a readable offer as a proposal that is not stored yet; raises as `add`."""
        return await self._adding(
            lambda: sourcing.preview(offer, place, user, self.library, self.settings)
        )

    async def gaps(self, place: Place) -> tuple[Gap, ...]:
        """Return the open questions of a server in groups."""
        return await self._adding(lambda: sourcing.gaps(place, self.library, self.state))

    async def _adding(self, work: Callable[[], Result], on_wait: OnWait | None = None) -> Result:
        try:
            return await self.adding.run(work, on_wait)
        except Busy:
            raise Told("ask.busy") from None

    # -- forgetting

    async def forget(self, server: int) -> None:
        """Delete a server's documents, and everything that is kept about it."""

        def work() -> None:
            self.library.delete_collection(server_collection(server))
            self.state.servers.forget(server, self.state.server_scope(server))

        await self._adding(work)
        log.info("forgot a server", extra={"fields": {"server": server}})

    async def housekeep(self) -> None:
        """Delete what has been kept for long enough."""
        now = datetime.now(UTC)
        if not await self.quick(lambda: may_delete(self.state, now)):
            log.warning("a day or more has passed at once; what is old is deleted in an hour")
            return
        kept = now - timedelta(days=self.settings.discord_retention_days)
        gone = await self.quick(lambda: self.state.expire(kept))
        if gone:
            log.info("expired", extra={"fields": {"entries": gone}})
        left = now - timedelta(days=self.settings.discord_forget_days)
        for server in await self.quick(lambda: self.state.servers.removed_before(left)):
            await self.forget(server)


def _facts(stored: StoredAnswer, seconds: float) -> dict[str, object]:
    return {"id": stored.id, "status": stored.answer.status, "seconds": round(seconds, 3)}
