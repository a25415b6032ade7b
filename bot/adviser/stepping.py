"""Moves from step to step: on, and to wherever a report of what is done leads."""

from __future__ import annotations

from dataclasses import replace

from bot.adviser.moves import Result, Room
from bot.guide import cursor, diagnosis
from bot.guide.case import Case
from bot.guide.outcome import Answer, Ask, Talk
from bot.guide.triage import reason_to_skip
from bot.guide.turn import Turn
from bot.language.clauses import clauses
from bot.library.model import Section
from bot.search.reports import Report

# A report must be this like one step to move the cursor there; a clause of several also by so much liker than the
# next best.
STEP_LIKENESS = 0.33
CLEAR_LIKENESS, CLEAR_LEAD = 0.55, 0.08
# What was not understood counts as a report only where it is clearly about one step.
PLAIN_LIKENESS, PLAIN_LEAD = 0.4, 0.15
SHORTEST_REPORT = 3  # words
# The same where it is this like one of the ways of reporting that the document names.
TOLD_PLAINLY = 0.55
# A report of a step of another method than the open one must be this like it, and by this much liker; what is as like
# a step of the open one as this is about that, however well it would fit elsewhere.
ELSEWHERE, ELSEWHERE_LEAD, HERE = 0.6, 0.2, 0.5
# A report of the last step is taken for success where that is a likely reading.
SUCCESS = 0.1
# What is asked of a person before a method is proposed.
QUESTIONS = ("vehicle", "body", "power", "cabin", "seats", "cause", "year", "model")


def next_step(case: Case, turn: Turn, room: Room) -> Result:
    """Goes on; a question that is still open is asked once more."""
    pending = case.pending
    if pending and pending.about in QUESTIONS:
        return case, Ask(pending.about, pending.options)
    if pending and pending.about == "offer":
        return first_offered(case, room)
    if pending and pending.about == "resume":
        return cursor.again(case)
    moved, outcome = cursor.forward(case, room.library)
    if isinstance(outcome, Talk) and case.vehicle and not case.job.solved:
        return diagnosis.diagnose(case, room.library)
    return moved, outcome


def step_done(case: Case, turn: Turn, room: Room) -> Result:
    """Takes a report of what is done to the step after it, in the open method or in the one that it clearly means."""
    section = case.job.section or case.job.topic
    elsewhere = _reported_elsewhere(case, turn, room, section)
    if elsewhere:
        return cursor.done(case, room.library, elsewhere.section, elsewhere.step)
    if section is None or room.library.section(section).kind != "procedure":
        return next_step(case, turn, room)
    sure = _reported(turn.text, room.library.section(section), case.job.step, room)
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


def _reported(text: str, section: Section, present: int, room: Room) -> list[Report]:
    """The steps that a text reports, from the present one on: each clause's where it is clear, else the whole text's."""
    parts = clauses(text)
    found = [room.finder.reports.step(section, part) for part in parts if len(part.split()) > 1]
    clear = [r for r in found if r.likeness >= CLEAR_LIKENESS and r.lead >= CLEAR_LEAD and r.step >= present]
    if clear:
        return clear
    whole = room.finder.reports.step(section, text)
    is_sure = whole.likeness >= STEP_LIKENESS and whole.step >= present
    return [whole] if is_sure else []


def _reported_elsewhere(case: Case, turn: Turn, room: Room, present: str | None) -> Report | None:
    """A step of another method that fits and that a report means far more clearly than any step of the present one."""
    if case.vehicle is None:
        return None
    planned = dict.fromkeys(
        m for plan in room.library.document(case.vehicle).plans for group in plan.methods for m in group
    )
    sections = [room.library.section(m) for m in planned]
    others = [s for s in sections if s.id != present and reason_to_skip(s, case.job) is None]
    mine = room.finder.reports.best([room.library.section(present)], turn.text) if present else None
    if case.job.section and mine and mine.likeness >= HERE:
        return None
    found = room.finder.reports.best(others, turn.text)
    least = max(ELSEWHERE, (mine.likeness if mine else 0.0) + ELSEWHERE_LEAD)
    return found if found and found.likeness >= least else None


def plain_report(case: Case, turn: Turn, room: Room) -> Result | None:
    """A report of a step in words that the classifier does not know, None where it is not clearly one."""
    if case.job.section is None or "?" in turn.text or len(turn.text.split()) < SHORTEST_REPORT:
        return None
    section = room.library.section(case.job.section)
    told = room.finder.reports.told(section, turn.text)
    if told is not None and told.likeness >= TOLD_PLAINLY and told.step >= case.job.step:
        return step_done(case, turn, room)
    report = room.finder.reports.step(section, turn.text)
    if report.likeness < PLAIN_LIKENESS or report.lead < PLAIN_LEAD or report.step < case.job.step:
        return None
    return step_done(case, turn, room)


def first_offered(case: Case, room: Room) -> Result:
    offered = next(iter(case.job.offered), None)
    if offered is None:
        return case, Talk("affirm")
    rest = case.job.offered[1:]
    left = replace(case.with_job(offered=rest), pending=case.pending if rest else None)
    section = room.library.section(offered)
    if section.kind == "procedure" and section.steps:
        return cursor.open_section(left, room.library, offered)
    return left, Answer(offered, section.lines)
