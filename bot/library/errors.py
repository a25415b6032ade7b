"""What can go wrong with the library.

LibraryError
├── DocumentProblems    a file cannot be served; `.problems` lists everything wrong with it
├── UnknownDocument     no document has this id
└── UnknownSection      no section has this id
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a file, where (1-based line), and how to cure it."""

    file: str
    line: int
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} - {self.cure}"


class LibraryError(Exception):
    """Root of everything this package raises on purpose."""


class DocumentProblems(LibraryError):
    """A file is refused; carries all of its problems, in the order of their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownDocument(LibraryError):
    """No document of the library has the id asked for."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"no document has the id {name!r}{did_you_mean(name, known)}")


class UnknownSection(LibraryError):
    """No section of the library has the id asked for."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"no section has the id {name!r}{did_you_mean(name, known)}")


class Findings:
    """Collects the problems of one file while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, line: int, what: str, cure: str) -> None:
        """Note a problem at a 1-based line."""
        self.problems.append(Problem(self.file, line, what, cure))

    def unknown(self, line: int, what: str, name: str, known: Iterable[str]) -> None:
        """Note a name outside a closed list, with the nearest name or the whole list as the cure."""
        known = sorted(known)
        near = did_you_mean(name, known).lstrip("; ")
        self.add(
            line,
            f"unknown {what} {name!r}",
            near or (f"use one of: {', '.join(known)}" if known else "take it out"),
        )


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean 'x'?" for the nearest known name, or an empty string."""
    near = difflib.get_close_matches(name[:80].lower(), list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""
