"""What each card says: which phrases, filled with what, in which order; wordings are the domain's matter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.guide import outcome as o
from bot.guide.case import Case, Pending
from bot.library.model import Library
from bot.reply import Card, Part, parts_of
from bot.reply.card import ROLES
from bot.reply.compose import Composer
from tests.cars import LIBRARY
from tests.outcomes import SHOP, Filled, Sample, composer

RELEASE, SEATS, FUSES = (
    LIBRARY.section(f"bmw-328i/{n}") for n in ("manual-release", "rear-seats", "fuse-box")
)
CARS = "BMW 328i, Maserati, Volvo 240"
BMW = Case(vehicle="bmw-328i", ticket=41)
WALKING = BMW.with_job(section=RELEASE.id, step=2)
IN_DANGER = replace(WALKING, danger="emergency_fire")
GO_ON = f"go_on step=2 steps=5 title={RELEASE.title}"
AT_NO_STEP = "step= steps= title="
PASSAGE = RELEASE.passages[1]
ANSWER = o.Answer(RELEASE.id, PASSAGE)
SPOKEN = "\n".join(line.text for line in PASSAGE)
GUIDE = f"from_guide title={LIBRARY.document('bmw-328i').title}"
REACHED = "\n".join(
    f"⟦utter_shop_{name} {name}={SHOP[name]}⟧" for name in ("phone", "hours", "address", "towing")
)
METHODS = f"1. {FUSES.title}\n2. {RELEASE.title}"
LEFT_OUT = f"⟦utter_skipped_body title={SEATS.title}⟧\n⟦utter_skipped_tool title=Jump-starting the car⟧"
THIRD = RELEASE.steps[2].lines[0].text
AS_THEY_ARE = (SPOKEN, REACHED, METHODS, LEFT_OUT, THIRD)

SAYS: list[tuple[Sample, list[str]]] = [
    (
        (
            o.ShowPlan("c", "Why", (FUSES.id, RELEASE.id), {SEATS.id: "body", "bmw-328i/jump-start": "tool"}),
            BMW,
        ),
        [
            f"going_by title={LIBRARY.document('bmw-328i').title}",
            "plan_head title=Why",
            METHODS,
            LEFT_OUT,
            f"plan_start title={FUSES.title}",
        ],
    ),
    (
        (o.ShowPlan("c", "Why", (), {RELEASE.id: "tried"}), BMW),
        [
            f"going_by title={LIBRARY.document('bmw-328i').title}",
            "plan_head title=Why",
            f"skipped_tried title={RELEASE.title}",
            "plan_empty",
        ],
    ),
    ((ANSWER, BMW), [SPOKEN, GUIDE]),
    ((ANSWER, WALKING), [SPOKEN, GUIDE, GO_ON]),
    ((ANSWER, IN_DANGER), [SPOKEN, GUIDE]),
    ((replace(ANSWER, lead="hint"), BMW), [f"lead_hint step=0 title={RELEASE.title}", SPOKEN, GUIDE]),
    ((replace(ANSWER, ask="power"), BMW), [SPOKEN, GUIDE, f"ask_power cars={CARS} {AT_NO_STEP}"]),
    ((o.Warn("clamp"), WALKING), ["warning_clamp", GO_ON]),
    ((o.Warn("fuse", RELEASE.id, PASSAGE), BMW), ["warning_fuse", SPOKEN, GUIDE]),
    ((o.Warn("force", ask="vehicle"), Case()), ["warning_force", f"ask_vehicle cars={CARS} {AT_NO_STEP}"]),
    ((o.Ask("resume"), WALKING), [f"ask_resume cars={CARS} step=2 steps=5 title={RELEASE.title}"]),
    ((o.Ask("body", lead="next_method"), BMW), ["lead_next_method", f"ask_body cars={CARS} {AT_NO_STEP}"]),
    ((o.Choose((SEATS.id, FUSES.id)), BMW), ["choice"]),
    ((o.NotCovered("make"), BMW), [f"not_covered_make cars={CARS}", REACHED, "handoff_on_offer"]),
    (
        (o.NotCovered("topic"), WALKING),
        [f"not_covered_topic cars={CARS}", REACHED, "handoff_on_offer", GO_ON],
    ),
    (
        (o.NotCovered("topic", matter="not_covered_shop"), BMW),
        [f"not_covered_shop cars={CARS}", REACHED, "shop_prices prices=tin: 1", "handoff_on_offer"],
    ),
    (
        (o.NotCovered("gap", section=RELEASE.id, lines=PASSAGE), BMW),
        [f"not_covered_gap cars={CARS}", SPOKEN, GUIDE, REACHED, "handoff_on_offer"],
    ),
    ((o.Unclear(), WALKING), ["unclear", GO_ON]),
    ((o.Unclear("unclear_language"), BMW), ["unclear_language"]),
    ((o.Resolved(RELEASE.id, ("bmw-328i/glovebox-tool",)), BMW), ["resolved", "resolved_offer"]),
    ((o.Resolved(RELEASE.id), BMW), ["resolved"]),
    ((o.HandOff(lead="all_tried"), BMW), ["lead_all_tried", "handoff ticket=41", REACHED, "handoff_contact"]),
    (
        (o.HandOff(RELEASE.id, PASSAGE), BMW),
        ["handoff ticket=41", REACHED, SPOKEN, GUIDE, "handoff_contact"],
    ),
    ((o.HandOff(lead="contact_noted"), BMW), ["handoff_noted ticket=41"]),
    (
        (o.Emergency("emergency_fire"), WALKING),
        ["emergency_fire number=112", REACHED, "emergency_until_over"],
    ),
    ((o.Refuse(), WALKING), ["refused"]),
    ((o.Talk("it-worked"), BMW), [f"talk_it_worked cars={CARS}"]),
    ((o.Talk("help"), WALKING), [f"talk_help cars={CARS}", GO_ON]),
    (
        (o.ShowStep(RELEASE.id, 3, "taken_back"), WALKING),
        [
            "lead_taken_back",
            f"step_head step=3 steps=5 title={RELEASE.title}",
            THIRD,
            GUIDE,
        ],
    ),
]


def made(outcome: o.Outcome, case: Case, **shop: str) -> Card:
    """The card, with its phrases as names and fields."""
    return composer(Filled(), {**SHOP, **shop}).card(outcome, case)


@pytest.mark.parametrize(("sample", "says"), SAYS, ids=lambda v: type(v[0]).__name__)
def test_what_a_card_says(sample: Sample, says: list[str]) -> None:
    parts = made(*sample).text.split("\n\n")
    assert parts == [part if part in AS_THEY_ARE else f"⟦utter_{part}⟧" for part in says]


def test_what_a_plan_carries() -> None:
    shown = o.ShowPlan("dead battery", "Why", (FUSES.id,), {SEATS.id: "cabin"})
    assert made(shown, BMW).custom == {
        "kind": "plan",
        "vehicle": "bmw-328i",
        "cause": "dead battery",
        "sections": [FUSES.id],
        "skipped": {SEATS.id: "cabin"},
    }


@pytest.mark.parametrize(
    ("outcome", "custom"),
    [
        (o.NotCovered("make"), {"kind": "not-covered", "reason": "vehicle"}),
        (o.NotCovered("model"), {"kind": "not-covered", "reason": "vehicle"}),
        (o.NotCovered("year"), {"kind": "not-covered", "reason": "year"}),
        (o.NotCovered("topic"), {"kind": "not-covered", "reason": "topic"}),
        (o.Choose((SEATS.id, FUSES.id)), {"kind": "choice", "sections": [SEATS.id, FUSES.id]}),
        (o.Ask("power"), {"kind": "ask", "about": "power"}),
        (o.HandOff(), {"kind": "handoff", "ticket": 41}),
        (o.HandOff(lead="contact_noted"), {"kind": "handoff", "ticket": 41}),
        (
            o.Resolved(FUSES.id, (SEATS.id,)),
            {"kind": "resolved", "section": FUSES.id, "sections": [SEATS.id]},
        ),
        (o.Talk("it-worked"), {"kind": "talk", "intent": "it-worked"}),
        (o.Warn("force"), {"kind": "warning"}),
        (o.Unclear("old_button"), {"kind": "unclear"}),
        (o.Emergency("emergency_hurt"), {"kind": "emergency"}),
        (o.Refuse(), {"kind": "refused"}),
    ],
)
def test_what_the_others_carry(outcome: o.Outcome, custom: dict[str, object]) -> None:
    assert made(outcome, BMW).custom == custom


@pytest.mark.parametrize("outcome", [o.HandOff(), o.NotCovered("topic"), o.Emergency("emergency_hurt")])
def test_the_shop_is_named(outcome: o.Outcome) -> None:
    assert "Tin Garage" in composer(shop={**SHOP, "name": "Tin Garage"}).card(outcome, BMW).text


@pytest.mark.parametrize("outcome", [o.HandOff(), o.NotCovered("topic", matter="not_covered_shop")])
def test_what_the_shop_did_not_fill_in_is_not_spoken_of(outcome: o.Outcome) -> None:
    for shop in ({}, dict.fromkeys(SHOP, "")):
        assert "utter_shop_" not in composer(Filled(), shop).card(outcome, BMW).text


def test_without_a_number_of_the_country_people_call_their_own() -> None:
    text = composer(Filled(), {}).card(o.Emergency("emergency_fire"), BMW).text
    assert "⟦utter_emergency_fire number=⟦utter_emergency_number_unknown⟧⟧" in text


def test_a_pending_question_changes_no_card() -> None:
    asked = replace(BMW, pending=Pending("power"))
    assert made(o.Talk("help"), asked) == made(o.Talk("help"), BMW)


def test_every_part_of_a_card_has_its_role_and_all_its_words_are_in_a_part() -> None:
    card = composer().card(o.ShowStep(RELEASE.id, 1), BMW)
    parts = parts_of(card.text, card.layout)
    assert [part.role for part in parts] == ["head", "needs", "warning", "words", "cite"]
    assert "".join("".join(part.text for part in parts).split()) == "".join(card.text.split())
    assert all(part.role in ROLES for part in parts)


@pytest.mark.parametrize(
    "layout", [[], [["head", 0, 3]], [["head", 0, 4], ["words", 2, 5]], [["head", 0, 99]]], ids=str
)
def test_a_layout_that_does_not_fit_its_text_leaves_the_text_whole(layout: list[list[object]]) -> None:
    assert parts_of("abcde", layout) == (Part("say", "abcde"),)


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ((2007, None), "years_from car=BMW 328i first=2007 last=None"),
        ((None, 2013), "years_until car=BMW 328i first=None last=2013"),
        ((2007, 2013), "years_between car=BMW 328i first=2007 last=2013"),
    ],
)
def test_the_years_that_a_guide_covers_are_named(years: tuple[int | None, int | None], said: str) -> None:
    bmw = LIBRARY.document("bmw-328i")
    aged = replace(bmw, vehicle=replace(bmw.vehicle, years=years))
    maker = Composer(Library((aged,)), Filled(), {})
    card = maker.card(o.NotCovered("year"), Case(foreign="year", near="bmw-328i"))
    assert f"years=⟦utter_{said}⟧" in card.text
