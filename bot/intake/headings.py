"""What a heading announces: tools, steps, a numbered step or method, questions, prevention, help, or a matter of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

TOOLS, STEPS, STEP, METHOD, FAQ, QUESTION = "tools", "steps", "step", "method", "faq", "question"
PREVENTION, HELP, CLOSING, WARNINGS, MATTER = "prevention", "help", "closing", "warnings", "matter"

_NEED = (
    r"(required |necessary |recommended |special |needed )?(tools?|parts?|materials?|equipment|supplies"
    r"|consumables|items|ingredients)"
    r"( list|)"
)
PATTERNS = (
    (
        TOOLS,
        rf"(the )?{_NEED}(\s*(,|&|and|\+|/|or)\s*{_NEED})*( (you(['’]ll| will)?|we(['’]ll)?) (need|use)"
        rf"| (required|needed|necessary|used|list)"
        rf"|( needed| required)? for (this|the) (job|repair|task|guide))*|(things |what "
        rf"|everything )?(you(['’]ll| will| may| might)?|i) "
        r"(need|require)( for this (job|repair|guide))?|what (to have|is needed|do i need)( ready)?\??"
        r"|gather .*(tools|materials|supplies).*",
    ),
    (
        STEPS,
        r"(the )?(steps?( to follow)?|instructions?|procedures?|directions?|method|walk-?through"
        r"|how to do it|what to do"
        r"|step[- ]by[- ]step( (instructions?|guide|procedure|directions?))?|(repair|removal|replacement"
        r"|installation|disassembly|reassembly)?"
        r" ?(steps|instructions|procedure))",
    ),
    (
        FAQ,
        r"(frequently asked |common )?questions?( (and|&) answers?)?|faqs?|q\s*(&|and)\s*a|people also ask",
    ),
    (
        CLOSING,
        r"conclusions?|summary|in closing|final (thoughts|words)|the bottom line|wrapping up|to sum up"
        r"|key takeaways",
    ),
    (
        WARNINGS,
        r"(important )?(safety|warnings?|cautions?|dangers?|precautions?)( (first|information|notes?"
        r"|notices?|precautions?|warnings?|tips))?"
        r"|before you (begin|start)",
    ),
)
COMPILED = tuple((what, re.compile(pattern, re.IGNORECASE)) for what, pattern in PATTERNS)
NUMBERED = re.compile(
    r"(?P<what>step|method|option|part|way|approach"
    r"|procedure)\s*#?\s*(?P<number>\d{1,3})\s*(?:[:.)–—-]\s*|\s|$)(?P<title>.*)",
    re.IGNORECASE,
)
PREVENTS = re.compile(
    r"(?:how to )?(?:prevent|avoid|preventing|avoiding|prevention)\b|.*\b(?:prevent"
    r"|avoid)(?:ing)? (?:future|another|further)\b"
    r"|(?:preventive|preventative|regular|routine) .*(?:maintenance|care)",
    re.IGNORECASE,
)
HELPS = re.compile(
    r".*\b(?:professional|mechanic|roadside|dealer|technician|service cent(?:er|re))\b.*\b(?:help"
    r"|assistance|service)?|"
    r"(?:when to |getting |further |more )(?:call|ask|get|seek)?.*\bhelp\b.*|still need help.*"
    r"|where to get help",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heading:
    """What a heading announces, its number where it has one, and its title without the number."""

    what: str
    title: str
    number: int = 0


def read_heading(text: str) -> Heading:
    """What a heading announces."""
    bare = text.strip(" :.*–—-")
    for what, pattern in COMPILED:
        if pattern.fullmatch(bare):
            return Heading(what, bare)
    if found := NUMBERED.fullmatch(bare):
        what = STEP if found["what"].lower() == "step" else METHOD
        return Heading(what, found["title"].strip() or bare, int(found["number"]))
    if bare.endswith("?"):
        return Heading(QUESTION, bare)
    if PREVENTS.match(bare):
        return Heading(PREVENTION, bare)
    if HELPS.fullmatch(bare):
        return Heading(HELP, bare)
    return Heading(MATTER, bare)
