"""Buttons: each stands for something that the domain knows, and none proposes what does not apply."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.guide import outcome as o
from bot.guide.case import Case, Job, Known
from bot.library.model import BODIES
from bot.reply import Button
from tests.cars import LIBRARY
from tests.outcomes import DOMAIN, Marked, cards, composer

RELEASE, SEATS = "bmw-328i/manual-release", "bmw-328i/rear-seats"
BMW, VOLVO = Case(vehicle="bmw-328i"), Case(vehicle="volvo-240")
WALKING = BMW.with_job(section=RELEASE, step=2)
CARS = ["vehicle=bmw-328i", "vehicle=maserati", "vehicle=volvo-240", "vehicle=other"]


def short(buttons: tuple[Button, ...]) -> list[str]:
    """Each button's choice, or its intent."""
    return [next((f"{k}={v}" for k, v in b.entities.items()), b.intent) for b in buttons]


def below(outcome: o.Outcome, case: Case) -> list[str]:
    """The buttons under an outcome's card."""
    return short(composer().card(outcome, case).buttons)


def test_every_button_stands_for_what_the_domain_knows() -> None:
    """Intents and entities are the domain's, and so is what is chosen the library's."""
    known = {
        "vehicle": {"other", *(d.id for d in LIBRARY.documents)},
        "section": {s.id for s in LIBRARY.sections},
        "body": set(BODIES),
        "cause": {p.cause for d in LIBRARY.documents for p in d.plans},
    }
    for _, card in cards(Marked()):
        for button in card.buttons:
            assert button.intent in DOMAIN["intents"]
            assert button.title.strip()
            assert set(button.entities) <= set(DOMAIN["entities"])
            assert all(value in known[name] for name, value in button.entities.items())
            assert (button.intent == "choose") == bool(button.entities)


def test_no_card_has_two_buttons_for_one_thing() -> None:
    for _, card in cards(Marked()):
        assert len({(b.intent, *b.entities.items()) for b in card.buttons}) == len(card.buttons)


def test_no_button_leads_to_another_cars_section() -> None:
    for (_, case), card in cards(Marked()):
        sections = [b.entities["section"] for b in card.buttons if "section" in b.entities]
        assert [s for s in sections if LIBRARY.section(s).document != case.vehicle] == []


STEP_ONE = o.ShowStep(RELEASE, 1)
ANSWER = o.Answer(SEATS, LIBRARY.section(SEATS).passages[0])
FAQ = o.Answer("bmw-328i/faq-all-models", LIBRARY.section("bmw-328i/faq-all-models").passages[0])
BELOW = [
    (STEP_ONE, BMW, ["next_step", "it_failed", "explain_step", "all_steps", "no_tool"]),
    (o.ShowStep(RELEASE, 2), BMW, ["next_step", "it_failed", "explain_step", "previous_step", "all_steps"]),
    (o.ShowStep(SEATS, 1), BMW, ["next_step", "it_failed", "explain_step", "all_steps"]),
    (
        o.ShowStep("maserati/faq-mechanical-key", 1),
        Case(vehicle="maserati"),
        ["next_step", "it_failed", "it_worked", "no_tool"],
    ),
    (o.ShowStep("volvo-240/push-from-inside", 1), VOLVO, ["next_step", "it_failed", "it_worked"]),
    (
        o.ShowPlan("c", "t", (RELEASE, SEATS), {}),
        BMW,
        [f"section={RELEASE}", f"section={SEATS}", "request_human"],
    ),
    (o.ShowPlan("c", "t", (), {RELEASE: "tool"}), BMW, ["request_human"]),
    (ANSWER, BMW, [f"section={SEATS}"]),
    (ANSWER, WALKING, ["resume", "next_step", "it_failed"]),
    (replace(ANSWER, ask="power"), WALKING, ["affirm", "deny"]),
    (FAQ, BMW, []),
    (o.Warn("force"), BMW, []),
    (o.Warn("force"), WALKING, ["resume", "next_step", "it_failed"]),
    (o.Warn("force", ask="vehicle"), Case(), CARS),
    (o.Ask("vehicle"), Case(), CARS),
    (o.Ask("model"), Case(), CARS),
    (o.Ask("body"), BMW, ["body=sedan", "body=wagon", "body=coupe", "body=convertible"]),
    (o.Ask("cause"), VOLVO, ["cause=frozen tailgate", "cause=broken rod"]),
    (o.Ask("power"), BMW, ["affirm", "deny"]),
    (o.Ask("cabin"), BMW, ["affirm", "deny"]),
    (o.Ask("seats"), BMW, ["affirm", "deny"]),
    (o.Ask("resume"), WALKING, ["affirm", "deny"]),
    (o.Ask("outcome"), WALKING, ["it_worked", "it_failed", "repeat_step"]),
    (o.Ask("symptom"), BMW, []),
    (o.Choose((RELEASE, SEATS)), BMW, [f"section={RELEASE}", f"section={SEATS}"]),
    (o.NotCovered("topic"), BMW, ["request_human"]),
    (o.NotCovered("make"), WALKING, ["request_human", "resume"]),
    (o.Unclear(), BMW, ["help", "request_human"]),
    (o.Unclear(), WALKING, ["resume", "request_human"]),
    (o.Resolved(RELEASE, ("bmw-328i/glovebox-tool",)), BMW, ["section=bmw-328i/glovebox-tool", "undo"]),
    (o.HandOff(), WALKING, []),
    (o.Emergency("emergency_fire"), WALKING, ["danger_over"]),
    (o.Refuse(), WALKING, []),
    (o.Talk("greet"), Case(), CARS),
    (o.Talk("greet"), BMW, []),
    (o.Talk("help"), WALKING, ["resume"]),
]


