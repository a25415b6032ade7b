"""The readings of a message are weighed by where the conversation stands, with weights fitted on conversations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.fit_readings import Choice, fit
from benchmarks.heldout import read_rows
from bot.adviser.expectation import hear
from bot.adviser.moves import Room
from bot.adviser.readings import MOST, UNWEIGHED, features, fitted, weigh
from bot.adviser.situation import situation
from bot.commands.training_data import Example, read_examples
from bot.guide.case import Case, Job, Pending
from bot.guide.turn import Turn
from bot.language.mentions import Mentions
from bot.language.vocabulary import Vocabulary
from tests.cars import LIBRARY, ROOT
from tests.searching import finder_with
from tests.situations import FUSES, JUMP, SEATS, SLOT

BMW = "bmw-328i"
CONVERSATIONS = sorted((ROOT / "data" / "conversations").glob("*.jsonl"))
AT_THE_SEATS = Case(vehicle=BMW, job=Job(section=SEATS, step=1, topic=SEATS))
OFFERED = Case(vehicle=BMW, job=Job(plan=(SLOT, SEATS)), pending=Pending(about="start"))
OF_THE_FUSES = Case(vehicle=BMW, job=Job(topic=FUSES))


@pytest.fixture(scope="module")
def room() -> Room:
    """All documents with the real encoder."""
    return Room(LIBRARY, finder_with("real"), Mentions(Vocabulary.load(LIBRARY), LIBRARY))


def said(text: str, **shares: float) -> Turn:
    """A message as the classifier read it."""
    ranking = tuple(sorted(shares.items(), key=lambda one: -one[1]))
    return Turn(text, ranking[0][0], ranking)


@pytest.mark.parametrize(
    ("case", "name"),
    [
        (Case(), "new"),
        (Case(pending=Pending(about="vehicle")), "asked_vehicle"),
        (Case(vehicle=BMW), "car_known"),
        (OFFERED, "offered_start"),
        (replace(OFFERED, pending=None), "planned"),
        (OF_THE_FUSES, "answered"),
        (AT_THE_SEATS, "first_step"),
        (AT_THE_SEATS.with_job(step=3), "step"),
        (AT_THE_SEATS.with_job(step=5), "last_step"),
        (replace(AT_THE_SEATS, pending=Pending(about="outcome")), "asked_outcome"),
        (AT_THE_SEATS.with_job(section=None, solved=True), "solved"),
        (replace(AT_THE_SEATS, danger="emergency_fire"), "in_danger"),
        (replace(OFFERED, refused=True), "refused"),
    ],
)
def test_where_a_conversation_stands(case: Case, name: str) -> None:
    assert situation(case, LIBRARY) == name


@pytest.mark.parametrize(
    ("case", "turn", "meant"),
    [
        (AT_THE_SEATS, said("cleared the rear seats, on level ground", symptom_no_power=0.35, step_done=0.3), "step_done"),
        (OFFERED, said("right then", greet=0.3, next_step=0.25, goodbye=0.2), "next_step"),
        (OF_THE_FUSES, said("where are they", shop_info=0.3, ask_fuse_box=0.25), "ask_fuse_box"),
    ],
)  # fmt: skip
def test_the_reading_that_fits_the_moment_wins(case: Case, turn: Turn, meant: str, room: Room) -> None:
    assert turn.intent != meant
    weighed = weigh(case, turn, room, fitted())
    assert weighed.intent == meant == weighed.ranking[0][0]
    assert sum(p for _, p in weighed.ranking) == pytest.approx(1.0)


@pytest.mark.parametrize("intent", ["emergency_fire", "emergency_shut_in", "unsafe_force", "break_in"])
@pytest.mark.parametrize("case", [AT_THE_SEATS, OFFERED, OF_THE_FUSES])
def test_nothing_makes_a_danger_less_likely(intent: str, case: Case, room: Room) -> None:
    turn = said("it is on", **{intent: 0.4, "step_done": 0.35})
    assert weigh(case, turn, room, fitted()) == turn


def test_a_first_message_and_one_that_was_not_understood_stay_as_they_are(room: Room) -> None:
    first = said("right then", greet=0.3, next_step=0.25)
    assert weigh(Case(), first, room, fitted()) == first
    unclear = replace(said("blub", greet=0.18, next_step=0.17), intent="nlu_fallback")
    assert weigh(OFFERED, unclear, room, fitted()) == unclear


def test_without_weights_all_stays_as_likely_as_it_was(room: Room) -> None:
    turn = said("right then", greet=0.5, next_step=0.3, goodbye=0.2)
    weighed = weigh(OFFERED, turn, room, UNWEIGHED)
    assert dict(weighed.ranking) == pytest.approx(dict(turn.ranking))


def test_a_report_is_told_from_the_open_methods_words(room: Room) -> None:
    near, far = (
        features(AT_THE_SEATS, said(text, step_done=0.5, greet=0.5), room, ["step_done"])[0]["report"]
        for text in ("I cleared the rear seats of luggage", "the sky is blue today")
    )
    assert near > far + 0.2


def test_a_question_knows_whether_it_is_about_what_is_talked_of(room: Room) -> None:
    turn = said("where are they", ask_fuse_box=0.5, ask_jump_start=0.5)
    fuses, jump = features(OF_THE_FUSES, turn, room, ["ask_fuse_box", "ask_jump_start"])
    assert fuses["here"] > 0 == jump["here"]
    other = features(Case(vehicle=BMW, job=Job(topic=JUMP)), turn, room, ["ask_fuse_box"])[0]
    assert other["here"] == 0


def test_what_was_checked_and_is_in_order_is_a_failure() -> None:
    checked = said("they all look good to me", ask_fuse_box=0.5, it_failed=0.3)
    asked = said("do they all look good?", ask_fuse_box=0.5, it_failed=0.3)
    assert hear(OF_THE_FUSES, checked)[0].intent == "it_failed"
    assert hear(OF_THE_FUSES, asked)[0].intent == "ask_fuse_box"
    assert hear(Case(vehicle=BMW), checked)[0].intent == "ask_fuse_box"


def test_fitting_makes_right_readings_likelier_than_wrong_ones() -> None:
    right, wrong = {"log": -2.0, "fits": 1.0}, {"log": -1.0, "odd": 1.0}
    weights = fit([Choice([right, wrong], [True, False])] * 200)
    assert sum(weights[k] * v for k, v in right.items()) > sum(weights[k] * v for k, v in wrong.items())
    assert fit([Choice([right, wrong], [True, True])] * 5) == UNWEIGHED  # nothing to learn


def test_the_fitted_weights_name_what_features_find(room: Room) -> None:
    found = {
        name
        for case in (AT_THE_SEATS, OFFERED, OF_THE_FUSES)
        for one in features(
            case, said("is it on", step_done=0.5, greet=0.5), room, ["step_done", "ask_fuse_box"]
        )
        for name in one
    }
    assert {"log", "report", "step_done", "here", "first_step|step_done"} <= found & set(fitted())
    assert MOST > 1


def read_all() -> list[Example]:
    """All that the classifier learns from."""
    return [one for path in (ROOT / "data" / "nlu").glob("*.yml") for one in read_examples(path, path.name)]


def test_the_classifier_was_not_trained_on_the_conversations_that_weights_are_fitted_on() -> None:
    turns = {
        turn["user"].strip().lower()
        for path in CONVERSATIONS
        for row in read_rows(path)
        for turn in row["turns"]
    }
    known = {example.text.strip().lower() for example in read_all()}
    assert len(turns) > 900
    long = {text for text in turns if len(text.split()) > 3}  # everybody says "it didn't work"
    assert len(long & known) <= 0.02 * len(long), sorted(long & known)
