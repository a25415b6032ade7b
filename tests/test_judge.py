"""The judge of held-out messages and dialogues, by tables of turns written out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.canned import CABLE, SLOT, Messages, ask, lines, plan, source, step, talk, turn, unclear
from tests.judge import Verdict, judge_dialogue, judge_message, labels_of, vehicle_of


@pytest.mark.parametrize(
    ("messages", "labels"),
    [
        (plan("bmw-328i", SLOT), {"diagnose"}),
        (ask("vehicle"), {"diagnose", "ask-vehicle"}),
        (ask("model"), {"diagnose", "ask-vehicle"}),
        (ask("power"), {"diagnose"}),
        (turn("choice", sections=[SLOT, CABLE]), {SLOT, CABLE}),
        (step(), {SLOT}),
        (turn("answer", section=CABLE), {CABLE}),
        (turn("warning", section=SLOT), {SLOT, "warn"}),
        (turn("warning"), {"warn"}),
        (turn("resolved", section=SLOT, sections=["bmw-328i/glovebox-tool"]), {"it-worked", SLOT}),
        (turn("resolved", section=None, sections=[]), {"it-worked"}),
        (turn("not-covered", reason="topic"), {"out-of-scope", "not-covered"}),
        (turn("not-covered", reason="year"), {"out-of-scope", "not-covered", "year-limit"}),
        (turn("not-covered", reason="gap", section=CABLE), {"out-of-scope", "not-covered", CABLE}),
        (turn("not-covered", reason="topic", section=CABLE), {"out-of-scope", "not-covered"}),
        (turn("refused"), {"out-of-scope", "refused"}),
        (unclear(), {"out-of-scope", "clarify"}),
        (turn("handoff", ticket=3), {"handoff", "out-of-scope"}),
        (turn("emergency"), {"emergency"}),
        (talk("thanks"), {"thanks"}),
        (turn("unheard-of"), set()),
        ([{"text": "no custom"}], set()),
        ([], set()),
    ],
)
def test_labels_of_each_kind_of_turn(messages: Messages, labels: set[str]) -> None:
    assert labels_of(messages) == labels


@pytest.mark.parametrize(
    ("row", "messages", "right", "reason"),
    [
        ({"expect": "diagnose", "alt": [], "vehicle": "bmw-328i"}, plan("bmw-328i", SLOT), True, ""),
        ({"expect": "diagnose", "alt": [SLOT], "vehicle": "bmw-328i"}, step(), True, ""),
        ({"expect": "diagnose", "alt": ["ask-vehicle"], "vehicle": None}, ask("vehicle"), True, ""),
        ({"expect": "out-of-scope", "alt": [], "vehicle": None}, unclear(), True, ""),
        (
            {"expect": SLOT, "alt": [], "vehicle": "bmw-328i"},
            unclear(),
            False,
            f"expected {SLOT}, got unclear",
        ),
        (
            {"expect": "emergency", "alt": [], "vehicle": None},
            turn("handoff", ticket=1),
            False,
            "expected emergency",
        ),
        ({"expect": "next", "alt": [], "vehicle": None}, step(), False, "expected next, got step"),
        (
            {"expect": "diagnose", "alt": [], "vehicle": "maserati"},
            plan("bmw-328i", SLOT),
            False,
            "serves bmw-328i to another vehicle's owner",
        ),
        ({"expect": SLOT, "alt": [], "vehicle": "bmw-328i"}, step(text="Find it."), False, "does not say"),
        ({"expect": SLOT, "alt": [], "vehicle": "bmw-328i"}, [], False, "got no answer"),
    ],
)
def test_messages(row: dict[str, Any], messages: Messages, right: bool, reason: str) -> None:
    verdict = judge_message(row, messages, lines)
    assert verdict.right is right
    assert reason in verdict.reason


def judged(*pairs: tuple[str, str | list[str], Messages]) -> list[Verdict]:
    """The verdicts on a dialogue of (words, expectation, turn)."""
    said = [{"user": user, "expect": expect, "must_contain": [], "must_not": []} for user, expect, _ in pairs]
    return list(judge_dialogue({"name": "d", "turns": said}, [t for *_, t in pairs], lines=lines).turns)


START = ("my 328i trunk is dead", "diagnose", plan("bmw-328i", SLOT))


@pytest.mark.parametrize(
    ("user", "expect", "messages", "right"),
    [
        ("ok", "next", step(), True),
        ("ok", "next", ask("outcome"), True),
        ("ok", "next", ask("vehicle"), False),
        ("ok", "next", unclear(), False),
        ("back", "back", step(), True),
        ("again", "repeat", plan("bmw-328i", SLOT), True),
        ("no luck", "it-failed", turn("handoff", ticket=1), True),
        ("no luck", "it-failed", turn("answer", section=SLOT, source=source()), False),
        ("no blade", "no-tool", step(), True),
        ("what do i need", "which-tools", turn("answer", section=SLOT, source=source()), True),
        ("what do i need", "which-tools", talk("which-tools"), True),
        ("yes", "affirm", step(), True),
        ("yes", "affirm", unclear(), False),
        ("can i pry it", "warn", turn("warning"), True),
        ("will it break", "warn", step(), False),
        ("on a 2003", "year-limit", turn("not-covered", reason="year"), True),
        ("on a 2003", ["not-covered"], turn("not-covered", reason="year"), True),
        ("says who", "cite-source", step(), True),
        ("says who", "cite-source", talk("source"), True),
        ("says who", "cite-source", talk("help"), False),
        ("go on", "resume", step(), True),
        ("go on", "resume", ask("resume"), True),
        ("blub", "clarify", ask("symptom"), True),
        ("blub", "clarify", unclear(), True),
        ("it opened", "it-worked", turn("resolved", section=SLOT, sections=[]), True),
        ("start over", "restart", ask("vehicle"), True),
        ("now my ghibli", "switch-vehicle", plan("maserati", CABLE), True),
        ("now my ghibli", "switch-vehicle", ask("power"), True),
        ("now my ghibli", "switch-vehicle", step(), False),
        ("thanks", "thanks", step(), False),
    ],
)
def test_behaviours_inside_a_procedure(
    user: str, expect: str | list[str], messages: Messages, right: bool
) -> None:
    assert judged(START, (user, expect, messages))[1].right is right


@pytest.mark.parametrize("word", ["next", "back", "repeat", "no-tool", "affirm"])
def test_with_nothing_open_a_word_of_navigation_is_talk(word: str) -> None:
    assert not judged(("ok", word, step()))[0].right
    assert judged(("ok", word, talk(word)))[0].right


def test_after_a_restart_nothing_is_open() -> None:
    assert not judged(START, ("start over", "restart", talk("restart")), ("next", "next", step()))[2].right


def test_the_first_message_may_tell_of_a_failure() -> None:
    assert judged(("the slot on my 328i did not work", "it-failed", plan("bmw-328i", SLOT)))[0].right


def test_an_answer_may_be_repeated() -> None:
    again = turn("answer", "Find the slot.\nWarning: Mind the paint.", section=SLOT, source=source())
    assert judged(START, ("where", SLOT, again), ("pardon", "repeat", again))[2].right


def test_tools_of_another_vehicle_are_no_answer() -> None:
    verdict = judged(START, ("what do i need", "which-tools", step(CABLE)))[1]
    assert not verdict.right
    assert verdict.foreign == ("maserati",)


@pytest.mark.parametrize(
    ("must_contain", "must_not", "reason"),
    [
        (["slot", "lid|paint"], [], ""),
        (["lever|handle"], [], "'lever|handle' is not said"),
        ([], ["crowbar|paint"], "'crowbar|paint' is said"),
        (["WARNING"], ["lever"], ""),
    ],
)
def test_what_a_turn_must_say_and_must_not(must_contain: list[str], must_not: list[str], reason: str) -> None:
    said = {"user": "slot on my 328i", "expect": [SLOT], "must_contain": must_contain, "must_not": must_not}
    verdict = judge_dialogue({"name": "d", "turns": [said]}, [step()], lines=lines)
    assert verdict.turns[0].reason == reason
    assert verdict.right is (reason == "")


def test_a_dialogue_tells_which_turn_went_wrong() -> None:
    turns = [{"user": "hello", "expect": "greet"}, {"user": "bye", "expect": "goodbye"}]
    verdict = judge_dialogue({"name": "d", "turns": turns}, [talk("greet")])
    assert verdict.reason.startswith("turn 2: expected goodbye, got no answer")


@pytest.mark.parametrize(
    ("last", "right", "reason"),
    [
        (plan("bmw-328i", SLOT), True, ""),
        (ask("year"), False, "the question back led to no plan, but to ask year"),
    ],
)
def test_a_question_back_must_lead_to_a_plan(last: Messages, right: bool, reason: str) -> None:
    dialogue = {"name": "d", "turns": [{"user": "trunk of my 328i is stuck", "expect": ["diagnose"]}]}
    verdict = judge_dialogue(dialogue, [ask("body")], {0: [ask("power"), last]}, lines)
    assert verdict.right is right
    assert reason in verdict.reason


def test_an_aside_may_bring_what_the_turn_is_asked_for() -> None:
    wanted = {"user": "fold the seats of my 328i", "expect": [SLOT], "must_contain": ["slot"]}
    assert judge_dialogue({"name": "d", "turns": [wanted]}, [ask("body")], {0: [step()]}, lines).right


@pytest.mark.parametrize(
    ("dialogue", "vehicle"),
    [
        ({"turns": [{"expect": ["diagnose", CABLE]}]}, "maserati"),
        ({"vehicle": "bmw-328i", "turns": [{"expect": [CABLE]}]}, "bmw-328i"),
        ({"turns": [{"expect": "greet"}]}, None),
    ],
)
def test_the_vehicle_of_a_dialogue(dialogue: dict[str, Any], vehicle: str | None) -> None:
    assert vehicle_of(dialogue) == vehicle
