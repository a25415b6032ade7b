"""What a document lacks on its face: a vehicle, a step of a numbered list, steps at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.library.model import Document, Section
from bot.review.finding import NOTE, WARNING, Finding
from bot.review.vehicles import about_any
from bot.review.words import clipped

POINTED = re.compile(r"\bsteps?\s+(\d{1,3})(?:\s*(?:-|–|to|and|through)\s*(\d{1,3}))?", re.IGNORECASE)
NUMBERED = re.compile(r"(?P<name>[a-z ]*?)\s*#?(?P<number>\d{1,2})[.:)]?(?:\s+\S|$)", re.IGNORECASE)
ELSEWHERE = re.compile(r"\b(?:guide|article|section|page|chapter|manual)\b", re.IGNORECASE)


def without_vehicle(document: Document) -> Iterator[Finding]:
    """Steps that are for any vehicle, as nothing says for which."""
    stepping = next((section for section in document.sections if section.steps), None)
    if stepping and about_any(document.vehicle):
        what = f"steps without a vehicle: {clipped(stepping.title)!r} is offered for every one"
        cure = "name make and model in `vehicle`, or leave `any` where that is right"
        yield Finding(document.id, "no-vehicle", WARNING, document.file, document.line, what, cure)


def numbering(document: Document) -> Iterator[Finding]:
    """Gaps in numbered steps and headings, and sentences that point at a step that is not there."""
    for section in document.sections:
        yield from _gaps(document, section)
        yield from _pointing_nowhere(document, section)
    yield from _headings(document)


def without_steps(document: Document) -> Iterator[Finding]:
    """Procedures that say nothing to do in order."""
    for section in document.sections:
        if section.kind == "procedure" and not section.steps:
            what = f"procedure {clipped(section.title)!r} has no steps"
            cure = "number them below `### Steps`, or choose another kind"
            yield Finding(document.id, "no-steps", WARNING, document.file, section.line, what, cure)


def _gaps(document: Document, section: Section) -> Iterator[Finding]:
    for due, step in enumerate(section.steps, 1):
        if step.number != due:
            what = f"step {step.number} stands where step {due} is due"
            cure = "look into the source for what is missing, and number without a gap"
            line = step.lines[0].number if step.lines else section.line
            yield Finding(document.id, "numbering", WARNING, document.file, line, what, cure)
            return


def _pointing_nowhere(document: Document, section: Section) -> Iterator[Finding]:
    longest = max((len(other.steps) for other in document.sections), default=0)
    for line in section.lines:
        for match in POINTED.finditer(line.text):
            highest = max(int(number) for number in match.groups() if number)
            if longest and highest > longest and not ELSEWHERE.search(line.text):
                what = f"points at {match[0]!r}, but there are {longest} steps"
                cure = "look into the source for what is missing, or correct the number"
                yield Finding(document.id, "numbering", WARNING, document.file, line.number, what, cure)


def _headings(document: Document) -> Iterator[Finding]:
    """Headings such as "Method 1", "Method 3"."""
    last: dict[str, int] = {}
    for section in document.sections:
        match = NUMBERED.match(section.title)
        if match is None:
            continue
        name, number = match["name"].strip().casefold(), int(match["number"])
        due = last.get(name, 0) + 1
        if name in last and number > due:
            what = f"{clipped(section.title)!r} comes where number {due} is due"
            cure = "look into the source for what is missing, or correct the number"
            yield Finding(document.id, "numbering", NOTE, document.file, section.line, what, cure)
        last[name] = number
