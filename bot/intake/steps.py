"""The text of one section: which blocks are steps, which stand between them, and where a new list begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.intake.blocks import ITEM, PARAGRAPH, Block
from bot.intake.draft import DraftSection, DraftStep, Passage, Said
from bot.intake.headings import STEP, STEPS, WARNINGS
from bot.intake.labels import SHORT
from bot.intake.outline import Group, Part
from bot.intake.sentences import sentences

WARNS = re.compile(
    r"(?:warning|caution|danger|attention)\s*[!:–—-]|(?:warning|caution|danger)\b[!.]", re.IGNORECASE
)


def said(block: Block, warns: bool = False) -> list[Said]:
    """The lines of a block, a sentence each."""
    loud = warns or block.warns
    return [Said(line, block.where, loud or bool(WARNS.match(line))) for line in sentences(block.text)]


class SectionText:
    """Makes passages and steps of a part; a second numbered list under a heading of its own is a section of its own."""

    def __init__(self, part: Part, kind: str, findings: list[str]) -> None:
        self.part, self.kind, self.findings = part, kind, findings
        self.sections = [DraftSection(part.title, kind, part.where)]
        self._expected = 1
        self._in_steps = False  # whether the block before belongs to a step

    def read(self) -> list[DraftSection]:
        """The sections that the part makes."""
        for group in self.part.groups:
            self._group(group)
        return self.sections

    @property
    def _section(self) -> DraftSection:
        return self.sections[-1]

    def _group(self, group: Group) -> None:
        self._in_steps = False
        if group.what == STEP:
            return self._headed_step(group)
        numbered = any(_is_step(block) for block in group.blocks)
        if group.heading and numbered and self._section.steps and _begins_anew(group.blocks):
            self._split(group.heading, group.where)
        steps = not numbered and self._means_steps(group)
        bullets = any(block.kind == ITEM for block in group.blocks)
        heading = group.heading if self._section.title != group.heading else ""
        for index, block in enumerate(group.blocks):
            if _is_step(block):
                self._numbered(block, group.blocks[:index], heading)
            elif (
                steps
                and block.level <= 1
                and (block.kind == ITEM) == bullets
                and not _introduces(block, group.blocks[index:])
            ):
                self._step(block, heading)
            elif self._in_steps and (block.level > 0 or _goes_on(group.blocks[index:], self._expected)):
                self._section.steps[-1].lines.extend(said(block))
            else:
                self._passage(block, heading, group)

    def _means_steps(self, group: Group) -> bool:
        """Whether a group without numbers is meant as steps."""
        whole = self.part.what == STEPS and group.what != WARNINGS
        return (group.what == STEPS or whole) and not any(
            _is_step(b) for g in self.part.groups for b in g.blocks
        )

    def _headed_step(self, group: Group) -> None:
        """A step whose heading is its first line."""
        due = len(self._section.steps) + 1
        if group.number != due:
            self.findings.append(
                f"{group.where}: step {group.number} stands where step {due} is due; one may be missing"
            )
        lines = [Said(group.heading, group.where)] if group.heading else []
        for block in group.blocks:
            lines += said(block)
        if lines:
            self._section.passages.append(Passage(step=DraftStep(lines)))
        else:
            self.findings.append(f"{group.where}: step {group.number} has no words")

    def _numbered(self, block: Block, before: Sequence[Block], heading: str) -> None:
        number = block.number or 0
        if number == 1 and block.first and self._section.steps:
            if before and _names_list(before[-1]):
                self._take_back(before[-1])
                self._split(before[-1].text.rstrip(" :"), block.where)
            else:
                self.findings.append(f"{block.where}: the numbers begin again at 1; taken as one procedure")
        elif number != self._expected:
            self.findings.append(
                f"{block.where}: step {number} follows step {self._expected - 1}; one may be missing"
            )
        self._step(block, heading)
        self._expected = number + 1

    def _step(self, block: Block, heading: str) -> None:
        self._section.passages.append(Passage(heading, step=DraftStep(said(block))))
        self._expected = len(self._section.steps) + 1
        self._in_steps = True

    def _passage(self, block: Block, heading: str, group: Group) -> None:
        last = self._section.passages[-1] if self._section.passages else None
        self._in_steps = False
        lines = said(block, warns=group.what == WARNINGS or (self.part.what == WARNINGS))
        goes_on = block.kind == ITEM and not block.first
        if goes_on and last and last.step is None and last.heading == heading:
            last.lines.extend(lines)
        else:
            self._section.passages.append(Passage(heading, lines))

    def _take_back(self, block: Block) -> None:
        """Takes the last block out again: it names the list that follows."""
        passages = self._section.passages
        taken = {line.text for line in said(block)}
        if passages and passages[-1].step is None and {line.text for line in passages[-1].lines} == taken:
            passages.pop()

    def _split(self, title: str, where: str) -> None:
        self.sections.append(DraftSection(title, self.kind, where))
        self._expected = 1
        self._in_steps = False


def _is_step(block: Block) -> bool:
    return block.kind == ITEM and block.number is not None and block.level <= 1


def _begins_anew(blocks: Sequence[Block]) -> bool:
    return next(block.number == 1 for block in blocks if _is_step(block))


def _names_list(block: Block) -> bool:
    return (
        block.kind == PARAGRAPH and not block.level and block.text.endswith(":") and len(block.text) <= SHORT
    )


def _introduces(block: Block, rest: Sequence[Block]) -> bool:
    """Whether a paragraph only leads to what follows, as in "Here is how:"."""
    return block.kind == PARAGRAPH and block.text.endswith(":") and len(rest) > 1


def _goes_on(rest: Sequence[Block], expected: int) -> bool:
    """Whether the numbers go on behind these blocks, so that they belong to the step before."""
    following = next((block for block in rest if _is_step(block)), None)
    return (
        following is not None and following.number == expected and expected > 1 and not _names_list(rest[0])
    )
