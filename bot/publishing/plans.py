"""What publishing, retracting and undoing one document means for its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.library.errors import Problem
from bot.library.reader import shown
from bot.publishing.change import DRAFTS, LIVE, ORIGINS, RETRACTED, Changes, Move
from bot.publishing.drafts import Draft
from bot.publishing.errors import NotUndoable
from bot.publishing.files import read_plain, sha256
from bot.publishing.log import PUBLISH, Entry

ROOMS = (LIVE, ORIGINS, RETRACTED, DRAFTS)


@dataclass(frozen=True)
class Step:
    """One document's part in a change."""

    document: str
    file: str
    hash: str | None
    former: str | None
    origin: str | None
    former_origin: str | None
    moves: tuple[Move, ...]

    def entry(self, time: str, what: str, who: str, operation: str, undoes: str | None) -> Entry:
        """What the log says of it."""
        return Entry(
            time=time,
            what=what,
            document=self.document,
            file=self.file,
            hash=self.hash,
            former=self.former,
            origin=self.origin,
            former_origin=self.former_origin,
            who=who,
            operation=operation,
            undoes=undoes,
        )


def order(move: Move) -> tuple[int, bool, str]:
    """Live documents first, drafts last; in each room what comes before what goes."""
    return ROOMS.index(move.room), move.to is None, move.name


def obstacles(draft: Draft, changes: Changes, live: Mapping[str, str]) -> tuple[Problem, ...]:
    """What keeps a good draft from going live: its file holds another document."""
    file = f"{draft.name}.md"
    other = next((name for name, held in live.items() if held == file and name != draft.name), None)
    if draft.name in live or other is None:
        return ()
    what = f"{shown(changes.path(LIVE, file))} holds the document {other!r}"
    cure = f"rename that file to {other}.md, or give the draft another name and id"
    return (Problem(shown(draft.path), 1, what, cure),)


def publishing(draft: Draft, changes: Changes, file: str) -> Step:
    """The draft goes live under the name that its document has or gets; keeps all contents. Raises OSError."""
    text, note = f"{draft.name}.md", f"{draft.name}.json"
    new = changes.versions.keep(draft.data)
    origin = changes.versions.keep(draft.origin_data) if draft.origin_data is not None else None
    former, former_origin = changes.keep(LIVE, file), changes.keep(ORIGINS, note)
    moves = (
        Move(LIVE, file, former, new),
        Move(ORIGINS, note, former_origin, origin),
        Move(DRAFTS, text, new, None),
        Move(DRAFTS, note, origin, None),
    )
    return Step(draft.name, file, new, former, origin, former_origin, moves)


def retracting(name: str, changes: Changes, file: str) -> Step:
    """The live document moves to the retracted ones; raises OSError."""
    text, note = f"{name}.md", f"{name}.json"
    live, origin = changes.keep(LIVE, file), changes.keep(ORIGINS, note)
    moves = (
        Move(LIVE, file, live, None),
        Move(ORIGINS, note, origin, None),
        Move(RETRACTED, text, changes.keep(RETRACTED, text), live),
        Move(RETRACTED, note, changes.keep(RETRACTED, note), origin),
    )
    return Step(name, file, live, live, origin, origin, moves)


def undoing(entry: Entry, changes: Changes) -> Step:
    """Brings back what was before; raises NotUndoable, OSError."""
    return _unpublishing(entry, changes) if entry.what == PUBLISH else _restoring(entry, changes)


def _unpublishing(entry: Entry, changes: Changes) -> Step:
    """The former version is live again; the published one, with edits since, is a draft again."""
    text, note = f"{entry.document}.md", f"{entry.document}.json"
    live, origin = changes.keep(LIVE, entry.file), changes.keep(ORIGINS, note)
    room = DRAFTS if _present(changes, DRAFTS, text) is None else RETRACTED  # a newer draft stays
    moves = (
        Move(LIVE, entry.file, live, entry.former),
        Move(ORIGINS, note, origin, entry.former_origin),
        Move(room, text, changes.keep(room, text), live or entry.hash),
        Move(room, note, changes.keep(room, note), entry.origin),
    )
    return Step(entry.document, entry.file, entry.former, live, entry.former_origin, origin, moves)


def _restoring(entry: Entry, changes: Changes) -> Step:
    """The retracted document is live again, as it was."""
    text, note = f"{entry.document}.md", f"{entry.document}.json"
    present = _present(changes, LIVE, entry.file)
    if present not in (None, entry.hash):
        path = shown(changes.path(LIVE, entry.file))
        raise NotUndoable(
            f"{path} is there again, and is not what was retracted: move it away, then undo once more"
        )
    origin = changes.keep(ORIGINS, note)
    moves = [
        Move(LIVE, entry.file, present, entry.hash),
        Move(ORIGINS, note, origin, entry.origin),
    ]
    for name, content in ((text, entry.hash), (note, entry.origin)):
        if content is not None and _present(changes, RETRACTED, name) == content:
            moves.append(Move(RETRACTED, name, content, None))
    return Step(entry.document, entry.file, entry.hash, present, entry.origin, origin, tuple(moves))


def _present(changes: Changes, room: str, name: str) -> str | None:
    data = read_plain(changes.path(room, name))
    return None if data is None else sha256(data)
