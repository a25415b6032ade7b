"""Each move along a procedure, one by one: where it leads, what it says, what it keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.guide import cursor
from bot.guide.case import Case, Job, Known, Pending, Try
from bot.guide.cursor import Move
from bot.guide.diagnosis import show_plan
from bot.guide.outcome import Ask, HandOff, Outcome, Resolved, ShowStep, Talk
from tests.cars import BMW, LIBRARY, MASERATI

RELEASE, SEATS, FUSES = "bmw-328i/manual-release", "bmw-328i/rear-seats", "bmw-328i/fuse-box"
AFTERWARDS = ("bmw-328i/battery-maintenance", "bmw-328i/glovebox-tool", "bmw-328i/battery-maintainer")
OUTCOME = Pending(about="outcome", then="outcome")


def planned(document: str = BMW, **known: object) -> Case:
    """A case whose plan has just been shown."""
    facts = replace(Known(power="none"), **known)  # type: ignore[arg-type]
    return show_plan(Case(vehicle=document, job=Job(known=facts)), LIBRARY)[0]


def at(section: str, step: int, case: Case | None = None) -> Case:
    """A case with the cursor on a step."""
    return cursor.go_to(case or planned(section.partition("/")[0]), section, step)[0]


def last(section: str) -> Case:
    """A case that has come to the question whether it opened."""
    return cursor.forward(at(section, cursor.step_count(LIBRARY.section(section))), LIBRARY)[0]


# --- forward, backward, again --------------------------------------------------------------------------


@pytest.mark.parametrize("section", [s.id for s in LIBRARY.sections if s.kind == "procedure"])
def test_forward_meets_every_step_once_and_then_asks(section: str) -> None:
    steps = cursor.step_count(LIBRARY.section(section))
    case, outcome = cursor.open_section(planned(section.partition("/")[0], body="sedan"), LIBRARY, section)
    seen: list[Outcome] = [outcome]
    for _ in range(steps):
        case, outcome = cursor.forward(case, LIBRARY)
        seen.append(outcome)
    assert seen == [*(ShowStep(section, n) for n in range(1, steps + 1)), Ask("outcome")]
    assert (case.job.section, case.job.step, case.pending) == (section, steps, OUTCOME)


@pytest.mark.parametrize(("step", "shown"), [(1, 1), (2, 1), (5, 4)])
def test_backward(step: int, shown: int) -> None:
    case, outcome = cursor.backward(at(RELEASE, step), LIBRARY)
    assert (outcome, case.job.step) == (ShowStep(RELEASE, shown), shown)


def test_backward_from_the_question_shows_the_last_step() -> None:
    case, outcome = cursor.backward(last(RELEASE), LIBRARY)
    assert (outcome, case.job.step, case.pending) == (ShowStep(RELEASE, 5), 5, None)


def test_again_shows_the_step_and_drops_the_question() -> None:
    case, outcome = cursor.again(last(RELEASE))
    assert (outcome, case.job.step, case.pending) == (ShowStep(RELEASE, 5), 5, None)


@pytest.mark.parametrize(
    ("step", "outcome", "lands"),
    [(1, ShowStep(RELEASE, 2), 2), (3, ShowStep(RELEASE, 4), 4), (5, Ask("outcome"), 5)],
)
def test_done_leads_to_the_step_after_it(step: int, outcome: Outcome, lands: int) -> None:
    case, shown = cursor.done(at(RELEASE, 1), LIBRARY, RELEASE, step)
    assert (shown, case.job.section, case.job.step) == (outcome, RELEASE, lands)
    assert case.pending == (OUTCOME if step == 5 else None)


def test_a_section_without_a_step_list_is_one_step() -> None:
    section = LIBRARY.section("maserati/faq-mechanical-key")
    assert cursor.step_count(section) == 1
    assert cursor.step_lines(section, 1) == section.lines
    assert cursor.step_lines(LIBRARY.section(RELEASE), 4) == LIBRARY.section(RELEASE).steps[3].lines


@pytest.mark.parametrize(
    ("move", "intent"),
    [
        (lambda c: cursor.forward(c, LIBRARY), "next"),
        (lambda c: cursor.backward(c, LIBRARY), "back"),
        (cursor.again, "repeat"),
        (lambda c: cursor.failed(c, LIBRARY), "it-failed"),
        (lambda c: cursor.worked(c, LIBRARY), "it-worked"),
        (cursor.take_back, "back"),
    ],
)
@pytest.mark.parametrize("case", [Case(), Case(vehicle=BMW)], ids=["no car", "no plan"])
def test_with_nothing_open(move: Callable[[Case], Move], intent: str, case: Case) -> None:
    assert move(case) == (case, Talk(intent))


# --- into a method -------------------------------------------------------------------------------------


def test_the_plan_starts_with_its_first_method() -> None:
    case, outcome = cursor.forward(planned(missing=("key",), document=MASERATI), LIBRARY)
    assert outcome == ShowStep("maserati/release-cable", 1)
    assert (case.job.topic, case.pending) == ("maserati/release-cable", None)


def test_the_body_is_asked_before_the_rear_seats() -> None:
    case, outcome = cursor.open_section(planned(), LIBRARY, SEATS, "next_method")
    assert outcome == Ask("body", lead="next_method")
    assert case.pending == Pending(about="body", then="open", section=SEATS)
    assert case.job.section is None
    assert cursor.open_section(planned(body="sedan"), LIBRARY, SEATS)[1] == ShowStep(SEATS, 1)


def test_opening_help_hands_over() -> None:
    case, outcome = cursor.open_section(at(RELEASE, 2), LIBRARY, "bmw-328i/professional-help", "next_method")
    help_ = LIBRARY.section("bmw-328i/professional-help")
    assert outcome == HandOff(help_.id, help_.passages[0], "next_method")
    assert (case.job.section, case.pending) == (None, Pending(about="contact", then="contact"))


def test_a_hand_over_without_a_car_cites_nothing() -> None:
    assert cursor.hand_off(Case(), LIBRARY)[1] == HandOff()


def test_next_walks_the_method_that_was_asked_about() -> None:
    asked = planned(body="sedan").with_job(topic=FUSES)
    assert cursor.forward(asked, LIBRARY)[1] == ShowStep(FUSES, 1)


@pytest.mark.parametrize("topic", ["bmw-328i/faq-completely-dead", "bmw-328i/glovebox-tool"])
def test_next_after_a_question_goes_on_with_the_plan(topic: str) -> None:
    """An answer that is no method of the plan is not walked as one."""
    assert cursor.forward(planned().with_job(topic=topic), LIBRARY)[1] == ShowStep(RELEASE, 1)


@pytest.mark.parametrize(
    ("known", "topic", "opened"),
    [
        ({"body": "coupe"}, SEATS, RELEASE),
        (
            {"missing": (*LIBRARY.section(RELEASE).tools[0].instead, "key blade"), "body": "sedan"},
            None,
            SEATS,
        ),
    ],
    ids=["asked about, but not for this body", "planned, but the tools are not there"],
)
def test_next_heeds_what_was_told_since(known: dict[str, object], topic: str | None, opened: str) -> None:
    case = planned().with_known(**known).with_job(topic=topic)
    assert cursor.forward(case, LIBRARY)[1] == ShowStep(opened, 1)


# --- failed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "lead", "step"), [("failed", "next_method", 3), ("skipped", "other_method", 3)]
)
def test_failure_notes_how_far_and_goes_on(outcome: str, lead: str, step: int) -> None:
    case, shown = cursor.failed(at(RELEASE, step, planned(body="coupe")), LIBRARY, outcome=outcome)
    assert case.job.tried == (Try(RELEASE, outcome, step),)
    assert shown == ShowStep("bmw-328i/jump-start", 1, lead)


def test_methods_that_were_named_are_all_noted() -> None:
    case, shown = cursor.failed(planned(body="sedan"), LIBRARY, (RELEASE, SEATS))
    assert case.job.tried == (Try(RELEASE, "failed"), Try(SEATS, "failed"))
    assert shown == ShowStep("bmw-328i/jump-start", 1, "next_method")


def test_before_anything_was_opened_the_first_of_the_plan_has_failed() -> None:
    case, _ = cursor.failed(planned(), LIBRARY)
    assert case.job.tried == (Try(RELEASE, "failed"),)


def test_an_answer_beside_the_plan_is_not_what_failed() -> None:
    case, _ = cursor.failed(planned().with_job(topic="bmw-328i/faq-forcing-damage"), LIBRARY)
    assert case.job.tried == (Try(RELEASE, "failed"),)


def test_the_last_failure_hands_over_with_all_that_was_tried() -> None:
    case, outcome = planned(MASERATI), None
    for _ in range(3):
        case, outcome = cursor.failed(case, LIBRARY)
    help_ = LIBRARY.section("maserati/professional-help")
    assert outcome == HandOff(help_.id, help_.passages[0], "all_tried")
    names = ["faq-mechanical-key", "release-cable", "faq-jump-start"]
    assert [t.section for t in case.job.tried] == [f"maserati/{name}" for name in names]


def test_failing_after_the_hand_over_stays_with_the_person_of_the_shop() -> None:
    case = planned(MASERATI)
    for _ in range(3):
        case, _ = cursor.failed(case, LIBRARY)
    tried = case.job.tried
    for _ in range(3):
        case, outcome = cursor.failed(case, LIBRARY)
        assert isinstance(outcome, HandOff)
        assert case.job.tried == tried


# --- worked --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "step", "offered"),
    [
        (RELEASE, 4, AFTERWARDS),
        ("maserati/release-cable", 3, ("maserati/charge-or-replace", "maserati/prevent-drain")),
        ("volvo-240/pull-the-rod", 2, ("volvo-240/mend-the-rod", "volvo-240/winter-care")),
    ],
)
def test_success_offers_what_comes_after(section: str, step: int, offered: tuple[str, ...]) -> None:
    case, outcome = cursor.worked(at(section, step), LIBRARY)
    assert outcome == Resolved(section, offered)
    assert case.job.tried == (Try(section, "worked", step),)
    assert (case.job.section, case.job.solved, case.job.offered) == (None, True, offered)
    assert case.pending == Pending(about="offer", then="offer")
    assert cursor.forward(case, LIBRARY)[1] == Talk("next")


def test_saying_twice_that_it_worked_names_the_same_method() -> None:
    first, outcome = cursor.worked(at(RELEASE, 5), LIBRARY)
    second, again = cursor.worked(first, LIBRARY)
    assert again == outcome
    assert second.job.tried == first.job.tried


def test_a_plan_of_nothing_but_help_that_failed_goes_to_a_person() -> None:
    """No method applies for want of tools: there is nothing to note as tried, and a person takes over."""
    wanting = ("bank card", "battery charger", "butter knife", "flathead screwdriver", "jumper cables", "key")
    case = planned(MASERATI, missing=wanting)
    assert case.job.plan == ("maserati/professional-help",)
    after, outcome = cursor.failed(case, LIBRARY)
    assert isinstance(outcome, HandOff)
    assert (outcome.lead, after.job.tried) == ("all_tried", ())


def test_a_success_that_was_none_has_failed() -> None:
    """ "It worked" - "no, it didn't": that very method is what failed, not one that nobody began."""
    case, _ = cursor.worked(at(RELEASE, 5, planned(body="sedan")), LIBRARY)
    case, outcome = cursor.failed(case, LIBRARY)
    assert [(t.section, t.outcome) for t in case.job.tried] == [(RELEASE, "failed")]
    assert outcome == ShowStep(SEATS, 1, "next_method")


def test_what_fails_after_success_does_not_shut_the_lid_again() -> None:
    """Charging the battery failed: the trunk is open, so no way of opening it is proposed."""
    case, _ = cursor.worked(at("maserati/release-cable", 3), LIBRARY)
    case, _ = cursor.open_section(case, LIBRARY, "maserati/charge-or-replace")
    _, outcome = cursor.failed(case, LIBRARY)
    assert not isinstance(outcome, ShowStep)


# --- taking back, stopping, starting over --------------------------------------------------------------


@pytest.mark.parametrize(
    "move",
    [
        lambda c: cursor.forward(c, LIBRARY),
        lambda c: cursor.worked(c, LIBRARY),
        lambda c: cursor.failed(c, LIBRARY),
        lambda c: cursor.done(c, LIBRARY, RELEASE, 5),
        cursor.stop,
    ],
    ids=["next", "worked", "failed", "done", "stop"],
)
def test_a_wrong_move_can_be_taken_back(move: Callable[[Case], Move]) -> None:
    case = at(RELEASE, 3)
    back, outcome = cursor.take_back(move(case)[0])
    assert (back.job, outcome) == (case.job, ShowStep(RELEASE, 3, "taken_back"))


def test_a_ticket_stands_when_a_move_is_taken_back() -> None:
    case, outcome = cursor.failed(at("maserati/faq-jump-start", 1, planned(MASERATI)), LIBRARY)
    while not isinstance(outcome, HandOff):
        case, outcome = cursor.failed(case, LIBRARY)
    assert cursor.take_back(replace(case, ticket=12))[0].ticket == 12


def test_stopping_keeps_what_is_known() -> None:
    case = at(RELEASE, 3)
    stopped, outcome = cursor.stop(case)
    assert (outcome, stopped.pending) == (Talk("cancel"), None)
    assert stopped.job == case.job.closed()


def test_starting_over_forgets_all_but_the_ticket() -> None:
    case = replace(at(RELEASE, 3), ticket=12, at=5.0, asked=("vehicle",), parked=((MASERATI, Job()),))
    assert cursor.restart(case) == (Case(ticket=12, at=5.0), Talk("restart"))
