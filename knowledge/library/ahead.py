"""Reading several sources at once, one step ahead of whoever stores them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_READERS = 2
"""Threads suffice: the formats that take long are parsed in processes of their own."""
_AHEAD = 3  # sources that may be in memory before they are wanted


def ahead(
    work: Callable[[Item], Result], items: Sequence[Item]
) -> Generator[tuple[Item, Future[Result]], None, None]:
    """Yield each item with its finished work, in order, while the next ones are worked on.

    Closing the generator cancels what has not begun and waits for what has.
    """
    pool = ThreadPoolExecutor(min(_READERS, max(1, len(items))))
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    try:
        for item in items:
            waiting.append((item, pool.submit(work, item)))
            if len(waiting) > _AHEAD:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()
    finally:
        pool.shutdown(cancel_futures=True)
