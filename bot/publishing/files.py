"""Files that are there wholly or not at all, and contents kept under their hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

MANY = 30
UNFINISHED = ".curbside-"  # how a file is called while it is written


def sha256(data: bytes) -> str:
    """The name that a content is kept under."""
    return hashlib.sha256(data).hexdigest()


def read_plain(path: Path) -> bytes | None:
    """A plain file's content, None where there is none; raises OSError, for a link too."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    with os.fdopen(opened, "rb") as file:
        return file.read()


def put(path: Path, data: bytes) -> None:
    """Writes a whole file by one rename; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    opened, name = tempfile.mkstemp(prefix=UNFINISHED, suffix=".part", dir=path.parent)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), 0o644)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def settle(paths: Collection[Path]) -> None:
    """Waits until these files, or that they are gone, stand on the disk itself; raises OSError."""
    if len(paths) > MANY:
        return os.sync()  # everything at once is quicker than many one by one
    for path in [*paths, *{path.parent for path in paths}]:
        with suppress(FileNotFoundError):
            opened = os.open(path, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)


class Versions:
    """Contents by their hash; none is ever changed or removed."""

    def __init__(self, folder: Path) -> None:
        """Keeps them in a folder."""
        self._folder = folder
        self._new: list[Path] = []

    def keep(self, data: bytes) -> str:
        """Keeps a content and returns its hash; raises OSError."""
        name = sha256(data)
        path = self._folder / name
        if not path.exists():
            put(path, data)
            self._new.append(path)
        return name

    def content(self, name: str) -> bytes:
        """The content with this hash; raises OSError."""
        return (self._folder / name).read_bytes()

    def settle(self) -> None:
        """Waits until all that was kept stands on the disk itself; raises OSError."""
        settle(self._new)
        self._new.clear()


def sweep(folder: Path) -> None:
    """Removes what killed processes left half-written in a folder; raises OSError."""
    for path in folder.glob(f"{UNFINISHED}*.part"):
        path.unlink(missing_ok=True)
