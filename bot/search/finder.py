"""Finds sections and passages: the intent's topics and the document's own words, weighed together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from bot.library.model import Library, Line, Section
from bot.search.index import Encoder, Index, Normaliser, Query, Vectors

ANSWER_LIMIT = 600
# A section's later topics count a little less: the first is what it is about.
TOPIC_DECAY = 0.9
WORDS_WEIGHT = 0.7
# Likeness below this is chance.
CHANCE = 0.25
# A line about a trouble must be this like what is told.
TROUBLE_LIKENESS = 0.45
CONDITION = "If "


@dataclass(frozen=True)
class Hit:
    """A section that may answer, its certainty (0..1), and what spoke for it."""

    section: str
    score: float
    topics: float
    words: float


class Finder:
    """Search over one state of the library."""

    def __init__(self, library: Library, encoder: Encoder, words: Normaliser) -> None:
        """Builds the index of the library."""
        self.library = library
        self._index = Index(library, encoder, words)

    def sections(self, text: str, topics: Mapping[str, float], document: str | None = None) -> list[Hit]:
        """Sections best first, of one document or of all; `topics` are the intents' probabilities."""
        query = self._index.query(text)
        close = self._index.closeness(query)
        chosen = self.library.document(document).sections if document else self.library.sections
        hits = [self._hit(section, close, topics) for section in chosen]
        return sorted(hits, key=lambda h: h.score, reverse=True)

    def passage(self, section: Section, text: str, limit: int = ANSWER_LIMIT) -> tuple[Line, ...]:
        """The section's lines that answer best, at most `limit` characters, in the document's order."""
        if _length(_lines(section)) <= limit:
            return tuple(_lines(section))
        query = self._index.query(text)
        ranked = self._ranked_passages(section, query)
        return _fill(section, ranked, limit)

    def best_line(self, section: Section, text: str) -> tuple[Line | None, float]:
        """The section's line closest to the text and its likeness."""
        close = self._index.closeness(self._index.query(text))
        rows = [r for r in self._index.rows[section.id] if self._index.units[r].line]
        if not rows:
            return None, 0.0
        best = max(rows, key=lambda r: close[r])
        return self._index.units[best].line, float(close[best])

    def step(self, section: Section, text: str) -> tuple[int, float, float]:
        """The step that a report means: its number, likeness, and lead over the next best step."""
        close = self._index.closeness(self._index.query(text))
        likeness = {self._index.units[r].line: float(close[r]) for r in self._index.rows[section.id]}
        scores = [max(likeness[line] for line in step.lines) for step in section.steps]
        if not scores:
            return 1, 0.0, 0.0
        order = sorted(range(len(scores)), key=lambda i: scores[i], reverse=True)
        lead = scores[order[0]] - (scores[order[1]] if len(scores) > 1 else 0.0)
        return section.steps[order[0]].number, scores[order[0]], lead

    def trouble(self, section: Section, text: str) -> Line | None:
        """The section's line for a trouble that is told ("If the seatback is stuck ..."), None where none is like it."""
        close = self._index.closeness(self._index.query(text))
        rows = [r for r in self._index.rows[section.id] if _is_conditional(self._index.units[r].line)]
        best = max(rows, key=lambda r: float(close[r]), default=None)
        return self._index.units[best].line if best is not None and close[best] >= TROUBLE_LIKENESS else None

    def names(self, section: Section, text: str) -> bool:
        """Whether a message names the section by one of the words that people have for it."""
        query = set(self._index.query_stems(text))
        return any(set(self._index.query_stems(name)) <= query for name in section.called)

    def _hit(self, section: Section, close: Vectors, topics: Mapping[str, float]) -> Hit:
        topic = _topic_share(section.topics, topics)
        rows = self._index.rows[section.id]
        best = sorted((float(close[r]) for r in rows), reverse=True)[:2]
        words = max(0.0, (0.8 * best[0] + 0.2 * best[-1] - CHANCE) / (1 - CHANCE)) if best else 0.0
        return Hit(section.id, min(1.0, (topic + WORDS_WEIGHT * words) / (1 + 0.5 * WORDS_WEIGHT)), topic, words)

    def _ranked_passages(self, section: Section, query: Query) -> list[tuple[float, int, int]]:
        close = self._index.closeness(query)
        best: dict[int, tuple[float, int]] = {}
        totals: dict[int, list[float]] = {}
        for row in self._index.rows[section.id]:
            unit = self._index.units[row]
            if unit.line is None:
                continue
            score = float(close[row])
            totals.setdefault(unit.passage, []).append(score)
            if score > best.get(unit.passage, (-1.0, 0))[0]:
                best[unit.passage] = (score, unit.line.number)
        ranked = [(0.8 * s + 0.2 * float(np.mean(totals[p])), p, n) for p, (s, n) in best.items()]
        return sorted(ranked, reverse=True)


def _topic_share(declared: Iterable[str], topics: Mapping[str, float]) -> float:
    return sum(topics.get(topic, 0.0) * TOPIC_DECAY**rank for rank, topic in enumerate(declared))


def _is_conditional(line: Line | None) -> bool:
    return line is not None and line.role == "text" and line.text.startswith(CONDITION)


def _lines(section: Section) -> list[Line]:
    return [line for passage in section.passages for line in passage]


def _length(lines: Iterable[Line]) -> int:
    return sum(len(line.text) + 1 for line in lines)


def _fill(section: Section, ranked: list[tuple[float, int, int]], limit: int) -> tuple[Line, ...]:
    """Takes whole passages, best first, while they fit; of a first one that is too long, lines around the best."""
    chosen: dict[int, list[Line]] = {}
    room = limit
    for _, passage, number in ranked:
        lines = list(section.passages[passage])
        if _length(lines) > room and not chosen:
            lines = _window(lines, number, room)
        if _length(lines) <= room:
            chosen[passage] = lines
            room -= _length(lines)
    return tuple(line for passage in sorted(chosen) for line in chosen[passage])


def _window(lines: list[Line], number: int, room: int) -> list[Line]:
    at = next(i for i, line in enumerate(lines) if line.number == number)
    first, last = at, at + 1
    while True:
        grown = [(first, last + 1)] if last < len(lines) else []
        grown += [(first - 1, last)] if first > 0 else []
        fitting = [(a, b) for a, b in grown if _length(lines[a:b]) <= room]
        if not fitting:
            return lines[first:last]
        first, last = fitting[0]
