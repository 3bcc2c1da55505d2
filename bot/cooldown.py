"""How often somebody may ask: a bucket of questions that fills up again over a minute."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

MINUTE = 60.0
REMEMBERED = 20_000
"""Buckets kept; the one used longest ago is dropped first, and is full by then."""


class Cooldown:
    """Token bucket (as in traffic shaping) by key: `per_minute` at once, then one each interval."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = float(per_minute)
        self._rate = per_minute / MINUTE
        self._clock = clock
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def wait(self, key: Hashable) -> int:
        """Take one question of `key` and return 0, or the seconds until there is one."""
        now = self._clock()
        level, then = self._buckets.get(key, (self._capacity, now))
        level = min(self._capacity, level + (now - then) * self._rate)
        allowed = level >= 1.0
        self._buckets[key] = (level - 1.0 if allowed else level, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1.0 - level) / self._rate))
