"""Moves along a procedure, in free words: done, failed, worked, without a tool, yes and no to what was asked."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.adviser import evidence, questions, tools_asked, troubles
from bot.adviser.moves import Result, Room
from bot.adviser.stepping import QUESTIONS, first_offered, step_done
from bot.guide import cursor, diagnosis
from bot.guide.case import NO, POWER_GOOD, POWER_NONE, YES, Case
from bot.guide.outcome import Answer, Ask, NotCovered, ShowStep, Talk
from bot.guide.tools import is_equipped, is_used_by, supposed_missing
from bot.guide.triage import reason_to_skip
from bot.guide.turn import Turn
from bot.library.model import Section

# What sounds like a failure ("it won't go in any further") is a report of the present step where it is this like one
# of the ways of reporting it.
TOLD, CERTAIN_FAILURE = 0.66, 0.95
# A method named with one of these was gone through before, and needs no hint.
TRIED = re.compile(r"\b(?:already|tried|jumped|did|done)\b")
YES_MEANS = {"power": {"power": POWER_GOOD}, "cabin": {"cabin": YES}, "seats": {"seats": YES}}
NO_MEANS = {"power": {"power": POWER_NONE}, "cabin": {"cabin": NO}, "seats": {"seats": NO}}


def it_failed(case: Case, turn: Turn, room: Room) -> Result:
    """Looks for help with that very trouble, then notes the failure and goes to the next method."""
    if case.vehicle is None:
        return case, Talk("it-failed")
    if case.job.section and turn.probability("it_failed") < CERTAIN_FAILURE:
        told = room.finder.reports.told(room.library.section(case.job.section), turn.text)
        if told is not None and told.step == case.job.step and told.likeness >= TOLD:
            return step_done(case, turn, room)
    named = evidence.methods_named(case, turn.text, room)
    present = case.job.section or case.job.topic
    tried = [m for m in named if m != present]
    if (present or named) and len(tried) < 2 and not (present and tried and TRIED.search(turn.text.lower())):
        hint = troubles.explain_trouble(case, turn, room)
        if hint:
            return hint
    if not present and not case.job.plan:
        return _failed_before_we_met(case, turn, room, named)
    is_fresh = bool(case.job.section) and case.job.step == 1 and not case.job.hints
    if is_fresh and tried and present not in named and TRIED.search(turn.text.lower()):
        return _failed_elsewhere(case, room, tried)
    here = [present] if present and evidence.is_method(case, present, room) else []
    return cursor.failed(case, room.library, tuple(dict.fromkeys((*here, *named))))


def _failed_elsewhere(case: Case, room: Room, tried: list[str]) -> Result:
    """Notes ways that were gone before; the open one goes on."""
    for section in tried:
        case = replace(case, job=case.job.with_try(section, "failed"))
    return case, ShowStep(case.job.section or "", case.job.step, "noted")


def other_method(case: Case, turn: Turn, room: Room) -> Result:
    """Leaves the present method for the next one that applies."""
    wanted = evidence.method_hinted(case, turn.text, room)
    if (
        wanted
        and wanted != case.job.section
        and reason_to_skip(room.library.section(wanted), case.job) is None
    ):
        return cursor.open_section(
            replace(case.remembering(), pending=None), room.library, wanted, "other_method"
        )
    if case.vehicle is None or not (case.job.section or case.job.plan or case.job.topic):
        return diagnosis.diagnose(case, room.library)
    return cursor.failed(case, room.library, outcome="skipped")


def it_worked(case: Case, turn: Turn, room: Room) -> Result:
    """Notes that it is open and offers what comes after."""
    return cursor.worked(case, room.library)


def no_tool(case: Case, turn: Turn, room: Room) -> Result:
    """Offers what does instead, or goes to a method that does without."""
    target = case.job.section or case.job.topic or next(iter(case.job.plan), None)
    if target is None:
        return _said_of_a_tool(case, turn, room) or (case, Talk("no-tool"))
    section = room.library.section(target)
    elsewhere = _not_needed_here(case, turn, section, room)
    if elsewhere:
        return elsewhere
    if not (turn.said("tool") or turn.said("not_tool")):
        name = supposed_missing(section, case.job.known)
        missing = (*case.job.known.missing, name) if name else case.job.known.missing
        case = case.with_known(missing=missing)
    if is_equipped(section, case.job.known):
        return case, Answer(section.id, section.needs or section.lines, "without_tool")
    closed = replace(case.remembering(), job=case.job.closed(), pending=None)
    following = cursor.alternative(closed, room.library, target) or cursor.next_method(closed, room.library)
    if following is None:
        return cursor.hand_off(closed, room.library, "all_tried")
    return cursor.open_section(closed, room.library, following, "other_method")


def _said_of_a_tool(case: Case, turn: Turn, room: Room) -> Result | None:
    """What the list of tools says of a missing thing, None where it says nothing."""
    sections = room.library.document(case.vehicle).sections if case.vehicle else ()
    listed = next((s for s in sections if s.kind == "tools"), None)
    names = turn.said("not_tool") or turn.said("tool")
    if listed is None or not any(room.finder.mentions(listed, name) for name in names):
        return None
    return questions.from_section(case, listed, turn.text, room)


def _not_needed_here(case: Case, turn: Turn, section: Section, room: Room) -> Result | None:
    """What is missing is nothing that the method takes: what the list of tools says of it, else it is noted."""
    names = (*turn.said("not_tool"), *(() if turn.said("not_tool") else turn.said("tool")))
    if not names or any(is_used_by(section, name) for name in names):
        return None
    listed = next((s for s in room.library.document(section.document).sections if s.kind == "tools"), None)
    if listed and any(room.finder.mentions(listed, name) for name in names):
        return questions.from_section(case, listed, turn.text, room)
    if case.job.section:
        return case, ShowStep(section.id, case.job.step, "noted")
    return diagnosis.diagnose(case, room.library) if case.job.plan else None


def all_steps(case: Case, turn: Turn, room: Room) -> Result:
    """A whole procedure in one message."""
    target = case.job.section or case.job.topic or next(iter(case.job.plan), None)
    if case.vehicle is None:
        return questions.ask_vehicle(case, turn, dict(turn.ranking), then="all")
    if target is None:
        hits = room.finder.sections(turn.text, dict(turn.ranking), case.vehicle)
        procedures = (h.section for h in hits if room.library.section(h.section).kind == "procedure")
        target = next(procedures, None)
    if target is None:
        return case, NotCovered("topic")
    section = room.library.section(target)
    steps = tuple(line for step in section.steps for line in step.lines)
    spoken_of = case if case.job.section else case.with_job(topic=section.id)
    return spoken_of, Answer(section.id, (*section.needs, *steps) if steps else section.lines, "all_steps")


def explain_step(case: Case, turn: Turn, room: Room) -> Result:
    """What the open section says around its steps, as far as it is near to the present one; the step stays open."""
    if case.job.section is None:
        return cursor.again(case)
    section = room.library.section(case.job.section)
    lines = room.finder.around(
        section, cursor.lines_beside(section), cursor.step_lines(section, case.job.step)
    )
    return (case, Answer(section.id, lines, "explain_step")) if lines else cursor.again(case)


def affirm(case: Case, turn: Turn, room: Room) -> Result:
    """Yes to what was asked last."""
    about = case.pending.about if case.pending else None
    if about in YES_MEANS:
        return carry_on(case.with_known(**YES_MEANS[about]), turn, room)
    if about == "start":
        return cursor.forward(case, room.library)
    if about == "outcome":
        return cursor.worked(case, room.library)
    if about == "offer":
        return first_offered(case, room)
    if about == "handoff":
        return cursor.hand_off(case, room.library)
    if about in QUESTIONS and case.pending:
        return case, Ask(case.pending.about, case.pending.options)
    return cursor.again(case) if case.job.section else (case, Talk("affirm"))


def deny(case: Case, turn: Turn, room: Room) -> Result:
    """No to what was asked last."""
    about = case.pending.about if case.pending else None
    if about in NO_MEANS:
        return carry_on(case.with_known(**NO_MEANS[about]), turn, room)
    if about == "outcome":
        return cursor.failed(case, room.library)
    if about == "resume":
        return cursor.stop(case)
    if about in QUESTIONS and case.pending:
        return case, Ask(case.pending.about, case.pending.options)
    return replace(case, pending=None), Talk("deny")


def carry_on(case: Case, turn: Turn, room: Room) -> Result:
    """Uses the answer to what was asked: on to the plan, the question, or the method that waited for it."""
    pending = case.pending
    case = replace(case, pending=None)
    if case.foreign:
        return case, NotCovered(case.foreign)
    if pending is None or case.vehicle is None:
        return diagnosis.diagnose(case, room.library)
    topics = dict(pending.topics)
    wish = next((topic for topic in topics if topic.startswith("unsafe_")), None)
    if pending.then == "answer" and wish and len(topics) == 1:
        return questions.warn(case, replace(turn, intent=wish, text=pending.text), room)
    if pending.then == "answer":
        return questions.from_document(case, pending.text, topics, room)
    if pending.then == "tools":
        return tools_asked.tools_of_document(case, pending.text, topics, room)
    if pending.then == "all":
        return all_steps(case, replace(turn, text=pending.text, ranking=pending.topics), room)
    if pending.then == "open" and pending.section:
        return _open_if_it_fits(case, pending.section, room)
    return diagnosis.diagnose(case, room.library)


def _open_if_it_fits(case: Case, section: str, room: Room) -> Result:
    if reason_to_skip(room.library.section(section), case.job) is None:
        return cursor.open_section(case, room.library, section)
    following = cursor.next_method(case, room.library)
    if following is None:
        return cursor.hand_off(case, room.library, "all_tried")
    return cursor.open_section(case, room.library, following, "does_not_fit")


def _failed_before_we_met(case: Case, turn: Turn, room: Room, named: list[str]) -> Result:
    """A method was tried before the conversation began: the document's own advice for that, else the next method."""
    sections = room.library.document(case.vehicle or "").sections
    advice = next((s for s in sections if questions.RELEASE_FAILED in s.topics), None)
    for section in named:
        case = replace(case, job=case.job.with_try(section, "failed"))
    if advice is not None and len(named) < 2:
        return questions.from_section(case, advice, turn.text, room)
    if named:
        return cursor.failed(case, room.library, tuple(named))
    return diagnosis.diagnose(case, room.library)
