"""`python -m benchmarks.lines`: whether a line is served to ways of asking for it that search has not seen.

The documents tie ways of asking to single lines, so each of them is a question with a known answer. They are held
back in three parts: search is built without a part, and is asked that part. No model is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.language.encoder import SentenceEncoder
from bot.language.vocabulary import Vocabulary
from bot.library.model import Document, Library, Line, Section
from bot.library.shelf import Shelf
from bot.search.finder import Finder
from bot.search.index import Encoder, Normaliser, Vectors

ROOT = Path(__file__).resolve().parents[1]
PARTS = 3


@dataclass(frozen=True)
class HeldBack:
    """A way of asking, the line that it asks for, and the lines that search serves: from its section, and by words alone."""

    asked: str
    section: str
    line: Line
    told: tuple[Line, ...]
    found: tuple[Line, ...]


class Remembering:
    """An encoder that encodes each text once."""

    def __init__(self, encoder: Encoder) -> None:
        """Wraps an encoder."""
        self._encoder = encoder
        self._kept: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if new:
            self._kept.update(zip(new, self._encoder.encode(new), strict=True))
        return np.asarray([self._kept[text] for text in texts], np.float32)


def hold_back(library: Library, encoder: Encoder, words: Normaliser) -> Iterator[HeldBack]:
    """Asks every tied way of asking of a search that was built without it."""
    kept = Remembering(encoder)
    for part in range(PARTS):
        held = [(s, line, way) for s in library.sections for line, way in _tied(s, part)]
        texts = frozenset(way for _, _, way in held)
        rest = Library(tuple(_without(document, texts) for document in library.documents))
        finder = Finder(rest, kept, words)
        for section, line, way in held:
            yield _ask(finder, rest.section(section.id), line, way)


def share(served: Sequence[bool]) -> float:
    """The share of what is true."""
    return sum(served) / max(1, len(served))


def _ask(finder: Finder, section: Section, line: Line, way: str) -> HeldBack:
    beside = finder.library.document(section.document).sections
    best = finder.library.section(finder.sections(way, {}, section.document)[0].section)
    told, found = (finder.passage(one, way, beside) for one in (section, best))
    return HeldBack(way, section.id, line, told, found)


def _tied(section: Section, part: int) -> Iterator[tuple[Line, str]]:
    """The ways of asking of a part, with their lines."""
    lines = {line.number: line for line in section.lines}
    for number, ways in section.line_asks:
        yield from ((lines[number], way) for n, way in enumerate(ways) if n % PARTS == part)


def _without(document: Document, texts: frozenset[str]) -> Document:
    """A document without these ways of asking, wherever they stand."""
    sections = (
        replace(
            section,
            asks=tuple(way for way in section.asks if way not in texts),
            line_asks=tuple(
                (number, tuple(way for way in ways if way not in texts)) for number, ways in section.line_asks
            ),
        )
        for section in document.sections
    )
    return replace(document, sections=tuple(sections))


def main() -> None:
    """Prints the shares, and each way of asking whose line was not served."""
    library = Shelf(ROOT / "data" / "documents").library
    encoder = SentenceEncoder.load(ROOT / "build" / "encoder")
    answers = list(hold_back(library, encoder, Vocabulary.load(library)))
    for answer in answers:
        if answer.line not in answer.told:
            print(f"{answer.section}:{answer.line.number}  {answer.asked}  ({answer.line.text})")
    print(f"{len(answers)} ways of asking, each held back once; the line is among at most 600 characters:")
    print(f"  {share([a.line in a.told for a in answers]):.3f} where its section is known")
    print(f"  {share([a.line in a.found for a in answers]):.3f} by the document's words alone")


if __name__ == "__main__":
    main()
