"""Figures that a document itself gives in two units, and that do not agree."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from bot.library.model import Document
from bot.review.finding import WARNING, Finding
from bot.review.units import figures
from bot.review.words import lines_of

KIND = "contradicting-figures"
BETWEEN = re.compile(r"\s*[(/=]\s*(?:about|approx\.?|or|=)?\s*", re.IGNORECASE)
LOOSE = 0.12  # figures rounded to whole units still agree


def contradicting_conversions(document: Document) -> Iterator[Finding]:
    """Pairs such as "25 Nm (40 ft-lb)" that are not the same."""
    for _, line in lines_of(document):
        found = figures(line.text)
        for one, other in itertools.pairwise(found):
            between = line.text[one.end : other.start]
            same = one.dimension == other.dimension and one.dimension != "size"
            if same and BETWEEN.fullmatch(between) and _differ(one.low, other.low):
                what = f"{one.shown!r} and {other.shown!r} are not the same {one.dimension}"
                cure = "correct one of the two, or leave it out"
                yield Finding(document.id, KIND, WARNING, document.file, line.number, what, cure)


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > LOOSE * max(one, other)
