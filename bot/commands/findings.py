"""What a check of `curbside doctor` found: in order, wrong with its cure, not set up, or not to be told from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.commands.places import Places

FINE, WRONG, OFF, UNSURE = "fine", "wrong", "off", "unsure"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and how it is; something wrong names its cure."""

    state: str
    what: str
    cure: str = ""


# Looks at one part of the set-up. What it imports besides the standard library it imports when it runs.
Check = Callable[["Places"], Iterable[Finding]]


def fine(what: str) -> Finding:
    """In order."""
    return Finding(FINE, what)


def wrong(what: str, cure: str) -> Finding:
    """Does not work like this; the cure says what to do."""
    return Finding(WRONG, what, cure)


def off(what: str) -> Finding:
    """Not set up, and nobody has to."""
    return Finding(OFF, what)


def unsure(what: str, cure: str = "") -> Finding:
    """Cannot be told from here and now, without a network for example."""
    return Finding(UNSURE, what, cure)
