"""How well each line answers a question: its words, its ways of asking, what stands around it, and its section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.library.model import Line
from bot.search.index import Index, Query

# Fitted by maximum likelihood over all lines of a document, on the ways of asking that are tied to lines (each held
# back once, as `python -m benchmarks.lines` does) and the questions for facts of both held-out sets: by so much the
# log-odds that a line is what was asked for grow with ...
ALIKE = 5.4  # ... the likeness of its words, or of the likest way of asking for it
AROUND = 2.9  # ... the likeness of the passage that it stands in
SHARED = 4.0  # ... the share of the question's rare words in the line and its ways of asking
SAID = 1.8  # ... the share of them in the line itself
TOPIC = 2.1  # ... the share of its section's topics in what was read
SECTION = 2.5  # ... the likeness of its section


@dataclass(frozen=True)
class Standing:
    """What speaks for a section: the share of its topics, and the likeness of its words."""

    topic: float
    words: float


class LineScores:
    """The lines of an index, ready to be weighed all at once."""

    def __init__(self, index: Index) -> None:
        """Notes for each line its row, those of its ways of asking, and that of its passage."""
        self._index = index
        self._places: dict[str, NDArray[np.intp]] = {}
        self.lines: list[Line] = []
        self._rows: dict[Line, int] = {}
        ways: list[list[int]] = []
        passages: list[int] = []
        for section, rows in index.rows.items():
            first = len(self.lines)
            around = {index.units[r].passage: r for r in rows if index.units[r].line is None}
            said = [r for r in rows if index.units[r].line is not None and not index.units[r].is_asked]
            self.lines += [line for r in said if (line := index.units[r].line) is not None]
            self._rows.update((line, r) for r in said if (line := index.units[r].line) is not None)
            ways += [[r, *_asked_for(index, rows, r)] for r in said]
            passages += [around[index.units[r].passage] for r in said]
            self._places[section] = np.arange(first, len(self.lines))
        self._ways = _padded(ways)
        self._passages = np.asarray(passages, np.intp)
        self._held = np.stack([index.holds[rows].max(axis=0) for rows in ways]) if ways else index.holds[:0]

    def words(self, section: str) -> list[frozenset[str]]:
        """The words of each line of a section and of its ways of asking."""
        units = self._index.units
        return [frozenset().union(*(units[r].stems for r in self._ways[p])) for p in self._places[section]]

    def alike(self, one: Line, other: Line) -> float:
        """Likeness of two lines' words (cosine)."""
        vectors = self._index.vectors
        return float(vectors[self._rows[one]] @ vectors[self._rows[other]])

    def of(self, text: Query, sections: Mapping[str, Standing]) -> dict[Line, float]:
        """The log-odds of each line of some sections, up to a constant."""
        close = self._index.closeness(text)
        places = np.concatenate([self._places[name] for name in sections])
        scores = ALIKE * close[self._ways[places]].max(axis=1) + AROUND * close[self._passages[places]]
        scores += SHARED * self._index.shared(text, self._held[places])
        scores += SAID * self._index.shared(text, self._index.holds[self._ways[places, 0]])
        stands = [TOPIC * s.topic + SECTION * s.words for s in sections.values()]
        scores += np.repeat(stands, [len(self._places[name]) for name in sections])
        return {self.lines[place]: score for place, score in zip(places, scores.tolist(), strict=True)}


def _asked_for(index: Index, rows: Sequence[int], said: int) -> list[int]:
    """The rows of the ways of asking for a line."""
    line = index.units[said].line
    return [r for r in rows if index.units[r].is_asked and index.units[r].line is line]


def _padded(rows: Sequence[Sequence[int]]) -> NDArray[np.intp]:
    """Rows of different length as one array, each filled up with its first."""
    width = max((len(row) for row in rows), default=1)
    return np.asarray([[*row, *[row[0]] * (width - len(row))] for row in rows], np.intp).reshape(-1, width)
