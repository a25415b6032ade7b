"""Findings of the review: each kind where it is due, and none where all is well."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.library import read_library
from bot.library.errors import DocumentProblems
from bot.library.model import Document
from bot.review import ERROR, Finding, review
from bot.review.finding import of_problem
from bot.review.units import figures
from tests.libraries import TREK, guide, read

ROOT = Path(__file__).resolve().parents[1]
FIGURES, ADVICE, DUPLICATE = "contradicting-figures", "contradicting-advice", "duplicate"
NUMBERING, DANGER, POWER, VEHICLE = "numbering", "no-warning", "needs-power", "no-vehicle"
ACCORD = "  make: Honda\n  models: [Accord]\n  years: 1998-2002"


def _findings(*documents: Document, kind: str, live: tuple[Document, ...] = ()) -> list[Finding]:
    found = review(documents, live)
    return [finding for document in documents for finding in found[document.id] if finding.kind == kind]


def _of(*steps: str, kind: str, **named: str) -> list[Finding]:
    return _findings(read(guide("bars", *steps, **named)), kind=kind)


def _line_of(text: str, document: str) -> int:
    return next(number for number, line in enumerate(document.split("\n"), 1) if text in line)


# figures


@pytest.mark.parametrize(
    ("text", "dimension", "low", "high"),
    [
        ("Tighten it to 18 ft-lb.", "torque", 24.4, 24.4),
        ("18 ft. lbs", "torque", 24.4, 24.4),
        ("85 in-lbs", "torque", 9.6, 9.6),
        ("30-40 N·m", "torque", 30, 40),
        ("24 newton meters", "torque", 24, 24),
        ("pour 3 1/2 quarts of 10W-40", "capacity", 3.31, 3.31),
        ("1,5 l", "capacity", 1.5, 1.5),
        ("10 to 15 minutes", "time", 600, 900),
        ("ten minutes", "time", 600, 600),
        ("a 1/2 inch socket", "size", 12.7, 12.7),
        ("1,000 miles", "distance", 1609.34, 1609.34),
        ("32 psi", "pressure", 2.21, 2.21),
        ("15 A", "current", 15, 15),
        ("500mAh", "charge", 0.5, 0.5),
    ],
)
def test_a_figure_is_read_in_its_unit(text: str, dimension: str, low: float, high: float) -> None:
    (figure,) = figures(text)
    assert figure.dimension == dimension
    assert (figure.low, figure.high) == pytest.approx((low, high), rel=0.01)


@pytest.mark.parametrize(
    "text", ["an M8 bolt", "see step 4 in the list", "2006 Honda", "step 1 a bolt", "10W-40"]
)
def test_what_is_no_figure_is_none(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tighten the drain plug to 25 Nm.", "The drain plug takes 40 Nm."),
        ("Tighten the drain plug to 18 ft-lb.", "Torque the drain plug to 40 Nm."),
        ("Pour in 3.6 quarts of oil.", "The oil capacity is 4.5 quarts."),
        ("The spark plug gap is 0.8 mm.", "The gap of each spark plug should be 1.1 mm."),
        ("Wait 10 minutes for the glue to dry.", "The glue needs 30 minutes to dry."),
        (
            "Every model since 2007 has an emergency release.",
            "Each model since 2002 has the emergency release.",
        ),
        ("Inflate the front tire to 32 psi.", "Set the pressure of the front tire to 45 psi."),
    ],
)
def test_different_figures_for_the_same_are_found_within_and_between_documents(one: str, other: str) -> None:
    text = guide("bars", one, "Look at it.", other)
    (finding,) = _findings(read(text), kind=FIGURES)
    assert finding.line == _line_of(other, text)
    assert f"line {_line_of(one, text)}" in finding.what
    first, second = read(guide("bars", one)), read(guide("wheels", other))
    both = _findings(first, second, kind=FIGURES)
    assert [finding.document for finding in both] == ["bars", "wheels"]
    assert "drafts/wheels.md:" in both[0].what
    assert both[0].cure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tighten the drain plug to 25 Nm.", "The drain plug takes 18 ft-lb."),
        ("Tighten the drain plug to 25 Nm.", "Tighten the drain plug to 20-30 Nm."),
        ("Tighten the drain plug to 25 Nm.", "Tighten the caliper bracket bolts to 85 Nm."),
        ("Tighten the left bolt of the stem to 5 Nm.", "Tighten the right bolt of the stem to 8 Nm."),
        ("Tighten the 8 mm stem bolts to 5 Nm.", "Tighten the 10 mm stem bolts to 9 Nm."),
        ("Use a 10 mm socket for the bolt.", "Use a 12 mm socket for the bolt."),
        ("Pour in 2.3 quarts of oil without the filter.", "Pour in 2.5 quarts of oil with the filter."),
        ("Four screws of the lens are 6 mm.", "Twelve screws of the lens are 7 mm."),
        ("Wait 10 minutes.", "Let it sit for 20 minutes."),
    ],
)
def test_figures_for_different_things_are_left_alone(one: str, other: str) -> None:
    assert _of(one, other, kind=FIGURES) == []


def test_figures_of_one_sentence_are_alternatives() -> None:
    assert _of("Use a fuse of 5 A or 15 A for the radio.", kind=FIGURES) == []


def test_another_vehicles_figure_is_no_contradiction() -> None:
    one = read(guide("bars", "Tighten the drain plug to 25 Nm.", vehicle=ACCORD))
    for vehicle in (TREK, ACCORD.replace("1998-2002", "2003-2007"), ACCORD.replace("Accord", "Civic")):
        other = read(guide("wheels", "Tighten the drain plug to 40 Nm.", vehicle=vehicle))
        assert _findings(one, other, kind=FIGURES) == []


def test_two_units_that_do_not_agree_are_found() -> None:
    (finding,) = _of("Tighten the drain plug to 25 Nm (40 ft-lb).", kind=FIGURES)
    assert "not the same torque" in finding.what
    assert _of("Tighten the drain plug to 25 Nm (18 ft-lb).", kind=FIGURES) == []


# do and don't


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Do not remove the brake hose.", "Remove the brake hose."),
        ("Never disconnect the yellow connector.", "Then disconnect the yellow connector carefully."),
        ("Don't grease the brake rotor.", "Now grease the brake rotor."),
        ("Disconnect the negative cable first.", "Disconnect the positive cable first."),
    ],
)
def test_do_and_dont_of_the_same_are_found(one: str, other: str) -> None:
    assert len(_of(one, other, kind=ADVICE)) == 1
    assert len(_findings(read(guide("a", one)), read(guide("b", other)), kind=ADVICE)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Do not remove the cap while the engine is hot.", "Remove the cap."),
        ("Do not remove the screws.", "Remove the two hex screws."),
        ("Do not push the blade to the side.", "Push the blade straight in."),
        ("Disconnect the negative cable first.", "Connect the positive cable first."),
        ("Do not lose the spring.", "Remove the spring."),
    ],
)
def test_advice_that_goes_together_is_left_alone(one: str, other: str) -> None:
    assert _of(one, other, kind=ADVICE) == []


# structure


def test_steps_without_a_vehicle_are_found() -> None:
    text = guide("bars").replace("vehicle:\n" + TREK, "vehicle: any")
    assert len(_findings(read(text), kind=VEHICLE)) == 1
    assert _of(kind=VEHICLE) == []


def test_a_gap_in_a_numbered_list_keeps_a_document_back() -> None:
    with pytest.raises(DocumentProblems) as problems:
        read(guide("bars", of="1. One is loosened.\n3. Three is pulled."))
    (finding,) = (of_problem("bars", problem) for problem in problems.value.problems)
    assert (finding.kind, finding.severity) == (NUMBERING, ERROR)


@pytest.mark.parametrize(
    ("steps", "more", "count"),
    [
        (("Loosen the bolt.", "Go back to step 5."), "", 1),
        (("Loosen the bolt.", "Go back to step 1."), "", 0),
        (("Loosen the bolt.", "Follow steps 1-6 of the guide to the wheel."), "", 0),
        ((), "\n## Method 1 {#m1}\nkind: faq\n\nOne.\n\n## Method 3 {#m3}\nkind: faq\n\nThree.\n", 1),
        ((), "\n## Method 1 {#m1}\nkind: faq\n\nOne.\n\n## Method 2 {#m2}\nkind: faq\n\nTwo.\n", 0),
    ],
)
def test_what_points_at_a_missing_step_is_found(steps: tuple[str, ...], more: str, count: int) -> None:
    assert len(_of(*steps, kind=NUMBERING, more=more)) == count


# dangers


@pytest.mark.parametrize(
    ("calls", "cautions"),
    [
        ("Jack up the car.", "Be careful: support the car with jack stands."),
        ("Take out the battery.", "Never let a tool touch both terminals of the battery."),
        ("Loosen the fuel line.", "Keep flames and sparks away from the fuel."),
        ("Drain the brake fluid.", "Do not spill brake fluid on the paint."),
        ("Drain the coolant.", "Make sure that the engine has cooled before you open the coolant."),
        ("Unbolt the airbag.", "Disconnect the battery first, and be careful with the airbag."),
        ("The exhaust is hot.", "Wear gloves, or the exhaust burns your hands."),
        ("Solder the wire.", "Be careful not to burn yourself with the iron."),
    ],
)
def test_a_danger_without_a_warning_is_found(calls: str, cautions: str) -> None:
    text = guide("bars", "Look at it.", calls)
    (finding,) = _findings(read(text), kind=DANGER)
    assert finding.line == _line_of(calls, text)
    assert _of(calls, cautions, kind=DANGER) == []
    assert _of(f"Warning: {cautions}\n{calls}", kind=DANGER) == []


@pytest.mark.parametrize(
    "step", ["Put on your jacket.", "Lift the carburetor.", "Take the pan from under the bike."]
)
def test_what_is_no_danger_calls_for_no_warning(step: str) -> None:
    assert _of(step, kind=DANGER) == []


# power

DEAD = "Opening the trunk with a dead battery"


@pytest.mark.parametrize(
    "claim",
    [
        "Press the trunk button on the dashboard.",
        "Lower the power windows.",
        "Use the key fob to open the trunk.",
        "Turn on the ignition.",
    ],
)
def test_a_claim_of_power_is_found_where_the_battery_is_dead(claim: str) -> None:
    (finding,) = _of("Find the slot.", claim, title=DEAD, kind=POWER)
    assert claim.rstrip(".") in finding.what
    assert _of("Find the slot.", claim, title="Replacing the trunk light", kind=POWER) == []
    assert _of("Connect a jump starter.", claim, title=DEAD, kind=POWER) == []


@pytest.mark.parametrize(
    "claim",
    [
        "The key fob does not work.",
        "Take the metal blade out of the key fob.",
        "Never press the trunk button.",
    ],
)
def test_a_sentence_that_knows_of_the_dead_battery_is_left_alone(claim: str) -> None:
    assert _of(claim, title=DEAD, kind=POWER) == []


# duplicates

STEPS = tuple(
    f"Take the {part} off and lay it aside." for part in ("cover", "bolt", "spring", "cable", "lever")
)


def test_the_same_steps_under_another_id_are_found_beside_drafts_and_beside_what_is_live() -> None:
    one, other = (read(guide(name, *STEPS, title=name)) for name in ("one", "other"))
    assert {finding.document for finding in _findings(one, other, kind=DUPLICATE)} == {"one", "other"}
    (finding,) = _findings(one, kind=DUPLICATE, live=(other,))
    assert "'other'" in finding.what


def test_the_same_title_for_the_same_vehicle_is_found() -> None:
    one = read(guide("one", *STEPS, title="Replacing the brake pads"))
    other = read(guide("other", "Do something else.", title="Brake pads replacing"))
    assert len(_findings(one, other, kind=DUPLICATE)) == 2


def test_another_vehicle_other_steps_and_a_new_version_are_no_duplicates() -> None:
    one = read(guide("one", *STEPS, title="one"))
    assert _findings(one, read(guide("two", *STEPS, title="two", vehicle=ACCORD)), kind=DUPLICATE) == []
    begins_alike = (*STEPS[:3], *(f"Put the {part} into the box now." for part in ("a b", "c d", "e f")))
    assert _findings(one, read(guide("two", *begins_alike, title="two")), kind=DUPLICATE) == []
    assert _findings(one, kind=DUPLICATE, live=(one,)) == []


# all together


def test_the_shipped_documents_bring_up_little() -> None:
    documents = read_library(ROOT / "data" / "documents")[0].documents
    found = [finding for findings in review(documents).values() for finding in findings]
    assert len(found) <= 6, "\n".join(map(str, found))


def test_every_finding_has_a_place_and_a_cure() -> None:
    one = guide("one", "Pour in 3 quarts of oil.", "Jack up the car.", title=DEAD)
    other = guide("other", "Pour in 5 quarts of oil.", "Press the trunk button.", title=DEAD)
    found = review([read(one), read(other)])
    for findings in found.values():
        assert len(findings) >= 2
        for finding in findings:
            assert finding.line > 1
            assert finding.cure
            assert str(finding).startswith(f"{finding.file}:{finding.line}: ")


def test_450_documents_are_reviewed_in_seconds() -> None:
    documents = [
        read(guide(f"g{n}", f"Loosen bolt {n} of the wheel.", *STEPS, title=f"g{n}")) for n in range(450)
    ]
    start = time.process_time()
    assert len(review(documents)) == 450
    assert time.process_time() - start < 15
