"""How documents are built: several procedures, nested lists, gaps, warnings, questions, and what belongs to none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.intake.take import Taken, take
from bot.language.makes import all_makes
from bot.library.model import Document
from bot.library.reader import parse_document


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Takes in a text as a file of some ending; gives the document and what was taken."""

    def reader(text: str, ending: str = "html", name: str = "guide") -> tuple[Document, Taken]:
        path = tmp_path / f"{name}.{ending}"
        path.write_text(text, encoding="utf-8")
        taken = take(str(path), all_makes())
        assert not taken.refused, taken.refused
        return parse_document(taken.markdown, path.name), taken

    return reader


def steps(document: Document) -> dict[str, list[str]]:
    """Steps by the title of their section."""
    return {
        s.title: [" ".join(line.text for line in step.lines) for step in s.steps]
        for s in document.sections
        if s.steps
    }


PAGE = """<html><head><title>Brakes | Garage</title></head><body class="has-sidebar comments-open">
<div class="menu"><ul><li><a href=1>One</a></li><li><a href=2>Two</a></li><li><a href=3>Three</a></li></ul></div>
<div class="elementor-widget">
<h1>Ford F-150 Front Brake Pads</h1>
<div class="byline">By Joe</div><p>If your brakes squeal, the pads are worn.</p>
<h2>What You'll Need</h2><ul><li>Lug wrench</li><li>Jack; stands</li></ul><h3>Parts</h3><ul><li>Brake pads</li></ul>
<div class="alert warning"><p>Never trust a jack alone.</p></div>
<h2>Removing the Pads</h2><ol><li><strong>Loosen the nuts.</strong><p>A quarter turn.</p><ul><li>Start opposite</li></ul></li>
<li>Jack it up.</li></ol><p>Caution: The rotor may be hot.</p><ol start="3"><li>Take off the caliper.</li></ol>
<h2>Installing the Pads</h2><ol><li>Compress the piston.</li><li>Slide in the pads.</li></ol>
<h2>How to Prevent Squeaks</h2><p>Grease the pins each year.</p></div>
<div class="related-posts"><h3>Related Posts</h3><ol><li>Oil</li><li>Tires</li></ol></div>
<div id="comments"><h3>3 Comments</h3><ol><li>Nice!</li><li>Did not work</li></ol></div>
<div class="footer">Copyright</div></body></html>"""


def test_several_procedures_of_one_page(read: Any) -> None:
    document, taken = read(PAGE)
    assert steps(document) == {
        "Removing the Pads": [
            "Loosen the nuts. A quarter turn. Start opposite", "Jack it up. Caution: The rotor may be hot.",
            "Take off the caliper.",
        ],
        "Installing the Pads": ["Compress the piston.", "Slide in the pads."],
    }  # fmt: skip
    tools, about, *_, prevention = document.sections
    assert [tool.name for tool in tools.tools] == ["Lug wrench", "Jack; stands", "Brake pads"]
    assert [line.text for line in tools.lines if line.role == "warning"] == ["Never trust a jack alone."]
    assert (about.kind, prevention.kind) == ("explanation", "prevention")
    assert not taken.findings[1:]
    assert {piece["why"] for piece in json.loads(taken.sidecar)["left_out"]} >= {
        "comments",
        "navigation",
        "beside the text",
    }


def test_headings_that_are_steps(read: Any) -> None:
    document, _ = read(
        "<main><h1>Toyota Prius Battery</h1><h2>Tools</h2><ul><li>10 mm socket</li></ul>"
        "<h3>Step 1: Open the hatch</h3><p>Lift it.</p>"
        "<ul><li>Take off the cover.</li></ul><h3>Step 2</h3><p>Unbolt the clamp. It is tight.</p>"
        "<h2>Conclusion</h2><p>Done.</p></main>"
    )
    assert steps(document) == {
        "Toyota Prius Battery": [
            "Open the hatch Lift it. Take off the cover.",
            "Unbolt the clamp. It is tight.",
        ]
    }


