"""What one message adds to a case: tables from what was said to what is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guide.case import Case, Job, Known
from bot.guide.facts import absorb
from bot.guide.turn import Turn, VehicleSaid
from tests.cars import BMW, LIBRARY, MASERATI, VOLVO

COUPE = Case(vehicle=BMW, job=Job(known=Known(body="coupe", year=2009)))


def turn(intent: str, vehicle: VehicleSaid | None = None, **said: str) -> Turn:
    """A message: its intent and its mentions, several of one label separated by commas."""
    mentions = {label: tuple(values.split(", ")) for label, values in said.items()}
    return Turn("words", intent, ((intent, 0.9),), mentions, vehicle or VehicleSaid())


def car(document: str | None, status: str = "covered", **more: object) -> VehicleSaid:
    """A car that a message names."""
    return VehicleSaid(document, status, **more)  # type: ignore[arg-type]


def known_after(said: Turn, case: Case | None = None) -> Known:
    """What is known of the present car after a message."""
    return absorb(case or Case(vehicle=BMW), said, LIBRARY).job.known


# --- one message, one fact -----------------------------------------------------------------------------

FACTS = [
    # power, by what is told
    (turn("symptom_no_power"), Known(power="none")),
    (turn("symptom_weak_battery"), Known(power="some")),
    (turn("symptom_intermittent"), Known(power="some")),
    (turn("symptom_only_trunk"), Known(power="good")),
    (turn("inform_power_ok"), Known(power="good")),
    (turn("symptom_trunk_stuck"), Known()),
    (turn("symptom_fob_dead"), Known()),
    (turn("symptom_keyless"), Known()),
    # power, by the state that is mentioned
    (turn("symptom_trunk_stuck", state="dead", power="none"), Known(power="none")),
    (turn("symptom_locked_out", power="some"), Known(power="some")),
    (turn("symptom_keeps_draining", power="good"), Known(power="good")),
    (turn("symptom_trunk_stuck", power="none, good"), Known(power="none")),
    (turn("symptom_trunk_stuck", state="frozen"), Known()),
    (turn("symptom_no_power", power="good"), Known(power="none")),
    # what is dead may be the fob, and a question about a dead battery tells nothing
    (turn("symptom_fob_dead", power="none"), Known()),
    (turn("symptom_keyless", power="none"), Known()),
    (turn("symptom_only_trunk", power="none"), Known(power="good")),
    (turn("ask_possible_when_dead", power="none"), Known()),
    # cabin and seats
    (turn("inform_cabin_open"), Known(cabin="yes")),
    (turn("inform_cabin_locked"), Known(cabin="no")),
    (turn("inform_seats_fold"), Known(seats="yes")),
    (turn("inform_seats_fixed"), Known(seats="no")),
    # body and year
    (turn("inform_vehicle", body="sedan"), Known(body="sedan")),
    (turn("inform_vehicle", car(BMW, body="coupe")), Known(body="coupe")),
    (turn("inform_vehicle", car(BMW, body="coupe"), body="wagon"), Known(body="coupe")),
    (turn("inform_vehicle", car(BMW, year=2011)), Known(year=2011)),
    (turn("symptom_no_power", car(BMW, year=2011), body="wagon"), Known("wagon", 2011, "none")),
    (turn("inform_vehicle", not_body="coupe"), Known()),
    # tools
    (turn("inform_tools", tool="jumper cables, second car"), Known(have=("jumper cables", "second car"))),
    (turn("symptom_no_power", tool="portable starter"), Known(power="none", have=("portable starter",))),
    (turn("ask_options", tool="butter knife"), Known(have=("butter knife",))),
    (turn("no_tool", tool="key blade"), Known(missing=("key blade",))),
    (turn("no_tool", not_tool="key blade"), Known(missing=("key blade",))),
    (turn("it_failed", not_tool="flashlight"), Known(missing=("flashlight",))),
    (turn("ask_manual_release", tool="butter knife"), Known()),
    (
        turn("inform_tools", tool="jumper cables", not_tool="second car"),
        Known(have=("jumper cables",), missing=("second car",)),
    ),
    (turn("greet"), Known()),
]


@pytest.mark.parametrize(("said", "known"), FACTS, ids=lambda v: getattr(v, "intent", None))
def test_what_a_message_tells(said: Turn, known: Known) -> None:
    assert known_after(said) == known


# --- a later message -----------------------------------------------------------------------------------

CHANGES = [
    (Known(power="none"), turn("inform_power_ok"), Known(power="good")),
    (Known(power="good"), turn("symptom_trunk_stuck"), Known(power="good")),
    (Known(cabin="no"), turn("inform_cabin_open"), Known(cabin="yes")),
    (Known(cabin="yes", seats="yes"), turn("inform_seats_fixed"), Known(cabin="yes", seats="no")),
    (Known(body="sedan"), turn("inform_vehicle", body="coupe"), Known(body="coupe")),
    (Known(body="coupe"), turn("inform_vehicle", not_body="coupe"), Known()),
    (Known(body="sedan"), turn("inform_vehicle", not_body="coupe"), Known(body="sedan")),
    (Known(body="coupe"), turn("inform_vehicle", not_body="coupe", body="sedan"), Known(body="sedan")),
    (Known(year=2008), turn("inform_vehicle", body="sedan"), Known(body="sedan", year=2008)),
    (Known(missing=("key blade",)), turn("inform_tools", tool="key blade"), Known(have=("key blade",))),
    (Known(have=("key blade",)), turn("no_tool", tool="key blade"), Known(missing=("key blade",))),
    (
        Known(have=("b",), missing=("c",)),
        turn("inform_tools", tool="a"),
        Known(have=("a", "b"), missing=("c",)),
    ),
    (Known(have=("b",), missing=("c",)), turn("no_tool", tool="a"), Known(have=("b",), missing=("a", "c"))),
    (Known(power="none", cabin="no"), turn("thanks"), Known(power="none", cabin="no")),
]


@pytest.mark.parametrize(("before", "said", "after"), CHANGES)
def test_a_later_message_changes_what_is_known(before: Known, said: Turn, after: Known) -> None:
    assert known_after(said, Case(vehicle=BMW, job=Job(known=before))) == after


def test_who_has_only_this_lacks_only_that() -> None:
    """ "No screwdriver, only a butter knife": with the lack marked, the other tool is at hand."""
    said = turn("no_tool", not_tool="flathead screwdriver", tool="butter knife")
    assert known_after(said) == Known(have=("butter knife",), missing=("flathead screwdriver",))


@given(
    st.sampled_from(["inform_tools", "no_tool", "ask_options", "symptom_no_power", "ask_tools"]),
    st.lists(st.sampled_from("abcd"), max_size=3),
    st.lists(st.sampled_from("abcd"), max_size=3),
    st.lists(st.sampled_from("abcd"), max_size=3, unique=True),
)
def test_no_tool_is_both_there_and_missing(
    intent: str, tools: list[str], lacking: list[str], had: list[str]
) -> None:
    said = Turn("words", intent, mentions={"tool": tuple(tools), "not_tool": tuple(lacking)})
    known = known_after(said, Case(vehicle=BMW, job=Job(known=Known(have=tuple(sorted(had))))))
    assert not set(known.have) & set(known.missing)
    assert list(known.have) == sorted(set(known.have))
    assert list(known.missing) == sorted(set(known.missing))


# --- which car -----------------------------------------------------------------------------------------


def test_a_covered_car_is_turned_to_and_ends_the_stranger() -> None:
    case = absorb(Case(foreign="make"), turn("inform_vehicle", car(BMW)), LIBRARY)
    assert (case.vehicle, case.foreign) == (BMW, None)


def test_what_was_said_before_the_car_counts_for_it() -> None:
    case = absorb(Case(), turn("symptom_no_power", body="sedan"), LIBRARY)
    case = absorb(case, turn("inform_vehicle", car(BMW, year=2010)), LIBRARY)
    assert case.job.known == Known("sedan", 2010, "none")
    assert case.job.symptoms == ("symptom_no_power",)


def test_another_covered_car_does_not_inherit_the_first_one() -> None:
    case = absorb(COUPE, turn("symptom_no_power", car(MASERATI, year=2019)), LIBRARY)
    assert (case.vehicle, case.job.known) == (MASERATI, Known(year=2019, power="none"))
    assert dict(case.parked)[BMW] == COUPE.job


@pytest.mark.parametrize("status", ["make", "model", "year"])
@pytest.mark.parametrize("case", [Case(), COUPE], ids=["no car", "a car"])
def test_a_car_that_nothing_covers_is_kept_as_the_stranger(status: str, case: Case) -> None:
    after = absorb(case, turn("inform_vehicle", car(None, status)), LIBRARY)
    assert (after.vehicle, after.foreign) == (case.vehicle, status)


LATE = Case(foreign="year", near=BMW)


def test_a_car_of_another_year_is_remembered_for_the_right_year() -> None:
    """ "A BMW of 1999" - "no, of 2009": the year alone turns to the car that was meant."""
    case = absorb(Case(), turn("inform_vehicle", car(None, "year", year=1999, candidates=(BMW,))), LIBRARY)
    assert (case.vehicle, case.foreign, case.near) == (None, "year", BMW)
    case = absorb(case, turn("inform_vehicle", car(None, "none", year=2009)), LIBRARY)
    assert (case.vehicle, case.foreign, case.near, case.job.known.year) == (BMW, None, None, 2009)


@pytest.mark.parametrize(
    ("case", "said", "foreign"),
    [
        (LATE, turn("thanks"), "year"),
        (LATE, turn("inform_vehicle", car(None, "make")), "make"),
        (replace(LATE, foreign="make"), turn("inform_vehicle", car(None, "none", year=2009)), "make"),
        (replace(LATE, near=None), turn("inform_vehicle", car(None, "none", year=2009)), "year"),
    ],
    ids=["no year", "another car", "it was not the year", "no car was meant"],
)
def test_a_year_alone_turns_to_no_other_car(case: Case, said: Turn, foreign: str) -> None:
    after = absorb(case, said, LIBRARY)
    assert (after.vehicle, after.foreign) == (None, foreign)


@pytest.mark.parametrize("status", ["none", "ambiguous"])
def test_no_car_or_one_of_several_changes_no_car(status: str) -> None:
    after = absorb(COUPE, turn("inform_vehicle", car(None, status, candidates=(BMW, VOLVO))), LIBRARY)
    assert (after.vehicle, after.foreign) == (BMW, None)


@pytest.mark.parametrize("intent", ["inform_tools", "ask_jump_start", "ask_jump_safety", "no_tool"])
def test_the_donor_is_not_the_car_in_question(intent: str) -> None:
    said = turn(intent, car(None, "make", name="Toyota"))
    assert absorb(COUPE, said, LIBRARY).foreign is None
    assert absorb(Case(), said, LIBRARY).foreign == "make"


@pytest.mark.parametrize("intent", ["inform_vehicle", "ask_jump_start", "inform_tools"])
@pytest.mark.parametrize("case", [COUPE, Case()], ids=["beside a known car", "before any car"])
def test_a_strangers_body_and_year_are_not_the_cars(intent: str, case: Case) -> None:
    """The Toyota's body and year are not believed of the BMW, now or when it is named later."""
    said = turn(intent, car(None, "make", year=1999, body="wagon", name="Toyota"), body="wagon")
    after = absorb(absorb(case, said, LIBRARY), turn("inform_vehicle", car(BMW)), LIBRARY)
    assert (after.job.known.body, after.job.known.year) == (case.job.known.body, case.job.known.year)


