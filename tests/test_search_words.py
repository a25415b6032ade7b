"""The words that decide beside the vectors, and the index that holds both."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from bot.language.clauses import clauses
from bot.search.index import Index
from bot.search.words import Rarity, stems
from tests.cars import LIBRARY


class Blind:
    """An encoder to which all texts look alike."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row for each text."""
        return np.ones((len(texts), 1), np.float32)


class Folding:
    """Stands in for the vocabulary: lower case, and one shop word for another."""

    def normalise(self, text: str) -> str:
        """The text as it is compared."""
        return text.lower().replace("boot", "trunk")


# --- words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Clamps", ["clamp"]),
        ("clamp", ["clamp"]),
        ("the glass", ["the", "glass"]),
        ("a 5 A fuse, 15A", ["fuse", "15a"]),
        ("bus gas", ["bus", "gas"]),
        ("jump-starting", ["jump", "start"]),
        ("batteries battery", ["batte", "batte"]),
        ("Ünlü … !", ["nl"]),
        ("", []),
    ],
)
def test_stems(text: str, found: list[str]) -> None:
    assert stems(text) == found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("the red clamp is on", ["the red clamp is on"]),
        ("red is on, black is off; what now?", ["red is on", "black is off", "what now?"]),
        ("I pulled it and it moved but nothing opened", ["I pulled it", "it moved", "nothing opened"]),
        ("it clicked then it stopped", ["it clicked", "it stopped"]),
        ("ok, it opened", ["ok", "it opened"]),
        ("ok, done", ["ok", "done"]),
        ("he has some cables how do we jump it", ["he has some cables", "how do we jump it"]),
        ("what battery spec do i need", ["what battery spec do i need"]),
        ("the sandy button", ["the sandy button"]),
        ("", [""]),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    """Parts of one word tell nothing; without any other the whole stands."""
    assert clauses(text) == parts


def test_rare_words_weigh_more() -> None:
    rarity = Rarity(["red clamp", "black clamp", "clamp clamp fuse"])
    assert rarity.weight("fuse") == pytest.approx(math.log(4 / 1.5))
    assert rarity.weight("clamp") == pytest.approx(math.log(4 / 3.5))
    assert rarity.weight("hammer") == 0.0


# --- the index -----------------------------------------------------------------------------------------


def test_everything_that_can_be_asked_for_is_in_the_index() -> None:
    index = Index(LIBRARY, Blind(), Folding())
    for section in LIBRARY.sections:
        units = [index.units[row] for row in index.rows[section.id]]
        assert [u.line for u in units if u.line and not u.is_asked] == list(section.lines)
        tied = [(u.line.number, u.text) for u in units if u.line and u.is_asked]
        assert tied == [(n, Folding().normalise(way)) for n, ways in section.line_asks for way in ways]
        asked = [u.text for u in units if u.line is None and u.passage < 0]
        assert asked == [Folding().normalise(text) for text in (section.title, *section.asks)]
        whole = [(u.passage, u.text) for u in units if u.line is None and u.passage >= 0]
        assert whole == [(n, " ".join(x.text for x in p).lower()) for n, p in enumerate(section.passages)]
        assert all(u.line is None or u.line in section.passages[u.passage] for u in units)


def test_rare_shared_words_help_the_vector() -> None:
    index = Index(LIBRARY, Blind(), Folding())
    close = index.closeness(index.query("Tacklife"))
    likeness: dict[bool, set[float]] = {True: set(), False: set()}
    for unit, value in zip(index.units, close, strict=True):
        likeness["tackl" in unit.stems].add(round(float(value), 4))
    assert likeness == {True: {1.0}, False: {0.75}}


def test_a_query_is_compared_in_the_shops_words() -> None:
    index = Index(LIBRARY, Blind(), Folding())
    assert index.query("The BOOT lids").text == "the trunk lids"
    assert index.query("The BOOT lids").stems == ("the", "trunk", "lid", "boot")
    assert index.query_stems("The BOOT lids") == ("the", "trunk", "lid")
