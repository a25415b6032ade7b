"""Folders that are either whole or not there: built aside, then renamed into place."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the lock for building `folder`; a second builder waits, a killed one frees it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.parent / f".{folder.name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Yields an empty folder that takes the place of `folder` when the block ends without an error.

    Call it under `locked(folder)`: what earlier, killed builds left beside it is removed.
    """
    prefix = f".{folder.name}-"
    for rest in folder.parent.glob(f"{prefix}*"):
        shutil.rmtree(rest)
    fresh = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    try:
        yield fresh
        fresh.chmod(0o755)
        if folder.exists():
            folder.rename(Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent)) / "old")
        fresh.rename(folder)
    finally:
        for rest in folder.parent.glob(f"{prefix}*"):
            shutil.rmtree(rest, ignore_errors=True)
