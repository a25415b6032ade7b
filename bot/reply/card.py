"""What one turn shows, whatever the channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Button:
    """A choice on offer: what it reads and the intent (with entities) that it stands for."""

    title: str
    intent: str
    entities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Card:
    """What one turn shows: words, buttons, picture, and what kind of turn it was."""

    kind: str
    text: str
    buttons: tuple[Button, ...] = ()
    image: str | None = None
    keys: dict[str, Any] = field(default_factory=dict)

    @property
    def custom(self) -> dict[str, Any]:
        """The contract's object for this turn."""
        return {"kind": self.kind, **self.keys}
