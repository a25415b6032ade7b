"""What can go wrong between a draft and a live document.

PublishingError
├── UnknownDraft       no draft has this id
├── NotLive            no live document has this id
├── NothingToUndo      the log holds no publish or retract that was not undone
├── NotUndoable        what would come back meets something else
├── LibraryBusy        another process has been changing the library for too long
├── NotWritten         a file could not be written; nothing has changed
├── NotEnded           a change is written down, but could not be ended; the next start ends it
└── BadLog             a line of the log cannot be read
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from bot.library.errors import did_you_mean


class PublishingError(Exception):
    """Root of what this package raises on purpose; its text names the cure."""


class UnknownDraft(PublishingError):
    """There is no such draft."""

    def __init__(self, name: str, known: Collection[str], live: bool = False) -> None:
        """Names the nearest draft, or where drafts come from."""
        hint = ("; it is live already" if live else did_you_mean(name, known)) or (
            "; `curbside review` lists the drafts" if known else "; `curbside intake FILE` makes drafts"
        )
        super().__init__(f"no draft has the id {name[:80]!r}{hint}")


class NotLive(PublishingError):
    """There is no such live document."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        """Names the nearest document."""
        hint = did_you_mean(name, known) or "; `curbside show --all` lists the documents"
        super().__init__(f"no live document has the id {name[:80]!r}{hint}")


class NothingToUndo(PublishingError):
    """Nothing was published or retracted that is not undone already."""

    def __init__(self) -> None:
        """Has one text."""
        super().__init__("nothing was published or retracted that could be undone")


class NotUndoable(PublishingError):
    """Undoing would meet a file that is not the change's own."""


class LibraryBusy(PublishingError):
    """The lock was not free in time."""

    def __init__(self, lock: Path) -> None:
        """Names the lock's file."""
        super().__init__(
            f"another process is changing this library (it holds {lock}): wait until it ends, then try again"
        )


class NotWritten(PublishingError):
    """The system refused to write; nothing has changed."""

    def __init__(self, error: OSError) -> None:
        """Says what the system says."""
        super().__init__(
            f"{reason(error)}: nothing was changed; mend that (space on the disk, permissions) and try again"
        )


class NotEnded(PublishingError):
    """The change is decided and partly done."""

    def __init__(self, why: str) -> None:
        """Says why it stopped."""
        super().__init__(
            f"{why}: the change is begun and will be ended by the next publish, retract, undo or start;"
            " mend that and run one of them"
        )


class BadLog(PublishingError):
    """Somebody edited the log."""

    def __init__(self, log: Path, line: int) -> None:
        """Names file and line."""
        super().__init__(f"{log}:{line}: this line of the log cannot be read: take it out or mend it")


def reason(error: OSError) -> str:
    """A system error with its file, in one line."""
    said = error.strerror or type(error).__name__
    return f"{error.filename}: {said}" if error.filename else said
