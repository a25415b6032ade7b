"""Several matters in one message: which is answered, and that a second reading leads where Rasa's rules do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adviser.intents import move_of
from bot.adviser.matters import main_matter, says_that_it_is_over, unsafe_first, without_doubtful_gravity
from bot.commands.rules import read_moves, read_rules
from bot.guide.turn import Clause, Turn

ROOT = Path(__file__).resolve().parents[1]


def read(text: str, intent: str, p: float, *clauses: tuple[str, str, float], **others: float) -> Turn:
    """A message as the classifier read it, whole and in clauses."""
    ranking = ((intent, p), *others.items())
    return Turn(text, intent, ranking, clauses=tuple(Clause(t, i, ((i, q),)) for t, i, q in clauses))


def test_a_second_reading_leads_where_the_rules_lead() -> None:
    moves = read_moves()
    ruled = {i: moves[a] for i, a in read_rules(ROOT / "data" / "stories").items() if a in moves}
    assert ruled
    assert {i: move for i, move in ruled.items() if move_of(i) is not move} == {}


@pytest.mark.parametrize(
    ("turn", "intent"),
    [
        (read("a", "symptom_no_power", 0.9), "symptom_no_power"),
        (
            read(
                "a", "step_done", 0.4, ("it is on", "step_done", 0.9), ("where is it?", "ask_fuse_box", 0.8)
            ),
            "ask_fuse_box",
        ),
        (
            read(
                "a",
                "inform_vehicle",
                0.4,
                ("the cap", "ask_fuse_box", 0.9),
                ("my 328i", "inform_vehicle", 0.9),
            ),
            "inform_vehicle",
        ),
        (read("a", "out_car", 0.6, ("how do I do it", "ask_fuse_box", 0.9), ("x y", "vent", 0.9)), "out_car"),
    ],
)
def test_what_is_asked_last_is_answered(turn: Turn, intent: str) -> None:
    assert main_matter(turn).intent == intent


@pytest.mark.parametrize(("p", "intent"), [(0.3, "symptom_no_power"), (0.6, "emergency_fire")])
def test_a_danger_needs_certainty(p: float, intent: str) -> None:
    assert without_doubtful_gravity(read("a", "emergency_fire", p, symptom_no_power=0.25)).intent == intent


def test_an_unsafe_wish_wins_over_a_question_about_the_same() -> None:
    assert unsafe_first(read("a", "ask_jump_start", 0.5, unsafe_clamp=0.35)).intent == "unsafe_clamp"
    assert unsafe_first(read("a", "ask_jump_start", 0.5, unsafe_clamp=0.2)).intent == "ask_jump_start"


def test_one_clause_may_say_that_the_danger_is_over() -> None:
    assert says_that_it_is_over(read("a", "request_human", 0.9, ("all safe now", "danger_over", 0.9)))
    assert not says_that_it_is_over(read("a", "request_human", 0.9, ("all safe?", "danger_over", 0.3)))


@pytest.mark.parametrize(
    ("intent", "p", "other", "stays"),
    [
        ("emergency_hurt", 0.4, 0.15, True),
        ("emergency_hurt", 0.4, 0.3, False),
        ("emergency_hurt", 0.3, 0.1, False),
        ("emergency_road", 0.4, 0.15, False),
    ],
)
def test_a_danger_that_is_far_likelier_than_all_else_stands(
    intent: str, p: float, other: float, stays: bool
) -> None:
    turn = without_doubtful_gravity(read("on my hand", intent, p, step_done=other))
    assert (turn.intent == intent) == stays


def test_two_dangers_are_doubted_together() -> None:
    turn = read("a shock off the terminal", "emergency_hurt", 0.4, emergency_fire=0.15, ask_jump_safety=0.36)
    assert without_doubtful_gravity(turn).intent == "emergency_hurt"


def test_a_danger_ends_only_when_that_is_surely_said() -> None:
    assert not says_that_it_is_over(read("someone is calling 911", "danger_over", 0.4, emergency_hurt=0.3))
    assert says_that_it_is_over(read("all safe", "danger_over", 0.6, emergency_hurt=0.3))
