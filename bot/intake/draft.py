"""A draft: what was recognised in one source file, with the place of everything in the source."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.intake.blocks import LeftOut
from bot.library.model import Vehicle


@dataclass(frozen=True)
class Said:
    """One served line and where the source says it."""

    text: str
    where: str
    warns: bool = False


@dataclass
class DraftStep:
    """One step: its lines joined by a blank are the source's words."""

    lines: list[Said] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The step's words."""
        return " ".join(line.text for line in self.lines)


@dataclass
class Passage:
    """Lines that belong together, below a heading within the section where there is one; or a step."""

    heading: str = ""
    lines: list[Said] = field(default_factory=list)
    step: DraftStep | None = None


@dataclass
class DraftSection:
    """One section; passages and steps stand in the order of the source."""

    title: str
    kind: str
    where: str
    name: str = ""  # its id within the document
    passages: list[Passage] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)  # proposed
    asks: list[str] = field(default_factory=list)  # proposed

    @property
    def steps(self) -> list[DraftStep]:
        """The steps in order."""
        return [passage.step for passage in self.passages if passage.step]


@dataclass
class Draft:
    """A document that nobody is served yet."""

    id: str
    title: str
    title_where: str
    vehicle: Vehicle
    vehicle_where: str
    source: str
    sections: list[DraftSection]
    tools: list[str]
    left_out: list[LeftOut] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
