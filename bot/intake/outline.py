"""Blocks to an outline: which heading opens a section, and which belongs to the section before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.intake.blocks import HEADING, PARAGRAPH, PAUSE, Block
from bot.intake.headings import (
    CLOSING,
    FAQ,
    HELP,
    MATTER,
    METHOD,
    PREVENTION,
    QUESTION,
    STEP,
    STEPS,
    TOOLS,
    WARNINGS,
    Heading,
    read_heading,
)

INTRO = "intro"
BOLD = 5  # the rank of a paragraph in bold, which may be a heading or may only be loud
NESTED, TOP = 3, 2  # ranks in a flat source


@dataclass
class Group:
    """The blocks below one heading within a section."""

    heading: str = ""
    what: str = ""
    number: int = 0
    where: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Part:
    """A section before its steps are told."""

    what: str
    title: str
    where: str
    level: int
    groups: list[Group] = field(default_factory=list)
    tools: list[Block] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        """Whether anything stands in it."""
        return any(group.blocks or group.what == STEP for group in self.groups)


@dataclass
class Outline:
    """The sections of a source and the tools that are listed for all of it."""

    title: str
    parts: list[Part] = field(default_factory=list)
    tools: list[Block] = field(default_factory=list)


def outline(blocks: Sequence[Block], title: str, flat: bool) -> Outline:
    """The outline of the blocks below the title."""
    builder = _Builder(title, flat, _ranked(blocks))
    for block in blocks:
        builder.take(block)
    return builder.outline


def _ranked(blocks: Sequence[Block]) -> bool:
    return any(block.kind == HEADING and TOP <= block.level < BOLD for block in blocks)


class _Builder:
    def __init__(self, title: str, flat: bool, ranked: bool) -> None:
        self.outline = Outline(title)
        self.flat, self.ranked = flat, ranked
        self._open: list[Part] = []  # the section that is open, below those that hold it
        self._tools: list[Block] | None = None  # where the blocks of a list of tools go
        self._begin(INTRO, title, "the beginning", 1)

    def take(self, block: Block) -> None:
        """Takes in one block."""
        if block.kind == PAUSE:
            self._pause(block)
        elif block.kind != HEADING:
            (self._group().blocks if self._tools is None else self._tools).append(block)
        else:
            heading = read_heading(block.text)
            loud = heading.what == MATTER or (
                heading.what == QUESTION and self._open[-1].what in (STEPS, METHOD)
            )
            if block.level >= BOLD and self.ranked and loud:
                (self._group().blocks if self._tools is None else self._tools).append(_as_paragraph(block))
            else:
                self._heading(block, heading, self._level(block, heading))

    def _group(self) -> Group:
        return self._open[-1].groups[-1]

    def _begin(self, what: str, title: str, where: str, level: int) -> Part:
        while self._open and self._open[-1].level >= level:
            self._open.pop()
        part = Part(what, title, where, level, [Group(where=where)])
        self._open.append(part)
        self.outline.parts.append(part)
        return part

    def _pause(self, block: Block) -> None:
        """A wide gap behind answers: what follows closes the text."""
        if self._open[-1].what in (QUESTION, FAQ) and self._open[-1].has_text:
            self._begin(CLOSING, "In closing", block.where, TOP)

    def _level(self, block: Block, heading: Heading) -> int:
        if not self.flat:
            return max(block.level, TOP)
        top = next((part for part in self._open if part.level == TOP), None)
        if top is None:
            return TOP
        what = heading.what
        inside = {METHOD: (MATTER, STEPS, TOOLS, WARNINGS), PREVENTION: (MATTER,), FAQ: (QUESTION, MATTER)}
        bare = top.what == MATTER and not top.has_text and what in (TOOLS, STEPS, WARNINGS)
        return NESTED if bare or what in inside.get(top.what, ()) else TOP

    def _heading(self, block: Block, heading: Heading, level: int) -> None:
        while len(self._open) > 1 and self._open[-1].level >= level and heading.what != STEP:
            self._open.pop()
        self._tools = None
        holder = self._open[-1]
        taker = {TOOLS: self._take_tools, STEPS: self._take_steps, STEP: self._take_step}.get(heading.what)
        if taker:
            taker(block, heading, level, holder)
        elif heading.what == MATTER and holder.groups[-1].what == STEP:
            holder.groups[-1].blocks.append(_as_paragraph(block))
        elif self._belongs(heading, holder):
            holder.groups.append(Group(block.text, heading.what, where=block.where))
        else:
            self._begin(_inherited(heading, holder), heading.title, block.where, level)

    def _belongs(self, heading: Heading, holder: Part) -> bool:
        """Whether a heading only parts the section that holds it."""
        if heading.what == WARNINGS:
            return holder.what in (METHOD, STEPS, MATTER) and holder.level > 1
        return heading.what == MATTER and holder.what in (METHOD, STEPS)

    def _take_tools(self, block: Block, heading: Heading, level: int, holder: Part) -> None:
        if holder.level > 1 and holder.what in (METHOD, MATTER, STEPS):
            self._tools = holder.tools
        else:
            self._tools = self.outline.tools

    def _take_steps(self, block: Block, heading: Heading, level: int, holder: Part) -> None:
        own = holder.level > 1 and holder.what in (METHOD, MATTER, PREVENTION, QUESTION)
        if own and all(group.what != STEPS for group in holder.groups):
            holder.groups.append(Group(block.text, STEPS, where=block.where))
            return
        used = any(part.what == STEPS and part.title == self.outline.title for part in self.outline.parts)
        title = heading.title if used else self.outline.title
        self._begin(STEPS, title, block.where, level)

    def _take_step(self, block: Block, heading: Heading, level: int, holder: Part) -> None:
        """A heading that is a step, as in "Step 2: Remove the cover"."""
        if read_heading(heading.title).what == PREVENTION and "future" in heading.title.lower():
            self._begin(PREVENTION, heading.title, block.where, level)
            return
        part = next((part for part in reversed(self._open) if any(g.what == STEP for g in part.groups)), None)
        if part is None or heading.number == 1:
            part = self._stepwise(level)
        while self._open[-1] is not part:
            self._open.pop()
        title = heading.title if heading.title != block.text.strip(" :.*–—-") else ""
        part.groups.append(Group(title, STEP, heading.number, block.where))

    def _stepwise(self, level: int) -> Part:
        """The section whose steps are headings: the one that holds them, or one of the guide's own name."""
        while len(self._open) > 1 and self._open[-1].level >= level:
            self._open.pop()
        holder = self._open[-1]
        if holder.level > 1 and holder.what in (METHOD, MATTER, STEPS):
            return holder
        used = any(part.what == STEPS for part in self.outline.parts)
        return self._begin(STEPS, self.outline.title, "the steps" if used else "", level)


def _inherited(heading: Heading, holder: Part) -> str:
    """What a section is: what its heading says, or what the section says that holds it."""
    if holder.what == FAQ and heading.what not in (CLOSING, HELP):
        return QUESTION
    if holder.what in (PREVENTION, HELP) and heading.what == MATTER:
        return holder.what
    return heading.what


def _as_paragraph(block: Block) -> Block:
    return Block(PARAGRAPH, block.text, block.where, warns=block.warns)
