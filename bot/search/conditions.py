"""Lines that say what to do about a trouble ("If the seatback is stuck ...")."""

from __future__ import annotations

from bot.library.model import Line

# A line about a trouble must be this like what is told.
TROUBLE_LIKENESS, NOTE_LIKENESS = 0.28, 0.5
CONDITION = "If "


def least_for(line: Line | None) -> float:
    """How like a trouble a line must be; a note tells of several things, and must be liker."""
    return NOTE_LIKENESS if line is not None and line.role == "note" else TROUBLE_LIKENESS


def is_conditional(line: Line | None) -> bool:
    """Whether a line says what to do about a trouble, in the document's words or in a note of the shop."""
    said = (
        line.text.partition(": ")[2]
        if line is not None and line.role == "note"
        else line.text
        if line
        else ""
    )
    return line is not None and line.role in ("text", "note") and said.startswith(CONDITION)
