"""Moves for what a person tells: a trouble, a fact about the car, a choice by button, a way to be reached."""

from __future__ import annotations

from dataclasses import replace

from bot.adviser import evidence, outside, questions, stepping, troubles, walking
from bot.adviser.moves import Result, Room
from bot.guide import cursor, diagnosis
from bot.guide.case import Case, Pending
from bot.guide.outcome import Ask, NotCovered, ShowStep, Talk, Unclear
from bot.guide.triage import reason_to_skip
from bot.guide.turn import Turn
from bot.language.clauses import is_question

# Words about the present step that the classifier may take for a trouble of their own.
ABOUT_THE_STEP = ("it_failed", "step_done", "next_step", "it_worked", "no_tool")
ABOUT_THE_STEP_FLOOR = 0.15
# A trouble read with less certainty than this may be a question in the document's own words.
SURE = 0.6
# Questions that no single intent leads in may still lead together.
ASKING = 0.45
# A fact may come with a question ("wrong car, its the 328i. where is its release").
ASKING_BESIDE = 0.25
OTHER_CAR = "other"
JUMPED = "symptom_jump_no_help"


def diagnose(case: Case, turn: Turn, room: Room) -> Result:
    """A described trouble leads to a plan; in the middle of a method it may be about the step."""
    if turn.vehicle.status == "ambiguous":
        return _ask_which_car(case, turn)
    if case.job.section and turn.vehicle.document is None and not case.foreign:
        step = _about_the_step(case, turn, room)
        if step:
            return step
    if (
        turn.probability(turn.intent) < SURE
        and is_question(turn.text)
        and evidence.asking(turn)
        and evidence.is_asked_in_words(case, turn, room)
    ):
        return questions.answer(case, turn, room)
    for section in _tried_already(case, turn, room):
        case = replace(case, job=case.job.with_try(section, "failed"))
    return diagnosis.diagnose(case.remembering(), room.library)


def note_facts(case: Case, turn: Turn, room: Room) -> Result:
    """A fact about the car answers what was asked, or changes the plan where it does."""
    if turn.vehicle.status == "ambiguous":
        return _ask_which_car(case, turn)
    if case.foreign:
        return replace(case, pending=None), NotCovered(case.foreign)
    if case.pending and case.pending.about in stepping.QUESTIONS:
        return walking.carry_on(case, turn, room)
    if evidence.asking(turn) >= ASKING_BESIDE and evidence.is_asked_in_words(
        case, turn, room, evidence.LIKELY_WORDS
    ):
        return questions.answer(case, turn, room)
    enabled = _method_for_a_tool(case, turn, room) if turn.intent == "inform_tools" else None
    if enabled:
        return cursor.open_section(case.remembering(), room.library, enabled, "other_method")
    return _use_fact(case, turn, room)


def _method_for_a_tool(case: Case, turn: Turn, room: Room) -> str | None:
    """The one method that a thing at hand is for, where another was only just opened ("i have cables and a neighbour")."""
    if case.vehicle is None or case.job.section is None or case.job.step > 1:
        return None
    plans = room.library.document(case.vehicle).plans
    planned = [room.library.section(m) for plan in plans for group in plan.methods for m in group]
    fitting = {
        s.id: s for s in planned if case.job.outcome(s.id) is None and reason_to_skip(s, case.job) is None
    }
    meant = [name for name, s in fitting.items() if any(tool.name in turn.said("tool") for tool in s.tools)]
    return meant[0] if len(meant) == 1 and meant[0] != case.job.section else None


def _use_fact(case: Case, turn: Turn, room: Room) -> Result:
    """What a fact means where the conversation stands: for the open step, the plan, or what is talked about."""
    job = case.job
    is_same_car = turn.vehicle.document is None
    present = job.section or job.topic
    hint = troubles.explain_trouble(case, turn, room) if present and is_same_car else None
    if hint:
        return hint
    if job.section and reason_to_skip(room.library.section(job.section), job):
        return _keep_or_leave(case, room)
    if job.section:
        return _keep_or_leave(case, room)
    is_out = job.topic is not None and reason_to_skip(room.library.section(job.topic), job) is not None
    if case.vehicle and (job.symptoms or job.plan or job.tried or is_out):
        return diagnosis.diagnose(case, room.library)
    if case.vehicle is None or job.topic is None:
        return _ask_trouble(case)
    return outside.by_words(case, turn, room) or (case, Talk("affirm"))


