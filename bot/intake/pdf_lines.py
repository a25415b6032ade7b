"""Printed lines to blocks: which lines are headings, where an item begins, and what goes on from line to line."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.intake.blocks import HEADING, ITEM, PARAGRAPH, Block

if TYPE_CHECKING:
    from bot.intake.pdf import TextLine

BULLET = re.compile(r"(?P<mark>[-*+•◦▪‣∙·●○■□–—\uf0b7\uf0a7]|\(cid:\d+\))\s+(?P<text>\S.*)")
NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<text>\S.*)")
LARGER = 1.12  # times the text's size: a heading
WIDER = 1.12  # times the text's line height: a gap
FULL = 0.85  # of the widest line: it was broken by the margin
ENDS = re.compile(r"[.!?:;]$")


def blocks_of(lines: Sequence[TextLine]) -> list[Block]:
    """The blocks of all pages' lines."""
    return _Printed(lines).blocks()


class _Printed:
    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = lines
        weights = Counter[float]()
        for line in lines:
            weights[line.size] += len(line.text)
        self.size = weights.most_common(1)[0][0]
        self.sizes = sorted({line.size for line in lines if line.size > self.size * LARGER}, reverse=True)
        self.right = max(line.right for line in lines if line.size == self.size)
        self.pitch = self._pitch()
        self.gaps = self._items_have_gaps()
        self._texts: list[str] = []
        self._open: Block | None = None
        self._found: list[Block] = []
        self._last = 0  # the number of the last numbered item
        self._item_left = 0.0

    def blocks(self) -> list[Block]:
        """All blocks."""
        before: TextLine | None = None
        for line in self.lines:
            rank = self._rank(line)
            if rank:
                self._heading(line, rank, before)
            elif item := self._item(line, before):
                self._begin(item)
            elif self._goes_on(line, before):
                self._texts.append(line.text)
            else:
                self._begin(Block(PARAGRAPH, line.text, line.where))
            before = line
        self._end()
        return self._found

    def _pitch(self) -> float:
        """The usual distance of two lines of one paragraph: that of lines that the margin broke, where there are any."""
        text = [line for line in self.lines if line.size == self.size]
        near = [
            (a, b)
            for a, b in itertools.pairwise(text)
            if a.page == b.page and 0 < b.top - a.top < 3 * self.size
        ]
        broken = [(a, b) for a, b in near if a.right > FULL * self.right and not _marked(b)]
        usual = Counter(round(b.top - a.top, 1) for a, b in broken or near)
        return min(distance for distance, _ in usual.most_common(2)) if usual else self.size * 1.2

    def _items_have_gaps(self) -> bool:
        """Whether items stand apart from the lines before them, so that a number at a line's beginning is no item."""
        gaps = [self._gap(b, a) for a, b in itertools.pairwise(self.lines) if a.page == b.page and _marked(b)]
        return sum(gaps) >= 0.6 * len(gaps) if gaps else False

    def _gap(self, line: TextLine, before: TextLine | None) -> bool:
        return before is None or line.page != before.page or line.top - before.top > self.pitch * WIDER

    def _rank(self, line: TextLine) -> int:
        """A heading's rank by its size; short bold lines of the text's size come last."""
        if line.size in self.sizes:
            return min(self.sizes.index(line.size) + 1, 4)
        short = len(line.text) <= 80 and not re.search(r"[.,;]$", line.text) and not _marked(line)
        return 5 if line.bold and short and line.right < FULL * self.right else 0

    def _heading(self, line: TextLine, rank: int, before: TextLine | None) -> None:
        last = self._open
        same = last is not None and last.kind == HEADING and last.level == rank and before is not None
        if same and before and before.page == line.page and line.top - before.top < 2 * line.size:
            self._texts.append(line.text)
            return
        self._begin(Block(HEADING, line.text, line.where, level=rank))
        self._last = 0

    def _item(self, line: TextLine, before: TextLine | None) -> Block | None:
        """The item that a line begins, if it does."""
        apart = self._gap(line, before) or (before is not None and self._rank(before) > 0)
        if found := NUMBER.fullmatch(line.text):
            number = int(found["number"])
            due = number == self._last + 1 or (number == 1 and apart) or (apart and number == self._last + 2)
            if due and (apart or not self.gaps):
                nested = self._open_item() and line.left > self._item_left + 2 * self.size and number == 1
                if nested:
                    return Block(ITEM, found["text"], line.where, 2, number, True)
                self._last, self._item_left = number, line.left
                return Block(ITEM, found["text"], line.where, 1, number, number == 1)
        if (found := BULLET.fullmatch(line.text)) and (apart or not self.gaps):
            deeper = self._last > 0 and line.left > self._item_left + self.size / 2
            first = not (self._open_item() and self._open is not None and self._open.number is None)
            return Block(ITEM, found["text"], line.where, 2 if deeper else 1, None, first)
        return None

    def _open_item(self) -> bool:
        return self._open is not None and self._open.kind == ITEM

    def _goes_on(self, line: TextLine, before: TextLine | None) -> bool:
        """Whether a line belongs to the block before it."""
        if self._open is None or before is None or self._open.kind == HEADING:
            return False
        if line.page != before.page:
            return not (before.right < FULL * self.right and ENDS.search(before.text))
        return (not self._gap(line, before) and not re.match(r"[A-Z][\w /]{2,30}:\s\S", line.text)) or (
            not self._gap(line, before) and before.right > FULL * self.right
        )

    def _begin(self, block: Block) -> None:
        self._end()
        self._open, self._texts = block, [block.text]

    def _end(self) -> None:
        if self._open is not None:
            block = self._open
            text = joined(self._texts)
            self._found.append(Block(block.kind, text, block.where, block.level, block.number, block.first))


def joined(lines: Sequence[str]) -> str:
    """Lines as one text; a word parted by a hyphen at a line's end keeps it where the text has it so elsewhere."""
    whole = " ".join(lines)
    text = lines[0] if lines else ""
    for line in lines[1:]:
        first, last = re.match(r"[a-z]+", line), re.search(r"([A-Za-z]+)-$", text)
        if first and last:
            together = f"{last[1]}{first[0]}"
            text = text[:-1] + line if re.search(rf"\b{re.escape(together)}\b", whole) else text + line
        else:
            text = f"{text} {line}"
    return text


def _marked(line: TextLine) -> bool:
    return bool(NUMBER.fullmatch(line.text) or BULLET.fullmatch(line.text))
