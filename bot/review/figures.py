"""Different figures for the same thing of the same vehicle, within a document and between documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.library.model import Document
from bot.review.finding import WARNING, Finding
from bot.review.units import SPELLED, Figure, figures
from bot.review.vehicles import groups, same_vehicle
from bot.review.words import clipped, lines_of, sentences, stem, terms, words

KIND = "contradicting-figures"
CURE = "find out which is right, and correct the other; or say what they differ in"
# Words that say how much or that something is measured, not what.
MEASURING = frozenset(
    """tighten tightened tightening retighten torque torqued torques take takes need needs use using fill refill add pour set
    let wait sit leave hold get maximum minimum least exactly roughly nearly value specification spec specs specified
    recommended required should total amount capacity capacities size time figure first make sure
    check inflate pressure pressures gap gapped""".split()
)
# Two sentences of which only one has such a word are about different things.
TELLING_APART = frozenset(
    stem(word)
    for word in """left right front rear upper lower top bottom inner outer inside outside first second third last large small
    larger smaller long short longer shorter hot cold warm positive negative intake exhaust driver passenger with without
    automatic manual initial initially final finally full empty old used""".split()
)
STATED = re.compile(
    r"\b(?:is|are|was|be|measures?|gaps?|gapped|clearance|depth|thick(?:ness)?|travel|diameter)\b", re.I
)
PARTS = re.compile(r"[,;]|\b(?:and|then|but|while|whereas)\b")
YEAR = re.compile(r"\b(since|from|after|before|until|through)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
SAME = 0.65  # of the words of the shorter sentence
MOST_SHARED = 200  # a word of more figures than these tells nothing apart


@dataclass(frozen=True)
class Mention:
    """A figure, what it is said of, and where."""

    document: Document
    line: int
    sentence: int  # its number within the document
    figure: Figure
    about: frozenset[str]
    marks: frozenset[str]  # counts, figures of other kinds, names such as M8: what else tells things apart

    def meets(self, other: Mention) -> bool:
        """Whether both are said of the same thing, as far as words tell."""
        if self.figure.dimension != other.figure.dimension or self.marks ^ other.marks:
            return False
        if (self.about ^ other.about) & TELLING_APART:
            return False
        fewer = min(len(self.about), len(other.about))
        if fewer < 2 and self.figure.dimension != "capacity":  # a fluid is named in one word, a bolt is not
            return bool(fewer) and self.about == other.about
        return bool(fewer) and len(self.about & other.about) / fewer >= SAME


def contradicting_figures(documents: Sequence[Document]) -> Iterator[Finding]:
    """A finding in each of two places that give different figures for the same thing."""
    mentions = {document.id: list(_mentions(document)) for document in documents}
    for document in documents:
        for one, other in _pairs(mentions[document.id]):
            yield _finding(other, one)
    for group in groups(list(documents)).values():
        for one, other in _pairs([mention for document in group for mention in mentions[document.id]]):
            if one.document is not other.document and same_vehicle(
                one.document.vehicle, other.document.vehicle
            ):
                yield _finding(one, other)
                yield _finding(other, one)


def _pairs(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Pairs of mentions that contradict each other, the earlier first; each is told once for a line."""
    held: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    told: set[tuple[str, int, str, int]] = set()
    for mention in mentions:
        near: dict[int, Mention] = {}
        for word in mention.about:
            before = held[mention.figure.dimension, word]
            if len(before) <= MOST_SHARED:
                near.update((id(other), other) for other in before)
            before.append(mention)
        for other in near.values():
            where = (mention.document.id, mention.line, other.document.id, other.line)
            if where not in told and _contradict(mention, other):
                told.add(where)
                yield other, mention


def _contradict(one: Mention, other: Mention) -> bool:
    apart = (one.document.id, one.sentence) != (other.document.id, other.sentence)
    return apart and one.meets(other) and not one.figure.agrees(other.figure)


def _mentions(document: Document) -> Iterator[Mention]:
    number = 0
    for _, line in lines_of(document):
        for sentence in sentences(line.text):
            number += 1
            for part in _parts(sentence):
                yield from _mentions_of(document, line.number, number, part)


def _mentions_of(document: Document, line: int, number: int, part: str) -> Iterator[Mention]:
    found = [*figures(part), *_years(part)]
    bare = part
    for figure in found:
        bare = bare.replace(part[figure.start : figure.end], " ")
    about = terms(bare, MEASURING)
    for figure in found:
        if figure.dimension == "size" and not STATED.search(part):
            continue  # a tool's size, or one of many bolts
        others = {one.shown for one in found if one.dimension != figure.dimension}
        marks = frozenset(
            {word for word in words(bare) if word in SPELLED or re.search(r"\d", word)} | others
        )
        yield Mention(document, line, number, figure, about, marks)


def _years(text: str) -> list[Figure]:
    return [
        Figure(f"year {match[1].lower()}", float(match[2]), float(match[2]), match[0], *match.span())
        for match in YEAR.finditer(text)
    ]  # fmt: skip


def _parts(sentence: str) -> list[str]:
    """A sentence cut where another figure begins to be told; a part without figures belongs to the next one."""
    parts, begun = [], ""
    for piece in PARTS.split(sentence):
        begun = f"{begun} {piece}".strip()
        if figures(piece) or YEAR.search(piece):
            parts.append(begun)
            begun = ""
    if begun and parts:
        parts[-1] = f"{parts[-1]} {begun}"
    return parts


def _finding(here: Mention, there: Mention) -> Finding:
    where = f"line {there.line}" if there.document is here.document else f"{there.document.file}:{there.line}"
    about = " ".join(word for word in words(_line(here)) if stem(word) in here.about & there.about)
    what = (
        f"{here.figure.shown!r} here, but {there.figure.shown!r} in {where}"
        f" ({here.figure.dimension.split()[0]}: {clipped(about, 40)})"
    )
    return Finding(here.document.id, KIND, WARNING, here.document.file, here.line, what, CURE)


def _line(mention: Mention) -> str:
    return next(line.text for _, line in lines_of(mention.document) if line.number == mention.line)
