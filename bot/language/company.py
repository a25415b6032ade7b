"""Whether an everyday word that is also a car's name means the car: judged by what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

OWNERS = frozenset("my our his her their your".split())
ARTICLES = frozenset("a an the this that".split())


@dataclass(frozen=True)
class Neighbour:
    """One word, name or phrase of a message, in order."""

    kind: str  # make | model | chassis | year | body | part | word
    text: str
    linked: bool = False  # nothing but a blank or a hyphen stands before it
    doubt: int = 0
    makes: frozenset[str] = frozenset()

    @property
    def is_vehicle(self) -> bool:
        """Whether it is a name of a vehicle, doubtful or not."""
        return self.kind in ("make", "model", "chassis")


def in_company(around: Sequence[Neighbour], index: int) -> bool:
    """Whether the doubtful name at `index` counts as a vehicle."""
    one = around[index]
    before = around[index - 1] if index and one.linked else None
    after = around[index + 1] if index + 1 < len(around) and around[index + 1].linked else None
    if before is not None and (_is_full_year(before) or _vouches(before, one)):
        return True
    if after is not None and _vouches(after, one):
        return True
    if after is not None and _is_full_year(after) and (before is None or before.text in OWNERS | ARTICLES):
        return True
    if one.kind == "make":
        owned = before is not None and before.text in OWNERS
        return (one.doubt == 1 and owned) or (after is not None and after.kind == "body")
    return one.doubt == 1 and _named_as_owned(around, index, before, after)


def _is_full_year(other: Neighbour) -> bool:
    return other.kind == "year" and len(other.text) == 4


def _vouches(other: Neighbour, one: Neighbour) -> bool:
    if not other.is_vehicle or not other.makes & one.makes:
        return False
    return other.doubt == 0 or other.kind != one.kind


def _named_as_owned(
    around: Sequence[Neighbour], index: int, before: Neighbour | None, after: Neighbour | None
) -> bool:
    """As in "my golf's trunk", "the focus boot", "her polo estate"; "my golf clubs" is none."""
    if before is None or before.text not in OWNERS | ARTICLES or after is None:
        return False
    if after.text == "'s" and index + 2 < len(around):
        after = around[index + 2]
    return after.kind in ("part", "body")
