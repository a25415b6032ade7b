"""Work in lanes: in each lane one thing after the other, the lanes side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

logger = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]


class Lanes:
    """Runs each lane's jobs in the order in which they came; a lane exists only while it has some."""

    def __init__(self) -> None:
        """Starts with no lane."""
        self._waiting: dict[Hashable, deque[Job]] = {}
        self._running: set[asyncio.Task[None]] = set()

    def put(self, lane: Hashable, job: Job) -> None:
        """Adds a job to a lane; what it raises is logged and ends no other."""
        if lane in self._waiting:
            self._waiting[lane].append(job)
            return
        self._waiting[lane] = deque([job])
        task = asyncio.ensure_future(self._work(lane))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self, seconds: float) -> None:
        """Waits until all lanes are empty, then ends what is left."""
        limit = asyncio.get_running_loop().time() + seconds
        while self._running and (left := limit - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(self._running, timeout=left)
        for task in self._running:
            task.cancel()

    async def _work(self, lane: Hashable) -> None:
        jobs = self._waiting[lane]
        try:
            while jobs:
                try:
                    await jobs.popleft()()
                except Exception:
                    logger.exception("something in lane %s was not done", lane)
        finally:
            del self._waiting[lane]
