"""What every reader gives: the blocks of a source in their order, and what it left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

HEADING, PARAGRAPH, ITEM, PAUSE = "heading", "paragraph", "item", "pause"
# Control characters, and the private ones by which the library hides escaped signs.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ue000-\ue07f\ufffe\uffff\u200b\u2060\u00ad]"
)


@dataclass(frozen=True)
class Block:
    """One piece of text as the source lays it out.

    `level` is a heading's rank (1 the highest) or an item's depth (1 the outermost); `number` that of a numbered
    item; `first` says that a list begins; `where` is the place in the source, in words.
    """

    kind: str
    text: str
    where: str
    level: int = 0
    number: int | None = None
    first: bool = False
    warns: bool = False


@dataclass(frozen=True)
class LeftOut:
    """Text of the source that is not in the draft, and why."""

    text: str
    why: str
    where: str


@dataclass
class Source:
    """A file as its reader understood it; `flat` where all headings look alike and have no rank."""

    blocks: list[Block] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    title: str = ""  # what the file calls itself outside of its text
    flat: bool = False

    def leave_out(self, text: str, why: str, where: str) -> None:
        """Notes text that does not come into the draft, shortened."""
        text = clean(text)
        if text:
            self.left_out.append(LeftOut(text if len(text) <= 200 else text[:199] + "…", why, where))


def clean(text: str) -> str:
    """The text on one line, without characters that nobody sees."""
    return " ".join(UNSEEN.sub("", text.replace("\x0c", " ").replace("\x85", " ")).split())


def cleaned(block: Block) -> Block:
    """The block with its text on one line."""
    return replace(block, text=clean(block.text))
