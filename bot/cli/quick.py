"""A shorter cold start: no search for garbage while there is none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause Python's garbage collection: importing and one answer make much and drop little."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
