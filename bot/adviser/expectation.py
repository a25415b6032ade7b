"""Hears the name of a car as the answer to which car it is, where it was read as something outside."""

from __future__ import annotations

from dataclasses import replace

from bot.adviser.intents import move_of
from bot.adviser.moves import Move
from bot.guide.case import Case
from bot.guide.turn import Turn


def hear(case: Case, turn: Turn) -> tuple[Turn, Move]:
    """The turn as what it means here, with the move for it."""
    asked = (case.pending is not None and case.pending.about == "vehicle") or case.foreign is not None
    if asked and turn.vehicle.status == "covered" and turn.intent.startswith(("out_", "nlu_")):
        turn = replace(turn, intent="inform_vehicle")
    return turn, move_of(turn.intent)
