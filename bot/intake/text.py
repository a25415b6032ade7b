"""Plain text: headings, lists and paragraphs told by the lines around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.intake.blocks import HEADING, ITEM, PARAGRAPH, PAUSE, Block, Source
from bot.intake.decoding import decode
from bot.intake.headings import MATTER, TOOLS, read_heading

BULLET = re.compile(r"(?P<indent>\s*)(?P<mark>[-*+•◦▪‣∙·●○■□–—o])\s+(?P<text>\S.*)")
NUMBER = re.compile(r"(?P<indent>\s*)(?P<number>\d{1,3})[.)]\s+(?P<text>\S.*)")
LETTER = re.compile(r"(?P<indent>\s{2,})[a-z][.)]\s+(?P<text>\S.*)")
RULE = re.compile(r"\s*([-=_*~#]\s?){3,}\s*")
UNDERLINE = re.compile(r"\s*(=+|-+|~+)\s*")
LABELLED = re.compile(r"[A-Z][\w /]{2,30}:\s\S|[QA]\d*[:.)]\s")
LONGEST_HEADING = 100
TAB = 4


@dataclass(frozen=True)
class Line:
    """A line of the text with its 1-based number and its indent in blanks."""

    number: int
    text: str

    @property
    def indent(self) -> int:
        """Blanks before the words."""
        return len(self.text) - len(self.text.lstrip())


def read_text(data: bytes) -> Source:
    """The blocks of a text file; raises Refused."""
    text, finding = decode(data)
    source = Source(findings=[finding] if finding else [], flat=True)
    lines = re.split(r"\r\n|\n|\r|\x0c|\x85|\u2028|\u2029", text.expandtabs(TAB))
    paragraphs = list(_paragraphs([Line(number, line.rstrip()) for number, line in enumerate(lines, 1)]))
    for index, (gap, paragraph) in enumerate(paragraphs):
        if gap > 1 and index:
            source.blocks.append(Block(PAUSE, "", f"line {paragraph[0].number}"))
        followed = index + 1 < len(paragraphs)
        source.blocks += _blocks(paragraph, source.blocks[-1] if source.blocks else None, followed)
    _set_first(source.blocks)
    return source


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[int, list[Line]]]:
    """Runs of lines between blank ones, each with the number of blank lines before it."""
    gap, run, before = 0, list[Line](), 0
    for line in lines:
        if line.text.strip() and not (RULE.fullmatch(line.text) and not run):
            if not run:
                before = gap
            run.append(line)
            gap = 0
        else:
            if run:
                yield before, run
            run, gap = [], gap + 1
    if run:
        yield before, run


def _blocks(lines: Sequence[Line], before: Block | None, followed: bool) -> Iterator[Block]:
    """The blocks of one run of lines; `before` is the block before it, `followed` whether another run comes."""
    first = before is None
    size = _heading_size(lines, first, followed)
    if size:
        before = Block(HEADING, lines[0].text, f"line {lines[0].number}", level=1 if first else 2)
        yield before
        lines = lines[size:]
    if before is not None and _listed(lines, before):
        yield from (Block(ITEM, line.text, f"line {line.number}", 1) for line in lines)
    else:
        yield from _items(lines)


def _heading_size(lines: Sequence[Line], first: bool, followed: bool) -> int:
    """How many of the first lines are a heading: one on its own or above a list, with a rule below it, or none."""
    if (
        len(lines) > 1
        and UNDERLINE.fullmatch(lines[1].text)
        and len(lines[0].text.strip()) <= LONGEST_HEADING
    ):
        return 2
    if not _heads(lines[0], first):
        return 0
    if len(lines) == 1:
        return int(followed)
    heads_list = _is_item(lines[1]) or read_heading(lines[0].text).what == TOOLS
    return int(heads_list or (first and bool(LABELLED.match(lines[1].text.strip()))))


def _listed(lines: Sequence[Line], heading: Block) -> bool:
    """Whether lines without marks are a list of tools: short ones below a heading for tools."""
    if heading.kind != HEADING or read_heading(heading.text).what != TOOLS or len(lines) < 2:
        return False
    return all(len(x.text) <= 60 and x.text[-1] not in ".!?;:," and not _is_item(x) for x in lines)


def _items(lines: Sequence[Line]) -> Iterator[Block]:
    """Items and paragraphs; a line without a mark goes on with what stands before it."""
    gathered: list[str] = []
    opened: Block | None = None
    for line in lines:
        found = _item(line)
        if found is not None or opened is None or _label(line, opened):
            if opened:
                yield _joined(opened, gathered)
            opened = found or Block(PARAGRAPH, line.text.strip(), f"line {line.number}")
            gathered = [opened.text]
        else:
            gathered.append(line.text.strip())
    if opened:
        yield _joined(opened, gathered)


def _item(line: Line) -> Block | None:
    where = f"line {line.number}"
    if found := NUMBER.fullmatch(line.text):
        return Block(ITEM, found["text"], where, _depth(found["indent"]), int(found["number"]))
    if (found := LETTER.fullmatch(line.text)) or (found := BULLET.fullmatch(line.text)):
        return Block(ITEM, found["text"], where, _depth(found["indent"]))
    return None


def _is_item(line: Line) -> bool:
    return _item(line) is not None


def _label(line: Line, opened: Block) -> bool:
    """Whether a line begins anew without a blank line before it, as "Vehicle: …" below the title does."""
    return opened.kind == PARAGRAPH and bool(LABELLED.match(line.text.strip()))


def _joined(block: Block, texts: Sequence[str]) -> Block:
    return Block(block.kind, " ".join(texts), block.where, block.level, block.number, block.first)


def _depth(indent: str) -> int:
    return 1 + len(indent) // TAB


def _heads(line: Line, first: bool) -> bool:
    """Whether a line on its own reads as a heading."""
    text = line.text.strip()
    if not text or len(text) > LONGEST_HEADING or line.indent >= TAB or _is_item(line):
        return False
    if read_heading(text).what != MATTER:
        return not text.endswith((".", ",", ";"))
    if re.match(r"[A-Z][\w /]{2,30}:\s\S", text) and not first:
        return False
    if text.endswith((".", "!", ",", ";", ":", "…")):
        return False
    return first or (bool(re.match(r"[A-Z0-9\"'“‘(¿]", text)) and len(text.split()) <= 14)


def _set_first(blocks: list[Block]) -> None:
    """Tells each list's first item, and levels the depths of lists that are indented as a whole."""
    before: Block | None = None
    base = 1
    for index, block in enumerate(blocks):
        if block.kind == ITEM:
            begins = (
                before is None or before.kind != ITEM or (block.number is None) != (before.number is None)
            )
            base = (
                block.level if begins and (before is None or before.kind != ITEM) else min(base, block.level)
            )
            first = (block.number == 1) if block.number is not None else begins
            blocks[index] = Block(ITEM, block.text, block.where, block.level - base + 1, block.number, first)
        before = block if block.kind != PAUSE else before
