"""Lines that name something in a word and a colon: the vehicle, tools, where the guide comes from; numbers in plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.intake.blocks import HEADING, ITEM, PARAGRAPH, Block
from bot.intake.headings import STEPS, TOOLS, read_heading
from bot.intake.vehicles import LABEL

PART = re.compile(
    r"(?P<key>makes?|brand|models?|model years?|years?)\s*[:=–]\s*(?P<value>\S.*)", re.IGNORECASE
)
TOOL_LINE = re.compile(r"(?P<key>[^:]{3,60}):\s+(?P<value>\S.*)")
ORIGIN = re.compile(r"(?:source|original(?: guide)?|from)\s*:\s*(?P<value>\S.*)", re.IGNORECASE)
ONE_OF_NUMBERS = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<text>\S.*)")
QUESTION = re.compile(r"(?:q|question)\s*\d*\s*[:.)]\s*(?P<text>\S.*\?)", re.IGNORECASE)
ANSWER = re.compile(r"(?:a|answer)\s*\d*\s*[:.)]\s*(?P<text>\S.*)", re.IGNORECASE)
STEP_LABEL = re.compile(r"step\s+(?P<number>\d{1,3})\s*[:.)–—-]\s*(?P<text>\S.*)", re.IGNORECASE)
LONGEST = 200  # characters of a line that still is a label
SHORT = 80  # characters of a paragraph that still is a heading


@dataclass
class Labels:
    """What the label lines of a source say, each with its place."""

    vehicle: str = ""
    vehicle_where: str = ""
    tools: list[tuple[str, str]] = field(default_factory=list)
    origin: str = ""


def read_labels(blocks: Sequence[Block]) -> tuple[Labels, list[Block]]:
    """Takes the label lines out of the blocks; the vehicle's stand before the first step."""
    labels, kept = Labels(), []
    parts: dict[str, Block] = {}
    whole = any(
        _is_label(block) and not PART.fullmatch(block.text) and LABEL.fullmatch(block.text)
        for block in blocks
    )
    before_steps = True
    for block in blocks:
        if block.kind == HEADING:
            before_steps = before_steps and read_heading(block.text).what not in (STEPS, TOOLS)
        elif block.number is not None:
            before_steps = False
        vehicle = _is_label(block) and before_steps and _vehicle(block, labels, None if whole else parts)
        if not vehicle and not (_is_label(block) and _other(block, labels)):
            kept.append(block)
    if parts:
        labels.vehicle = " ".join(_value(parts[key]) for key in ("year", "make", "model") if key in parts)
        labels.vehicle_where = next(iter(parts.values())).where
    return labels, kept


def _is_label(block: Block) -> bool:
    """Whether a block may be a label: a short line outside of steps."""
    alone = block.kind == ITEM or (block.kind == PARAGRAPH and not block.level)
    return alone and len(block.text) <= LONGEST and block.number is None


def _vehicle(block: Block, labels: Labels, parts: dict[str, Block] | None) -> bool:
    """Takes what a line says of the vehicle: all of it, or, where no line does, one of its `parts`."""
    if part := PART.fullmatch(block.text):
        word = part["key"].lower()
        key = "year" if "year" in word else "model" if word.startswith("model") else "make"
        if parts is None or key in parts:
            return False
        parts[key] = block
        return True
    found = LABEL.fullmatch(block.text)
    if found is None or labels.vehicle:
        return False
    labels.vehicle, labels.vehicle_where = found["name"], block.where
    return True


def _value(block: Block) -> str:
    match = PART.fullmatch(block.text)
    return match["value"] if match else ""


def _other(block: Block, labels: Labels) -> bool:
    origin = ORIGIN.fullmatch(block.text) if block.kind == PARAGRAPH else None
    if origin and not labels.origin:
        labels.origin = origin["value"]
        return True
    tools = TOOL_LINE.fullmatch(block.text)
    if tools and block.kind == PARAGRAPH and read_heading(tools["key"]).what == TOOLS:
        labels.tools += [(name, block.where) for name in listed(tools["value"])]
        return True
    return False


def listed(text: str) -> list[str]:
    """The entries of a list in running text: parted by semicolons, or else by commas and a last "and"."""
    text = text.strip().rstrip(".")
    if ";" in text:
        return [entry.strip() for entry in text.split(";") if entry.strip()]
    entries = [entry.strip() for entry in re.split(r",\s+(?![^()]*\))", text) if entry.strip()]
    if len(entries) > 1:
        last = entries.pop().removeprefix("and ").split(" and ")
        entries += [entry.strip() for entry in last if entry.strip()]
    return entries


def with_questions(blocks: Sequence[Block]) -> list[Block]:
    """Makes headings of questions that are marked in their words: "Q: Which …?", "A: The …"."""
    found = list(blocks)
    for index, block in enumerate(found):
        match = QUESTION.fullmatch(block.text) if block.kind == PARAGRAPH else None
        answer = ANSWER.fullmatch(blocks[index + 1].text) if match and index + 1 < len(blocks) else None
        if match and answer:
            found[index] = replace(block, kind=HEADING, text=match["text"], level=4)
            found[index + 1] = replace(blocks[index + 1], text=answer["text"])
    return found


def with_numbers(blocks: Sequence[Block]) -> list[Block]:
    """Makes items of paragraphs that are numbered in their words: "1. Remove …", "Step 2: Lift …"."""
    found = list(blocks)
    for pattern in (ONE_OF_NUMBERS, STEP_LABEL):
        run: list[int] = []
        for index, block in enumerate(found):
            match = pattern.fullmatch(block.text) if block.kind == PARAGRAPH and not block.level else None
            number = int(match["number"]) if match else 0
            if match and number == (len(run) + 1 if run else 1):
                run.append(index)
            elif (match and number == 1) or block.kind == HEADING:
                _make_items(found, run, pattern)
                run = [index] if match else []
        _make_items(found, run, pattern)
    return found


def _make_items(blocks: list[Block], run: Sequence[int], pattern: re.Pattern[str]) -> None:
    if len(run) < 2:
        return
    for index in run:
        match = pattern.fullmatch(blocks[index].text)
        if match is None:
            continue
        text, number = match["text"], int(match["number"])
        blocks[index] = replace(
            blocks[index], kind=ITEM, text=text, level=1, number=number, first=number == 1
        )
