"""The shop's two source documents: every section and step of the knowledge map is recognised in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.intake.take import take
from bot.language.makes import all_makes
from bot.library.model import Document, Section
from bot.library.reader import parse_document

# Beside the project, or one folder further up where the project is a worktree.
SHARED = next(
    (found for up in (2, 3) if (found := Path(__file__).parents[up] / "shared").is_dir()), Path("../shared")
)
SOURCES, MAP = SHARED / "source-documents", SHARED / "knowledge-map.md"
pytestmark = pytest.mark.skipif(
    not (SOURCES.is_dir() and MAP.is_file()), reason="../shared with the source documents is not at hand"
)
FILES = {"bmw-328i": "bmw-328i-trunk-dead-battery.txt", "maserati": "maserati-trunk-drained-battery.txt"}

# Section of the knowledge map: words of the draft section's title, its kind, and its steps (or how many).
SECTIONS: dict[str, tuple[str, str, range | int]] = {
    "bmw-328i/how-release-works": ("How the Electronic Trunk Release Works", "explanation", 0),
    "bmw-328i/why-dead-battery-locks": ("Why a Dead Battery Locks You Out", "explanation", 0),
    "bmw-328i/manual-release": ("Using the Manual Trunk Release Lever", "procedure", 5),
    "bmw-328i/rear-seats": ("Accessing the Trunk Through the Rear Seats", "procedure", 0),
    "bmw-328i/jump-start": ("Jump-Starting the Vehicle", "procedure", 5),
    "bmw-328i/portable-starter": ("Using a Portable Jump Starter", "procedure", 4),
    "bmw-328i/fuse-box": ("Checking the Fuse Box", "procedure", 0),
    "bmw-328i/battery-maintenance": ("Regular Battery Maintenance", "prevention", 0),
    "bmw-328i/glovebox-tool": ("Keep a Manual Release Tool in Your Glovebox", "prevention", 0),
    "bmw-328i/battery-maintainer": ("Use a Battery Maintainer", "prevention", 0),
    "bmw-328i/professional-help": ("When to Call for Professional Help", "help", 0),
    "bmw-328i/faq-completely-dead": ("Can I open the BMW 328i trunk with a completely dead battery?", "faq", 0),
    "bmw-328i/faq-release-location": ("Where is the manual trunk release on a BMW 328i?", "faq", 0),
    "bmw-328i/faq-jump-start-electronic": (
        "Will jump-starting the car allow me to open the trunk electronically?", "faq", 0,
    ),
    "bmw-328i/faq-forcing-damage": ("Can I damage my BMW by forcing the trunk open?", "faq", 0),
    "bmw-328i/faq-all-models": ("Do all BMW 328i models have a manual trunk release?", "faq", 0),
    "bmw-328i/faq-release-fails": ("What should I do if the manual release doesn’t work?", "faq", 0),
    "maserati/tools": ("Tools", "tools", 0),
    "maserati/release-cable": ("How to Get Maserati Trunk Open Drain Battery", "procedure", range(1, 3)),
    "maserati/charge-or-replace": ("How to Get Maserati Trunk Open Drain Battery", "procedure", range(3, 4)),
    "maserati/prevent-drain": ("Prevent Future Battery Drains", "prevention", 0),
    "maserati/professional-help": ("In closing", "help", 0),
    "maserati/faq-drained-open": ("How Can I Open A Maserati Trunk If The Battery Is Drained?", "faq", 0),
    "maserati/faq-mechanical-key": ("What Is The Mechanical Key Override And How Does It Work?", "faq", 0),
    "maserati/faq-jump-start": ("How Do I Jump-start A Maserati To Open The Trunk?", "faq", 0),
    "maserati/faq-jump-precautions": (
        "Are There Any Precautions I Should Take While Jump-starting My Maserati?", "faq", 0,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def drafts() -> dict[str, Document]:
    return {
        name: parse_document(take(str(SOURCES / file), all_makes()).markdown, file)
        for name, file in FILES.items()
    }


def mapped() -> dict[str, str]:
    """The map's ids with their kinds, as its tables list them."""
    rows = (
        line.split("|")[1:3] for line in MAP.read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    )
    return {name.strip(): kind.strip() for name, kind in rows if "/" in name}


def find(document: Document, title: str, kind: str) -> Section:
    return next(section for section in document.sections if (section.title, section.kind) == (title, kind))


def test_the_map_is_covered() -> None:
    assert set(SECTIONS) == set(mapped())


@pytest.mark.parametrize("name", SECTIONS)
def test_section_is_recognised(name: str, drafts: dict[str, Document]) -> None:
    title, kind, steps = SECTIONS[name]
    section = find(drafts[name.partition("/")[0]], title, kind)
    assert section.lines
    if isinstance(steps, range):
        assert set(steps) <= {step.number for step in section.steps}
    else:
        assert len(section.steps) == steps
        told = mapped()[name]
        assert kind == told.partition(",")[0]
        assert f"{steps} steps" in told or "steps" not in told


def test_vehicles_and_tools(drafts: dict[str, Document]) -> None:
    assert (drafts["bmw-328i"].vehicle.make, drafts["bmw-328i"].vehicle.models) == ("BMW", ("328i",))
    assert (drafts["maserati"].vehicle.make, drafts["maserati"].vehicle.models) == ("Maserati", ())
    tools = [tool.name for tool in find(drafts["maserati"], "Tools", "tools").tools]
    assert tools == ["Flathead screwdriver", "Torque wrench", "Multimeter"]


@pytest.mark.parametrize("file", FILES.values())
def test_web_leftovers_never_get_in(file: str) -> None:
    """Furniture goes with its reason; every other line of the source is in the draft, word by word."""
    taken = take(str(SOURCES / file), all_makes())
    for words in ("Image source", "Visual guide about", "Leave a Comment", "Scroll to Top", "email address"):
        assert words not in taken.markdown
    gone = " ".join(piece["text"] for piece in json.loads(taken.sidecar)["left_out"])
    document = parse_document(taken.markdown, file)
    served = " ".join(
        " ".join([section.title, *(line.text for line in section.lines)]) for section in document.sections
    )
    headings = " ".join(line for line in taken.markdown.splitlines() if line.startswith("#"))
    for line in (SOURCES / file).read_text(encoding="utf-8").splitlines():
        words = line.strip().removeprefix("•").removeprefix("–").strip().lstrip("0123456789. ")
        words = words.partition(": ")[2] if words.startswith(("Method ", "Step ")) else words
        known = ("Frequently Asked Questions", "Tools Required")
        assert any(words in text for text in (served, headings, gone)) or words in known, line
