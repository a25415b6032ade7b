"""One guide in five formats: every reader recognises the same in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sources import FORMATS, GUIDE

from bot.intake.formats import ENDINGS
from bot.intake.take import Taken, take
from bot.language.makes import all_makes
from bot.library.model import Document
from bot.library.reader import parse_document


@pytest.fixture(scope="module", params=FORMATS)
def taken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    path: Path = tmp_path_factory.mktemp("sources") / f"saab-900-valve.{request.param}"
    path.write_bytes(FORMATS[request.param](GUIDE))
    taken = take(str(path), all_makes())
    assert not taken.refused, taken.refused
    return taken


@pytest.fixture(scope="module")
def document(taken: Taken) -> Document:
    return parse_document(taken.markdown, "saab-900-valve.md")


def test_every_format_is_tried() -> None:
    assert {ENDINGS[f".{ending}"] for ending in FORMATS} == set(ENDINGS.values())


def test_title_and_vehicle(document: Document) -> None:
    vehicle = document.vehicle
    assert document.title == GUIDE.title
    assert (vehicle.name, vehicle.make, vehicle.models, vehicle.years) == (
        GUIDE.vehicle,
        "Saab",
        ("900",),
        (1994, 1998),
    )


def test_all_steps_in_order(document: Document) -> None:
    procedure = next(section for section in document.sections if section.kind == "procedure")
    assert [" ".join(line.text for line in step.lines) for step in procedure.steps] == list(GUIDE.steps)
    assert procedure.title == GUIDE.title


def test_all_tools(document: Document) -> None:
    procedure = next(section for section in document.sections if section.kind == "procedure")
    tools = next(section for section in document.sections if section.kind == "tools")
    assert [tool.name for tool in tools.tools] == list(GUIDE.tools) == [tool.name for tool in procedure.tools]
    assert [line.text for line in tools.lines] == list(GUIDE.tools)


def test_warnings_warn(document: Document) -> None:
    warnings = [
        line.text for section in document.sections for line in section.lines if line.role == "warning"
    ]
    assert warnings[0] == GUIDE.warning
    assert warnings[1].startswith("Caution: Coolant may run out")


def test_question_and_answer(document: Document) -> None:
    faq = next(section for section in document.sections if section.kind == "faq")
    assert (faq.title, [line.text for line in faq.lines]) == (GUIDE.question, [GUIDE.answer])


def test_what_it_is_good_for_is_proposed(document: Document) -> None:
    procedure = next(section for section in document.sections if section.kind == "procedure")
    assert procedure.called == ("heater valve replacement",)
    assert set(procedure.asks) == {"how do I replace the heater valve", "my heater blows cold air in winter"}


@pytest.mark.parametrize(
    "words", ["scroll", "comment", "related", "cookie", "alert", "home", "handbook", "behind the wall"]
)
def test_no_furniture(taken: Taken, words: str) -> None:
    assert words not in taken.markdown.lower()


def test_sidecar_tells_where_everything_stands(taken: Taken) -> None:
    """Each taken line is that line of the draft, with its place in the source; what is left out has its reason."""
    sidecar = json.loads(taken.sidecar)
    lines = taken.markdown.split("\n")
    assert {entry["what"] for entry in sidecar["taken"]} >= {
        "title",
        "vehicle",
        "section",
        "tool",
        "step",
        "warning",
        "text",
    }
    for entry in sidecar["taken"]:
        assert entry["where"], entry
        if entry["what"] in ("tool", "step", "warning"):
            first = entry["text"].split()[0].strip(":|;")
            assert first in lines[entry["line"] - 1], entry
    assert all(piece["why"] and piece["text"] for piece in sidecar["left_out"])
    assert (sidecar["sha256"], sidecar["source"]) == (taken.sha256, taken.file)