@pytest.mark.parametrize(("outcome", "case", "buttons"), BELOW, ids=lambda v: type(v).__name__)
def test_what_is_below_a_card(outcome: o.Outcome, case: Case, buttons: list[str]) -> None:
    assert below(outcome, case) == buttons


def test_every_kind_of_card_is_in_the_table() -> None:
    shown = {type(outcome) for outcome, _, _ in BELOW}
    assert shown == {type(outcome) for (outcome, _), _ in cards(Marked())}


@pytest.mark.parametrize(
    ("known", "walks"),
    [
        (Known(), True),
        (Known(body="sedan"), True),
        (Known(body="coupe"), False),
        (Known(body="coupe", seats="yes"), True),
        (Known(cabin="no"), False),
    ],
)
def test_no_walk_is_proposed_through_what_does_not_apply(known: Known, walks: bool) -> None:
    """ "Can I use the rear seats of my coupe?" is answered, but the way is not put on a button."""
    assert below(ANSWER, replace(BMW, job=Job(known=known))) == ([f"section={SEATS}"] if walks else [])


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_no_walk_is_proposed_through_what_was_tried(outcome: str) -> None:
    assert below(ANSWER, replace(BMW, job=Job().with_try(SEATS, outcome))) == []


def test_a_method_that_is_a_question_can_be_walked_from_its_answer() -> None:
    """The Maserati's ways in are questions of its document; they are walked as one step."""
    key = LIBRARY.section("maserati/faq-mechanical-key")
    case = Case(vehicle="maserati", job=Job(plan=(key.id,)))
    assert below(o.Answer(key.id, key.lines), case) == [f"section={key.id}"]


def test_a_car_is_called_by_its_make_where_every_model_is_meant() -> None:
    buttons = composer().card(o.Ask("vehicle"), Case()).buttons
    assert [b.title for b in buttons][:3] == ["BMW 328i", "Maserati", "Volvo 240"]


def test_bodies_and_causes_read_as_the_document_says() -> None:
    assert composer().card(o.Ask("body"), BMW).buttons[0] == Button("Sedan", "choose", {"body": "sedan"})
    plan = LIBRARY.document("volvo-240").plans[0]
    assert composer().card(o.Ask("cause"), VOLVO).buttons[0] == Button(
        plan.title, "choose", {"cause": plan.cause}
    )


def test_without_a_car_body_and_cause_have_no_buttons() -> None:
    assert (below(o.Ask("body"), Case()), below(o.Ask("cause"), Case())) == ([], [])
