"""What one message says, as the guide sees it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class VehicleSaid:
    """The car that a message names: the document that covers it, or why none does."""

    document: str | None = None
    status: str = "none"
    year: int | None = None
    body: str | None = None
    name: str = ""
    by_make: bool = False
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clause:
    """A part of a message, and how it reads on its own."""

    text: str
    intent: str
    ranking: tuple[tuple[str, float], ...] = ()

    @property
    def certainty(self) -> float:
        """How likely the classifier holds the best reading."""
        return self.ranking[0][1] if self.ranking else 0.0


@dataclass(frozen=True)
class Turn:
    """One message: its words, what they mean, and what they mention (canonical values by label).

    `clauses` are the parts of a message that has several.
    """

    text: str
    intent: str
    ranking: tuple[tuple[str, float], ...] = ()
    mentions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    vehicle: VehicleSaid = VehicleSaid()
    clauses: tuple[Clause, ...] = ()

    def said(self, label: str) -> tuple[str, ...]:
        """Canonical values mentioned under a label."""
        return self.mentions.get(label, ())

    def probability(self, intent: str) -> float:
        """How likely the classifier holds an intent."""
        return next((p for name, p in self.ranking if name == intent), 0.0)
