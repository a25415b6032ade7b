"""What an adviser can do with a turn: every move takes case and turn and gives the new case and an outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.guide.case import Case
from bot.guide.outcome import Outcome
from bot.guide.turn import Turn
from bot.language.mentions import Mentions
from bot.library.model import Library
from bot.search.finder import Finder

Result = tuple[Case, Outcome]


@dataclass(frozen=True)
class Room:
    """What a move may look things up in."""

    library: Library
    finder: Finder
    words: Mentions


Move = Callable[[Case, Turn, Room], Result]
