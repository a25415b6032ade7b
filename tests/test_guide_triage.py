"""Triage: which plan, in which order, what is left out and why, and how many questions come before it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guide.case import Case, Job, Known, Try
from bot.guide.diagnosis import diagnose
from bot.guide.outcome import Ask, ShowPlan
from bot.guide.tools import at_hand, is_equipped, is_used_by, supposed_missing
from bot.guide.triage import apply_plan, choose_plan, fact_wanted, fits_body, missing_fact, reason_to_skip
from bot.library import Section, Tool
from tests.cars import BMW, LIBRARY, MASERATI, VOLVO

BLADES = ("key blade", "flathead screwdriver", "butter knife", "sturdy paperclip")

DEAD = "manual-release rear-seats jump-start portable-starter fuse-box professional-help"
FINE = "manual-release fuse-box rear-seats professional-help"
FOB = "how-release-works manual-release fuse-box professional-help"
ITALIAN = "faq-mechanical-key release-cable faq-jump-start professional-help"
FROZEN = "thaw-the-lock free-the-seal push-from-inside breakdown-help"
ROD = "pull-the-rod breakdown-help"

TOOLS = sorted({n for s in LIBRARY.sections for t in s.tools for n in (t.name, *t.instead)} | {"hammer"})
SYMPTOMS = sorted({s for d in LIBRARY.documents for p in d.plans for s in p.symptoms})
SIGNS = sorted({s for d in LIBRARY.documents for p in d.plans for s in p.signs})
some_tools = st.lists(st.sampled_from(TOOLS), max_size=8, unique=True).map(tuple)
knowns = st.builds(
    Known,
    body=st.sampled_from([None, "sedan", "wagon", "coupe", "convertible", "hatchback"]),
    power=st.sampled_from([None, "none", "some", "good"]),
    cabin=st.sampled_from([None, "yes", "no"]),
    seats=st.sampled_from([None, "yes", "no"]),
    have=some_tools,
    missing=some_tools,
)
methods = st.sampled_from([s.id for s in LIBRARY.sections if s.kind in ("procedure", "faq")])
tries = st.lists(st.builds(Try, methods, st.sampled_from(["failed", "skipped", "worked"])), max_size=4)
jobs = st.builds(
    Job,
    known=knowns,
    symptoms=st.lists(st.sampled_from(SYMPTOMS), max_size=3, unique=True).map(tuple),
    signs=st.lists(st.sampled_from(SIGNS), max_size=2, unique=True).map(tuple),
    tried=tries.map(tuple),
)
documents = st.sampled_from([d.id for d in LIBRARY.documents])


def told(power: str | None = None, symptoms: str = "", signs: tuple[str, ...] = (), **known: object) -> Job:
    """A job of which this is known; symptoms without their prefix, separated by blanks."""
    facts = replace(Known(power=power), **known)  # type: ignore[arg-type]
    return Job(known=facts, symptoms=tuple(f"symptom_{s}" for s in symptoms.split()), signs=signs)


def planned(document: str, job: Job) -> tuple[str, str, dict[str, str]]:
    """Cause, methods and reasons of the plan, without the document's name in the ids."""
    plan = choose_plan(LIBRARY.document(document), job)
    assert plan is not None
    applied = apply_plan(plan, LIBRARY, job)
    start = len(document) + 1
    skipped = {section[start:]: reason for section, reason in applied.skipped.items()}
    return plan.cause, " ".join(s[start:] for s in applied.sections), skipped


# --- the cause -----------------------------------------------------------------------------------------

CAUSES = [
    (BMW, told("none"), "dead battery", DEAD),
    (BMW, told("some"), "dead battery", DEAD),
    (BMW, told("good"), "battery is fine", FINE),
    (BMW, told(), "dead battery", DEAD),
    (BMW, told(symptoms="no_power"), "dead battery", DEAD),
    (BMW, told(symptoms="only_trunk"), "battery is fine", FINE),
    (BMW, told(symptoms="keyless"), "only the fob is dead", FOB),
    (BMW, told("good", "fob_dead"), "only the fob is dead", FOB),
    (BMW, told("none", "fob_dead"), "dead battery", DEAD),
    (BMW, told("some", "only_trunk"), "dead battery", DEAD),
    (BMW, told("good", "no_power"), "battery is fine", FINE),
    (BMW, told("good", "jump_no_help fob_dead keyless"), "only the fob is dead", FOB),
    (BMW, told("good", "trunk_stuck"), "battery is fine", FINE),
    (BMW, told(signs=("slow cranking",)), "dead battery", DEAD),
    (BMW, told(signs=("blown fuse",)), "battery is fine", FINE),
    (BMW, told(signs=("dead key fob",), symptoms="no_power"), "only the fob is dead", FOB),
    (BMW, told(signs=("blown fuse",), symptoms="fob_dead"), "battery is fine", FINE),
    (BMW, told("none", signs=("blown fuse",)), "dead battery", DEAD),
    *(
        (MASERATI, told(power, "keyless"), "dead battery", ITALIAN)
        for power in (None, "none", "some", "good")
    ),
    (VOLVO, told(), "frozen tailgate", FROZEN),
    (VOLVO, told(signs=("ice",)), "frozen tailgate", FROZEN),
    (VOLVO, told(signs=("handle is loose",)), "broken rod", ROD),
    (VOLVO, told("good", signs=("something rattles",)), "broken rod", ROD),
]


