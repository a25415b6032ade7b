"""What can go wrong at the desk.

DeskError
├── ShopProblems       shop.yml holds mistakes (all of them at once)
├── DeskUnavailable    the desk's database cannot be opened or is locked
├── UnknownTicket      no ticket has this number
└── TicketClosed       the ticket was closed already
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.library.errors import Problem


class DeskError(Exception):
    """Root of the desk's errors; its text names the cure."""


class ShopProblems(DeskError):
    """All mistakes of a shop file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keeps the problems in the order of their lines; printed one a line."""
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DeskUnavailable(DeskError):
    """The database does not answer."""


class UnknownTicket(DeskError):
    """There is no such ticket."""

    def __init__(self, number: int) -> None:
        """Names the number asked for."""
        super().__init__(f"there is no ticket {number}: `curbside tickets list --all` shows every ticket")


class TicketClosed(DeskError):
    """The ticket takes no more changes."""

    def __init__(self, number: int) -> None:
        """Names the closed ticket."""
        super().__init__(f"ticket {number} is closed: `curbside tickets show {number}` shows what was noted")
