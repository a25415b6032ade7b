"""One change at a time: a lock that a killed process lets go of."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.publishing.errors import LibraryBusy

PATIENCE = 600.0  # seconds; a first publish of hundreds of documents embeds for minutes
LOOK_EVERY = 0.05


@contextmanager
def locked(
    path: Path, on_wait: Callable[[], None] = lambda: None, patience: float = PATIENCE
) -> Iterator[None]:
    """Holds the lock; `on_wait` is called once where it is not free. Raises LibraryBusy, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    waits = False
    with path.open("a") as file:
        while not _taken(file.fileno()):
            if time.monotonic() > until:
                raise LibraryBusy(path)
            if not waits:
                waits = True
                on_wait()
            time.sleep(LOOK_EVERY)
        yield


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
