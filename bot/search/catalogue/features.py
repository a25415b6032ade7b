"""What speaks for a section as the answer to a question, each as a number of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from bot.search.catalogue.content import Entry
from bot.search.catalogue.parts import Parts, opposed, sides
from bot.search.catalogue.vectors import Vectors
from bot.search.catalogue.words import words_of

MOST_STEPS = 3
Places = frozenset[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Question:
    """A question as it is compared; `rest` is what it says besides the vehicle's name."""

    text: str
    rest: str
    words: tuple[str, ...]  # of the rest
    stems: tuple[str, ...]
    parts: frozenset[int]
    sides: Places
    vector: Vectors  # of the rest
    whole: Vectors  # of the text
    clauses: Vectors  # of the parts of the rest that stand by themselves, or of the rest
    part_likeness: Vectors  # of every part's likest name or complaint
    nearest: float  # cosine to the likest matter of the whole library
    elsewhere: float  # cosine to the likest question that no guide answers
    weights: Mapping[str, float]  # of stems: how much sharing one says


@dataclass(frozen=True, eq=False)
class Prepared:
    """A section as it is compared."""

    entry: Entry
    vectors: Vectors
    title_stems: frozenset[str]
    ask_stems: frozenset[str]
    text_stems: frozenset[str]
    parts: frozenset[int]
    sides: Places
    gist: Vectors  # the mean of the steps, of unit length

    @classmethod
    def of(cls, entry: Entry, stems: Sequence[str], vectors: Vectors, parts: Parts) -> Prepared:
        """Takes an entry with its stems by column and its vectors."""
        matter = words_of(entry.matter)
        title, asks, _, tools, told = (frozenset(column.split()) for column in stems)
        first = 2 + len(entry.asks)
        gist = _mean(vectors[first:]) if len(vectors) > first else vectors[0]
        return cls(entry, vectors, title, asks, tools | told, parts.named(matter), sides(matter), gist)

    def steps(self, vector: Vectors) -> Vectors:
        """Likeness of every step."""
        return np.asarray(self.vectors[2 + len(self.entry.asks) :] @ vector, np.float32)

    def likest_clause(self, clauses: Vectors) -> Vectors:
        """Likeness of every step to the likest clause."""
        return np.asarray((self.vectors[2 + len(self.entry.asks) :] @ clauses.T).max(axis=1), np.float32)


@dataclass(frozen=True)
class Features:
    """Each 0..1 unless said otherwise; cosines may be below 0."""

    title: float  # cosine of the question without the vehicle to the matter or the likest way of asking
    whole: float  # cosine of the whole question to the whole title
    step: float  # cosine to the likest step
    steps: float  # mean cosine to the three likest steps
    gist: float  # cosine to the mean of the steps
    clause_title: float  # cosine of the likest clause to matter or ways of asking
    clause_step: float  # cosine of the likest clause to the likest step
    part_named: float  # share of the parts named that the title names
    part_other: float  # 1 where both name parts, and none is the same
    part_alike: float  # cosine to the likest name or complaint of the title's parts
    shared_title: float  # weighted share of the question's words in title or asks
    shared_all: float  # weighted share of the question's words anywhere
    told_title: float  # share of the title's words that the question says
    opposed: float  # 1 where the question says front and the title rear
    unknown: float  # weighted share of the question's words that no section holds
    vehicle: float  # how much of the vehicle's name is said; 0 where none is
    part_gap: float  # by how much another part is likelier what is spoken of than the title's parts
    rival: float  # by how much the matter of another section of the library is closer to the question
    brevity: float  # more for a question of few words, which says little; all below SHORT are alike
    elsewhere: float  # cosine to the likest question that no guide answers

    def as_row(self) -> list[float]:
        """The numbers in the order of the fields."""
        return [getattr(self, field.name) for field in fields(self)]


NAMES = tuple(field.name for field in fields(Features))


def features(question: Question, section: Prepared, vehicle: float) -> Features:
    """Compares a question with a section."""
    likeness = section.vectors @ question.vector
    asks = len(section.entry.asks)
    by_clause = section.vectors @ question.clauses.T
    steps = np.sort(likeness[2 + asks :])[::-1]
    parts = section.parts
    named = question.parts
    title = section.title_stems
    weights = question.weights
    total = sum(weights.values()) or 1.0
    near = title | section.ask_stems
    alike = max((float(question.part_likeness[number]) for number in parts), default=0.0)
    return Features(
        title=float(likeness[[0, *range(2, 2 + asks)]].max()),
        whole=float(section.vectors[1] @ question.whole),
        step=float(steps[0]) if len(steps) else 0.0,
        steps=float(steps[:MOST_STEPS].mean()) if len(steps) else 0.0,
        gist=float(section.gist @ question.vector),
        clause_title=float(by_clause[[0, *range(2, 2 + asks)]].max()),
        clause_step=float(by_clause[2 + asks :].max()) if len(steps) else 0.0,
        part_named=len(named & parts) / len(named) if named else 0.0,
        part_other=float(bool(named and parts and not named & parts)),
        part_alike=alike,
        shared_title=sum(weights[stem] for stem in weights if stem in near) / total,
        shared_all=sum(weights[stem] for stem in weights if stem in near or stem in section.text_stems)
        / total,
        told_title=len(title & set(question.stems)) / max(1, len(title)),
        opposed=float(opposed(question.sides, section.sides)),
        unknown=sum(weight for stem, weight in weights.items() if weight >= UNKNOWN) / total,
        vehicle=vehicle,
        part_gap=max(0.0, float(question.part_likeness.max()) - alike) if parts else 0.0,
        rival=max(0.0, question.nearest - float(likeness[0])),
        brevity=1.0 / max(SHORT, len(question.words)),
        elsewhere=question.elsewhere,
    )


def _mean(vectors: Vectors) -> Vectors:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


UNKNOWN = 9.0  # the weight of a word that no section holds
SHORT = 4


def weights_of(stems: tuple[str, ...], counts: Mapping[str, int], sections: int) -> dict[str, float]:
    """How much sharing each stem says: the rarer, the more; one that no section holds weighs UNKNOWN."""
    return {
        stem: math.log(1 + (sections - counts[stem] + 0.5) / (counts[stem] + 0.5))
        if stem in counts
        else UNKNOWN
        for stem in stems
    }
