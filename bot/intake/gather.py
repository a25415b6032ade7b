"""Which files are meant by paths: files as named, folders with all that lies in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.intake.formats import KNOWN, format_of


@dataclass(frozen=True)
class Candidate:
    """A file that was found, and why it is not looked at where that is so."""

    path: Path
    skipped: str = ""


def gather(paths: Iterable[Path]) -> list[Candidate]:
    """All files, each once, in a steady order; hidden ones in folders are left alone."""
    seen: set[str] = set()
    found = []
    for path in paths:
        for candidate in _of_folder(path) if path.is_dir() else [Candidate(path)]:
            real = os.path.realpath(candidate.path)
            if real not in seen or candidate.skipped:
                seen.add(real)
                found.append(candidate)
    return found


def _of_folder(folder: Path) -> Iterator[Candidate]:
    root = folder.resolve()
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            path = Path(place, name)
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                yield Candidate(
                    path, "a link that leads out of the folder - name the file itself if it is meant"
                )
            elif not format_of(path):
                yield Candidate(
                    path, f"{path.suffix or 'a file without an ending'} is no format that is read - {KNOWN}"
                )
            else:
                yield Candidate(path)
        for name in folders:
            if Path(place, name).is_symlink():
                yield Candidate(
                    Path(place, name),
                    "a link to a folder is not followed - name the folder itself if it is meant",
                )
