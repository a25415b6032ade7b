"""Blocks to a draft: title, vehicle, tools, procedures with their steps, warnings, questions, prevention, source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.intake.blocks import HEADING, ITEM, PARAGRAPH, Block, Source, cleaned
from bot.intake.draft import Draft, DraftSection, Passage, Said
from bot.intake.furniture import without_furniture
from bot.intake.headings import (
    CLOSING,
    HELP,
    HELPS,
    MATTER,
    METHOD,
    PREVENTION,
    QUESTION,
    STEP,
    STEPS,
    read_heading,
)
from bot.intake.ids import slug
from bot.intake.labels import SHORT, Labels, listed, read_labels, with_numbers, with_questions
from bot.intake.outline import BOLD, INTRO, Outline, Part, outline
from bot.intake.proposals import propose
from bot.intake.steps import SectionText, said
from bot.intake.vehicles import NONE, Found, VehicleReader

KINDS = {QUESTION: "faq", PREVENTION: "prevention", HELP: "help", METHOD: "procedure", STEPS: "procedure"}
SITE = re.compile(r"\s+[|–—·»-]\s+[^|–—·»-]{2,60}$")  # what a page's title adds to the guide's
HELPERS = re.compile(r"\b(service cent(er|re)|mechanic|professional|technician|dealer)", re.IGNORECASE)


def recognise(source: Source, name: str, file: str, vehicles: VehicleReader) -> Draft:
    """The draft of a source; `name` is its id, `file` what is cited as its source where it names none."""
    blocks = [block for block in map(cleaned, source.blocks) if block.text or block.kind == "pause"]
    source.blocks = blocks
    labels, rest = read_labels(without_furniture(source))
    title, where, rest = _title(source, rest, name)
    found = _vehicle(labels, title, where, rest, vehicles)
    plan = outline(with_numbers(with_questions(rest)), title, source.flat)
    findings = [*source.findings, *found.findings]
    sections = _sections(plan, findings, source)
    listed_tools, about_tools = _tools(plan.tools)
    tools = [Said(name, where) for name, where in labels.tools] + listed_tools
    draft = Draft(name, title, where, found.vehicle, found.where, labels.origin or file, sections, [])
    draft.left_out, draft.findings = source.left_out, findings
    _add_tools(draft, tools, about_tools)
    _name_sections(draft)
    propose(draft)
    _note_missing(draft)
    return draft


def _title(source: Source, blocks: list[Block], name: str) -> tuple[str, str, list[Block]]:
    """The title and the blocks without it."""
    ranked = (block for block in blocks if block.kind == HEADING and block.level == 1)
    headings = [block for block in ranked if read_heading(block.text).what in (MATTER, QUESTION, PREVENTION)]
    named = [block for block in headings if block.text.lower() in source.title.lower()]
    block = next(iter(named or headings), None) or _first_heading(blocks)
    if block is not None:
        rest = [other for other in blocks if other is not block]
        again = [
            other for other in rest if other.text == block.text and other.kind != ITEM and not other.number
        ]
        for other in again:
            source.leave_out(other.text, "the title again", other.where)
        return block.text, block.where, _below([other for other in rest if other not in again])
    title = SITE.sub("", source.title).strip()
    return (title, "the file's own title", blocks) if title else (_spoken(name), "the file's name", blocks)


def _below(blocks: list[Block]) -> list[Block]:
    """The blocks with their headings' ranks below the title's."""
    if not any(block.kind == HEADING and block.level == 1 for block in blocks):
        return blocks
    return [replace(b, level=min(b.level + 1, BOLD)) if b.kind == HEADING else b for b in blocks]


def _first_heading(blocks: Sequence[Block]) -> Block | None:
    """A heading, or a short line, that stands before everything else."""
    first = blocks[0] if blocks else None
    if first is None or first.kind == ITEM:
        return None
    if first.kind == PARAGRAPH:
        return first if len(first.text) <= SHORT + 40 and not first.text.endswith((".", ":", ";")) else None
    same = [block for block in blocks if block.kind == HEADING and block.level <= first.level]
    return first if read_heading(first.text).what == MATTER and same == [first] else None


def _spoken(name: str) -> str:
    text = name.replace("-", " ")
    return text[:1].upper() + text[1:]


def _vehicle(
    labels: Labels, title: str, where: str, blocks: Sequence[Block], vehicles: VehicleReader
) -> Found:
    if labels.vehicle:
        words = " ".join(block.text for block in blocks)
        return vehicles.named(labels.vehicle, labels.vehicle_where, words)
    found = vehicles.in_title(title, where)
    return found or vehicles.in_text([block.text for block in blocks], "the text") or NONE


def _sections(plan: Outline, findings: list[str], source: Source) -> list[DraftSection]:
    sections: list[DraftSection] = []
    for part in plan.parts:
        own, about = _tools(part.tools)
        part.groups[0].blocks[:0] = about
        made = [section for section in SectionText(part, _kind(part), findings).read() if section.passages]
        if not made:
            plan.tools += part.tools
            _note_empty(part.title if part.what != INTRO else "", part.where, source)
        for group in part.groups:
            _note_empty(group.heading if not group.blocks and group.what != STEP else "", group.where, source)
        for section in made:
            section.tools = [tool.text for tool in own]
            if section.steps and section.kind in ("explanation", "help"):
                section.kind = "procedure"
        sections += made
    return [section for section in sections if section.passages]


def _note_empty(heading: str, where: str, source: Source) -> None:
    """Notes a heading with nothing below it."""
    source.leave_out(heading, "a heading without text of its own", where)


def _kind(part: Part) -> str:
    if part.what == CLOSING:
        text = " ".join(block.text for group in part.groups for block in group.blocks)
        return (
            "help"
            if HELPERS.search(text) and not HELPS.fullmatch(part.title) and part.title == "In closing"
            else "explanation"
        )
    return KINDS.get(part.what, "explanation")


def _tools(blocks: Sequence[Block]) -> tuple[list[Said], list[Block]]:
    """The tools that blocks below a heading for tools list, and those that say something else about them."""
    items = [block for block in blocks if block.kind == ITEM]
    if not items:
        items = [block for block in blocks if not block.warns and _lists(block.text)]
        names = [(name, block.where) for block in items for name in listed(block.text)]
    else:
        names = [(block.text, block.where) for block in items]
    return [Said(name, where) for name, where in names], [block for block in blocks if block not in items]


def _lists(text: str) -> bool:
    """Whether a paragraph is a list of names: no sentence, or nothing but short pieces between commas."""
    pieces = listed(text)
    return all(len(piece) <= 50 for piece in pieces) and (len(pieces) > 2 or text[-1] not in ".!?:")


def _add_tools(draft: Draft, tools: Sequence[Said], about: Sequence[Block]) -> None:
    """Puts the list of tools in front, and the tools to the procedure where there is only one."""
    procedures = [section for section in draft.sections if section.steps]
    for section in draft.sections:
        section.tools = list(dict.fromkeys(section.tools))
    own = [tool for section in draft.sections for tool in section.tools]
    draft.tools = list(dict.fromkeys([*(tool.text for tool in tools), *own]))
    if len(procedures) == 1 and not procedures[0].tools:
        procedures[0].tools = list(dict.fromkeys(tool.text for tool in tools))
    passages = [Passage(lines=said(block)) for block in about]
    if tools:
        section = DraftSection("Tools", "tools", tools[0].where, name="tools")
        section.tools = list(dict.fromkeys(tool.text for tool in tools))
        section.passages = [Passage(lines=_once(tools)), *passages]
        draft.sections.insert(0, section)
    elif passages:
        draft.sections.insert(0, DraftSection("Tools", "tools", about[0].where, "tools", passages))


def _once(tools: Iterable[Said]) -> list[Said]:
    return list({tool.text: tool for tool in reversed(list(tools))}.values())[::-1]


def _name_sections(draft: Draft) -> None:
    """Gives each section an id of its own within the document."""
    taken: set[str] = set()
    for section in draft.sections:
        if section.title == draft.title:
            wanted = "steps" if section.steps else "about"
        else:
            wanted = section.name or (
                f"faq-{slug(section.title)}" if section.kind == "faq" else slug(section.title)
            )
        wanted = wanted[:60].strip("-") or "section"
        name, count = wanted, 1
        while name in taken:
            count += 1
            name = f"{wanted}-{count}"
        taken.add(name)
        section.name = name


def _note_missing(draft: Draft) -> None:
    if not any(section.steps for section in draft.sections):
        draft.findings.append("no steps were recognised")
    if not draft.tools:
        draft.findings.append("no list of tools was recognised")
