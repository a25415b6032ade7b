"""The shop's two documents: every section and every fact is there, and nothing that does not belong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.library import Library, Line, Section, read_library
from bot.library.body import plain

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENTS = PROJECT / "data" / "documents"
FACTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "facts.yml").read_text(encoding="utf-8")
)

SECTIONS = {
    "bmw-328i": [
        "how-release-works",
        "why-dead-battery-locks",
        "manual-release",
        "rear-seats",
        "jump-start",
        "portable-starter",
        "fuse-box",
        "battery-maintenance",
        "glovebox-tool",
        "battery-maintainer",
        "professional-help",
        "faq-completely-dead",
        "faq-release-location",
        "faq-jump-start-electronic",
        "faq-forcing-damage",
        "faq-all-models",
        "faq-release-fails",
    ],
    "maserati": [
        "tools",
        "release-cable",
        "charge-or-replace",
        "prevent-drain",
        "professional-help",
        "faq-drained-open",
        "faq-mechanical-key",
        "faq-jump-start",
        "faq-jump-precautions",
    ],
}
KINDS = {
    "explanation": {"bmw-328i/how-release-works", "bmw-328i/why-dead-battery-locks"},
    "procedure": {
        "bmw-328i/manual-release",
        "bmw-328i/rear-seats",
        "bmw-328i/jump-start",
        "bmw-328i/portable-starter",
        "bmw-328i/fuse-box",
        "maserati/release-cable",
        "maserati/charge-or-replace",
    },
    "prevention": {
        "bmw-328i/battery-maintenance",
        "bmw-328i/glovebox-tool",
        "bmw-328i/battery-maintainer",
        "maserati/prevent-drain",
    },
    "help": {"bmw-328i/professional-help", "maserati/professional-help"},
    "tools": {"maserati/tools"},
}
STEPS = {
    "bmw-328i/manual-release": 5,
    "bmw-328i/rear-seats": 5,
    "bmw-328i/jump-start": 5,
    "bmw-328i/portable-starter": 4,
    "bmw-328i/fuse-box": 6,
    "maserati/release-cable": 3,
    "maserati/charge-or-replace": 3,
}
FURNITURE = (
    "image source",
    "visual guide",
    "leave a comment",
    "scroll to top",
    "required fields",
    "email address",
    "truly locked out",
    "in this article",
    "don't worry",
    "don't panic",
    "conclusion",
    "key takeaways",
)
STRANGERS = {  # what one document must never lend the other
    "bmw-328i": r"maserati|logo|counter-?clockwise|torque|multimeter",
    "maserati": r"\bbmw\b|328|firewall|1000|butter knife|license plate|comfort access",
}
DANGLING = re.compile(
    r"(it|they|them|this|these|those|that|he|she|its)\b(?! (is for|way|order))", re.IGNORECASE
)


@pytest.fixture(scope="module")
def library() -> Library:
    """The shop's library, which has to be free of problems."""
    found, problems = read_library(DOCUMENTS)
    assert not problems, "\n".join(map(str, problems))
    return found


def all_ids() -> set[str]:
    """Every section id of the contract."""
    return {f"{document}/{name}" for document, names in SECTIONS.items() for name in names}


def places(section: Section, where: str) -> list[str]:
    """The texts of a section among which one must hold a fact whole."""
    if where == "needs":
        return [joined(section.needs)]
    if where.startswith("step "):
        return [joined(step.lines) for step in section.steps if step.number == int(where[5:])]
    if where == "warning passage":
        return [
            joined(passage) for passage in section.passages if any(line.role == "warning" for line in passage)
        ]
    if where == "text":
        apart = {line for step in section.steps for line in step.lines} | set(section.needs)
        return [joined(passage) for passage in section.passages if not apart & set(passage)]
    return [line.text for line in section.lines if line.role == where]


def joined(lines: tuple[Line, ...]) -> str:
    """The text of some lines."""
    return " ".join(line.text for line in lines)


def test_every_section_is_there_and_no_other(library: Library) -> None:
    assert {section.id for section in library.sections} == all_ids()


def test_every_section_has_facts() -> None:
    assert {row["id"] for row in FACTS} == all_ids()


@pytest.mark.parametrize("row", FACTS, ids=lambda row: f"{row['id']}: {row['fact']}")
def test_fact(library: Library, row: dict[str, Any]) -> None:
    found = places(library.section(row["id"]), row["where"])
    assert any(all(re.search(p, text, re.IGNORECASE) for p in row["says"]) for text in found), found


