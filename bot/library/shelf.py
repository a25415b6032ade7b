"""The library that a running program holds: read again when a file changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.library.checks import split_duplicates
from bot.library.errors import DocumentProblems, Problem
from bot.library.model import Document, Library
from bot.library.reader import document_paths, read_document, read_library

Stamp = tuple[int, int]  # time of change in ns, size in bytes


@dataclass(frozen=True)
class _Reading:
    stamp: Stamp
    document: Document | None  # the last good version
    problems: tuple[Problem, ...]


class Shelf:
    """Keeps a folder's library fresh; a document that became bad stays in its last good version."""

    LOOK_EVERY = 1.0  # seconds

    def __init__(self, folder: Path | str, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder = Path(folder)
        self.problems: tuple[Problem, ...] = ()
        self._clock = clock
        self._readings: dict[Path, _Reading] = {}
        self._library = Library()
        self._looked_at = float("-inf")

    @property
    def library(self) -> Library:
        """The library as the files stand now, at most a second old."""
        now = self._clock()
        if now - self._looked_at >= self.LOOK_EVERY:
            self._looked_at = now
            self._look()
        return self._library

    def look_now(self) -> Library:
        """The library as the files stand at this moment."""
        self._looked_at = float("-inf")
        return self.library

    def _look(self) -> None:
        stamps = {path: stamp for path in document_paths(self.folder) if (stamp := _stamp(path))}
        good = {path: reading.stamp for path, reading in self._readings.items() if not reading.problems}
        if stamps == good and stamps:
            return
        readings = {path: self._read(path, stamp) for path, stamp in stamps.items()}
        if readings != self._readings or not readings:
            self._readings = readings
            self._gather()

    def _read(self, path: Path, stamp: Stamp) -> _Reading:
        """Read a file that changed; a bad one again each time, since what cures it may be a picture."""
        before = self._readings.get(path)
        if before is not None and before.stamp == stamp and not before.problems:
            return before
        try:
            return _Reading(stamp, read_document(path), ())
        except DocumentProblems as error:
            return _Reading(stamp, before.document if before else None, error.problems)

    def _gather(self) -> None:
        """Put the good documents together; among equal ids the one that is served already stays."""
        served = {document.file for document in self._library.documents}
        documents = [reading.document for reading in self._readings.values() if reading.document]
        documents.sort(key=lambda document: document.file not in served)
        kept, doubles = split_duplicates(documents)
        self._library = Library(tuple(sorted(kept, key=lambda document: document.file)))
        found = [problem for reading in self._readings.values() for problem in reading.problems]
        self.problems = tuple(found + doubles) or tuple(
            read_library(self.folder)[1] if not self._readings else ()
        )


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None  # deleted between listing and looking
    return status.st_mtime_ns, status.st_size
