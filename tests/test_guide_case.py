"""A conversation's state: it survives the slot whatever it holds, and two cars do not get mixed up."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guide.case import Case, Job, Known, Pending, Try

BMW, MASERATI = "bmw-328i", "maserati"

words = st.text(max_size=12)
maybe = st.none() | words
many = st.lists(words, max_size=3).map(tuple)
whole = st.integers(-(2**53), 2**53)
shares = st.floats(allow_nan=False, allow_infinity=False)
knowns = st.builds(
    Known, body=maybe, year=st.none() | whole, power=maybe, cabin=maybe, seats=maybe, have=many, missing=many
)
tries = st.builds(Try, section=words, outcome=words, step=st.none() | whole)
pendings = st.builds(
    Pending,
    about=words,
    then=words,
    section=maybe,
    text=words,
    topics=st.lists(st.tuples(words, shares), max_size=3).map(tuple),
    options=many,
)
jobs = st.builds(
    Job,
    known=knowns,
    symptoms=many,
    signs=many,
    cause=maybe,
    plan=many,
    section=maybe,
    step=whole,
    topic=maybe,
    tried=st.lists(tries, max_size=3).map(tuple),
    hints=st.lists(whole, max_size=3).map(tuple),
    solved=st.booleans(),
    offered=many,
)
cases = st.builds(
    Case,
    vehicle=maybe,
    foreign=maybe,
    near=maybe,
    refused=st.booleans(),
    job=jobs,
    parked=st.lists(st.tuples(words, jobs), max_size=2).map(tuple),
    pending=st.none() | pendings,
    danger=maybe,
    ticket=st.none() | whole,
    asked=many,
    at=shares,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | shares | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


def named(cls: type, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Dictionaries with some of a class's own keys and values of any kind."""
    return st.fixed_dictionaries({}, optional={f.name: values for f in fields(cls)})


jobs_nearly_right = named(Job, json_values | named(Known, json_values))
nearly_right = st.fixed_dictionaries(
    {},
    optional={
        "vehicle": maybe,
        "job": st.fixed_dictionaries({"known": json_values | named(Known, json_values)}) | jobs_nearly_right,
        "parked": json_values | st.lists(st.tuples(words, jobs_nearly_right), max_size=2),
        "pending": named(Pending, json_values),
        "asked": json_values,
        "before": json_values,
    },
)


def through_the_slot(case: Case) -> Case:
    """What comes back when a case has travelled as JSON."""
    return Case.from_dict(json.loads(json.dumps(case.to_dict(), allow_nan=False)))


# --- through the slot ---


@given(cases)
def test_a_case_survives_the_slot(case: Case) -> None:
    assert Case.from_dict(case.to_dict()) == case
    assert through_the_slot(case) == case


@given(cases)
def test_the_way_back_survives_the_slot(case: Case) -> None:
    moved = through_the_slot(case.remembering().with_job(step=case.job.step + 1))
    assert moved.taken_back() == case
    assert moved != case


@given(cases)
def test_the_state_does_not_grow_with_every_move(case: Case) -> None:
    twice = case.remembering().remembering()
    assert twice.before is not None
    assert twice.before["before"] is None


def test_a_new_case_has_no_way_back() -> None:
    assert Case().taken_back() is None
    assert Case(vehicle=BMW).taken_back() is None


@given(json_values | nearly_right)
def test_whatever_is_in_the_slot_can_be_read(data: Any) -> None:
    case = Case.from_dict(data)
    assert isinstance(case.job, Job)
    assert isinstance(case.job.known, Known)
    assert case.pending is None or isinstance(case.pending, Pending)
    assert through_the_slot(case) == case


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        7,
        "bmw-328i",
        [],
        [["vehicle", BMW]],
        {"of an older version": 1},
        {"vehicle": 5},
        {"job": 5},
        {"job": {"known": "sedan"}},
        {"job": {"known": ["sedan"]}},
        {"job": {"known": {"have": 1}}},
        {"job": {"tried": [1]}},
        {"job": {"tried": [{"section": "s"}]}},
        {"job": {"tried": [{"section": "s", "outcome": "failed", "when": 1}]}},
        {"job": {"step": "two", "section": "bmw-328i/manual-release"}},
        {"job": {"plan": 3}},
        {"parked": 5},
        {"parked": [["maserati"]]},
        {"pending": {}},
        {"pending": {"about": 3}},
        {"pending": {"about": "vehicle", "topics": [["ask_tools"]]}},
        {"pending": {"about": "vehicle", "topics": [["ask_tools", "likely"]]}},
        {"asked": 7},
        {"ticket": "seven"},
        {"at": "yesterday"},
        {"before": 5},
    ],
    ids=repr,
)
def test_garbage_starts_afresh(garbage: Any) -> None:
    assert Case.from_dict(garbage) == Case()
    assert Case.from_dict(garbage).taken_back() is None