@pytest.mark.parametrize(("document", "job", "cause", "sections"), CAUSES)
def test_cause_and_order(document: str, job: Job, cause: str, sections: str) -> None:
    assert planned(document, job) == (cause, sections, {})


def test_a_document_without_plans_has_none() -> None:
    assert choose_plan(replace(LIBRARY.document(BMW), plans=()), Job()) is None


# --- what is left out ----------------------------------------------------------------------------------

SEATS = "rear-seats"
SKIPPED = [
    (BMW, told("none", body="sedan"), {}),
    (BMW, told("none", body="wagon"), {}),
    (BMW, told("none", body="sedan", seats="yes"), {}),
    (BMW, told("none", body="sedan", seats="no"), {SEATS: "body"}),
    (BMW, told("none", body="coupe"), {SEATS: "body"}),
    (BMW, told("none", body="convertible", seats="no"), {SEATS: "body"}),
    (BMW, told("none", body="coupe", seats="yes"), {}),
    (BMW, told("none", body="hatchback", seats="yes"), {SEATS: "body"}),
    (BMW, told("none", seats="no"), {SEATS: "body"}),
    (BMW, told("none", seats="yes"), {}),
    (BMW, told("none", cabin="no"), {SEATS: "cabin"}),
    (BMW, told("none", cabin="yes"), {}),
    (BMW, told("none", cabin="no", body="coupe"), {SEATS: "body"}),
    (BMW, told("none", missing=BLADES), {"manual-release": "tool"}),
    (BMW, told("none", missing=BLADES[:3]), {}),
    (BMW, told("none", missing=BLADES[1:]), {}),
    (BMW, told("none", missing=("second car",)), {"jump-start": "tool"}),
    (BMW, told("none", missing=("jumper cables",)), {"jump-start": "tool"}),
    (BMW, told("none", missing=("portable starter",)), {"portable-starter": "tool"}),
    (BMW, told("none", missing=("flashlight", "fuse puller", "spare fuse")), {}),
    (MASERATI, told(missing=("key",)), {"faq-mechanical-key": "tool"}),
    (MASERATI, told(missing=("flathead screwdriver",)), {"release-cable": "tool"}),
    (MASERATI, told(missing=("second car",), body="coupe", cabin="no"), {"faq-jump-start": "tool"}),
    (VOLVO, told(signs=("ice",), missing=("gloves",)), {"thaw-the-lock": "tool"}),
    (VOLVO, told(signs=("ice",), missing=("lock de-icer",)), {}),
    (VOLVO, told(signs=("ice",), missing=("lock de-icer", "warm key")), {"thaw-the-lock": "tool"}),
    (VOLVO, told(signs=("ice",), missing=("hand warmer",), cabin="no"), {"push-from-inside": "cabin"}),
    (VOLVO, told(signs=("rod is broken",), cabin="no", missing=("pliers",)), {"pull-the-rod": "cabin"}),
]


@pytest.mark.parametrize(("document", "job", "skipped"), SKIPPED)
def test_what_is_left_out(document: str, job: Job, skipped: dict[str, str]) -> None:
    _, everything, _ = planned(document, replace(job, known=Known(power=job.known.power)))
    rest = [name for name in everything.split() if name not in skipped]
    assert planned(document, job)[1:] == (" ".join(rest), skipped)


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_what_was_tried_is_left_out_for_that_reason(outcome: str) -> None:
    known = Known(power="none", body="coupe", missing=BLADES)
    job = (
        Job(known=known).with_try("bmw-328i/rear-seats", outcome).with_try("bmw-328i/manual-release", outcome)
    )
    assert planned(BMW, job)[2] == {"manual-release": "tried", "rear-seats": "tried"}


@given(documents, jobs)
def test_a_plan_loses_nothing_and_tells_why(document: str, job: Job) -> None:
    """Each method is either on offer or left out with its reason; groups of alternatives stay in order."""
    plan = choose_plan(LIBRARY.document(document), job)
    assert plan is not None
    applied = apply_plan(plan, LIBRARY, job)
    listed = [m for group in plan.methods for m in group]
    assert sorted([*applied.sections, *applied.skipped]) == sorted(listed)
    assert all(reason_to_skip(LIBRARY.section(s), job) is None for s in applied.sections)
    for section, reason in applied.skipped.items():
        fellows = next(group for group in plan.methods if section in group)
        fellow_failed = "cause" if any(job.outcome(s) == "failed" for s in fellows) else None
        assert reason == (reason_to_skip(LIBRARY.section(section), job) or fellow_failed)
    assert set(applied.skipped.values()) <= {"body", "cabin", "tool", "tried", "cause"}
    groups = [next(i for i, g in enumerate(plan.methods) if s in g) for s in applied.sections]
    assert groups == sorted(groups)


