"""From a trouble to a plan: what is asked on the way, and what a question or a plan leaves open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.guide.case import Case, Job, Known, Pending
from bot.guide.diagnosis import diagnose, show_plan
from bot.guide.outcome import Ask, NotCovered, ShowPlan
from bot.library import Library
from tests.cars import BMW, LIBRARY, VOLVO


def test_what_a_question_leaves_open() -> None:
    case, outcome = diagnose(Case(vehicle=VOLVO), LIBRARY)
    assert outcome == Ask("cause", ("frozen tailgate", "broken rod"))
    assert case.pending == Pending(about="cause", then="plan", options=("frozen tailgate", "broken rod"))
    assert case.asked == ("cause",)


def test_an_uncovered_car_gets_no_plan() -> None:
    case = Case(vehicle=BMW, foreign="year", pending=Pending("vehicle"))
    assert diagnose(case, LIBRARY) == (replace(case, pending=None), NotCovered("year"))


def test_a_document_without_plans_covers_no_trouble() -> None:
    bare = Library((replace(LIBRARY.document(BMW), plans=()),))
    assert diagnose(Case(vehicle=BMW), bare)[1] == NotCovered("topic")


def test_a_shown_plan_waits_for_its_start() -> None:
    walking = Job(
        known=Known(power="good"), section="bmw-328i/fuse-box", step=3, topic="bmw-328i/fuse-box", solved=True
    )
    case, outcome = show_plan(Case(vehicle=BMW, job=walking), LIBRARY)
    assert isinstance(outcome, ShowPlan)
    assert outcome.title == LIBRARY.document(BMW).plans[1].title
    assert case.pending == Pending(about="start", then="start")
    assert (case.job.section, case.job.topic, case.job.solved) == (None, None, False)


def test_two_questions_are_enough_whatever_they_were() -> None:
    _, outcome = diagnose(Case(vehicle=BMW, asked=("vehicle", "body")), LIBRARY)
    assert isinstance(outcome, ShowPlan)


def test_a_question_is_not_asked_twice() -> None:
    case, outcome = diagnose(Case(vehicle=BMW), LIBRARY)
    assert outcome == Ask("power")
    assert isinstance(diagnose(case, LIBRARY)[1], ShowPlan)


def test_asking_for_the_car_again_counts_once() -> None:
    case, _ = diagnose(Case(), LIBRARY)
    case, outcome = diagnose(case, LIBRARY)
    assert (outcome, case.asked) == (Ask("vehicle"), ("vehicle",))


def test_a_second_car_gets_its_own_questions() -> None:
    """What was asked about one car has not been asked about the other."""
    _, fresh = diagnose(Case(vehicle=VOLVO), LIBRARY)
    case, _ = diagnose(Case(job=Job(symptoms=("symptom_trunk_stuck",))), LIBRARY)
    case, asked = diagnose(case.for_vehicle(BMW), LIBRARY)
    assert asked == Ask("power")
    _, after = diagnose(case.for_vehicle(VOLVO), LIBRARY)
    assert isinstance(fresh, Ask)
    assert after == fresh


@pytest.mark.parametrize(("outcome", "offered"), [("failed", False), ("skipped", True)])
def test_an_equal_way_is_left_with_the_one_that_failed(outcome: str, offered: bool) -> None:
    """Power from a donor did not help, so a starter will not; who only lacks a donor may have a starter."""
    job = Job(known=Known(power="none")).with_try("bmw-328i/jump-start", outcome)
    _, shown = diagnose(Case(vehicle=BMW, job=job), LIBRARY)
    assert isinstance(shown, ShowPlan)
    assert ("bmw-328i/portable-starter" in shown.sections) is offered
