"""Hears the name of a car, or what was checked and found in order, for what it says where the conversation stands."""

from __future__ import annotations

from dataclasses import replace

from bot.adviser.intents import move_of
from bot.adviser.moves import Move
from bot.guide.case import Case
from bot.guide.turn import Turn
from bot.language.clauses import is_question

# What was checked and found in order, told without a question, is a failure of that way at this probability.
LEAST_OF_CHECK = 0.15


def hear(case: Case, turn: Turn) -> tuple[Turn, Move]:
    """The turn as what it means here, with the move for it."""
    asked = (case.pending is not None and case.pending.about == "vehicle") or case.foreign is not None
    if asked and turn.vehicle.status == "covered" and turn.intent.startswith(("out_", "nlu_")):
        turn = replace(turn, intent="inform_vehicle")
    elif _is_checked(case, turn):
        turn = replace(turn, intent="it_failed")
    return turn, move_of(turn.intent)


def _is_checked(case: Case, turn: Turn) -> bool:
    """As in "fuses look fine to me", said of a way that is open or was just spoken of."""
    is_spoken_of = bool(case.job.section or case.job.topic)
    told = turn.intent.startswith("ask_") and not is_question(turn.text)
    return is_spoken_of and told and turn.probability("it_failed") >= LEAST_OF_CHECK
