"""Many files on all cores: each in a process of its own kind, with a limit of time and of memory."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import FrameType

from bot.intake.ids import document_id
from bot.intake.take import Taken, take
from bot.intake.vehicles import KnownMakes

SECONDS = 60  # for one file
MEMORY = 3 << 30  # bytes of address space that one worker may add to what it begins with
FEW = 4  # so many files are not worth a pool
CRASHED = "reading the file crashed its reader - save it again, or as plain text"

_makes: list[KnownMakes] = []


def take_all(files: Sequence[str], makes: KnownMakes, workers: int = 0) -> Iterator[Taken]:
    """Takes in all files in their order; a file that kills its reader is refused, the others go on."""
    workers = workers or min(os.cpu_count() or 1, 8)
    left = dict.fromkeys(files)
    if len(files) > FEW and workers > 1:
        for taken in _in_pool(files, makes, workers):
            left.pop(taken.file, None)
            yield taken
    for file in left:
        yield next(_in_pool([file], makes, 1), None) or Taken(file, document_id(Path(file)), refused=CRASHED)


def _in_pool(files: Sequence[str], makes: KnownMakes, workers: int) -> Iterator[Taken]:
    """What a pool gets done before it breaks."""
    pool = ProcessPoolExecutor(workers, initializer=_begin, initargs=(makes,))
    try:
        futures = [pool.submit(_take, file) for file in files]
        for future in futures:
            try:
                yield future.result()
            except BrokenProcessPool:
                continue
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(makes: KnownMakes) -> None:
    """A worker's beginning: the terminal's Ctrl-C is the parent's matter."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _too_long)
    resource.setrlimit(resource.RLIMIT_AS, (_inherited() + MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    _makes[:] = [makes]


def _inherited() -> int:
    """Bytes of address space that a worker begins with; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize()


def _take(file: str) -> Taken:
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return take(file, _makes[0])
    except TimeoutError:  # in the moment between the two
        return Taken(file, document_id(Path(file)), refused="reading the file takes too long - part it")
    except Exception as error:  # a mistake of ours must not stop the other files
        what = f"reading the file failed ({type(error).__name__}: {error})".replace("\n", " ")
        return Taken(
            file, document_id(Path(file)), refused=f"{what} - report it, and save the file as plain text"
        )
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError
