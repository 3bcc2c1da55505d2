"""A bounded line in front of a few threads: who waits learns the position, who is too many is told.

The event loop only waits here; every search, parse and database call runs in a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")
OnWait = Callable[[int], Awaitable[None]]

POSITION_EVERY = 2.0
"""Seconds between two messages about one's position in line."""


class Busy(Exception):
    """The line is full."""


class Workers:
    """`threads` calls at once, `waiting` more in line, in the order of their coming."""

    def __init__(self, name: str, *, threads: int, waiting: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._threads = threads
        self._limit = waiting
        self._line: list[asyncio.Event] = []
        self._running = 0
        self._gave_up = False

    @property
    def waiting(self) -> int:
        """How many wait for a thread."""
        return len(self._line)

    @property
    def running(self) -> int:
        """How many have a thread."""
        return self._running

    async def run(self, work: Callable[[], Result], on_wait: OnWait | None = None) -> Result:
        """Return what `work` returns; `on_wait` is told the position (from 1) now and then.

        Raises:
            Busy: the line is full, or was given up.
        """
        await self._turn(on_wait)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._running -= 1
            self._call_next()

    async def _turn(self, on_wait: OnWait | None) -> None:
        if self._gave_up:
            raise Busy
        if self._running < self._threads and not self._line:
            self._running += 1
            return
        if len(self._line) >= self._limit:
            raise Busy
        turn = asyncio.Event()
        self._line.append(turn)
        try:
            await self._wait(turn, on_wait)
        except BaseException:
            if turn in self._line:
                self._line.remove(turn)
            else:  # called just as it was given up: the place goes to the next
                self._running -= 1
                self._call_next()
            raise
        if self._gave_up:
            raise Busy

    async def _wait(self, turn: asyncio.Event, on_wait: OnWait | None) -> None:
        while not turn.is_set():
            try:
                await asyncio.wait_for(turn.wait(), POSITION_EVERY)
            except TimeoutError:
                if on_wait is not None and turn in self._line:
                    await on_wait(self._line.index(turn) + 1)

    def _call_next(self) -> None:
        while self._line and self._running < self._threads:
            self._running += 1
            self._line.pop(0).set()

    def give_up(self) -> None:
        """Let nobody begin any more, and send those away who wait."""
        self._gave_up = True
        while self._line:
            self._line.pop(0).set()

    def close(self) -> None:
        """Wait for what is running and end the threads."""
        self._pool.shutdown(wait=True)
