"""What breaks the contract in any turn, and whether its words stand where its source says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.canned import CABLE, SLOT, Messages, lines, plan, source, step, talk, turn
from tests.served import sentences, source_faults, stripped
from tests.turns import documents_of, serves_procedure, turn_faults


@pytest.mark.parametrize(
    ("messages", "fault"),
    [
        (step(), None),
        (turn("warning"), None),
        ([], "0 customs"),
        ([{"text": "hello"}], "0 customs"),
        ([*talk("greet"), *talk("greet")], "2 customs"),
        (turn("unheard-of"), "unknown kind"),
        ([{"text": "x", "custom": "talk"}], "unknown kind"),
        (turn("talk"), "talk without intent"),
        (turn("plan", vehicle="v", cause="c", sections=[]), "plan without skipped"),
        (turn("answer", section=SLOT), "answer without source"),
        (turn("warning", section=SLOT), "warning without source"),
        (turn("talk", "  ", intent="greet"), "no text"),
        (turn("answer", section=SLOT, source=source(CABLE)), f"source names {CABLE}, the turn {SLOT}"),
    ],
)
def test_faults_of_a_turn(messages: Messages, fault: str | None) -> None:
    faults = turn_faults(messages, lines)
    assert faults == () if fault is None else fault in "; ".join(faults)


@pytest.mark.parametrize(
    ("ranges", "text", "fault"),
    [
        ([[12, 13]], "Step 1 of 2: Opening the slot\n\nFind the slot.\nWarning: Mind the paint.", None),
        ([[9, 9]], "From the guide: The slot is on the underside of the lid. It hides under a cap.", None),
        ([[14, 14]], "Push the blade straight in.\nMore. Stop when it clicks.", None),
        ([[15, 15]], "Keep a blade at hand.", None),
        (
            [[12, 13]],
            "Find the slot.",
            "line 13 is named, but the turn does not say 'Warning: Mind the paint.'",
        ),
        ([[14, 14]], "Push the blade straight in.", "does not say 'Stop when it clicks.'"),
        ([[12, 12]], "Find the slot.\nKeep a blade at hand.", "line 15 is served, but not named"),
        ([[12, 99]], "Find the slot.", "no range of lines 1 to 15"),
        ([[13, 12]], "Find the slot.", "no range"),
        ([[0, 1]], "Find the slot.", "no range"),
        ([12], "Find the slot.", "no range"),
        ("12", "Find the slot.", "no range"),
    ],
)
def test_the_words_served_stand_at_the_lines_named(ranges: Any, text: str, fault: str | None) -> None:
    faults = source_faults(source(ranges=ranges), text, lines)
    assert faults == [] if fault is None else fault in "; ".join(faults)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({**source(), "file": "elsewhere.md"}, "cannot be read"),
        ({**source(), "lines": []}, "source lacks one of"),
        ({"document": "bmw-328i"}, "source lacks one of"),
        ("bmw-328i", "source lacks one of"),
    ],
)
def test_a_source_must_be_whole(given: Any, fault: str) -> None:
    assert fault in source_faults(given, "Find the slot.", lines)[0]


def test_a_source_outside_of_the_project_is_not_read() -> None:
    assert "outside of the project" in source_faults({**source(), "file": "../../etc/passwd"}, "x")[0]


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("   3. **Push** it, *straight* in.", "Push it, straight in."),
        ("* A `blade`  fits.", "A blade fits."),
        ("See [the lid](a.md) \\*here\\*.", "See the lid *here*."),
        ("5 A to 15 A.", "5 A to 15 A."),
    ],
)
def test_markdown_is_stripped(line: str, plain: str) -> None:
    assert stripped(line) == plain


def test_a_line_falls_into_sentences() -> None:
    assert sentences("1. Take 12.5 V. Is it less? Stop!") == ["Take 12.5 V.", "Is it less?", "Stop!"]


@pytest.mark.parametrize(
    ("messages", "documents", "procedure"),
    [
        (plan("bmw-328i", SLOT), {"bmw-328i"}, True),
        (turn("choice", sections=[SLOT, CABLE]), {"bmw-328i", "maserati"}, True),
        (step(CABLE), {"maserati"}, True),
        (turn("not-covered", reason="gap", section=CABLE), {"maserati"}, False),
        (talk("greet"), set(), False),
    ],
)
def test_what_a_turn_serves(messages: Messages, documents: set[str], procedure: bool) -> None:
    assert documents_of(messages[1]["custom"]) == documents
    assert serves_procedure(messages) is procedure
