"""Moves along a procedure, in free words: done, failed, worked, without a tool, yes and no to what was asked."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.adviser import evidence, questions
from bot.adviser.moves import Result, Room
from bot.guide import cursor, diagnosis
from bot.guide.case import NO, POWER_GOOD, POWER_NONE, YES, Case
from bot.guide.outcome import Answer, Ask, NotCovered, ShowStep, Talk
from bot.guide.tools import is_equipped, is_used_by, supposed_missing
from bot.guide.triage import reason_to_skip
from bot.guide.turn import Turn
from bot.language.clauses import clauses
from bot.library.model import Section

# A report must be this like one step, and by this much liker than the next best, to move the cursor there.
STEP_LIKENESS = 0.33
STEP_LEAD = 0.0
# What was not understood counts as a report only where it is clearly about one step.
PLAIN_LIKENESS, PLAIN_LEAD = 0.4, 0.15
SHORTEST_REPORT = 3  # words
# A report of the last step is taken for success where that is a likely reading.
SUCCESS = 0.1
# A method named with one of these was gone through before, and needs no hint.
TRIED = re.compile(r"\b(?:already|tried|jumped|did|done)\b")
YES_MEANS = {"power": {"power": POWER_GOOD}, "cabin": {"cabin": YES}, "seats": {"seats": YES}}
NO_MEANS = {"power": {"power": POWER_NONE}, "cabin": {"cabin": NO}, "seats": {"seats": NO}}
QUESTIONS = ("vehicle", "body", "power", "cabin", "seats", "cause", "year", "model")


def next_step(case: Case, turn: Turn, room: Room) -> Result:
    """Goes on; a question that is still open is asked once more."""
    pending = case.pending
    if pending and pending.about in QUESTIONS:
        return case, Ask(pending.about, pending.options)
    if pending and pending.about == "offer":
        return _first_offered(case, room)
    if pending and pending.about == "resume":
        return cursor.again(case)
    return cursor.forward(case, room.library)


def step_done(case: Case, turn: Turn, room: Room) -> Result:
    """Takes a report of what is done to the step after it."""
    section = case.job.section or case.job.topic
    if section is None or room.library.section(section).kind != "procedure":
        return next_step(case, turn, room)
    reports = [room.finder.step(room.library.section(section), part) for part in clauses(turn.text)]
    sure = [
        r for r in reports if r.likeness >= STEP_LIKENESS and r.lead >= STEP_LEAD and r.step >= case.job.step
    ]
    if not sure and not case.job.section:
        return cursor.done(case, room.library, section, 1)
    if not sure:
        return cursor.forward(case, room.library)
    furthest = max(sure, key=lambda r: r.step)
    if not furthest.whole:
        return cursor.go_to(case, section, furthest.step)
    is_last = furthest.step == cursor.step_count(room.library.section(section))
    if is_last and turn.probability("it_worked") >= SUCCESS:
        return cursor.worked(case, room.library)
    return cursor.done(case, room.library, section, furthest.step)


def plain_report(case: Case, turn: Turn, room: Room) -> Result | None:
    """A report of a step in words that the classifier does not know, None where it is not clearly one."""
    if case.job.section is None or "?" in turn.text or len(turn.text.split()) < SHORTEST_REPORT:
        return None
    report = room.finder.step(room.library.section(case.job.section), turn.text)
    if report.likeness < PLAIN_LIKENESS or report.lead < PLAIN_LEAD or report.step < case.job.step:
        return None
    return step_done(case, turn, room)


def it_failed(case: Case, turn: Turn, room: Room) -> Result:
    """Looks for help with that very trouble, then notes the failure and goes to the next method."""
    if case.vehicle is None:
        return case, Talk("it-failed")
    named = evidence.methods_named(case, turn.text, room)
    present = case.job.section or case.job.topic
    tried = [m for m in named if m != present]
    if (present or named) and len(tried) < 2 and not (present and tried and TRIED.search(turn.text.lower())):
        hint = questions.explain_trouble(case, turn, room)
        if hint:
            return hint
    if not present and not case.job.plan:
        return _failed_before_we_met(case, turn, room, named)
    here = [present] if present and evidence.is_method(case, present, room) else []
    return cursor.failed(case, room.library, tuple(dict.fromkeys((*here, *named))))


def other_method(case: Case, turn: Turn, room: Room) -> Result:
    """Leaves the present method for the next one that applies."""
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
        return case, Talk("no-tool")
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
    return case, Answer(section.id, (*section.needs, *steps) if steps else section.lines, "all_steps")


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
        return _first_offered(case, room)
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
        return questions.tools_of_document(case, pending.text, topics, room)
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


def _first_offered(case: Case, room: Room) -> Result:
    offered = next(iter(case.job.offered), None)
    if offered is None:
        return case, Talk("affirm")
    rest = case.job.offered[1:]
    left = replace(case.with_job(offered=rest), pending=case.pending if rest else None)
    section = room.library.section(offered)
    if section.kind == "procedure" and section.steps:
        return cursor.open_section(left, room.library, offered)
    return left, Answer(offered, section.lines)


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
