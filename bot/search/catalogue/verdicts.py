"""What a search finds: sections with their certainty, the step that answers, and the verdict on the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["section", "choice", "ask-vehicle", "not-covered"]


@dataclass(frozen=True)
class Found:
    """A section that may answer, its certainty (0..1), and the step that answers where it is one step."""

    document: str
    section: str
    score: float
    step: int | None = None
    text: str = ""  # of the step


@dataclass(frozen=True)
class Verdict:
    """What the library has for a question.

    section: the first of `found` answers. choice: several of them may. ask-vehicle: it depends on the vehicle, and none
    was named. not-covered: nothing answers, `found` is empty.
    """

    kind: Kind
    found: tuple[Found, ...] = ()
    vehicle: str = "unnamed"  # named | foreign (the library has no such vehicle) | unnamed
    documents: tuple[str, ...] = field(default=())  # of the vehicles that may be meant, where one is named