def choose(case: Case, turn: Turn, room: Room) -> Result:
    """A button that picks a car, a body, a cause or a section."""
    vehicle, section = _first(turn, "vehicle"), _first(turn, "section")
    if vehicle == OTHER_CAR:
        return replace(case, pending=None), NotCovered("vehicle")
    if vehicle:
        return walking.carry_on(case.for_vehicle(vehicle), turn, room)
    if section:
        return _choose_section(case, section, room)
    cause = _first(turn, "cause")
    if cause and case.vehicle:
        plan = next((p for p in room.library.document(case.vehicle).plans if p.cause == cause), None)
        signs = plan.signs if plan else ()
        return diagnosis.show_plan(case.with_job(signs=signs), room.library)
    return walking.carry_on(case, turn, room)


def old_button(case: Case, turn: Turn, room: Room) -> Result:
    """A button of an earlier card: the present step again."""
    if case.job.section:
        return case, ShowStep(case.job.section, case.job.step, "old_button")
    return case, Unclear("old_button")


def unclear(case: Case, turn: Turn, room: Room) -> Result:
    """Not understood: what it mentions may still answer the open question, or stand in the document."""
    told = turn.vehicle.document or turn.said("body")
    if case.foreign and turn.vehicle.status in ("make", "model", "year"):
        return case, NotCovered(case.foreign)
    if told and case.pending and case.pending.about in stepping.QUESTIONS:
        return walking.carry_on(case, turn, room)
    report = stepping.plain_report(case, turn, room)
    if report:
        return report
    answer = outside.by_words(case, turn, room)
    if answer:
        return answer
    if evidence.asking(turn) >= ASKING:
        return questions.answer(case, turn, room)
    if turn.vehicle.document:
        return note_facts(case, turn, room)
    return case, Unclear()


def _first(turn: Turn, label: str) -> str | None:
    return next(iter(turn.said(label)), None)


def _choose_section(case: Case, section: str, room: Room) -> Result:
    chosen = room.library.section(section)
    case = case.for_vehicle(chosen.document).remembering()
    if chosen.kind == "help":
        return questions.whole_section(case, chosen)
    if chosen.kind == "procedure" or (chosen.kind == "faq" and section in case.job.plan):
        return cursor.open_section(case, room.library, section)
    return questions.whole_section(case, chosen)


def _about_the_step(case: Case, turn: Turn, room: Room) -> Result | None:
    likely = max(ABOUT_THE_STEP, key=turn.probability)
    if turn.probability(likely) < ABOUT_THE_STEP_FLOOR:
        return None
    moves = {
        "it_failed": walking.it_failed,
        "step_done": stepping.step_done,
        "next_step": stepping.next_step,
        "it_worked": walking.it_worked,
        "no_tool": walking.no_tool,
    }
    return moves[likely](case, turn, room)


def _tried_already(case: Case, turn: Turn, room: Room) -> list[str]:
    """After a jump that did not help, the method that was named is not proposed again."""
    if turn.intent != JUMPED or case.vehicle is None:
        return []
    return evidence.methods_named(case, turn.text, room)


def _keep_or_leave(case: Case, room: Room) -> Result:
    """Stays at the open step, unless the fact rules its method out."""
    section = case.job.section or ""
    if reason_to_skip(room.library.section(section), case.job) is None:
        return cursor.again(case)
    closed = replace(case.remembering(), job=case.job.closed())
    following = cursor.next_method(closed, room.library)
    if following is None:
        return cursor.hand_off(closed, room.library, "all_tried")
    return cursor.open_section(closed, room.library, following, "does_not_fit")


def _ask_which_car(case: Case, turn: Turn) -> Result:
    pending = Pending(about="vehicle", then="plan", options=turn.vehicle.candidates)
    return replace(case, pending=pending), Ask("vehicle", turn.vehicle.candidates)


def _ask_trouble(case: Case) -> Result:
    if case.vehicle is None:
        return diagnosis.ask(case, "vehicle")
    return replace(case, pending=Pending(about="symptom", then="plan")), Ask("symptom")
