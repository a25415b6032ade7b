"""Where an index lives: what the catalogue asks of SQLite or PostgreSQL. Ranking is none of a store's business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

COLUMNS = ("title", "asks", "vehicle", "tools", "text")
NEAR = ("title", "asks")  # the columns that tell what a section is about


class IndexProblem(Exception):
    """An index that cannot be used; the message says what to do next."""


@dataclass(frozen=True)
class Row:
    """A section as it is kept: stems by column, its entry as JSON, vectors of one byte a number."""

    document: str
    section: str
    vehicle: int
    words: tuple[str, ...]  # stems, one text for each of COLUMNS
    content: str
    head: bytes
    vectors: bytes


@dataclass(frozen=True)
class Head:
    """What of every section is held in memory."""

    number: int
    vehicle: int
    vector: bytes


def counted(words: Sequence[str]) -> set[str]:
    """The stems by which a section counts: all but those of its own vehicle's name."""
    told = dict(zip(COLUMNS, words, strict=True))
    own = told.pop("vehicle").split()
    return {stem for text in told.values() for stem in text.split()}.difference(own)


class Writer(Protocol):
    """Changes an index within one transaction."""

    def clear(self, form: str) -> None:
        """Forgets everything; `form` says how the new content is made."""

    def hashes(self) -> dict[str, str]:
        """The hash of every document."""

    def remove(self, documents: Sequence[str]) -> None:
        """Takes documents out."""

    def vehicle(self, content: str) -> int:
        """The number of a vehicle, kept once."""

    def add(self, document: str, hash_: str, rows: Sequence[Row]) -> None:
        """Puts a document's sections in."""


class Store(Protocol):
    """Reads an index; what other processes commit is seen at once."""

    def version(self) -> int:
        """Another number after every commit, of whatever process."""

    def form(self) -> str:
        """How the content is made; empty for an index without any."""

    def hashes(self) -> dict[str, str]:
        """The hash of every document."""

    def writing(self) -> AbstractContextManager[Writer]:
        """One transaction: all of it or nothing."""

    def vehicles(self) -> dict[int, str]:
        """All vehicles by number."""

    def numbers(self) -> list[int]:
        """The numbers of all sections, in order."""

    def heads(self, after: int) -> Iterator[Head]:
        """The sections whose numbers are higher than `after`, in order; numbers are never used again."""

    def contents(self, numbers: Sequence[int]) -> dict[int, tuple[str, bytes]]:
        """Entry and vectors of sections."""

    def counts(self, stems: Iterable[str]) -> dict[str, int]:
        """In how many sections each of these stems stands; those in none are left out."""

    def common(self, least: int) -> frozenset[str]:
        """All stems that stand in at least so many sections."""

    def holding(self, stem: str, near: bool, most: int) -> list[int]:
        """The first sections that hold a stem, anywhere or (`near`) in title or ways of asking."""

    def close(self) -> None:
        """Lets go of the index."""
