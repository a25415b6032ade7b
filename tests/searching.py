"""Search in the tests: a small encoder that is the same anywhere, and the real one."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.language.encoder import SentenceEncoder
from bot.language.vocabulary import Vocabulary
from bot.library import Library, Line, Section
from bot.search.finder import Finder
from bot.search.words import stems
from tests.cars import LIBRARY, ROOT

WIDTH = 512


class BagOfStems:
    """Stands in for the sentence encoder: a text's hashed word stems as a unit vector, the same anywhere."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row for each text."""
        rows = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for stem in stems(text) or [""]:
                row[zlib.crc32(stem.encode()) % WIDTH] += 1.0
            row /= np.linalg.norm(row)
        return rows


class Folding:
    """Stands in for the vocabulary: lower case, and one shop word for another."""

    def normalise(self, text: str) -> str:
        """The text as it is compared."""
        return text.lower().replace("boot", "trunk")


STAND_IN = Finder(LIBRARY, BagOfStems(), Folding())


@functools.cache
def finder_with(encoder: str) -> Finder:
    """Search over all three documents with this encoder; the real one is built by `curbside train`."""
    if encoder == "stand-in":
        return STAND_IN
    real = SentenceEncoder.load(ROOT / "build" / "encoder")
    return Finder(LIBRARY, real, Vocabulary.load(LIBRARY))


def written(section: Section, *lines: str) -> Section:
    """A section of one passage with these lines."""
    numbered = tuple(Line(n, text) for n, text in enumerate(lines, 1))
    return replace(section, passages=(numbered,), steps=(), needs=(), asks=())


def finder_of(section: Section) -> Finder:
    """Search over one section."""
    document = replace(LIBRARY.document(section.document), sections=(section,))
    return Finder(Library((document,)), BagOfStems(), Folding())
