"""Documents that change under the running assistant: a new sentence, a new car, two sections that say the same.

The action server reads a copy of the shop's documents for the whole module; nothing is trained or restarted within.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bot.library.shelf import Shelf
from tests.conftest import Newcomer
from tests.customer import Customer, Reply
from tests.serving import Served
from tests.situations import BMW_DEAD, FAILED, NEXT, WORKED

ROOT = Path(__file__).resolve().parents[1]
VOLVO = ROOT / "tests" / "library" / "volvo-240.md"
VOLVO_FROZEN = "the tailgate of my 1985 Volvo 240 is frozen shut"
VOLVO_ROD = "Volvo 240 estate, the handle moves freely and the rod is broken, tailgate stays shut"
THAW, SEAL, ROD = "volvo-240/thaw-the-lock", "volvo-240/free-the-seal", "volvo-240/pull-the-rod"
OLD, NEW = "Have the battery checked every 12 months", "Have the battery checked every 9 months"
QUESTION = "BMW 328i: how often should the battery be checked?"
TWINS = ("volvo-240/fuses-in-front", "volvo-240/fuses-behind")
FUSES = """
## Where is the fuse box? {{#{name}}}
kind: faq
asks: where is the fuse box

The fuse box of the Volvo 240 is beside the pedals.
"""


def _lines(file: str) -> Sequence[str]:
    """A file as it stands now, in the project or in the copied folder."""
    return (ROOT / file).read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def folder(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that the running assistant reads: the shop's documents, and the invented one."""
    copy = tmp_path_factory.mktemp("served") / "documents"
    shutil.copytree(ROOT / "data" / "documents", copy)
    shutil.copy(VOLVO, copy)
    with served.reading(copy):
        yield copy


@pytest.fixture
def customer(folder: Path, newcomer: Newcomer) -> Customer:
    """Somebody new, whose sources may stand in the copied folder."""
    return newcomer(_lines)


def _change(path: Path, change: Callable[[str], str]) -> None:
    """Edits a document and waits until a shelf looks again."""
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")
    time.sleep(Shelf.LOOK_EVERY + 0.1)


# A changed sentence


def test_a_changed_sentence_is_served_without_training_or_restart(folder: Path, newcomer: Newcomer) -> None:
    document = folder / "bmw-328i.md"
    assert "every 12 months" in newcomer(_lines).say(QUESTION).text
    _change(document, lambda text: text.replace(OLD, NEW))
    try:
        assert "every 9 months" in newcomer(_lines).say(QUESTION).text
    finally:
        _change(document, lambda text: text.replace(NEW, OLD))
    assert "every 12 months" in newcomer(_lines).say(QUESTION).text


def test_a_document_that_became_bad_is_served_as_it_was(folder: Path, customer: Customer) -> None:
    document = folder / "bmw-328i.md"
    whole = document.read_text(encoding="utf-8")
    _change(document, lambda text: text.replace("id: bmw-328i", "id: [", 1))
    try:
        assert customer.say(BMW_DEAD).kind == "plan"
        assert customer.say(NEXT).shows(kind="step", step=1)
    finally:
        _change(document, lambda text: whole)


def test_a_document_that_is_taken_away_leaves_nobody_without_a_reply(
    folder: Path, customer: Customer
) -> None:
    document = folder / "bmw-328i.md"
    whole = document.read_text(encoding="utf-8")
    customer.say(BMW_DEAD, NEXT)
    document.unlink()
    time.sleep(Shelf.LOOK_EVERY + 0.1)
    try:
        assert customer.say(NEXT).kind != "step"
    finally:
        document.write_text(whole, encoding="utf-8")
        time.sleep(Shelf.LOOK_EVERY + 0.1)


# The invented car


def test_the_new_car_is_on_offer(customer: Customer) -> None:
    assert "Volvo 240" in customer.say("hello").buttons


@pytest.mark.parametrize(
    ("said", "cause", "first"), [(VOLVO_FROZEN, "frozen tailgate", THAW), (VOLVO_ROD, "broken rod", ROD)]
)
def test_the_new_cars_plan_is_chosen_by_its_signs(
    customer: Customer, said: str, cause: str, first: str
) -> None:
    reply = customer.say(said)
    assert reply.shows(kind="plan", vehicle="volvo-240", cause=cause), reply
    assert reply.custom["sections"][0] == first


@pytest.mark.parametrize(
    ("title", "cause"),
    [
        ("The lock or the seal is frozen", "frozen tailgate"),
        ("The handle moves but nothing happens", "broken rod"),
    ],
)
def test_the_new_cars_cause_is_chosen_by_button(customer: Customer, title: str, cause: str) -> None:
    reply = _asked_for_the_cause(customer)
    assert reply.shows(kind="ask", about="cause"), reply
    assert customer.press(title).shows(kind="plan", cause=cause), customer.reply


def test_the_new_car_is_walked_to_the_end(customer: Customer) -> None:
    _asked_for_the_cause(customer)
    customer.press("The lock or the seal is frozen")
    for step in (1, 2, 3):
        assert customer.say(NEXT).shows(kind="step", section=THAW, step=step, steps=3), customer.reply
    assert customer.say(NEXT).shows(kind="ask", about="outcome")
    assert customer.say(FAILED).shows(kind="step", section=SEAL, step=1), customer.reply
    reply = customer.say(WORKED)
    assert reply.shows(kind="resolved", section=SEAL), reply
    assert reply.custom["sections"] == ["volvo-240/mend-the-rod", "volvo-240/winter-care"]


def test_a_question_about_the_new_car_keeps_the_step(customer: Customer) -> None:
    _asked_for_the_cause(customer)
    customer.press("The lock or the seal is frozen")
    reply = customer.say(NEXT, NEXT, "may I pour hot water over the tailgate?")
    assert reply.shows(section="volvo-240/faq-hot-water"), reply
    assert "hot water cracks the cold rear window" in reply.text
    assert customer.say(NEXT).shows(kind="step", section=THAW, step=3), customer.reply


def test_the_new_cars_years_and_models_count(newcomer: Newcomer, folder: Path) -> None:
    for said, reason in (
        ("the tailgate of my 1998 Volvo 240 is frozen", "year"),
        ("the tailgate of my Volvo 740 is frozen", "vehicle"),
    ):
        reply = newcomer(_lines).say(said)
        assert reply.shows(kind="not-covered", reason=reason), reply


def _asked_for_the_cause(customer: Customer) -> Reply:
    """Somebody who tells only that the tailgate stays shut."""
    return customer.say("the tailgate of my 1985 Volvo 240 won't open")


# Two sections that fit equally (`choice`)


def test_two_sections_that_fit_equally_are_a_choice(folder: Path, customer: Customer) -> None:
    document = folder / "volvo-240.md"
    whole = document.read_text(encoding="utf-8")
    twins = "".join(FUSES.format(name=section.split("/")[1]) for section in TWINS)
    _change(document, lambda text: f"{text}{twins}")
    try:
        reply = customer.say("where is the fuse box of my Volvo 240?")
        assert reply.shows(kind="choice"), reply
        assert set(reply.custom["sections"]) == set(TWINS)
        assert customer.press("Where is the fuse box?").custom["section"] in TWINS, customer.reply
    finally:
        _change(document, lambda text: whole)
