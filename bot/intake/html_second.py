"""Trafilatura's opinion on pages that do not say where their text is: what stands around the guide and is not in it."""

from __future__ import annotations

import re

from bot.intake.blocks import HEADING, Block, Source
from bot.intake.headings import MATTER, read_heading

TRUSTED = 0.5  # share of the page's words that it has to keep to be believed


def ask_trafilatura(html: str, source: Source) -> None:
    """Leaves out what stands before the title or behind the last step and is not in the main text.

    What stands between always stays: a step or tool lost is worse than a line too many.
    """
    first, last = _guide(source.blocks)
    around = source.blocks[:first] + source.blocks[last:]
    if not any(block.kind != HEADING for block in around):
        return
    text = _main_text(html)
    if len(text) < TRUSTED * sum(len(_words(block.text)) for block in source.blocks):
        return
    kept = [block for block in source.blocks[:first] if _words(block.text) in text]
    kept += source.blocks[first:last]
    kept += [block for block in source.blocks[last:] if block.kind == HEADING or _words(block.text) in text]
    for block in around:
        if all(block is not other for other in kept):
            source.leave_out(block.text, "outside of the page's main text", block.where)
    source.blocks = kept


def _guide(blocks: list[Block]) -> tuple[int, int]:
    """Where the guide certainly begins and ends: at its title, behind its last list, step or heading that says so."""
    marks = [i for i, block in enumerate(blocks) if block.number is not None or _says(block)]
    titles = [i for i, block in enumerate(blocks) if block.kind == HEADING and block.level == 1]
    if not marks:
        return 0, len(blocks)
    return min(titles[:1] + marks[:1]), marks[-1] + 1


def _says(block: Block) -> bool:
    return block.kind == HEADING and read_heading(block.text).what != MATTER


def _main_text(html: str) -> str:
    import trafilatura

    text = trafilatura.extract(
        html, include_tables=True, include_comments=False, favor_recall=True, deduplicate=False, fast=True
    )
    return _words(text or "")


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
