"""Page furniture in words: what websites put around a guide, whatever the format it was saved in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.intake.blocks import HEADING, ITEM, PARAGRAPH, Block, Source

# A heading after which everything up to the next heading of its rank belongs to the page, not to the guide.
PARTS = re.compile(
    r"(leave|post|add|write) (a|your) (comment|reply)|(\d+ )?(comments?|replies|responses)( \(\d+\))?"
    r"|(related|similar|recommended|popular|recent|latest|more|other)( \w+)? (guides?|posts?|articles?"
    r"|reads?|reading|stories|repairs)"
    r"|you (may|might) also (like|enjoy)|(about|meet) the author|share( this)?( \w+)?|follow us( on .*)?"
    r"|tags|categories|archives"
    r"|(join|subscribe to) (our|the) newsletter|newsletter|sponsored( links)?|advertisements?"
    r"|table of contents|navigation"
    r"|(cookie|privacy)( settings| policy| notice)?|(post|article) navigation|author",
    re.IGNORECASE,
)
# A whole paragraph, line or list item that belongs to the page.
LINES = re.compile(
    r"(scroll|back|go|return) to( the)? top|skip to( main)? content|advertisements?|sponsored"
    r"|image source:? .*|photo (by|credit:?) .*"
    r"|(image|photo) (credit|courtesy).*|visual guide about .*|your email address will not be published.*"
    r"|required fields are marked.*"
    r"|(we|this (web)?site) uses? cookies.*|accept( all)?( cookies)?|(read|learn|see|show|load) more"
    r"|click here.*|share (this|on) .*"
    r"|(copyright|©|\(c\)) .*|all rights reserved.*|(terms|privacy)( policy| of (use|service))?"
    r"|print( this (page|guide))?|subscribe.*newsletter.*"
    r"|log ?in|sign (in|up)|(home|menu|search|share|tweet|facebook|twitter|pinterest|whatsapp|email)"
    r"|page \d+( of \d+)?|\d+ ?/ ?\d+|leave (a|your) (comment|reply)|figure \d+[.:]? .{0,80}|posted (by"
    r"|on|in) .*|last updated:? .*|published:? .*"
    r"|(save|cancel) my name, email.*|notify me .*",
    re.IGNORECASE,
)
LINKS = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)


def without_furniture(source: Source) -> list[Block]:
    """The blocks that belong to the guide; the others are noted. Numbered items stay outside of such parts."""
    return list(_kept(source.blocks, source))


def _kept(blocks: Iterable[Block], source: Source) -> Iterator[Block]:
    part, why, headed = 0, "", False
    for block in blocks:
        if block.kind == HEADING and (not part or block.level <= part):
            part = 0
            if headed and PARTS.fullmatch(_bare(block.text)):
                part, why = block.level, f'part of the page "{block.text[:60]}"'
        headed = headed or block.kind == HEADING
        if part:
            source.leave_out(block.text, why, block.where)
        elif is_line(block):
            source.leave_out(block.text, "page furniture", block.where)
        else:
            yield block


def is_line(block: Block) -> bool:
    """Whether the whole block is a line that websites put around their text; steps, and tools like "3/8", are none."""
    in_step = block.number is not None or (block.kind == PARAGRAPH and block.level > 0)
    if in_step or (block.kind == ITEM and re.search(r"\d", block.text)):
        return False
    bare = _bare(block.text)
    return bool(LINES.fullmatch(bare) or LINKS.fullmatch(bare))


def _bare(text: str) -> str:
    return text.strip(" .:!*»›→|-")
