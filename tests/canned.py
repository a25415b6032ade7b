"""Turns written out by hand, and the one document that they are served from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

FILE = """---
id: bmw-328i
---
# Title

## Opening the slot {#manual-release}
kind: procedure

The slot is on the **underside** of the lid. It hides under a [cap](x).

### Steps
1. Find the slot.
   Warning: Mind the paint.
2. Push the blade straight in. Stop when it clicks.
- Keep a `blade` at hand.
""".splitlines()
SLOT = "bmw-328i/manual-release"
CABLE = "maserati/release-cable"
Messages = list[dict[str, Any]]


def lines(file: str) -> Sequence[str]:
    """The one document of these tests."""
    if file != "data/documents/x.md":
        raise FileNotFoundError(file)
    return FILE


def source(section: str = SLOT, ranges: Any = ((12, 13),)) -> dict[str, Any]:
    """A source of that document."""
    document = section.split("/")[0]
    return {
        "document": document,
        "title": "T",
        "section": section,
        "file": "data/documents/x.md",
        "lines": ranges,
    }


def turn(kind: str, text: str = "Find the slot. Warning: Mind the paint.", **keys: Any) -> Messages:
    """A turn as the REST channel hands it out."""
    return [{"recipient_id": "p", "text": text}, {"recipient_id": "p", "custom": {"kind": kind, **keys}}]


def step(
    section: str = SLOT, number: int = 1, text: str = "Find the slot.\nWarning: Mind the paint."
) -> Messages:
    """One step, whole and true."""
    return turn("step", text, section=section, step=number, steps=2, source=source(section))


def plan(vehicle: str = "bmw-328i", *sections: str) -> Messages:
    """A plan, whole and true."""
    return turn("plan", vehicle=vehicle, cause="dead battery", sections=list(sections), skipped={})


def ask(about: str) -> Messages:
    """A question back."""
    return turn("ask", "Which?", about=about)


def talk(intent: str) -> Messages:
    """Small talk."""
    return turn("talk", "Right.", intent=intent)


def unclear() -> Messages:
    """Not understood."""
    return turn("unclear", "I did not understand that.")
