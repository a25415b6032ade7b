"""What a document says of the very trouble that a person tells of in the middle of a method."""

from __future__ import annotations

from dataclasses import replace

from bot.adviser.evidence import methods_named
from bot.adviser.moves import Room
from bot.guide import cursor
from bot.guide.case import Case
from bot.guide.outcome import Answer, Outcome
from bot.guide.triage import SKIP_CABIN, reason_to_skip
from bot.guide.turn import Turn
from bot.library.model import Line, Section


def explain_trouble(case: Case, turn: Turn, room: Room) -> tuple[Case, Outcome] | None:
    """A line of the open method for the very trouble that is told ("if the seatback is stuck ..."), each only once."""
    named = methods_named(case, turn.text, room)
    sections = [s for s in (*named, case.job.section or case.job.topic) if s]
    for section in map(room.library.section, dict.fromkeys(sections)):
        # "If the doors are locked ..." is said to whoever is locked out.
        reason = reason_to_skip(section, case.job)
        if reason not in (None, SKIP_CABIN) or not cursor.is_walkable(case.job, room.library, section.id):
            continue
        found = room.finder.trouble(section, turn.text)
        if found is not None and found.number not in case.job.hints:
            break
    else:
        return None
    step = next((s.number for s in section.steps if found in s.lines), max(case.job.step, 1))
    hinted = case.with_job(
        hints=(*case.job.hints, found.number), section=section.id, step=step, topic=section.id
    )
    lines = room.finder.passage(section, turn.text, first=_around(section, found))
    return replace(hinted, pending=None), Answer(section.id, lines, "hint")


def _around(section: Section, line: Line) -> tuple[Line, ...]:
    return next((s.lines for s in section.steps if line in s.lines), (line,))
