"""Which vehicle a question means, against a library's own vehicles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.model import Vehicle
from bot.search.catalogue.designations import designation_of, years_of
from bot.search.catalogue.naming import VehicleIndex
from tests.catalogues import (
    ACCORD,
    CIVIC_NEW,
    CIVIC_OLD,
    E46,
    F150,
    RAM,
    SPORTSTER,
    SV650,
    VEHICLES,
    W123,
    guide,
)

NAMES = [*VEHICLES, ""]
INDEX = VehicleIndex(
    [designation_of(guide(name, "Engine Oil and Filter Change")) for name in VEHICLES],
    common=("front", "frame"),
)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("my 99 accord", {ACCORD}),
        ("honda acord 2001 oil", {ACCORD}),
        ("accord oil", {ACCORD}),
        ("tools for an accord 99 rear pads", {ACCORD}),
        ("6th gen accord", {ACCORD}),
        ("gen 6 honda accord oil", {ACCORD}),
        ("oil for an accord, 7th generation", set()),
        ("civic plugs", {CIVIC_OLD, CIVIC_NEW}),
        ("seventh gen civic", {CIVIC_NEW}),
        ("10th gen civic", set()),
        ("01 accord 2.3 plug gap", {ACCORD}),
        ("accord 2.3l vtec", {ACCORD}),
        ("2001 accord v6", {ACCORD}),
        ("accord 4 cyl 2001", {ACCORD}),
        ("2000 accord, fit new pads", {ACCORD}),
        ("2001 honda fit", set()),
        ("f150 4wd 2001", {F150}),
        ("05 ram 1500 5.7 hemi", {RAM}),
        ("f150 z71", {F150}),
        ("colorado front pads", set()),
        ("front pads for a tundra", set()),
        ("2004 civic", {CIVIC_NEW}),
        ("'93 civic", {CIVIC_OLD}),
        ("ek civic", set()),
        ("04 ram", {RAM}),
        ("power window doesnt go up 04 ram", {RAM}),
        ("dodge ram 1500 05", {RAM}),
        ("98 ram", set()),
        ("e46 coolant", {E46}),
        ("2002 bmw 325i", {E46}),
        ("axle nut size 2002 bmw 330i", {E46}),
        ("bmw e90", set()),
        ("merc w123", {W123}),
        ("w124", set()),
        ("f150 2001", {F150}),
        ("f 150", {F150}),
        ("f-150", {F150}),
        ("f250", set()),
        ("sv650", {SV650}),
        ("sv 650 from 2000", {SV650}),
        ("2001 sv650s", {SV650}),
        ("evo sporty", {SPORTSTER}),
        ("harley sportster", {SPORTSTER}),
        ("honda", {ACCORD, CIVIC_OLD, CIVIC_NEW}),
        ("honda cbr600f", set()),
        ("honda pilot", set()),
        ("toyota corolla", set()),
        ("yamaha r6", set()),
    ],
)
def test_a_vehicle_is_resolved_against_the_library(question: str, meant: set[str]) -> None:
    naming = INDEX.name(question)
    assert {VEHICLES[number] for number in naming.fitting} == meant
    assert naming.status == ("named" if meant else "foreign")


@pytest.mark.parametrize(
    "question",
    [
        "how to change the oil",
        "can i fit new pads myself",
        "the frame is bent",
        "5 bolts on the front",
        "torque 25 nm",
        "",
    ],
)
def test_no_vehicle_is_read_into_a_question(question: str) -> None:
    assert INDEX.name(question).status == "unnamed"


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    naming = INDEX.name(text)
    assert (naming.status == "named") == bool(naming.fitting)
    assert all(0.0 <= share <= 1.0 for share in naming.fitting.values())


@given(st.integers(1950, 2035))
def test_a_year_outside_a_vehicles_years_is_never_served(year: int) -> None:
    fits = bool(INDEX.name(f"my {year} honda accord").fitting)
    assert fits == (1998 <= year <= 2002)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1998-2002 Honda", (1998, 2002)),
        ("2004 Ram", (2004, 2004)),
        ("1999-02 Ford", (1999, 2002)),
        ("BMW", (None, None)),
    ],
)
def test_years_are_read_from_a_name(text: str, years: tuple[int | None, int | None]) -> None:
    assert years_of(text) == years


def test_a_kind_of_vehicle_is_no_vehicle() -> None:
    from dataclasses import replace

    bicycle = replace(
        guide("", "How to Change a Flat Tire"), title="Chain Replacement", vehicle=Vehicle("", name="Bicycle")
    )
    assert designation_of(bicycle).kind == "bicycle"


def test_a_general_vehicle_takes_the_name_in_the_title() -> None:
    from dataclasses import replace

    titled = replace(
        guide("", "How to Change a Flat Tire"),
        title="How to Replace the Chain on a 1994 Honda VFR 750",
        vehicle=Vehicle("Honda", names=("Motorcycle",)),
    )
    told = designation_of(titled)
    assert told.words[:2] == ("vfr", "750")
    assert told.years == (1994, 1994)