def test_a_state_of_an_older_version_keeps_what_is_still_known() -> None:
    state = Case(vehicle=BMW, job=Job(known=Known(body="coupe"))).to_dict()
    state["mood"] = "annoyed"
    state["job"]["known"]["colour"] = "red"
    del state["asked"]
    assert Case.from_dict(state) == Case(vehicle=BMW, job=Job(known=Known(body="coupe")))


# --- one job ---


@given(jobs, words, words, words)
def test_a_later_outcome_replaces_an_earlier_one(job: Job, section: str, first: str, second: str) -> None:
    job = job.with_try(section, first).with_try(section, second)
    assert job.outcome(section) == second
    assert [t.section for t in job.tried].count(section) == 1


@given(jobs, words)
def test_other_tries_stay_in_order(job: Job, section: str) -> None:
    others = [t for t in job.tried if t.section != section]
    assert [*job.with_try(section, "failed").tried][:-1] == others


@pytest.mark.parametrize(
    ("open_section", "step", "noted"),
    [("a/x", 3, 3), ("a/y", 3, None), (None, 0, None)],
    ids=["open", "other", "none"],
)
def test_a_try_notes_how_far_it_got(open_section: str | None, step: int, noted: int | None) -> None:
    assert Job(section=open_section, step=step).with_try("a/x", "failed").tried == (
        Try("a/x", "failed", noted),
    )


@given(jobs)
def test_closing_ends_the_step_and_keeps_the_rest(job: Job) -> None:
    closed = job.closed()
    assert not closed.is_walking
    assert (closed.section, closed.step) == (None, 0)
    assert replace(closed, section=job.section, step=job.step) == job


# --- two cars ---


def test_the_first_car_takes_what_was_said_before_it() -> None:
    told = Case(
        job=Job(known=Known(body="sedan", power="none"), symptoms=("symptom_no_power",)),
        foreign="year",
        near=MASERATI,
    )
    case = told.for_vehicle(BMW)
    assert (case.vehicle, case.foreign, case.near, case.parked) == (BMW, None, None, ())
    assert case.job == told.job


@given(jobs, jobs)
def test_each_car_finds_its_work_as_it_was(first: Job, second: Job) -> None:
    tools = {"have": first.known.have, "missing": first.known.missing}
    second = replace(second, known=replace(second.known, **tools))
    case = replace(Case(vehicle=BMW, job=first).for_vehicle(MASERATI), job=second)
    back = case.for_vehicle(BMW)
    assert (back.vehicle, back.job, back.parked) == (BMW, first, ((MASERATI, second),))
    again = back.for_vehicle(MASERATI)
    assert (again.vehicle, again.job, again.parked) == (MASERATI, second, ((BMW, first),))


def test_nothing_of_one_car_is_believed_of_another() -> None:
    known = Known("coupe", 2010, "none", "no", "no", have=("key blade",), missing=("second car",))
    busy = Job(
        known=known,
        symptoms=("symptom_no_power",),
        signs=("flat battery",),
        cause="dead battery",
        plan=("bmw-328i/x",),
        section="bmw-328i/x",
        step=2,
        topic="bmw-328i/x",
        tried=(Try("bmw-328i/y", "failed"),),
        hints=(7,),
        offered=("bmw-328i/z",),
    )
    case = Case(vehicle=BMW, job=busy).for_vehicle(MASERATI)
    assert case.job == Job(known=Known(have=("key blade",), missing=("second car",)))


def test_the_same_car_again_changes_nothing_but_the_stranger() -> None:
    case = Case(vehicle=BMW, foreign="year", near=MASERATI, job=Job(step=2, section="bmw-328i/x"))
    assert case.for_vehicle(BMW) == replace(case, foreign=None, near=None)


def test_tools_stay_with_the_person() -> None:
    """What somebody lacks beside one car is lacking beside the other, on the way back as well."""
    case = (
        Case(vehicle=BMW)
        .for_vehicle(MASERATI)
        .with_known(missing=("jumper cables",), have=("key",))
        .for_vehicle(BMW)
    )
    assert (case.job.known.missing, case.job.known.have) == (("jumper cables",), ("key",))


@pytest.mark.parametrize("shared", ["danger", "ticket", "at"])
def test_what_belongs_to_the_person_stays(shared: str) -> None:
    case = Case(vehicle=BMW, danger="emergency_fire", ticket=4, at=9.0)
    assert getattr(case.for_vehicle(MASERATI), shared) == getattr(case, shared)
