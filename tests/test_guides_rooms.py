"""Rooms of a library with guides: what is built when, and what of a conversation stays where documents leave."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.adviser.adviser import on_the_shelf
from bot.adviser.guide_vehicles import fits, is_general, names_only, talked_about
from bot.adviser.rooms import GUIDES_KEPT, Rooms
from bot.guide.case import MOST_PARKED, Case, Job, Try
from bot.library.model import Library
from bot.library.place import Place
from bot.library.shelf import Shelf
from bot.search.catalogue import Catalogue, open_catalogue
from bot.search.catalogue.designations import designation_of
from bot.search.catalogue.naming import VehicleIndex
from bot.search.catalogue.steps import asks_detail
from tests.libraries import STEPS, guide, read
from tests.searching import WIDTH, BagOfStems

ROOT = Path(__file__).resolve().parents[1]
TREK, HONDA = "  make: Trek\n  models: [820]", "  make: Honda\n  models: [Accord]\n  years: 2003-2007"
ANY = "  name: Bicycle"


class Counting(BagOfStems):
    """Counts the texts that are encoded."""

    width = WIDTH

    def __init__(self) -> None:
        """Begins at none."""
        self.count = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row for each text."""
        self.count += len(texts)
        return super().encode(texts)


class Keeping:
    """A shelf, a catalogue and rooms over a folder that tests write to."""

    def __init__(self, folder: Path) -> None:
        """Begins with one document with plans."""
        self.place = Place.of(folder)
        self.place.documents.mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "library" / "volvo-240.md", self.place.documents)
        self.encoder = Counting()
        self.shelf = Shelf(self.place.documents, clock=iter(range(0, 10_000, 2)).__next__)
        self.catalogue: Catalogue = open_catalogue(self.place, self.encoder)
        self.rooms = Rooms(self.shelf, self.encoder, self.catalogue)

    def put(self, name: str, *steps: str, vehicle: str = TREK) -> None:
        """Writes a guide."""
        (self.place.documents / f"{name}.md").write_text(guide(name, *steps, vehicle=vehicle), "utf-8")


@pytest.fixture
def keeping(tmp_path: Path) -> Keeping:
    """A library of one document with plans."""
    return Keeping(tmp_path / "library")


def test_a_guide_that_comes_leaves_the_room_of_plans_as_it_is(keeping: Keeping) -> None:
    room = keeping.rooms.advised
    assert not keeping.rooms.has_guides
    keeping.put("bars")
    encoded = keeping.encoder.count
    assert keeping.rooms.advised is room
    assert keeping.rooms.has_guides
    assert keeping.encoder.count == encoded
    assert [document.id for document in room.library.documents] == ["volvo-240"]


def test_a_changed_document_with_plans_is_taken_up(keeping: Keeping) -> None:
    room = keeping.rooms.advised
    path = keeping.place.documents / "volvo-240.md"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert keeping.rooms.advised is not room


def test_a_guides_room_is_built_when_it_is_needed_and_once(keeping: Keeping) -> None:
    keeping.put("bars")
    room = keeping.rooms.of_guide("bars")
    encoded = keeping.encoder.count
    assert keeping.rooms.of_guide("bars") is room
    assert keeping.encoder.count == encoded
    keeping.put("bars", *STEPS, "Turn it back.")
    assert len(keeping.rooms.of_guide("bars").library.section("bars/replace").steps) == len(STEPS) + 1


def test_few_rooms_of_guides_are_kept(keeping: Keeping) -> None:
    names = [f"guide-{n}" for n in range(GUIDES_KEPT + 1)]
    for name in names:
        keeping.put(name, "Turn it.")
    first = keeping.rooms.of_guide(names[0])
    for name in names[1:]:
        keeping.rooms.of_guide(name)
    assert keeping.rooms.of_guide(names[0]) is not first


def test_without_a_catalogue_all_documents_share_a_room(keeping: Keeping) -> None:
    keeping.put("bars")
    rooms = Rooms(keeping.shelf, keeping.encoder)
    assert {document.id for document in rooms.advised.library.documents} == {"bars", "volvo-240"}
    assert not rooms.has_guides
    assert not rooms.is_guide("bars")


