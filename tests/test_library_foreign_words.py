"""Words from elsewhere in our format: any vehicle, kept signs, separators in names, warnings in words of their own."""

from __future__ import annotations

import pytest

from bot.library.body import plain
from bot.library.errors import DocumentProblems
from bot.library.model import Document
from bot.library.reader import parse_document


def document(vehicle: str = "vehicle: any", head: str = "", body: str = "Text.") -> Document:
    """A small document."""
    text = f"---\nid: x\ntitle: T\n{vehicle}\nsource: s\n---\n## S {{#s}}\nkind: procedure\n{head}\n\n{body}\n".replace(
        "\n\n\n", "\n\n"
    )
    return parse_document(text, "x.md")


@pytest.mark.parametrize(
    ("vehicle", "make", "name"),
    [
        ("vehicle: any", "", ""),
        ("vehicle: {name: A folding bicycle}", "", "A folding bicycle"),
        ("vehicle: {make: Saab, name: 1994-1998 Saab 900}", "Saab", "1994-1998 Saab 900"),
        ("vehicle: {make: Saab}", "Saab", ""),
    ],
)
def test_a_document_may_be_about_any_vehicle(vehicle: str, make: str, name: str) -> None:
    found = document(vehicle).vehicle
    assert (found.make, found.name) == (make, name)


@pytest.mark.parametrize("vehicle", ["vehicle: {models: [900]}", "vehicle: all", "vehicle: {make: }"])
def test_a_vehicle_without_a_name_is_refused(vehicle: str) -> None:
    with pytest.raises(DocumentProblems):
        document(vehicle)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"\*not loud\*", "*not loud*"),
        (r"\_so\_ and \`so\`", "_so_ and `so`"),
        (r"\[no\](link)", "[no](link)"),
        (r"\- no bullet", "- no bullet"),
        (r"\\ and **bold**", "\\ and bold"),
        (r"C:\tools", r"C:\tools"),
    ],
)
def test_a_backslash_keeps_signs(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_separators_within_names() -> None:
    section = document(head=r"tools: jack\; stands | ramp \| block ; 8 \\ 10 socket").sections[0]
    assert [(tool.name, tool.instead) for tool in section.tools] == [
        ("jack; stands", ("ramp | block",)),
        ("8 \\ 10 socket", ()),
    ]


def test_a_line_is_made_a_warning() -> None:
    section = document(
        body="### Steps\n1. Open it.\n   CAUTION\\: hot!\n   <!-- warning -->\n2. Warning: cold."
    ).sections[0]
    assert [(line.text, line.role) for line in section.lines] == [
        ("Open it.", "text"), ("CAUTION: hot!", "warning"), ("Warning: cold.", "warning"),
    ]  # fmt: skip
    assert [line.role for line in section.steps[0].lines] == ["text", "warning"]


def test_a_kept_colon_begins_no_role() -> None:
    assert document(body="Shop note\\: as the source has it").sections[0].lines[0].role == "text"


def test_a_warning_mark_needs_its_line() -> None:
    with pytest.raises(DocumentProblems, match="a warning without a line above"):
        document(body="Text.\n\n<!-- warning -->")