def test_facts_are_told_apart() -> None:
    questions = [row["asks"] for row in FACTS]
    assert sorted({q for q in questions if questions.count(q) > 1}) == []
    assert [row for row in FACTS if not re.search(r"BMW|Maserati", row["asks"])] == []


def test_kinds_and_steps(library: Library) -> None:
    kinds = {section: kind for kind, sections in KINDS.items() for section in sections}
    for section in library.sections:
        assert section.kind == kinds.get(section.id, "faq"), section.id
        assert len(section.steps) == STEPS.get(section.id, 0), section.id


def test_no_furniture(library: Library) -> None:
    for document in library.documents:
        text = (PROJECT / document.file).read_text(encoding="utf-8").lower()
        assert [words for words in FURNITURE if words in text] == []


def test_no_document_lends_from_the_other(library: Library) -> None:
    for document in library.documents:
        for section in document.sections:
            assert not re.search(STRANGERS[document.id], joined(section.lines), re.IGNORECASE), section.id


def test_lines_read_alone(library: Library) -> None:
    """Served lines are whole sentences without Markdown; a passage never opens with a pronoun."""
    for document in library.documents:
        raw = (PROJECT / document.file).read_text(encoding="utf-8").split("\n")
        for section in document.sections:
            for passage in section.passages:
                assert not DANGLING.match(passage[0].text), passage[0]
                assert len(joined(passage)) <= 480, (section.id, passage[0])
            for line in section.lines:
                assert re.search(r"[.?!]$", line.text), line
                assert plain(re.sub(r"^\s*[0-9]+[.)]\s", "", raw[line.number - 1])) == line.text
                assert line.text in raw[line.number - 1], line


def test_warning_comes_first_in_its_step(library: Library) -> None:
    for section in library.sections:
        for step in section.steps:
            assert "warning" not in [line.role for line in step.lines[1:]], (section.id, step.number)
            assert any(line.role == "text" for line in step.lines), (section.id, step.number)


def test_asks_are_many_and_single(library: Library) -> None:
    for section in library.sections:
        assert 6 <= len(section.asks) <= 14, section.id
        assert len(set(section.asks)) == len(section.asks), section.id


def test_plans(library: Library) -> None:
    bmw, maserati = library.document("bmw-328i"), library.document("maserati")
    plans = {
        plan.cause: [[m.partition("/")[2] for m in group] for group in plan.methods] for plan in bmw.plans
    }
    assert plans == {
        "dead battery": [
            ["manual-release"],
            ["rear-seats"],
            ["jump-start", "portable-starter"],
            ["fuse-box"],
            ["professional-help"],
        ],
        "battery is fine": [["manual-release"], ["fuse-box"], ["rear-seats"], ["professional-help"]],
        "only the fob is dead": [
            ["how-release-works"],
            ["manual-release"],
            ["fuse-box"],
            ["professional-help"],
        ],
    }
    assert [plan.power for plan in bmw.plans] == ["none", "good", "good"]
    assert bmw.afterwards == (
        "bmw-328i/battery-maintenance",
        "bmw-328i/glovebox-tool",
        "bmw-328i/battery-maintainer",
    )
    assert maserati.plans[0].methods == (
        ("maserati/faq-mechanical-key",),
        ("maserati/release-cable",),
        ("maserati/faq-jump-start",),
        ("maserati/professional-help",),
    )
    assert (maserati.once_open, maserati.afterwards) == (
        ("maserati/charge-or-replace",),
        ("maserati/prevent-drain",),
    )


def test_needs_of_the_methods(library: Library) -> None:
    (blade,) = library.section("bmw-328i/manual-release").tools
    assert (blade.name, *blade.instead) == (
        "key blade",
        "flathead screwdriver",
        "butter knife",
        "sturdy paperclip",
    )
    seats = library.section("bmw-328i/rear-seats")
    assert (seats.cabin, seats.bodies, seats.folding_bodies, seats.wants) == (
        True,
        ("sedan", "wagon"),
        ("coupe", "convertible"),
        ("body",),
    )
    for name in STEPS:
        assert library.section(name).needs, name


def test_vehicles(library: Library) -> None:
    bmw, maserati = library.document("bmw-328i").vehicle, library.document("maserati").vehicle
    assert (bmw.years, bmw.only_model, maserati.only_model) == ((2007, None), True, False)
    assert bmw.chassis == {
        "E90": "sedan",
        "E91": "wagon",
        "E92": "coupe",
        "E93": "convertible",
        "F30": "sedan",
    }
    assert {"328d", "325i", "335i", "X5", "Z4"} <= set(bmw.not_models)
