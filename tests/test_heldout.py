"""Held-out messages and dialogues, put to the running assistant and judged, against the floors of tests/floors.py."""

from __future__ import annotations

import pytest

from benchmarks.asking import Interview
from benchmarks.client import Client
from benchmarks.evaluate import HELD_OUT
from benchmarks.figures import Figures
from benchmarks.heldout import read_held_out
from tests import floors
from tests.serving import Served

SHOWN = 25


@pytest.fixture(scope="module")
def figures(served: Served) -> Figures:
    """All that was asked and played, once for the module."""
    files = sorted(HELD_OUT.glob("*.jsonl"))
    rows = read_held_out(files, files)
    with Client(served.address.port) as client:
        talk = Interview(client, lambda: None)
        asked = [talk.ask(row) for row in rows.messages]
        return Figures(asked, [talk.play(row) for row in rows.dialogues])


def test_messages_are_answered_rightly(figures: Figures) -> None:
    wrong = [
        f"{asked.row['text']!r}: {asked.verdict.reason}" for asked in figures.asked if not asked.verdict.right
    ]
    assert figures.messages.share >= floors.MESSAGES, _shown(wrong)


def test_dialogues_are_wholly_right(figures: Figures) -> None:
    wrong = [
        f"{played.verdict.name}: {played.verdict.reason}"
        for played in figures.played
        if not played.verdict.right
    ]
    assert figures.dialogues.share >= floors.DIALOGUES, _shown(wrong)


def test_out_of_scope_is_seldom_answered_with_a_procedure(figures: Figures) -> None:
    assert figures.out_served.share <= floors.OUT_OF_SCOPE_SERVED


def test_no_other_vehicles_section_is_served(figures: Figures) -> None:
    assert figures.foreign <= floors.FOREIGN


def test_words_stand_where_their_source_says(figures: Figures) -> None:
    assert figures.sourced.share >= floors.WORDS_WHERE_NAMED


def _shown(wrong: list[str]) -> str:
    return "\n".join([f"{len(wrong)} are wrong:", *wrong[:SHOWN], "…" if len(wrong) > SHOWN else ""])
