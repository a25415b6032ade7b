"""A rate limit per sender: a bucket of turns that refills steadily."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

_MOST_SENDERS = 10_000


class Pace:
    """Allows `burst` turns at once and `per_minute` in the long run, for each sender on its own."""

    def __init__(self, per_minute: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Starts with a full bucket for everybody; `clock` counts seconds."""
        self._per_second = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, sender: str) -> bool:
        """Takes one turn from the sender's bucket; False when it is empty."""
        now = self._clock()
        turns, since = self._buckets.pop(sender, (float(self._burst), now))
        turns = min(float(self._burst), turns + (now - since) * self._per_second)
        allowed = turns >= 1
        self._buckets[sender] = (turns - 1 if allowed else turns, now)
        if len(self._buckets) > _MOST_SENDERS:  # memory stays bounded: whoever was silent longest starts anew
            self._buckets.popitem(last=False)
        return allowed
