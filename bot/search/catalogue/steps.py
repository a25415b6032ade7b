"""Which step answers a question for a detail: a size, an amount, a torque, a place."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.search.catalogue.features import Prepared, Question
from bot.search.catalogue.words import stems_of, words_of

# What is asked for, and how a text looks that tells it. General units of the trade.
NUMBER = r"\d+(?:[.,/]\d+)?"
DETAILS = {
    "torque": (
        r"\btorques?\b|\bhow tight\b|\b(?:ft|foot|lb|inch)[ -]?(?:lbs?|pounds?|ft)\b|\bnm\b|newton|\btighten(?:ed)? to\b",
        r"(?:ft|foot|in|inch|lbs?)[ .·-]*(?:lbs?|pounds?|ft|in)\b|\bnm\b|\bn[ ·-]?m\b|newton|torque",
    ),
    "amount": (
        r"\bhow (?:much|many (?:quarts?|liters?|litres?|pints?|ounces?|oz|cups?|ml|cc))\b|\bcapacity\b|\bquantity\b|\bamount\b|\bvolume\b",
        NUMBER + r"\s*-?(?:quarts?|qts?|lit(?:er|re)s?|l\b|ml|cc|pints?|gallons?|oz|ounces?|cups?|bottles?)|\bfull\b|dipstick|level",
    ),
    "pressure": (r"\bpsi\b|\bbar\b|\bpressure\b|\bkpa\b", NUMBER + r"\s*(?:psi|bar|kpa)\b|pressure"),
    "gap": (r"\bgap(?:ped|ping)?\b|\bclearance\b|\bhow (?:far|wide) apart\b", r"\bgap|clearance|0?\.\d{2,3}|feeler"),
    "size": (
        r"\b(?:what|which|wat) (?:\w+ ){0,2}?(?:size|sized|socket|spanner|wrench|allen|hex|torx|bit|key|screwdriver|length|diameter)\b|\bsizes?\b|\bhow (?:big|long|wide|thick)\b|\bmm\b|\bdiameter\b|\blength\b",
        NUMBER + r'\s*-?(?:mm|cm|inch(?:es)?|in\b|["”])|\bt-?\d\d\b|\bphillips\b|\bflat\b|\btorx\b|\b(?:allen|hex)\b',
    ),
    "time": (
        r"\bhow long (?:do|does|should|must|to|before|till|until|for|will|it)\b|\bhow many (?:minutes?|mins?|hours?|seconds?|days?)\b|\bminutes?\b",
        NUMBER + r"\s*-?(?:minutes?|mins?|hours?|hrs?|seconds?|secs?|days?)\b",
    ),
    "count": (
        r"\bhow many\b|\bnumber of\b",
        r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b",
    ),
    "kind": (
        r"\b(?:what|which|wat) (?:kind|type|sort|grade|weight|colou?r|oil|fluid|coolant|grease|lube|bulb|fuse|wire|connector|bolt|screw|nut|side|way|direction|number|one|part|hole|clip|tab|end|hose|line)\b",
        r"",
    ),
    "place": (r"\bwhere(?:s|'s)?\b|\blocat(?:ed|ion)\b|\bwhich side\b", r"\blocat|\bunder|\bbehind|\bnext to|\bside|\bbelow|\babove|\bnear|\bbetween"),
}  # fmt: skip
ASKED = {name: re.compile(pattern, re.IGNORECASE) for name, (pattern, _) in DETAILS.items()}
TOLD = {name: re.compile(pattern, re.IGNORECASE) for name, (_, pattern) in DETAILS.items() if pattern}
SHARED, TELLING, NUMBERED = 0.45, 0.22, 0.06
LEAD = 0.12  # by which a step must be closer than the title where no detail is asked for by its form
CLOSE = 0.5


def details(text: str) -> frozenset[str]:
    """What a question asks for, of the details that have a form of their own."""
    return frozenset(name for name, pattern in ASKED.items() if pattern.search(text))


def answering_step(question: Question, section: Prepared) -> tuple[int, str] | None:
    """The step that answers a question for a detail; None where the question is for the whole procedure."""
    entry = section.entry
    if not entry.steps:
        return None
    asked = details(question.text)
    likeness = section.steps(question.vector)
    title = float(section.vectors[0] @ question.vector)
    scores = [
        float(likeness[row]) + _told(question, asked, text, section) for row, (_, text) in enumerate(entry.steps)
    ]
    best = max(range(len(scores)), key=scores.__getitem__)
    if not asked and not (likeness[best] > max(CLOSE, title + LEAD)):
        return None
    return entry.steps[best]


def _told(question: Question, asked: frozenset[str], text: str, section: Prepared) -> float:
    """What the words of a step add: those of the question that the title does not say, and what the detail looks like."""
    has = set(stems_of(words_of(text)))
    own: Mapping[str, float] = {
        stem: weight * (0.5 if stem in section.title_stems else 1.0)
        for stem, weight in question.weights.items()
        if stem in section.text_stems
    }
    total = sum(own.values())
    shared = sum(weight for stem, weight in own.items() if stem in has) / total if total else 0.0
    telling = sum(bool(TOLD[name].search(text)) for name in asked if name in TOLD)
    number = float(bool(re.search(r"\d", text))) if asked - {"place", "kind"} else 0.0
    return SHARED * shared + TELLING * min(telling, 2) + NUMBERED * number
