"""Vehicles and mentions: what names mean, and which document covers the vehicle that is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.makes import all_makes, expanded
from bot.language.mentions import Mentions, canonical, is_denied, plain_label, power
from bot.language.numbers import LAST_YEAR, spoken_model, spoken_years, year_of
from bot.language.vehicles import resolve
from bot.library import Library
from bot.library.model import Document, Vehicle
from tests.cars import BMW, LIBRARY, MASERATI, VOLVO

LABELS = ["make", "model", "chassis", "year", "body", "not_make", "not_model", "not_chassis", "part", "tool"]

COVERED = [
    ("make=BMW", BMW, None, None, "BMW"),
    ("make=bimmer", BMW, None, None, "BMW"),
    ("make=Beemers", BMW, None, None, "BMW"),
    ("make=bmw-328i", BMW, None, None, "BMW 328i"),
    ("model=328", BMW, None, None, "BMW 328"),
    ("model=328 i", BMW, None, None, "BMW 328i"),
    ("model=328-xi", BMW, None, None, "BMW 328xi"),
    ("model=bmw328i", BMW, None, None, "BMW 328i"),
    ("model=three twenty eight i", BMW, None, None, "BMW 328i"),
    ("model=3 series", BMW, None, None, "BMW 3 series"),
    ("make=bmw, model=3-series, model=328i", BMW, None, None, "BMW 3 series"),
    ("model=328i, year=2007", BMW, 2007, None, "BMW 328i"),
    ("model=328i, year='09, body=touring", BMW, 2009, "wagon", "BMW 328i"),
    ("chassis=e92", BMW, None, "coupe", "BMW E92"),
    ("chassis=E93, model=328i", BMW, None, "convertible", "BMW 328i"),
    ("model=328i, body=saloon", BMW, None, "sedan", "BMW 328i"),
    ("model=328i, body=cabrio", BMW, None, "convertible", "BMW 328i"),
    ("model=328i, body=sedan, body=coupe", BMW, None, None, "BMW 328i"),
    ("make=bmw, year=2004, year=2011", BMW, 2011, None, "BMW"),
    ("make=bmw, not_model=335i", BMW, None, None, "BMW"),
    ("make=maserati", MASERATI, None, None, "Maserati"),
    ("make=maseratti", MASERATI, None, None, "Maserati"),
    ("model=QP", MASERATI, None, None, "Maserati Quattroporte"),
    ("model=quatroporte, year=1999", MASERATI, 1999, None, "Maserati Quattroporte"),
    ("model=ghibli, body=suv", MASERATI, None, "suv", "Maserati Ghibli"),
    ("make=maserati, model=shamal", MASERATI, None, None, "Maserati Shamal"),
    ("make=maserati, model=430", MASERATI, None, None, "Maserati 430"),
    ("not_make=bmw, make=maserati", MASERATI, None, None, "Maserati"),
    ("not_model=levante, model=328i", BMW, None, None, "BMW 328i"),
    ("model=240", VOLVO, None, None, "Volvo 240"),
    ("make=volvo, model=two forty", VOLVO, None, None, "Volvo 240"),
    ("model=brick, year='85", VOLVO, 1985, None, "Volvo brick"),
    ("make=volvo", VOLVO, None, None, "Volvo"),
]

NOT_COVERED = [
    ("model=335i", "model", "BMW 335i"),
    ("make=bmw, model=x5", "model", "BMW X5"),
    ("model=328d", "model", "BMW 328d"),
    ("model=3 series, model=335i", "model", "BMW 335i"),
    ("make=bmw, model=328 ci", "model", "BMW 328 ci"),
    ("chassis=e60", "model", "BMW E60"),
    ("chassis=e92, model=335i", "model", "BMW 335i"),
    ("make=bmw, not_model=328i", "model", "BMW"),
    ("make=volvo, model=v70", "model", "Volvo V70"),
    ("make=ford", "make", "Ford"),
    ("make=ford, model=focus", "make", "Ford Focus"),
    ("model=f-150", "make", "Ford F-150"),
    ("model=vette", "make", "Chevrolet Corvette"),
    ("make=merc", "make", "Mercedes-Benz"),
    ("make=ford, make=toyota", "make", "Ford"),
    ("model=328i, year=2006", "year", "BMW 328i"),
    ("model=328i, year=99", "year", "BMW 328i"),
    ("make=bmw, year='04", "year", "BMW"),
    ("chassis=e46, model=328i", "year", "BMW 328i"),
    ("chassis=e46", "year", "BMW E46"),
    ("model=240, year=1995", "year", "Volvo 240"),
    ("not_make=bmw", "none", ""),
    ("part=trunk", "none", ""),
    ("year=2009", "none", ""),
    ("", "none", ""),
    ("make=nonsense", "none", ""),
]

AMBIGUOUS = [
    ("make=bmw, make=maserati", {BMW, MASERATI}),
    ("model=328i, model=ghibli", {BMW, MASERATI}),
    ("model=328i, model=335i", {BMW}),
    ("make=ford, make=bmw", {BMW}),
    ("make=bmw, make=maserati, make=volvo", {BMW, MASERATI, VOLVO}),
]


def _entities(text: str) -> list[dict[str, str]]:
    pairs = (part.strip().split("=", 1) for part in text.split(",") if part.strip())
    return [{"entity": label, "value": value} for label, value in pairs]


@pytest.mark.parametrize(("entities", "document", "year", "body", "name"), COVERED)
def test_covered(entities: str, document: str, year: int | None, body: str | None, name: str) -> None:
    said = resolve(_entities(entities), LIBRARY)
    assert (said.document, said.status, said.year, said.body, said.name) == (
        document, "covered", year, body, name,
    )  # fmt: skip


@pytest.mark.parametrize(("entities", "status", "name"), NOT_COVERED)
def test_not_covered(entities: str, status: str, name: str) -> None:
    said = resolve(_entities(entities), LIBRARY)
    assert (said.document, said.status, said.name) == (None, status, name)


@pytest.mark.parametrize(("entities", "candidates"), AMBIGUOUS)
def test_two_vehicles(entities: str, candidates: set[str]) -> None:
    said = resolve(_entities(entities), LIBRARY)
    assert (said.document, said.status, set(said.candidates)) == (None, "ambiguous", candidates)


def test_year_is_said_of_the_current_vehicle() -> None:
    assert resolve(_entities("year=2003"), LIBRARY, BMW).status == "year"
    assert resolve(_entities("year=2010"), LIBRARY, BMW).status == "none"
    assert resolve(_entities("body=estate"), LIBRARY, BMW).body == "wagon"


def test_one_make_with_two_documents() -> None:
    library = Library((_document("volvo-a", "240"), _document("volvo-b", "850")))
    assert set(resolve(_entities("make=volvo"), library).candidates) == {"volvo-a", "volvo-b"}
    assert resolve(_entities("make=volvo"), library, "volvo-b").document == "volvo-b"
    assert resolve(_entities("model=240"), library, "volvo-b").document == "volvo-a"


def _document(name: str, model: str) -> Document:
    return Document(name, name, f"{name}.md", Vehicle("Volvo", (model,)), "", (), (), (), ())


@given(
    st.lists(st.fixed_dictionaries({"entity": st.sampled_from(LABELS), "value": st.text(max_size=20)})),
    st.sampled_from([None, BMW, "gone"]),
)
def test_resolve_takes_anything(entities: list[dict[str, str]], current: str | None) -> None:
    said = resolve(entities, LIBRARY, current)
    assert (said.document is not None) == (said.status == "covered")
    assert bool(said.candidates) == (said.status == "ambiguous")


MEANT = [
    ("tool", "jump leads", "jumper cables"),
    ("tool", "a knife", "butter knife"),
    ("not_tool", "Flat head screwdriver", "flathead screwdriver"),
    ("tool", "sturdy paperclip", "paperclip"),
    ("tool", "noco", "portable starter"),
    ("tool", "my torch", "flashlight"),
    ("tool", "donor car", "second car"),
    ("tool", "sonic screwdriver", "sonic screwdriver"),
    ("part", "boot lid", "trunk"),
    ("part", "clicker", "fob"),
    ("part", "bonet", "hood"),
    ("part", "back seat", "rear seats"),
    ("state", "flat", "dead"),
    ("state", "No power at all", "dead"),
    ("state", "dim headlights", "weak"),
    ("state", "the remote is dead", "fob dead"),
    ("state", "lights work", "has power"),
    ("state", "engine runs", "charged"),
    ("body", "drop-top", "convertible"),
    ("body", "saloon", "sedan"),
    ("year", "'09", "2009"),
    ("make", "beemer", "BMW"),
    ("model", "f150", "F-150"),
    ("chassis", "e92", "E92"),
]


@pytest.mark.parametrize(("label", "text", "name"), MEANT)
def test_canonical(label: str, text: str, name: str) -> None:
    assert canonical(label, text) == name


def test_canonical_names_are_their_own() -> None:
    mentions = Mentions.load(LIBRARY)
    for label in ("part", "tool", "state", "body"):
        changed = {name: mentions.canonical(label, name) for name in mentions.names(label)}
        assert {name: other for name, other in changed.items() if name != other} == {}


def test_documents_tools_have_one_name_each() -> None:
    mentions = Mentions.load(LIBRARY)
    tools = [tool for section in LIBRARY.sections for tool in section.tools]
    names = {name for tool in tools for name in (tool.name, *tool.instead)}
    assert all(mentions.canonical("tool", mentions.canonical("tool", name)) for name in names)


@pytest.mark.parametrize(
    ("state", "expected"),
    [("totally dead", "none"), ("fob is dead", "some"), ("dim lights", "some"), ("engine runs", "good")],
)
def test_power(state: str, expected: str | None) -> None:
    assert power(state) == expected
    assert power("stuck") is None


def test_denial_is_in_the_label() -> None:
    assert is_denied("not_tool")
    assert not is_denied("note")
    assert plain_label("not_tool") == plain_label("tool") == "tool"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2009", 2009), ("'09", 2009), ("’09", 2009), ("09'", 2009), ("99", 1999), ("35", 2035), ("36", 1936),
        ("09 plate", 2009), ("59 reg", 2009), ("MY11", 2011), ("my2011", 2011), ("two thousand nine", 2009),
        ("twenty eleven", 2011), ("nineteen ninety nine", 1999), ("oh nine", 2009), ("328", None), ("", None),
    ],
)  # fmt: skip
def test_year_of(text: str, year: int | None) -> None:
    assert year_of(text) == year


def test_spoken_numbers_come_back() -> None:
    assert all(year_of(words) == year for words, year in spoken_years().items())
    assert max(spoken_years().values()) == LAST_YEAR
    assert "three twenty eight x i" in spoken_model("328xi")
    assert spoken_model("Ghibli") == ()


def test_makes_cover_the_world() -> None:
    makes = all_makes()
    names = [name for found in makes.names.values() for name in found]
    assert len({name.make for name in names}) >= 70
    assert len({(name.make, name.shown) for name in names if name.label == "model"}) >= 900
    assert all(makes.find(name.make, "make") for name in names)


def test_braces() -> None:
    assert list(expanded("3{16|20}{i|}")) == ["316i", "316", "320i", "320"]
