"""Whether an everyday word that is also a car's name means the car: judged by what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.words import UNITS
from bot.language.years import FULL as FULL_YEAR

OWNERS = frozenset("my our his her their your 's".split())
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
    if any(other is not None and _vouches(other, one) for other in (before, after)):
        return True
    if FULL_YEAR.fullmatch(one.text) or (one.doubt > 1 and one.kind != "make"):
        return False
    return _has_year(one, before, after) or _is_owned(around, index, before, after)


def _vouches(other: Neighbour, one: Neighbour) -> bool:
    """Whether another name of the same make stands there."""
    if not other.is_vehicle or not other.makes & one.makes:
        return False
    return other.doubt == 0 or other.kind != one.kind


def _has_year(one: Neighbour, before: Neighbour | None, after: Neighbour | None) -> bool:
    """As in "2012 focus", "my focus 2012"; "to note 2012" is none."""
    if before is not None and _is_full_year(before):
        return True
    begins = before is None or before.text in OWNERS | ARTICLES
    return begins and after is not None and _is_full_year(after)


def _is_full_year(other: Neighbour) -> bool:
    return other.kind == "year" and len(other.text) == 4


def _is_owned(
    around: Sequence[Neighbour], index: int, before: Neighbour | None, after: Neighbour | None
) -> bool:
    """As in "my lotus", "my golf's trunk", "her polo estate", "a 335"; "my golf clubs" is none."""
    one = around[index]
    owned = before is not None and before.text in OWNERS
    if one.kind == "make":
        return (one.doubt == 1 and owned) or (after is not None and after.kind == "body")
    if one.text.isdigit() and len(one.text) >= 3 and (owned or (before is not None and before.text == "a")):
        return after is None or (after.kind != "tool" and after.text not in UNITS)
    if after is not None and after.text == "'s" and index + 2 < len(around):
        after = around[index + 2]
    return owned and after is not None and after.kind in ("part", "body")
