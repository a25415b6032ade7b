"""The parts and jobs that a text names, by any of their names, and what people notice when one is at fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.language.makes import read_yaml
from bot.search.catalogue.words import stem, words_of

PARTS_FILE = Path(__file__).with_name("parts.yml")
# Words of place of which a guide and a question may not name different ones.
SIDES = (
    {"front": 0, "forward": 0, "fore": 0, "rear": 1, "back": 1, "aft": 1},
    {"left": 0, "right": 1},
    {"upper": 0, "top": 0, "lower": 1, "bottom": 1},
    {"inner": 0, "inside": 0, "interior": 0, "outer": 1, "outside": 1, "exterior": 1},
    {"driver": 0, "drivers": 0, "passenger": 1},
    {"intake": 0, "exhaust": 1},
    {"manual": 0, "automatic": 1},
)
ENDS = frozenset(("front", "rear"))


@dataclass(frozen=True)
class Part:
    """One part or job: all of its names and the complaints that it causes."""

    name: str
    names: tuple[str, ...]
    complaints: tuple[str, ...]


class Parts:
    """All parts of the vocabulary, found in texts by the stems of their names."""

    def __init__(self, parts: Iterable[Part]) -> None:
        """Indexes the names; a name of several parts means each of them."""
        self.parts = tuple(parts)
        self._names: dict[tuple[str, ...], list[int]] = {}
        for number, part in enumerate(self.parts):
            for name in part.names:
                self._names.setdefault(_stems(words_of(name)), []).append(number)
        self._longest = max(map(len, self._names), default=0)
        self.words = frozenset(word for part in self.parts for name in part.names for word in words_of(name))

    def named(self, words: Sequence[str]) -> frozenset[int]:
        """The numbers of the parts that the words name; within a longer name a shorter one does not count."""
        stems, found, start = _stems(words), set[int](), 0
        while start < len(stems):
            length = next(
                (n for n in range(self._longest, 0, -1) if tuple(stems[start : start + n]) in self._names), 0
            )
            if length:
                found.update(self._names[tuple(stems[start : start + length])])
            start += max(length, 1)
        return frozenset(found)


@lru_cache(maxsize=1)
def all_parts() -> Parts:
    """The shipped parts, read once."""
    return Parts(
        Part(
            name,
            (name, *_listed(entry.get("names"), ",")),
            tuple(_listed(entry.get("complaints"), ";")),
        )
        for name, entry in read_yaml(PARTS_FILE).items()
    )


def sides(words: Iterable[str]) -> frozenset[tuple[int, int]]:
    """The places that words name, as (axis, end)."""
    found = set(words)
    return frozenset(
        (axis, end) for axis, ends in enumerate(SIDES) for word, end in ends.items() if word in found
    )


def opposed(asked: frozenset[tuple[int, int]], told: frozenset[tuple[int, int]]) -> bool:
    """Whether the one names only the other end of an axis than the other does."""
    return any((axis, end) not in told and (axis, 1 - end) in told for axis, end in asked)


def other_end(asked: Iterable[str], told: Iterable[str]) -> bool:
    """Whether the one names the front end only and the other the rear end only: then it is another part, however alike."""
    ours, theirs = ENDS & set(asked), ENDS & set(told)
    return len(ours) == len(theirs) == 1 and ours != theirs


def _stems(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(stem(word) for word in words)


def _listed(text: object, separator: str) -> list[str]:
    return [" ".join(part.split()) for part in str(text or "").split(separator) if part.strip()]
