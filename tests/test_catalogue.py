"""The catalogue: the right guide for the right vehicle, the right step, and nothing where nothing answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.search.catalogue import Catalogue
from bot.search.catalogue.ranking import COLUMNS, fitted
from tests.catalogues import ACCORD, CIVIC_OLD, E46, RAM, SV650, W123, guide, guides, opened

HOSTILE = (
    "",
    "   ",
    "?",
    'x" OR (title:*) NEAR/2 -^',
    "'; drop table sections; --",
    "a" * 100_000,
    "\x00\x01\x02 \u202e\ufeff",
    "oil\x00change my 99 accord",
    "🚗🔧" * 50,
    "\ud800",
    "%s %d {n} <V> \\",
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    made = opened(tmp_path_factory.mktemp("library"))
    made.sync(guides())
    return made


@pytest.mark.parametrize(
    ("question", "vehicle", "title"),
    [
        ("my 99 accord is due for an oil change", ACCORD, "engine-oil-and-filter-change"),
        ("front stoppers of my w123 squeal", W123, "front-brake-pads-replacement"),
        ("04 ram new plugs", RAM, "spark-plugs-replacement"),
        ("new plugs, ram 1500 5.7 hemi, 2004", RAM, "spark-plugs-replacement"),
        ("bimmer 325i from 2002, front pads worn", E46, "front-brake-pads-replacement"),
        ("sv 650 oil and filter", SV650, "engine-oil-and-filter-change"),
        ("eg civic spark plugs", CIVIC_OLD, "spark-plugs-replacement"),
    ],
)
def test_the_right_guide_comes_first(catalogue: Catalogue, question: str, vehicle: str, title: str) -> None:
    verdict = catalogue.find(question)
    assert verdict.kind == "section"
    assert verdict.found[0].document == guide(vehicle, _title(title)).id


@pytest.mark.parametrize(
    "question",
    [
        "2012 chevy cruze oil change",  # no such make
        "my honda pilot needs front brake pads",  # the make, but not the model
        "2016 accord spark plugs",  # out of its years
        "bmw e90 front brake pads",  # another generation
        "my accord's power window fell into the door",  # no guide on that
        "my 99 accord needs rear brake pads",  # only the front ones
        "7th gen accord spark plugs",  # another generation by its number
        "tundra spark plugs",  # a name of everyday use, led to by nothing
        "are you open on sunday",
        "w124 oil change",
    ],
)
def test_nothing_is_served_that_does_not_fit(catalogue: Catalogue, question: str) -> None:
    verdict = catalogue.find(question)
    assert (verdict.kind, verdict.found) == ("not-covered", ())


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("how much oil does my 99 accord take", "quarts"),
        ("spark plug gap 04 ram", ".044"),
        ("drain plug torque on an 01 f150", "25 ft-lbs"),
        ("drain plug tightening 01 f150 5.4", "25 ft-lbs"),
        ("which socket for the caliper bolt, front pads 2002 bmw 325i", "12 mm"),
    ],
)
def test_a_detail_is_answered_by_its_step(catalogue: Catalogue, question: str, holds: str) -> None:
    found = catalogue.find(question).found[0]
    assert found.step is not None
    assert holds in found.text


def test_the_whole_procedure_is_no_step(catalogue: Catalogue) -> None:
    assert catalogue.find("how to change the oil on my 99 accord").found[0].step is None


def test_the_vehicle_is_asked_for_where_it_matters(catalogue: Catalogue) -> None:
    assert catalogue.find("how do I replace the spark plugs").kind in ("ask-vehicle",)


def test_a_general_guide_needs_no_vehicle(catalogue: Catalogue) -> None:
    assert catalogue.find("how do I jump start with cables").found[0].document == "how-to-jump-start-a-car"


def test_the_vehicle_talked_about_counts_until_another_is_named(catalogue: Catalogue) -> None:
    known = catalogue.find("how do I replace the spark plugs", vehicle="1999 Honda Accord")
    assert known.found[0].document == guide(ACCORD, "Spark Plugs Replacement").id
    other = catalogue.find("and the spark plugs on an 04 ram", vehicle="1999 Honda Accord")
    assert other.found[0].document == guide(RAM, "Spark Plugs Replacement").id


@pytest.mark.parametrize("question", HOSTILE)
def test_hostile_questions_do_no_harm(catalogue: Catalogue, question: str) -> None:
    assert catalogue.find(question).kind in ("section", "choice", "ask-vehicle", "not-covered")


def test_every_weight_belongs_to_a_column() -> None:
    file = Path(__file__).resolve().parents[1] / "bot" / "search" / "catalogue" / "weights.json"
    assert set(json.loads(file.read_text())["weights"]) == set(COLUMNS)
    assert len(fitted()[0]) == len(COLUMNS)


def test_find_prints_one_object_a_line(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "oil.md").write_text(DOCUMENT, encoding="utf-8")
    lines = b"oil change on my 99 accord\n\n\xff\xfe\nhow much oil 2000 accord\n2012 cruze oil\n"
    result = CliRunner().invoke(main, ["find", "--library", str(tmp_path), "--json"], input=lines)
    assert result.exit_code == 0, result.output
    printed = [json.loads(line) for line in result.output.splitlines()]
    assert [one["verdict"] for one in printed] == [
        "section",
        "not-covered",
        "not-covered",
        "section",
        "not-covered",
    ]
    assert printed[0]["sections"][0].keys() >= {"document", "section", "score"}
    assert printed[3]["sections"][0]["step"]["n"] == 2


def test_find_says_what_to_do_without_documents(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["find", "--library", str(tmp_path)], input="x\n")
    assert result.exit_code == 1
    assert "curbside intake" in result.output


def _title(slug: str) -> str:
    from benchmarks.guides import jobs

    return next(job.title for job in jobs() if job.title.lower().replace(" ", "-") == slug)


DOCUMENT = """---
id: accord-oil
title: 1998-2002 Honda Accord Oil Change
vehicle:
  make: Honda
  models: [Accord]
  years: 1998-2002
source: invented
---
# Oil

## Oil Change {#steps}
kind: procedure

### Steps
1. Unscrew the drain plug with a 17 mm socket and let the oil run out.
2. Screw the plug in and pour in 4.5 quarts of oil.
3. Look at the dipstick.
"""