@pytest.mark.parametrize(
    ("numbers", "finding"),
    [
        ("1 2 3", None),
        ("1 2 4", "step 4 follows step 2"),
        ("1 3", "step 3 follows step 1"),
        ("2 3", "step 2 follows step 0"),
    ],
)
def test_a_gap_in_the_numbers_is_told(numbers: str, finding: str | None, read: Any) -> None:
    lines = "\n".join(f"{number}. Do thing {number}." for number in numbers.split())
    document, taken = read(f"Jeep Wrangler Wiper Motor\n\nTools\n\n- key\n\nSteps\n\n{lines}\n", "txt")
    assert [step.number for section in document.sections for step in section.steps] == list(
        range(1, len(numbers.split()) + 1)
    )
    assert (
        any(finding in line for line in taken.findings)
        if finding
        else not any("step" in line for line in taken.findings)
    )


def test_two_lists_in_one_section(read: Any) -> None:
    """A line with a colon names the second list; without one it goes on and a finding says so."""
    named = (
        "<main><h1>Wiper</h1><h2>Steps</h2><p>To remove:</p><ol><li>Lift.</li><li>Pull.</li></ol>"
        "<p>To refit:</p><ol><li>Push.</li><li>Lower.</li></ol></main>"
    )
    document, _ = read(named)
    assert steps(document) == {"Wiper": ["Lift.", "Pull."], "To refit": ["Push.", "Lower."]}
    document, taken = read(named.replace("<p>To refit:</p>", "<p>Rest a while.</p>"))
    assert steps(document) == {"Wiper": ["Lift.", "Pull.", "Push.", "Lower."]}
    assert any("begin again at 1" in line for line in taken.findings)


@pytest.mark.parametrize("tag", ["ul", "p"])
def test_steps_without_numbers(tag: str, read: Any) -> None:
    body = "<ul><li>Lift.</li><li>Pull.</li></ul>" if tag == "ul" else "<p>Lift.</p><p>Pull.</p>"
    document, _ = read(f"<main><h1>Wiper Blades</h1><h2>Instructions</h2>{body}</main>")
    assert steps(document) == {"Wiper Blades": ["Lift.", "Pull."]}


def test_a_page_of_breaks_alone(read: Any) -> None:
    document, taken = read(
        "<b>Honda Civic Oil Change</b><br><br>Vehicle: 1996-2000 Honda Civic<br><br>"
        "Tools: 17 mm wrench, funnel, and drain pan<br><br>"
        "1. Warm the engine.<br>2. Remove<br>the plug.<br>3. Refill.<br><br>Scroll to Top"
    )
    assert steps(document) == {"Honda Civic Oil Change": ["Warm the engine.", "Remove the plug.", "Refill."]}
    assert [tool.name for tool in document.sections[0].tools] == ["17 mm wrench", "funnel", "drain pan"]
    assert "Scroll" not in taken.markdown


NOTES = """VOLVO 240 - CHANGING THE FUEL FILTER
Vehicle: 1986-1993 Volvo 240

You will need:
17 mm wrench
rags

WARNING: Fuel is flammable. Work outside.

Removal
1) Relieve the pressure.
   a) Pull fuse 4.
   b) Crank the engine.
2) Loosen the bolt
   and catch the fuel.

Installation
1) Fit the new filter.
2) Tighten to 21 Nm.

Q: Which way does the arrow point?
A: Towards the engine.
"""


def test_plain_notes(read: Any) -> None:
    document, _ = read(NOTES, "txt")
    assert steps(document) == {
        "Removal": [
            "Relieve the pressure. Pull fuse 4. Crank the engine.",
            "Loosen the bolt and catch the fuel.",
        ],
        "Installation": ["Fit the new filter.", "Tighten to 21 Nm."],
    }
    assert [tool.name for tool in document.sections[0].tools] == ["17 mm wrench", "rags"]
    assert [line.text for line in document.sections[0].lines if line.role == "warning"] == [
        "WARNING: Fuel is flammable."
    ]
    assert [(s.title, [line.text for line in s.lines]) for s in document.sections if s.kind == "faq"] == [
        ("Which way does the arrow point?", ["Towards the engine."])
    ]


def test_without_a_vehicle(read: Any) -> None:
    """No make at all: it fits any vehicle, and a finding says so."""
    document, taken = read("<main><h1>Changing a tire</h1><ol><li>Loosen.</li><li>Lift.</li></ol></main>")
    assert (document.vehicle.make, document.vehicle.name) == ("", "")
    assert "vehicle: any" in taken.markdown
    assert any("names no vehicle" in line for line in taken.findings)


