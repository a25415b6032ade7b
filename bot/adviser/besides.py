"""What a message tells beside its main matter: facts, and how far the person has come."""

from __future__ import annotations

from dataclasses import replace

from bot.adviser import evidence, stepping
from bot.adviser.matters import FACTS, SURE, WISHES, beside
from bot.adviser.moves import Room
from bot.guide import cursor
from bot.guide.case import Case
from bot.guide.facts import absorb
from bot.guide.outcome import ShowStep
from bot.guide.turn import Clause, Turn, VehicleSaid


def take_in(case: Case, said: Turn, turn: Turn, room: Room) -> Case:
    """The case with all that a message tells; `said` is the whole message, `turn` its main matter."""
    case = absorb(case, turn, room.library)
    is_sure = said.probability(said.intent) >= SURE
    if said.intent != turn.intent and said.intent.startswith(FACTS) and is_sure:
        case = absorb(case, replace(said, vehicle=VehicleSaid()), room.library)
    for clause in beside(turn):
        if clause.intent.startswith(FACTS):
            case = absorb(case, _alone(said, clause), room.library)
        elif turn.intent.startswith(WISHES):
            case = _news(case, _alone(said, clause), room)
    return case


def _alone(said: Turn, clause: Clause) -> Turn:
    """A clause as a turn that mentions nothing by itself: mentions were taken in with the whole message."""
    return replace(
        said,
        text=clause.text,
        intent=clause.intent,
        ranking=clause.ranking,
        mentions={},
        vehicle=VehicleSaid(),
    )


def _news(case: Case, told: Turn, room: Room) -> Case:
    """Moves on silently by what was done, and notes what failed or worked, before a question is answered."""
    if case.vehicle is None:
        return case
    if told.intent == "it_worked":
        return cursor.worked(case, room.library)[0]
    if told.intent == "step_done" and case.job.section:
        moved, outcome = stepping.step_done(case, told, room)
        return moved if isinstance(outcome, ShowStep) else case
    if told.intent == "it_failed":
        for method in evidence.methods_named(case, told.text, room):
            if method != case.job.section:
                case = replace(case, job=case.job.with_try(method, "failed"))
    return case
