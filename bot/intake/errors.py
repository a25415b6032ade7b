"""What can go wrong at intake.

IntakeError
└── Refused    a file cannot be taken in; says why and what to do next
"""

from __future__ import annotations


class IntakeError(Exception):
    """Root of everything this package raises on purpose."""


class Refused(IntakeError):
    """A file is not taken in; the rest goes on."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what, cure)
        self.what, self.cure = what, cure

    def __str__(self) -> str:
        return f"{self.what} - {self.cure}"
