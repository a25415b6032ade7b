"""Where the words of an answer stand in the shop's documents: the one place where channels look into the library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.library import Document, Line, Section, Shelf, UnknownDocument, UnknownSection

_RANGE = re.compile(r"([0-9]{1,6})-([0-9]{1,6})")
MOST_RANGES = 200


class NoPassage(LookupError):
    """No document has this section."""


@dataclass(frozen=True)
class PassageLine:
    """One line of a section: its number in the file, its role, the step that it belongs to, whether it was served."""

    number: int
    text: str
    role: str
    step: int | None
    served: bool
    image: dict[str, str] | None = None  # src and alt of a picture that shows it


@dataclass(frozen=True)
class Passage:
    """A section as people read it; `blocks` are what blank lines part, in file order."""

    document: str
    section: str
    title: str
    heading: str
    file: str
    source: str
    blocks: tuple[tuple[PassageLine, ...], ...]
    needs: tuple[PassageLine, ...]

    @property
    def lines(self) -> tuple[PassageLine, ...]:
        """All lines in file order."""
        return tuple(line for block in self.blocks for line in block)

    @property
    def steps(self) -> tuple[tuple[PassageLine, ...], ...]:
        """The blocks that are steps."""
        return tuple(block for block in self.blocks if block[0].step is not None)

    @property
    def warnings(self) -> tuple[PassageLine, ...]:
        """All warnings."""
        return tuple(line for line in self.lines if line.role == "warning")

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        names = ("document", "section", "title", "heading")
        return {name: getattr(self, name) for name in names} | {
            "lines": [asdict(line) for line in self.lines]
        }


class Passages:
    """Finds sections of the documents as they stand now."""

    def __init__(self, documents: Path) -> None:
        """`documents` is the folder that the action server reads, too."""
        self._shelf = Shelf(documents)

    def passage(self, document: str, section: str, served: frozenset[int] = frozenset()) -> Passage:
        """A section by its id, with or without the document's in front; raises NoPassage."""
        library = self._shelf.library
        name = section if "/" in section else f"{document}/{section}"
        try:
            found = library.section(name)
            book = library.document(document or found.document)
        except (UnknownSection, UnknownDocument) as error:
            raise NoPassage(name) from error
        if found.document != book.id:
            raise NoPassage(name)
        return _passage(book, found, served)


def read_ranges(text: str) -> frozenset[int]:
    """The numbers in `41-44,30-30`; raises ValueError."""
    numbers: set[int] = set()
    ranges = text.split(",") if text else []
    if len(ranges) > MOST_RANGES:
        raise ValueError("too many ranges")
    for one in ranges:
        match = _RANGE.fullmatch(one.strip())
        if match is None:
            raise ValueError(f"{one!r} is no range of lines")
        first, last = int(match[1]), int(match[2])
        if last - first > 10_000:
            raise ValueError(f"{one!r} is too long")
        numbers.update(range(first, last + 1))
    return frozenset(numbers)


def _passage(book: Document, section: Section, served: frozenset[int]) -> Passage:
    step_of = {line.number: step.number for step in section.steps for line in step.lines}

    def shown(lines: tuple[Line, ...]) -> Iterator[PassageLine]:
        for line in lines:
            yield PassageLine(
                line.number,
                line.text,
                line.role,
                step_of.get(line.number),
                line.number in served,
                _image(line),
            )

    return Passage(
        document=book.id,
        section=section.id,
        title=book.title,
        heading=section.title,
        file=book.file,
        source=book.source,
        blocks=tuple(tuple(shown(passage)) for passage in section.passages),
        needs=tuple(shown(section.needs)),
    )


def _image(line: Line) -> dict[str, str] | None:
    """Where a line's picture is served."""
    return {"src": f"/{line.picture.file}", "alt": line.picture.alt} if line.picture else None
