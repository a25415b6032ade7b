"""What a guide answers: its first step, the lines of one step, or its list of tools."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.adviser import questions, tools_asked
from bot.adviser.moves import Result, Room
from bot.guide import cursor
from bot.guide.case import Case
from bot.guide.outcome import Answer, NotCovered
from bot.guide.turn import Turn
from bot.library.model import Line, Section, Step
from bot.search.catalogue import Found
from bot.search.catalogue.steps import asks_detail
from bot.search.finder import ANSWER_LIMIT

TOOLS, WALK = "ask_tools", "walk_through"
# A question for tools is heard from this certainty on.
ASKS_TOOLS = 0.3
# A line of the step that is open is taken before one that is liker by no more than this.
OF_OPEN_STEP = 0.1


def answer(case: Case, turn: Turn, text: str, found: Found, room: Room, returns: bool = False) -> Result:
    """Answers a text from what was found; a procedure is begun, or taken up where it was left (`returns`)."""
    section = room.library.section(found.section)
    if turn.intent == TOOLS or turn.probability(TOOLS) >= ASKS_TOOLS or section.kind == "tools":
        listed = tools(case, text, room)
        if listed and (section.kind != "tools" or asks_tools(turn)):
            return listed
    section = section if section.kind != "tools" else main_procedure(room) or section
    step = next((one for one in section.steps if one.number == found.step), None)
    if step and turn.intent != WALK and asks_detail(text):
        return from_step(case, section, step, text, room)
    if section.kind != "procedure" or not section.steps:
        return questions.from_section(case, section, text, room)
    if case.job.section == section.id:
        return (
            cursor.again(case) if returns or not text else questions.from_section(case, section, text, room)
        )
    return cursor.open_section(case, room.library, section.id)


def asks_tools(turn: Turn) -> bool:
    """Whether a turn asks for what is needed."""
    return turn.intent == TOOLS or turn.probability(TOOLS) >= ASKS_TOOLS


def tools(case: Case, text: str, room: Room) -> Result | None:
    """What the guide's work takes, None where the guide does not say."""
    sections = [s for d in room.library.documents for s in d.sections]
    listed = next((s for s in sections if s.kind == "tools"), None)
    if listed:
        case = case if case.job.section else case.with_job(topic=getattr(main_procedure(room), "id", None))
        return replace(case, pending=None), Answer(listed.id, _limited(listed.lines))
    found = tools_asked.tools_of_document(case, text, {}, room)
    return None if isinstance(found[1], NotCovered) else found


def _limited(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The first lines, as many as an answer may hold."""
    kept: list[Line] = []
    for line in lines:
        if kept and sum(len(one.text) + 1 for one in kept) + len(line.text) > ANSWER_LIMIT:
            break
        kept.append(line)
    return tuple(kept)


def main_procedure(room: Room) -> Section | None:
    """The guide's longest procedure: what it is about."""
    sections = [s for d in room.library.documents for s in d.sections if s.kind == "procedure" and s.steps]
    return max(sections, key=lambda s: len(s.steps), default=None)


def nearest(case: Case, text: str, room: Room) -> tuple[Section | None, Line | None, float]:
    """The line of the guide that is most like a text; one of the open step is taken before others as good."""
    present = case.job.section or case.job.topic
    best: tuple[float, float, Section | None, Line | None] = (0.0, 0.0, None, None)
    for section in (s for d in room.library.documents for s in d.sections if s.kind != "tools"):
        for line, likeness in room.finder.lines(section, text):
            is_open = section.id == present and line in cursor.step_lines(section, max(case.job.step, 1))
            score = likeness + (OF_OPEN_STEP if is_open else 0.0)
            if score > best[0]:
                best = (score, likeness, section, line)
    return best[2], best[3], best[1]


def from_line(case: Case, section: Section, line: Line, text: str, room: Room) -> Result:
    """Answers with the step that holds a line, or with the passage around it."""
    step = next((one for one in section.steps if line in one.lines), None)
    return (
        from_step(case, section, step, text, room)
        if step
        else questions.from_section(case, section, text, room)
    )


def from_step(case: Case, section: Section, step: Step, text: str, room: Room) -> Result:
    """Answers with one step: all of it where it is short, else what is most like the question; warnings come along."""
    case = case if case.job.section else case.with_job(topic=section.id)
    likeness = dict(room.finder.lines(section, text)) if text else {}
    order = sorted(step.lines, key=lambda line: (line.role != "warning", -likeness.get(line, 0.0)))
    chosen = _limited(order)
    return replace(case, pending=None), Answer(
        section.id, tuple(line for line in step.lines if line in chosen)
    )