def test_a_page_without_a_main_part_asks_trafilatura(read: Any) -> None:
    """What stands around the guide and outside of the page's main text goes; steps never do."""
    words = (
        "<p>The valve sits behind the dashboard of the car and is moved by a cable that wears out with the years.</p>"
        * 3
    )
    document, taken = read(
        f"<body><div><p>Win a car!</p></div><div><h1>Saab 900 Valve</h1>{words}"
        "<h2>Steps</h2><ol><li>Go.</li><li>On.</li></ol></div></body>"
    )
    assert steps(document) == {"Saab 900 Valve": ["Go.", "On."]}
    assert "behind the dashboard" in taken.markdown


def test_lists_of_terms(read: Any) -> None:
    """A term and what is said of it are one line; a question heads its answer."""
    document, _ = read(
        "<main><h1>Oil<br>Change</h1><dl><dt>Vehicle</dt><dd>2004 Ford Focus</dd><dt>Time:</dt><dd>Half an hour</dd></dl>"
        "<ol><li>Drain.</li><li>Fill.</li></ol><dl><dt>How much oil?</dt><dd>Four litres.</dd></dl></main>"
    )
    assert (document.title, document.vehicle.name) == ("Oil Change", "2004 Ford Focus")
    assert [(s.kind, s.title, [line.text for line in s.lines]) for s in document.sections if not s.steps] == [
        ("faq", "How much oil?", ["Four litres."])
    ]
    assert [line.text for line in document.sections[0].lines] == ["Time: Half an hour", "Drain.", "Fill."]


VEHICLES: list[tuple[str, str, tuple[str, ...], tuple[int | None, int | None]]] = [
    ("1998-2002 Honda Accord", "Honda", ("Accord",), (1998, 2002)),
    ("Honda Accord 1998 to 2002", "Honda", ("Accord",), (1998, 2002)),
    ("'98-'02 Honda Accord", "Honda", ("Accord",), (1998, 2002)),
    ("2nd Generation (1999-2004) Jeep Grand Cherokee", "Jeep", ("Grand Cherokee",), (1999, 2004)),
    ("2007+ Jeep Wrangler", "Jeep", ("Wrangler",), (2007, None)),
    ("2010-present Ford Fiesta", "Ford", ("Fiesta",), (2010, None)),
    ("Volkswagen Golf Mk4 / Jetta", "Volkswagen", ("Golf", "Jetta"), (None, None)),
    ("VW Jetta (2005-2010, A5)", "Volkswagen", ("Jetta",), (2005, 2010)),
    ("Peugeot 2008", "Peugeot", ("2008",), (None, None)),
    ("Chrysler Town & Country", "Chrysler", ("Town & Country",), (None, None)),
    ("smart fortwo", "Smart", ("fortwo",), (None, None)),
    ("BMW E46", "BMW", (), (None, None)),
    ("Wobbler 900 Folding Bicycle", "Wobbler", ("900 Folding",), (None, None)),
    ("Bicycle", "", (), (None, None)),
    ("Folding Bicycle", "", (), (None, None)),
]


@pytest.mark.parametrize(("name", "make", "models", "years"), VEHICLES)
def test_vehicles(
    name: str, make: str, models: tuple[str, ...], years: tuple[int | None, int | None], read: Any
) -> None:
    document, _ = read(f"# A guide\n\nVehicle: {name}\n\n1. One\n2. Two\n", "md")
    vehicle = document.vehicle
    assert (vehicle.name, vehicle.make, vehicle.models, vehicle.years) == (name, make, models, years)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("1999 Honda Civic Starter Replacement", "1999 Honda Civic"),
        ("How to change the oil in a 2004 Ram 1500", "2004 Ram 1500"),
        ("Jeep tire rotation", "Jeep"),
        ("VOLVO 240 - fuel filter", "VOLVO 240"),
        ("Mini bike chain", ""),
        ("Focus ring cleaning", ""),
        ("How to replace golf clubs", ""),
    ],
)
def test_vehicles_in_titles(title: str, name: str, read: Any) -> None:
    document, _ = read(f"# {title}\n\n1. One\n2. Two\n", "md")
    assert document.vehicle.name == name
