"""The log of a library: what was published, retracted and undone, when, by whom; one JSON object a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.publishing.errors import BadLog

PUBLISH, RETRACT, UNDO = "publish", "retract", "undo"


@dataclass(frozen=True)
class Entry:
    """One document's part in a change; the entries of one command share their `operation`.

    `hash` is the content that went live (publish) or was taken back (retract), `former` what was live before.
    """

    time: str  # ISO 8601, UTC
    what: str
    document: str
    file: str  # its name in the documents' folder
    hash: str | None
    former: str | None
    origin: str | None  # the hash of what tells where `hash` came from
    former_origin: str | None
    who: str
    operation: str
    undoes: str | None = None


def read_log(path: Path) -> list[Entry]:
    """All entries, oldest first; a last line that was cut off by a kill is not one. Raises BadLog, OSError."""
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")
    return [_entry(path, number, line) for number, line in enumerate(lines[:-1], 1) if line.strip()]


def _entry(path: Path, number: int, line: bytes) -> Entry:
    try:
        return Entry(**json.loads(line))
    except (ValueError, TypeError):
        raise BadLog(path, number) from None


def append_once(path: Path, entries: Iterable[Entry]) -> None:
    """Adds the entries that are not there yet; raises BadLog, OSError."""
    known = {(entry.operation, entry.document) for entry in read_log(path)}
    new = [entry for entry in entries if (entry.operation, entry.document) not in known]
    if not new:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
        file.write(b"".join(json.dumps(asdict(entry)).encode() + b"\n" for entry in new))
        file.flush()
        os.fsync(file.fileno())


def last_to_undo(log: Sequence[Entry]) -> list[Entry]:
    """The entries of the latest publish or retract that is not undone yet; empty where there is none."""
    undone = {entry.undoes for entry in log}
    standing = [entry for entry in log if entry.what != UNDO and entry.operation not in undone]
    return [entry for entry in standing if entry.operation == standing[-1].operation]
