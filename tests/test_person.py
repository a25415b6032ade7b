"""How the judge answers in a person's place."""

from __future__ import annotations

import pytest

from tests.canned import Messages, ask, step, unclear
from tests.person import answer, vehicle_reply, vehicles_named


@pytest.mark.parametrize(
    ("text", "vehicles"),
    [
        ("its a 2011 bmw 328i", ["bmw-328i"]),
        ("my E92 and the wife's Quattroporte", ["bmw-328i", "maserati"]),
        ("the maserati, not the bmw", ["maserati", "bmw-328i"]),
        ("a 3-series", ["bmw-328i"]),
        ("a civic", []),
        ("it holds 3280 litres", []),
    ],
)
def test_vehicles_named(text: str, vehicles: list[str]) -> None:
    assert vehicles_named(text) == vehicles


@pytest.mark.parametrize(
    ("vehicle", "text", "messages", "reply"),
    [
        ("bmw-328i", "no keyhole, why?", ask("vehicle"), "It's a BMW 328i"),
        ("maserati", "my QP is dead", ask("model"), "It's a Maserati"),
        ("volvo-240", "no keyhole, why?", ask("vehicle"), "volvo-240"),
        ("bmw-328i", "328i, no keyhole, why?", ask("vehicle"), None),
        ("bmw-328i", "no keyhole, why?", ask("body"), None),
        ("bmw-328i", "no keyhole, why?", unclear(), None),
        (None, "no keyhole, why?", ask("vehicle"), None),
    ],
)
def test_the_judge_names_the_vehicle_once(
    vehicle: str | None, text: str, messages: Messages, reply: str | None
) -> None:
    assert vehicle_reply({"text": text, "vehicle": vehicle}, messages[1]["custom"]) == reply


@pytest.mark.parametrize(
    ("about", "said", "then", "reply"),
    [
        ("vehicle", "trunk stuck", "ok", "It's a BMW 328i"),
        ("vehicle", "trunk stuck", "a ghibli", None),
        ("body", "trunk stuck", "ok", "it's a sedan"),
        ("body", "trunk stuck", "the coupe", None),
        ("power", "trunk stuck", "what now", "no, nothing at all"),
        ("power", "engine runs, trunk stuck", "what now", "yes, the lights still work"),
        ("power", "trunk stuck", "nothing works", None),
        ("outcome", "trunk stuck", "ok", None),
    ],
)
def test_a_person_answers_a_question_back(about: str, said: str, then: str, reply: str | None) -> None:
    assert answer(ask(about)[1]["custom"], "bmw-328i", [said], then) == reply


def test_a_person_leaves_a_wanted_question_to_the_dialogue() -> None:
    assert (
        answer(ask("vehicle")[1]["custom"], "bmw-328i", ["trunk stuck"], "a civic", ["ask-vehicle"]) is None
    )
    assert answer(step()[1]["custom"], "bmw-328i", ["trunk stuck"], "ok") is None
