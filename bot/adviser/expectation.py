"""Hears a message as an answer to what was asked, where it may well be one."""

from __future__ import annotations

from dataclasses import replace

from bot.adviser import facts_told, people, stepping, walking
from bot.adviser.moves import Move
from bot.guide.case import Case
from bot.guide.turn import Turn
from bot.language.clauses import is_question

ANSWERS: dict[str, dict[str, Move]] = {
    "power": {
        "affirm": walking.affirm,
        "deny": walking.deny,
        "inform_power_ok": facts_told.note_facts,
        "symptom_no_power": facts_told.diagnose,
        "symptom_weak_battery": facts_told.diagnose,
        "symptom_only_trunk": facts_told.diagnose,
    },
    "start": {
        "affirm": walking.affirm,
        "next_step": stepping.next_step,
        "deny": walking.deny,
        "other_method": walking.other_method,
        "it_failed": walking.it_failed,
    },
    "outcome": {
        "it_worked": walking.it_worked,
        "it_failed": walking.it_failed,
        "affirm": walking.affirm,
        "deny": walking.deny,
    },
    "seats": {
        "affirm": walking.affirm,
        "deny": walking.deny,
        "inform_seats_fold": facts_told.note_facts,
        "inform_seats_fixed": facts_told.note_facts,
    },
    "cabin": {
        "affirm": walking.affirm,
        "deny": walking.deny,
        "inform_cabin_open": facts_told.note_facts,
        "inform_cabin_locked": facts_told.note_facts,
    },
    "vehicle": {"inform_vehicle": facts_told.note_facts},
    "body": {"inform_vehicle": facts_told.note_facts},
    "resume": {"affirm": walking.affirm, "deny": walking.deny, "next_step": stepping.next_step},
    "offer": {"affirm": walking.affirm, "deny": walking.deny},
}
# What is as likely as this share of the best reading, and at least this likely, may be the answer.
SHARE, LEAST = 0.3, 0.08
# What moves the cursor is never guessed from a text that was not understood.
MOVING, LEAST_TO_MOVE = ("step_done", "next_step", "it_failed"), 0.22
# What was checked and found in order, told without a question, is a failure of that way at this certainty.
LEAST_OF_CHECK = 0.15
# Success is never guessed: it ends the walk.
SUCCESS = 0.25
# Readings that are never taken for a mere answer when they are this certain.
CERTAIN = 0.75
MOVES = ("walk_through", "other_method", "previous_step", "repeat_step", "undo", "all_steps", "cancel", "start_over")
CERTAIN_MOVE = 0.5
UNMISTAKABLE = ("emergency_", "break_in", "unsafe_", "request_human", "give_contact", "other_language")


AT_A_STEP: dict[str, Move] = {
    "step_done": stepping.step_done,
    "next_step": stepping.next_step,
    "it_worked": walking.it_worked,
    "it_failed": walking.it_failed,
    "no_tool": walking.no_tool,
}
AFTER_AN_ANSWER: dict[str, Move] = {name: AT_A_STEP[name] for name in ("it_failed", "it_worked", "no_tool")}
IN_DANGER: dict[str, Move] = {"danger_over": people.danger_over}


def _expected(case: Case) -> dict[str, Move]:
    if case.danger:
        return IN_DANGER
    if case.pending and case.pending.about in ANSWERS:
        return ANSWERS[case.pending.about]
    if case.job.section:
        return AT_A_STEP
    return AFTER_AN_ANSWER if case.job.topic or case.job.plan else {}


def _names_the_car(case: Case, turn: Turn) -> bool:
    """Whether the car that was asked for is named, in a message that was read for something outside."""
    asked = (case.pending is not None and case.pending.about == "vehicle") or case.foreign is not None
    return asked and turn.vehicle.status == "covered" and turn.intent.startswith(("out_", "nlu_"))


def _asks_something_else(turn: Turn) -> bool:
    return turn.intent.startswith("ask_") and is_question(turn.text)


def hear(case: Case, turn: Turn, move: Move) -> tuple[Turn, Move]:
    """The turn as the answer that is waited for, with the move for it; unchanged where it is none."""
    answers = _expected(case)
    if _names_the_car(case, turn):
        return replace(turn, intent="inform_vehicle"), facts_told.note_facts
    if not answers or turn.intent in answers or (turn.intent.startswith(UNMISTAKABLE) and not case.danger):
        return (turn, answers.get(turn.intent, move))
    certain = CERTAIN_MOVE if turn.intent in MOVES else CERTAIN
    if turn.probability(turn.intent) >= certain or _asks_something_else(turn):
        return turn, move
    likely = max(answers, key=turn.probability)
    if (
        likely == "it_failed"
        and turn.intent.startswith("ask_")
        and turn.probability(likely) >= LEAST_OF_CHECK
    ):
        return replace(turn, intent=likely), answers[likely]  # "fuses look fine to me"
    least = SUCCESS if likely == "it_worked" else LEAST_TO_MOVE if likely in MOVING else LEAST
    if turn.probability(likely) < max(least, SHARE * turn.probability(turn.intent)):
        return turn, move
    return replace(turn, intent=likely), answers[likely]