def test_a_library_of_guides_alone_has_a_room_without_documents(keeping: Keeping) -> None:
    (keeping.place.documents / "volvo-240.md").unlink()
    keeping.put("bars")
    assert keeping.rooms.advised.library.documents == ()
    assert keeping.rooms.advised.finder.sections("the trunk is stuck", {}) == []
    assert keeping.rooms.is_guide("bars")


# Which vehicle a document is about


def test_a_documents_vehicle_is_named_or_not() -> None:
    honda, any_ = read(guide("pads", vehicle=HONDA)), read(guide("chain", vehicle=ANY))
    assert fits(honda, "brake pads on my 04 accord")
    assert not fits(honda, "brake pads on my 99 accord")
    assert not fits(honda, "brake pads on my civic")
    assert is_general(any_)
    assert fits(any_, "the chain of my trek")
    assert not is_general(honda)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("my 04 accord", True),
        ("what about a 2005 accord", True),
        ("pads of my 04 accord", False),
        ("pads", False),
    ],
)
def test_words_that_only_name_a_vehicle(text: str, only: bool) -> None:
    index = VehicleIndex([designation_of(read(guide("pads", vehicle=HONDA)))])
    assert names_only(index.name(text)) is only


def test_the_vehicle_that_is_talked_about() -> None:
    library = Library((read(guide("pads", vehicle=HONDA)), read(guide("chain", vehicle=ANY))))
    assert talked_about(Case(), library) is None
    assert talked_about(Case(said="my 99 civic"), library) == "my 99 civic"
    assert talked_about(Case(vehicle="pads"), library) == "Honda Accord"
    assert talked_about(Case(vehicle="chain"), library) is None


# What stays of a conversation


LIBRARY = Library((read(guide("bars")), read(guide("pads", vehicle=HONDA))))
OPEN = Job(section="bars/replace", step=2, topic="bars/replace")


def test_a_guide_on_the_shelf_stays_open() -> None:
    case = Case(vehicle="bars", job=OPEN, parked=(("pads", Job(topic="pads/replace")),))
    assert on_the_shelf(case, LIBRARY) == case


@pytest.mark.parametrize(
    "case",
    [
        Case(vehicle="gone", job=Job(), ticket=3),
        Case(vehicle="bars", job=replace(OPEN, section="bars/gone"), ticket=3),
        Case(vehicle="bars", job=replace(OPEN, step=len(STEPS) + 1), ticket=3),
        Case(vehicle="bars", job=replace(OPEN, tried=(Try("gone/replace", "failed"),)), ticket=3),
        Case(vehicle="bars", job=replace(OPEN, offered=("gone/replace",)), ticket=3),
    ],
)
def test_what_has_left_the_shelf_is_forgotten_but_for_the_ticket(case: Case) -> None:
    assert on_the_shelf(case, LIBRARY) == Case(ticket=3)


def test_work_that_was_left_is_forgotten_where_its_document_has_gone() -> None:
    parked = (("gone", Job()), ("pads", Job(topic="pads/replace")), ("bars", replace(OPEN, step=9)))
    assert on_the_shelf(Case(parked=parked), LIBRARY).parked == (parked[1],)


def test_who_turns_aside_finds_the_work_again() -> None:
    case = Case(vehicle="bars", job=OPEN)
    aside = case.aside()
    assert (aside.vehicle, aside.job.section) == (None, None)
    assert aside.for_vehicle("bars").job.section == "bars/replace"


def test_little_is_remembered_of_what_was_left() -> None:
    case = Case()
    for number in range(MOST_PARKED + 4):
        case = case.for_vehicle(f"guide-{number}")
    assert len(case.parked) == MOST_PARKED
    assert case.parked[-1][0] == f"guide-{MOST_PARKED + 2}"


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("how do i change the front brake pads on my 04 accord", False),
        ("how do you bleed the brakes", False),
        ("how do i do the brake pads on my 04 accord", False),
        ("replace thermostat 2001 accord", False),
        ("which bolt size for the caliper", True),
        ("what torque for the wheel nuts", True),
        ("do i take the wheel off", True),
    ],
)
def test_a_detail_is_told_from_the_whole_way(text: str, detail: bool) -> None:
    assert asks_detail(text) is detail
