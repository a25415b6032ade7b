"""Procedures that deal with something dangerous and do not warn of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.library.model import Document, Line, Section
from bot.review.finding import NOTE, WARNING, Finding
from bot.review.words import clipped

KIND = "no-warning"
# How people caution, besides a line that is marked as a warning.
CAUTION = re.compile(
    r"\b(?:warning|caution|danger(?:ous)?|careful(?:ly)?|beware|never|do not|don['’]t|make sure|be sure|wear|avoid|protect|"
    r"safety|gloves|goggles|eyewear|hazard|must not|should not|before you start|keep\b.{0,40}\baway)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Danger:
    """Something that hurts: words that call for a warning, and words by which a caution is seen to be about it."""

    name: str
    severity: str
    calls: re.Pattern[str]
    meant: re.Pattern[str]
    cure: str


def _danger(name: str, severity: str, calls: str, meant: str, cure: str) -> Danger:
    return Danger(
        name, severity, re.compile(rf"\b(?:{calls})", re.I), re.compile(rf"\b(?:{calls}|{meant})", re.I), cure
    )


DANGERS = (
    _danger(
        "a raised vehicle", WARNING,
        r"jack(?:s|ed|ing)?\b|axle stands?|(?:lift(?:ing)?(?: up)?|rais(?:e|ing)) the (?:car|vehicle|truck|front|rear)\b"
        r"|(?:crawl|slide|lie|get|go|work|reach|climb)\w* (?:\w+ )?(?:under|beneath) the (?:car|vehicle|truck)\b",
        r"stands?\b|crush|fall|chock|support|parking brake|level ground",
        "say what holds it: stands on firm ground, wheels chocked, never only a jack",
    ),
    _danger(
        "a battery", NOTE,
        r"batter(?:y|ies)\b|jumper cables?|jump[- ]start",
        r"acid|spark|short|terminals?|metal tools?|puncture|lithium|explo|smok|negative|disconnect|polarity",
        "say what must not happen: short circuits, sparks, a pierced cell, swapped clamps",
    ),
    _danger(
        "fuel", WARNING,
        r"fuel (?:line|tank|pump|hose|filter|rail|valve|injector|tap)|gasoline|petrol\b|diesel fuel|gas tank|carburetor bowl",
        r"fuel|flame|spark|smok|fire|ignit|ventilat|flammable|fumes|vapou?rs?",
        "say to keep flames, sparks and hot parts away, and to air the place",
    ),
    _danger(
        "brake fluid", WARNING,
        r"brake fluid|bleed(?:ing)? (?:the )?brakes?|brake (?:line|hose)|bleeder",
        r"paint|skin|eyes?\b|corro|gloves|wipe|spill",
        "say that it harms skin and paint, and that the brakes are tried before driving",
    ),
    _danger(
        "coolant", WARNING,
        r"coolant|antifreeze|radiator",
        r"hot|cool(?:ed)?\b|burn|scald|pressure|poison|toxic|pets?\b|spill",
        "say to let the engine cool before it is opened, and to keep it away from children and animals",
    ),
    _danger(
        "an airbag", WARNING,
        r"air ?bags?|srs\b",
        r"disconnect|deploy|minutes|battery",
        "say to disconnect the battery and wait as the manual says before it is touched",
    ),
    _danger(
        "hot parts", NOTE,
        r"hot\b|exhaust|muffler|solder(?:ing)?\b|heat gun|boiling",
        r"burn|cool(?:ed)?\b|gloves|heat|scald",
        "say to let it cool, or how not to be burned",
    ),
    _danger(
        "a spring under tension", WARNING,
        r"(?:coil )?spring compressor|compress(?:ed)? (?:the )?spring|strut nut|garage door spring",
        r"tension|release|force|injur|eye",
        "say what holds the spring, and what happens when it comes loose",
    ),
)  # fmt: skip


def without_warnings(document: Document) -> Iterator[Finding]:
    """One finding for each danger of a procedure that neither it nor a warning elsewhere in the document speaks of."""
    marked = [line for section in document.sections for line in section.lines if line.role == "warning"]
    for section in document.sections:
        if section.kind == "procedure":
            yield from _of_section(document, section, marked)


def _of_section(document: Document, section: Section, marked: Sequence[Line]) -> Iterator[Finding]:
    lines = [line for line in section.lines if line.role in ("text", "warning")]
    cautions = [line.text for line in lines if CAUTION.search(line.text)] + [line.text for line in marked]
    for danger in DANGERS:
        call = next((line for line in lines if danger.calls.search(line.text)), None)
        if call is None or any(danger.meant.search(text) for text in cautions):
            continue
        match = danger.calls.search(call.text)
        word = match[0] if match else ""
        what = f"{clipped(section.title, 40)!r} deals with {danger.name} ({word!r}) and does not warn of it"
        cure = f"add a line `Warning: …`; {danger.cure}"
        yield Finding(document.id, KIND, danger.severity, document.file, call.number, what, cure)
