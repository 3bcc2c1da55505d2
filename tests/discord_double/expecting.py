"""What a test waits for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from tests.discord_double.model import (
    Channel,
    Guild,
    Message,
)
from tests.discord_double.notions import Expectation
from tests.discord_double.wire import ACK_SECONDS, Interaction


class Expecting:
    """Waits for what the bot does, and says what it did instead."""

    @property
    def connected(self) -> bool:
        return any(
            s.valid and s.conn and not s.conn.ws.closed for s in self.double.sessions.values()
        )

    async def wait(
        self, predicate: Callable[[], Any], timeout: float = 5.0, what: str = "condition"
    ) -> Any:
        end = time.monotonic() + timeout
        while True:
            r = predicate()
            if r:
                return r
            if time.monotonic() > end:
                raise Expectation(f"{what}: not within {timeout} s{self._context()}")
            await asyncio.sleep(0.005)

    def _context(self) -> str:
        d = self.double
        out = "".join(f"\n    {v}" for v in d.violations[-4:])
        last = "".join(f"\n    {c}" for c in d.calls[-4:])
        return (f"\n  last violations:{out}" if out else "") + f"\n  last calls:{last}"

    async def wait_commands(
        self, *names: str, guild: Guild | None = None, timeout: float = 15.0
    ) -> list[dict]:
        """Until the bot has registered these commands (globally or for the guild)."""

        def have():
            all_ = [
                c["name"]
                for s in (None, (guild or self.guild).id)
                for c in self.double.commands.get(s, {}).values()
            ]
            return all_ if all_ and set(names) <= set(all_) else None

        return await self.wait(have, timeout, f"commands {names or ''} registered")

    def bot_messages(
        self, channel: Channel | None = None, after: Message | None = None
    ) -> list[Message]:
        return [
            m
            for m in self.double.messages
            if m.author is self.double.bot
            and not m.deleted
            and (channel is None or m.channel is channel)
            and (after is None or m.id > after.id)
        ]

    def replies(self, to: Message | Interaction) -> list[Message]:
        """What answers a message (a reply to it, in its thread, or later in its channel) or an interaction."""
        if isinstance(to, Interaction):
            return [
                m
                for m in [to.response, *to.followups]
                if m is not None and not m.deleted and not m.loading
            ]
        ms = self.bot_messages()
        direct = [
            m for m in ms if m.reference is to or (to.thread is not None and m.channel is to.thread)
        ]
        later = [
            m
            for m in ms
            if m not in direct
            and m.channel is to.channel
            and m.id > to.id
            and m.interaction is None
            and m.reference is None
        ]
        return direct + later

    async def expect_reply(
        self,
        to: Message | Interaction,
        timeout: float = 10.0,
        *,
        contains: str | None = None,
        ephemeral: bool | None = None,
        check: Callable[[Message], bool] | None = None,
        settle: float = 0.0,
    ) -> Message:
        """The first answer that fits. settle: wait until it has not been edited for so many seconds (streaming)."""

        def fits(m: Message) -> bool:
            return (
                (contains is None or contains.lower() in m.text.lower())
                and (ephemeral is None or m.ephemeral is ephemeral)
                and (check is None or check(m))
            )

        def find():
            return next((m for m in self.replies(to) if fits(m)), None)

        try:
            m = await self.wait(find, timeout, "reply")
        except Expectation as e:
            seen = "".join(f"\n    {m.text[:300]!r}" for m in self.replies(to))
            failed = (
                " (the user saw: the application did not respond)"
                if isinstance(to, Interaction) and to.failed
                else ""
            )
            raise Expectation(
                f"no reply that fits{failed}; replies seen:{seen or ' none'}\n  {e}"
            ) from None
        while settle:
            n = len(m.history)
            await asyncio.sleep(settle)
            if len(m.history) == n:
                break
        return m

    async def expect_modal(self, i: Interaction, timeout: float = 3.5) -> dict:
        await self.wait(lambda: i.modal is not None or i.failed, timeout, "modal")
        if i.modal is None:
            raise Expectation(f"no modal was opened{self._context()}")
        return i.modal

    async def expect_ack(self, i: Interaction, timeout: float = ACK_SECONDS + 0.5) -> int:
        await self.wait(lambda: i.ack is not None or i.failed, timeout, "first response")
        if i.ack is None:
            raise Expectation(f"the interaction was not acknowledged{self._context()}")
        return i.ack

    async def expect_edit(
        self,
        m: Message,
        timeout: float = 10.0,
        *,
        contains: str | None = None,
        check: Callable[[Message], bool] | None = None,
    ) -> Message:
        def fits():
            return (contains is None or contains.lower() in m.text.lower()) and (
                check is None or check(m)
            )

        await self.wait(
            fits, timeout, f"edit of the message to {contains or 'fit'} (now {m.text[:200]!r})"
        )
        return m

    def expect_clean(self, *ignore: str) -> None:
        """No violations (but for the kinds named) and nothing asked for that the double lacks."""
        bad = [v for v in self.double.violations if v.kind not in ignore]
        if bad:
            raise Expectation("violations:" + "".join(f"\n  {v}" for v in bad))
        if self.double.unimplemented and "unimplemented" not in ignore:
            raise Expectation(
                f"endpoints the double lacks: {sorted(set(self.double.unimplemented))}"
            )