def test_a_year_that_is_not_covered_is_the_cars_own() -> None:
    after = absorb(COUPE, turn("inform_vehicle", car(None, "year", year=1999)), LIBRARY)
    assert (after.foreign, after.job.known.year) == ("year", 1999)


# --- symptoms and signs --------------------------------------------------------------------------------


def test_symptoms_gather_in_order_each_once() -> None:
    case = Case(vehicle=BMW)
    for intent in ("symptom_fob_dead", "ask_tools", "symptom_only_trunk", "symptom_fob_dead"):
        case = absorb(case, turn(intent), LIBRARY)
    assert case.job.symptoms == ("symptom_fob_dead", "symptom_only_trunk")


@pytest.mark.parametrize(
    ("vehicle", "said", "signs"),
    [
        (VOLVO, turn("symptom_trunk_stuck", state="frozen, dead"), ("frozen",)),
        (VOLVO, turn("nlu_fallback", part="ice", state="frozen"), ("frozen", "ice")),
        (VOLVO, turn("symptom_trunk_stuck", state="blown fuse"), ()),
        (BMW, turn("symptom_trunk_stuck", state="frozen"), ()),
        (BMW, turn("symptom_trunk_stuck", part="blown fuse"), ("blown fuse",)),
        (None, turn("symptom_trunk_stuck", state="frozen, blown fuse"), ("frozen", "blown fuse")),
    ],
)
def test_signs_are_those_of_the_cars_plans(vehicle: str | None, said: Turn, signs: tuple[str, ...]) -> None:
    assert absorb(Case(vehicle=vehicle), said, LIBRARY).job.signs == signs


def test_signs_gather_each_once() -> None:
    case = Case(vehicle=VOLVO, job=Job(signs=("ice",)))
    assert absorb(case, turn("symptom_x", state="frozen, ice"), LIBRARY).job.signs == ("ice", "frozen")


def test_nothing_else_moves() -> None:
    """Facts change neither the plan nor the cursor."""
    case = replace(COUPE, asked=("power",), ticket=3)
    case = case.with_job(plan=("bmw-328i/fuse-box",), section="bmw-328i/fuse-box", step=4)
    after = absorb(case, turn("inform_cabin_open"), LIBRARY)
    assert after == case.with_known(cabin="yes")


# --- the message itself --------------------------------------------------------------------------------


def test_a_turn_tells_what_it_says() -> None:
    said = Turn("words", "deny", (("deny", 0.6), ("affirm", 0.3)), {"body": ("sedan", "coupe")})
    assert (said.said("body"), said.said("tool")) == (("sedan", "coupe"), ())
    assert (said.probability("affirm"), said.probability("greet")) == (0.3, 0.0)
