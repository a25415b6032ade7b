"""Claims that need power, in a procedure for a vehicle whose battery is dead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.library.model import Document, Section
from bot.review.finding import WARNING, Finding
from bot.review.words import clipped, sentences

KIND = "needs-power"
CURE = "take it out, or say how it works without power"
DEAD = re.compile(
    r"\b(?:dead|drained|flat|discharged|empty|no) (?:\w+ )?(?:battery|power)\b|\bbattery (?:is|has|was|went|goes) "
    r"(?:\w+ )?(?:dead|drained|flat|discharged|empty|died)|\bwithout (?:any )?power\b|\bpower loss\b|\bbattery died\b",
    re.IGNORECASE,
)
POWERED = re.compile(
    r"\b(?:key ?fob|remote|unlock button|trunk button|(?:press|push|hold|use|tap) the (?:\w+ ){0,3}"
    r"(?:button|switch|fob|remote)"
    r"|power (?:window|lock|seat|tailgate|liftgate|mirror)s?|central locking"
    r"|electric(?:al|ally)?(?: \w+)? (?:release|switch|lock|motor|window|opener|latch)"
    r"|(?:turn|switch) on the (?:ignition|lights?|headlights?|radio|hazards?)|start the (?:engine|car|motor)"
    r"|(?:interior|dome|warning|indicator|dashboard) lights? (?:comes?|will come|turns?) on"
    r"|touch ?screen|infotainment|idrive|smartphone app|(?:the|an?|your) app\b)",
    re.IGNORECASE,
)
# The sentence itself knows that it does not work, or is about something else that has power.
KNOWN = re.compile(
    r"\b(?:not|no|never|without|cannot|fails?|unable|useless|instead|even (?:if|when)|dead|metal|mechanical|blade|inside"
    r"|hidden|if|once|after|when|restored|again|other (?:car|vehicle)|donor|working|helper)\b|n['’]t\b",
    re.IGNORECASE,
)
BROUGHT = re.compile(r"\bjump|charg(?:e|er|ing)\b|booster|power ?bank|starter pack|donor", re.IGNORECASE)


def claims_of_power(document: Document) -> Iterator[Finding]:
    """Sentences that only a vehicle with power can fulfil; a section that brings power is left alone from there."""
    whole = bool(DEAD.search(document.title)) or any(plan.power == "none" for plan in document.plans)
    for section in document.sections:
        if (
            section.kind == "procedure"
            and (whole or _is_for_dead(section))
            and not BROUGHT.search(section.title)
        ):
            yield from _of_section(document, section)


def _is_for_dead(section: Section) -> bool:
    before_steps = [line.text for passage in section.passages[:2] for line in passage]
    return any(DEAD.search(text) for text in (section.title, *before_steps))


def _of_section(document: Document, section: Section) -> Iterator[Finding]:
    for line in section.lines:
        if line.role != "text":
            continue
        for sentence in sentences(line.text):
            if BROUGHT.search(sentence):
                return
            match = POWERED.search(sentence)
            if match and not KNOWN.search(sentence):
                what = f"needs power though the battery is dead: {clipped(sentence)!r}"
                yield Finding(document.id, KIND, WARNING, document.file, line.number, what, CURE)
