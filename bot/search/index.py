"""The library's sections as vectors and words, ready to be compared with a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.library.model import Library, Line, Section
from bot.search.words import Rarity, stems

Vectors = NDArray[np.float32]
# A turn compares the same few texts several times over.
QUERIES_KEPT, TEXTS_KEPT = 64, 4096


class Encoder(Protocol):
    """Turns texts into unit vectors, one row each."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Array of shape (texts, width), rows of length 1."""


class Normaliser(Protocol):
    """Folds a shop's many words for one thing into one."""

    def normalise(self, text: str) -> str:
        """The text as it is compared."""


@dataclass(frozen=True)
class Unit:
    """A searchable piece: a line or a way of asking for it, a whole passage, or (passage -1) what stands for a section."""

    section: str
    text: str
    line: Line | None
    passage: int
    stems: frozenset[str]
    is_asked: bool = False


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts as vectors (texts, width) and words: `holds` says which text (row) has which of the index's words (column)."""

    vectors: Vectors
    holds: Vectors


@dataclass(frozen=True, eq=False)
class Query:
    """A message as it is compared: its vector and its words."""

    text: str
    vector: Vectors
    stems: tuple[str, ...]


class Index:
    """All units of a library with their vectors."""

    def __init__(self, library: Library, encoder: Encoder, words: Normaliser) -> None:
        """Encodes every title, way of asking and line of the library."""
        self.library = library
        self._encoder = encoder
        self._words = words
        self.units = [unit for section in library.sections for unit in self._units(section)]
        self.rarity = Rarity(u.text for u in self.units)
        self.vectors = encoder.encode([u.text for u in self.units])
        self._columns, self.holds = _incidence([u.stems for u in self.units])
        self.query = lru_cache(maxsize=QUERIES_KEPT)(self._query)
        self.closeness = lru_cache(maxsize=QUERIES_KEPT)(self._closeness)
        self.query_stems = lru_cache(maxsize=TEXTS_KEPT)(self._query_stems)
        self.rows: dict[str, list[int]] = {}
        for row, unit in enumerate(self.units):
            self.rows.setdefault(unit.section, []).append(row)

    def _query(self, text: str) -> Query:
        """Prepares a message for comparison."""
        normal = self._words.normalise(text)
        found = tuple(dict.fromkeys([*stems(normal), *stems(text)]))
        return Query(normal, self._encoder.encode([normal])[0], found)

    def _query_stems(self, text: str) -> tuple[str, ...]:
        """The words of a text as they are compared."""
        return tuple(stems(self._words.normalise(text)))

    def _closeness(self, query: Query) -> Vectors:
        """Likeness (about 0..1) of every unit to a query: cosine, helped by shared rare words."""
        return self.likeness(Texts(self.vectors, self.holds), query)

    def texts(self, ways: Sequence[str]) -> Texts:
        """Prepares texts for `likeness`; words that no unit has count for nothing."""
        normal = [self._words.normalise(way) for way in ways]
        holds = np.zeros((len(ways), len(self._columns)), np.float32)
        for row, (folded, way) in enumerate(zip(normal, ways, strict=True)):
            known = (self._columns.get(stem) for stem in {*stems(folded), *stems(way)})
            holds[row, [column for column in known if column is not None]] = 1.0
        return Texts(self._encoder.encode(normal), holds)

    def likeness(self, texts: Texts, query: Query) -> Vectors:
        """Likeness (about 0..1) of each text to a query: cosine, helped by shared rare words."""
        cosine = texts.vectors @ query.vector
        return np.asarray(0.75 * cosine + 0.25 * self.shared(query, texts.holds), np.float32)

    def shared(self, query: Query, held: Vectors) -> Vectors:
        """The share (0..1) of a query's rare words in each row of `held`, whose columns are words."""
        weights = {stem: self.rarity.weight(stem) for stem in query.stems}
        known = [stem for stem, weight in weights.items() if weight > 0.0]
        if not known:
            return np.zeros(len(held), np.float32)
        columns = [self._columns[stem] for stem in known]
        values = np.asarray([weights[stem] for stem in known], np.float32) / sum(weights.values())
        return np.asarray(held[:, columns] @ values, np.float32)

    def _units(self, section: Section) -> list[Unit]:
        units = [self._unit(section, text, None, -1) for text in (section.title, *section.asks)]
        for number, passage in enumerate(section.passages):
            units.append(self._unit(section, " ".join(line.text for line in passage), None, number))
            units += [self._unit(section, line.text, line, number) for line in passage]
            asked = (
                (line, way)
                for line in passage
                for n, ways in section.line_asks
                if n == line.number
                for way in ways
            )
            units += [replace(self._unit(section, way, line, number), is_asked=True) for line, way in asked]
        return units

    def _unit(self, section: Section, text: str, line: Line | None, passage: int) -> Unit:
        normal = self._words.normalise(text)
        return Unit(section.id, normal, line, passage, frozenset([*stems(normal), *stems(text)]))


def _incidence(texts: Sequence[frozenset[str]]) -> tuple[dict[str, int], Vectors]:
    """Which text (row) holds which word (column), as zeros and ones."""
    columns = {
        stem: i for i, stem in enumerate(dict.fromkeys(stem for words in texts for stem in sorted(words)))
    }
    holds = np.zeros((len(texts), len(columns)), np.float32)
    for row, words in enumerate(texts):
        holds[row, [columns[stem] for stem in words]] = 1.0
    return columns, holds