def test_folding_seats_matter_only_where_the_seats_are_the_way_in() -> None:
    """A method for some bodies that has nothing to do with the seats does not fall with them."""
    hatch = replace(LIBRARY.section("bmw-328i/fuse-box"), bodies=("sedan",), folding_bodies=())
    assert fits_body(hatch, Known(body="sedan", seats="no"))
    assert not fits_body(hatch, Known(body="wagon", seats="yes"))


# --- alternatives --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("have", "first"),
    [
        ((), "jump-start"),
        (("portable starter",), "portable-starter"),
        (("jumper cables",), "jump-start"),
        (("second car",), "jump-start"),
        (("jumper cables", "portable starter"), "jump-start"),
        (("key blade",), "jump-start"),
    ],
)
def test_of_alternatives_the_one_at_hand_comes_first(have: tuple[str, ...], first: str) -> None:
    names = planned(BMW, told("none", have=have))[1].split()
    second = ({"jump-start", "portable-starter"} - {first}).pop()
    assert names == DEAD.replace("jump-start portable-starter", f"{first} {second}").split()


BLADE = LIBRARY.section("bmw-328i/manual-release")


@pytest.mark.parametrize(
    ("missing", "best"),
    [
        ((), BLADES[0]),
        (BLADES[:1], BLADES[1]),
        (BLADES[:2], BLADES[2]),
        (BLADES[1:], BLADES[0]),
        (BLADES, None),
    ],
)
def test_the_best_tool_that_is_not_missing(missing: tuple[str, ...], best: str | None) -> None:
    known = Known(missing=missing)
    assert at_hand(BLADE.tools[0], known) == best
    assert supposed_missing(BLADE, known) == best
    assert is_equipped(BLADE, known) == (best is not None)


def test_every_needed_thing_counts() -> None:
    thaw = LIBRARY.section("volvo-240/thaw-the-lock")
    assert is_equipped(thaw, Known(missing=("lock de-icer",)))
    assert not is_equipped(thaw, Known(missing=("gloves",)))
    assert supposed_missing(thaw, Known(missing=("lock de-icer", "warm key"))) == "gloves"
    assert supposed_missing(LIBRARY.section("volvo-240/push-from-inside"), Known()) is None


@pytest.mark.parametrize(
    ("name", "used"), [("gloves", True), ("warm key", True), ("hand warmer", True), ("pliers", False)]
)
def test_whether_a_tool_is_used(name: str, used: bool) -> None:
    assert is_used_by(LIBRARY.section("volvo-240/thaw-the-lock"), name) is used


def test_a_tool_comes_before_its_substitutes() -> None:
    assert at_hand(Tool("wrench", ("spanner",)), Known()) == "wrench"


# --- questions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "job", "fact"),
    [
        (BMW, told(), "power"),
        (BMW, told(symptoms="trunk_stuck"), "power"),
        (BMW, told(symptoms="fob_dead"), "power"),
        (BMW, told(signs=("blown fuse",)), None),
        (BMW, told("none"), None),
        (BMW, told("good"), None),
        (BMW, told("good", "fob_dead"), None),
        (MASERATI, told(), None),
        (MASERATI, told(symptoms="fob_dead"), None),
        (VOLVO, told(), "cause"),
        (VOLVO, told(signs=("frost",)), None),
    ],
)
def test_the_fact_that_would_change_the_plan(document: str, job: Job, fact: str | None) -> None:
    assert missing_fact(LIBRARY.document(document), job) == fact


@given(documents, jobs)
def test_no_question_when_vehicle_body_and_power_were_said(document: str, job: Job) -> None:
    known = replace(job.known, body=job.known.body or "sedan", power=job.known.power or "none")
    case, outcome = diagnose(Case(vehicle=document, job=replace(job, known=known)), LIBRARY)
    assert isinstance(outcome, ShowPlan)
    assert (case.job.plan, case.job.cause) == (outcome.sections, outcome.cause)


@given(documents, jobs, st.sampled_from([None, "none", "some", "good"]))
def test_at_most_two_questions(document: str, job: Job, power: str | None) -> None:
    """Whether or not an answer is understood, the plan comes after the second question."""
    case, first = diagnose(Case(job=job), LIBRARY)
    assert first == Ask("vehicle")
    case, second = diagnose(case.for_vehicle(document), LIBRARY)
    if isinstance(second, Ask):
        case, third = diagnose(case.with_known(power=power), LIBRARY)
        assert isinstance(third, ShowPlan)


@pytest.mark.parametrize(
    ("section", "case", "fact"),
    [
        ("bmw-328i/rear-seats", Case(vehicle=BMW), "body"),
        ("bmw-328i/rear-seats", Case(vehicle=BMW, job=told(body="sedan")), None),
        ("bmw-328i/rear-seats", Case(vehicle=BMW, asked=("body",)), None),
        ("bmw-328i/fuse-box", Case(vehicle=BMW), None),
    ],
)
def test_the_fact_before_a_first_step(section: str, case: Case, fact: str | None) -> None:
    chosen: Section = LIBRARY.section(section)
    assert fact_wanted(chosen, case) == fact
