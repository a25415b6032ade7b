"""A change of the library's files: written down before it happens, so that it happens wholly or not at all."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.library.place import Place
from bot.publishing.errors import NotEnded, NotWritten, PublishingError, reason
from bot.publishing.files import Versions, put, read_plain, settle, sha256
from bot.publishing.log import Entry, append_once

PENDING = "pending.json"
LIVE, ORIGINS, RETRACTED, DRAFTS = "documents", "origins", "retracted", "drafts"


@dataclass(frozen=True)
class Move:
    """One file's way: from the content with the hash `was` to that with `to`; None is no file."""

    room: str
    name: str
    was: str | None
    to: str | None


@dataclass(frozen=True)
class Change:
    """All moves of one command, in their order, and what the log will say."""

    moves: tuple[Move, ...]
    entries: tuple[Entry, ...]


def unfinished(place: Place) -> bool:
    """Whether a killed process left a change that was decided and not ended."""
    return (place.kept / PENDING).exists()


class Changes:
    """Carries changes out in one library; the caller holds its lock."""

    def __init__(self, place: Place) -> None:
        """Takes the library's place."""
        self._place = place
        self._pending = place.kept / PENDING
        self.versions = Versions(place.versions)

    def path(self, room: str, name: str) -> Path:
        """Where a file of a room is."""
        rooms = {
            LIVE: self._place.documents,
            ORIGINS: self._place.origins,
            RETRACTED: self._place.retracted,
            DRAFTS: self._place.drafts,
        }
        return rooms[room] / name

    def keep(self, room: str, name: str) -> str | None:
        """Keeps a file's present content among the versions; its hash, None where there is no file."""
        data = read_plain(self.path(room, name))
        return None if data is None else self.versions.keep(data)

    def decide(self, change: Change) -> None:
        """Writes a change down; raises NotWritten, and then nothing has changed."""
        try:
            self.versions.settle()
            put(self._pending, json.dumps(asdict(change)).encode())
            settle([self._pending])
        except OSError as error:
            self._pending.unlink(missing_ok=True)
            raise NotWritten(error) from error

    def carry_out(self) -> bool:
        """Does what is written down, or the rest of it; whether there was something. Raises NotEnded."""
        change = self._written_down()
        if change is None:
            return False
        try:
            for move in change.moves:
                self._move(move)
            settle([self.path(move.room, move.name) for move in change.moves])
            append_once(self._place.log, change.entries)
        except OSError as error:
            raise NotEnded(reason(error)) from error
        return True

    def end(self) -> None:
        """Forgets the change, which is done; raises NotEnded."""
        try:
            self._pending.unlink(missing_ok=True)
        except OSError as error:
            raise NotEnded(reason(error)) from error

    def _written_down(self) -> Change | None:
        try:
            data = read_plain(self._pending)
        except OSError as error:
            raise NotEnded(reason(error)) from error
        if data is None:
            return None
        try:
            content = json.loads(data)
            moves = tuple(Move(**move) for move in content["moves"])
            return Change(moves, tuple(Entry(**entry) for entry in content["entries"]))
        except (ValueError, TypeError, KeyError):
            raise PublishingError(
                f"{self._pending} cannot be read: it is written by one rename, so somebody edited it; move it away"
            ) from None

    def _move(self, move: Move) -> None:
        path = self.path(move.room, move.name)
        present = read_plain(path)
        found = None if present is None else sha256(present)
        if found == move.to:
            return
        if present is not None and found != move.was:
            if move.room == DRAFTS:
                return  # a newer draft
            self.versions.keep(present)
        if move.to is None:
            os.unlink(path)
        else:
            put(path, self.versions.content(move.to))
