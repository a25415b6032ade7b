"""Publishes drafts, takes documents back, and undoes either."""

from __future__ import annotations

import getpass
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Protocol

from bot.library.errors import Problem
from bot.library.model import Document
from bot.library.place import Place
from bot.library.shelf import Shelf
from bot.publishing import plans
from bot.publishing.change import Change, Changes
from bot.publishing.drafts import draft_names, read_draft
from bot.publishing.errors import NotEnded, NothingToUndo, NotLive, NotWritten
from bot.publishing.files import sweep
from bot.publishing.lock import locked
from bot.publishing.log import PUBLISH, RETRACT, Entry, last_to_undo, read_log

LOCK = ".lock"
REFUSED = "refused"


class Index(Protocol):
    """The search index of a library."""

    def ready(self) -> None:
        """Loads what it takes to bring it up to date, before anything is changed."""

    def sync(self, documents: Sequence[Document]) -> None:
        """Brings it to exactly these documents."""


@dataclass(frozen=True)
class Outcome:
    """What became of one document: `published`, `retracted`, or `refused` with all problems."""

    document: str
    status: str
    problems: tuple[Problem, ...] = ()
    replaced: bool = False  # another version was live before


class Publisher:
    """Changes one library; every method takes its lock, and ends first what a killed process began."""

    def __init__(self, place: Place, index: Index, on_wait: Callable[[], None] = lambda: None) -> None:
        """`index` is brought along once for each change; `on_wait` is called where another process holds the lock."""
        self._place = place
        self._index = index
        self._on_wait = on_wait
        self._changes = Changes(place)
        self._shelf = Shelf(place.documents)

    def publish(self, names: Iterable[str] | None = None) -> list[Outcome]:
        """Publishes these drafts, or all; bad ones are refused. Raises PublishingError, then nothing changes."""
        with self._alone():
            wanted = draft_names(self._place) if names is None else list(dict.fromkeys(names))
            drafts = [read_draft(self._place, name) for name in wanted]
            live = self._live()
            steps, outcomes = [], []
            for draft in drafts:
                problems = draft.problems or plans.obstacles(draft, self._changes, live)
                if problems:
                    outcomes.append(Outcome(draft.name, REFUSED, problems))
                    continue
                step = plans.publishing(draft, self._changes, live.get(draft.name, f"{draft.name}.md"))
                outcomes.append(Outcome(draft.name, "published", replaced=bool(step.former)))
                steps.append(step)
            self._do(PUBLISH, steps)
            return outcomes

    def retract(self, names: Iterable[str]) -> list[Outcome]:
        """Takes live documents back; raises PublishingError, then nothing changes."""
        with self._alone():
            live = self._live()
            wanted = list(dict.fromkeys(names))
            for name in wanted:
                if name not in live:
                    raise NotLive(name, live)
            self._do(RETRACT, [plans.retracting(name, self._changes, live[name]) for name in wanted])
            return [Outcome(name, "retracted") for name in wanted]

    def undo(self) -> list[Entry]:
        """Undoes the latest publish or retract that is not undone; returns its entries.

        Raises NothingToUndo, NotUndoable, PublishingError; then nothing changes.
        """
        with self._alone():
            undone = last_to_undo(read_log(self._place.log))
            if not undone:
                raise NothingToUndo
            steps = [plans.undoing(entry, self._changes) for entry in undone]
            self._do("undo", steps, undone[0].operation)
            return undone

    def refresh(self) -> bool:
        """Ends what a killed process began (whether there was something), and brings the index to what is live.

        Raises PublishingError.
        """
        with self._alone() as ended:
            if not ended:
                self._sync_now()
            return ended

    def _do(self, what: str, steps: Sequence[plans.Step], undoes: str | None = None) -> None:
        """Writes a change down and carries it out."""
        if not steps:
            return
        self._index.ready()
        self._shelf.look_now()  # so that little is left to be read between the move and the index
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        who, operation = user(), uuid.uuid4().hex
        entries = tuple(step.entry(now, what, who, operation, undoes) for step in steps)
        moves = [move for step in steps for move in step.moves]
        self._changes.decide(Change(tuple(sorted(moves, key=plans.order)), entries))
        self._finish()

    def _finish(self) -> bool:
        if not self._changes.carry_out():
            return False
        self._sync_now()
        self._changes.end()
        return True

    def _sync_now(self) -> None:
        try:
            self._index.sync(self._shelf.look_now().documents)
        except Exception as error:  # whatever database and encoder raise: the files are right already
            raise NotEnded(f"the search index could not be brought up to date ({error})") from error

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Holds the lock; yields whether a change was ended that had been begun before."""
        try:
            with locked(self._place.kept / LOCK, self._on_wait):
                self._sweep()
                yield self._finish()
        except OSError as error:
            raise NotWritten(error) from error

    def _sweep(self) -> None:
        place = self._place
        rooms = (place.documents, place.drafts, place.retracted, place.origins, place.versions, place.kept)
        for folder in rooms:
            sweep(folder)

    def _live(self) -> dict[str, str]:
        """The files of the live documents by their ids, and by their names where they cannot be served."""
        shelf = self._shelf.look_now()
        served = {document.id: Path(document.file).name for document in shelf.documents}
        files = {Path(problem.file).name for problem in self._shelf.problems} - set(served.values())
        return {Path(file).stem: file for file in sorted(files) if file.endswith(".md")} | served


def user() -> str:
    """Who works at this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user here, as in many containers
        return str(os.getuid())
