"""What one turn shows, whatever the channel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

# What a part of a card is, so that a channel may draw each in its own form.
ROLES = (
    "head",  # which step of what, or what a plan is for
    "needs",  # what must be at hand before the first step
    "warning",
    "words",  # lines of the document
    "note",  # lines that the shop added to its document
    "gap",  # what the document says that it lacks
    "list",  # numbered entries, one a line
    "skipped",  # what is left out and why
    "cite",  # which guide the words come from
    "question",  # what the person is asked, or how to go on
    "contact",  # how the shop is reached
    "say",  # all other connecting words
)
BETWEEN_BLOCKS = "\n\n"


@dataclass(frozen=True)
class Part:
    """Some words of a card and what they are."""

    role: str
    text: str


@dataclass(frozen=True)
class Image:
    """A picture: its path below the documents' folder, and the words that stand in for it."""

    src: str
    alt: str


@dataclass(frozen=True)
class Button:
    """A choice on offer: what it reads and the intent (with entities) that it stands for."""

    title: str
    intent: str
    entities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Card:
    """What one turn shows: words, buttons, picture, and what kind of turn it was.

    `layout` gives the role of each stretch of the text, as (role, first character, character after the last).
    """

    kind: str
    text: str
    buttons: tuple[Button, ...] = ()
    image: Image | None = None
    keys: dict[str, Any] = field(default_factory=dict)
    layout: tuple[tuple[str, int, int], ...] = ()

    @property
    def custom(self) -> dict[str, Any]:
        """The contract's object for this turn."""
        return {"kind": self.kind, **self.keys}


def laid_out(blocks: Iterable[Sequence[Part]]) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """Text and layout of blocks: a blank line between blocks, a line break between the parts of one."""
    text, layout = "", []
    for block in blocks:
        between = BETWEEN_BLOCKS
        for part in block:
            if part.text:
                start = len(text) + len(between) if text else 0
                text += f"{between}{part.text}" if text else part.text
                layout.append((part.role, start, len(text)))
                between = "\n"
    return text, tuple(layout)


def parts_of(text: str, layout: Iterable[Sequence[Any]]) -> tuple[Part, ...]:
    """The parts that a layout makes of a text; the whole where it does not fit the text."""
    found = [(str(role), int(first), int(end)) for role, first, end in layout]
    ends = [0, *(end for _, _, end in found)]
    gaps = [first - before for (_, first, _), before in zip(found, ends, strict=False)]
    if not found or ends[-1] != len(text) or any(gap < 0 for gap in gaps):
        return (Part("say", text),) if text else ()
    return tuple(Part(role, text[first:end]) for role, first, end in found)
