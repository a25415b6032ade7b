"""Which step answers a question for a detail: a size, an amount, a torque, a place."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from bot.search.catalogue.features import Prepared, Question
from bot.search.catalogue.words import stems_of, words_of

NUMBER = r"(?:\d+(?:[.,/]\d+)?|[.]\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|quarter)"
# What is asked for: how a question for it looks, and how a text looks that tells it. Units of the trade.
DETAILS = {
    "torque": (
        r"\btorques?d?\b|\bhow tight\b|\b(?:ft|foot|inch)[ -]?(?:lbs?|pounds?)\b|\bnm\b|\bnewton",
        NUMBER + r"(?:\s*-\s*" + NUMBER + r")?\s*(?:(?:ft|foot|feet|in|inch)[ .·-]*(?:lbs?|pounds?)|lbs?[ .·-]*(?:ft|in)|n[ ·-]?m\b|newton)|\btorque to\b",
    ),
    "amount": (
        r"\bhow (?:much|many (?:quarts?|lit(?:er|re)s?|pints?|ounces?|oz|cups?|ml|cc|cans?|bottles?))\b|\bcapacity\b|\bquantity\b|\bamount\b|\bvolume\b",
        NUMBER + r"\s*-?\s*(?:us )?(?:quarts?|qts?|lit(?:er|re)s?|l\b|ml|cc|pints?|gallons?|gal\b|oz|ounces?|cups?|bottles?|cans?)",
    ),
    "pressure": (r"\bpsi\b|\bpressure\b|\bkpa\b|\bhow hard\b", NUMBER + r"\s*(?:psi|bar|kpa|pounds)\b"),
    "gap": (r"\bgap(?:ped|ping|s)?\b|\bclearance\b|\bhow (?:far|wide|close)\b|\bplay\b", NUMBER + r"\s*(?:\"|”|inch|in\b|mm|cm)|[.]0\d\d|\bgap\b"),
    "size": (
        r"\b(?:what|which|wat|wich)(?: \w+){0,2}? (?:sizes?|sized|socket|spanner|wrench|allen|allens|hex|torx|bits?|keys?|screwdriver|length|diameter)\b"
        r"|\bsizes?\b|\bhow (?:big|wide|thick)\b|\bmm\b|\bdiameter\b|\blength\b|\bwhat (?:torx|allen|socket)\b|\bhow long (?:is|are|a)\b",
        NUMBER + r"\s*-?\s*(?:mm|cm|inch(?:es)?|in\b|[\"”])|\bt-?\d\d?\b|\bphillips\b|\btorx\b|#\d",
    ),
    "time": (
        r"\bhow long (?:do|does|should|must|to|before|till?|until|for|will|it|can|does)\b|\bhow many (?:minutes?|mins?|hours?|seconds?|days?)\b|\bfor how long\b",
        NUMBER + r"\s*-?\s*(?:\d+ )?(?:minutes?|mins?|hours?|hrs?|seconds?|secs?|days?)\b|\bovernight\b",
    ),
    "count": (r"\bhow many\b", r"\b" + NUMBER + r"\b"),
    "sort": (
        r"\b(?:what|which|wat|wich)(?: \w+){0,1}? (?:kind|type|sort|grade|weight|oil|fluid|coolant|grease|bulb|fuse|cell|batter\w+|glue|number|brand|chip|grit|amps?|ones?)\b|\bnumber of\b|\bviscosity\b",
        r"\b(?=\w*[a-z])(?=\w*\d)\w[\w-]+\b|\bdot ?\d\b|\b\d{4}\b|\bgrit\b",
    ),
    "place": (r"\bwhere(?:s|'s)?\b|\blocat(?:ed|ion)\b|\bwhich side\b", r"\blocat\w*|\bunder(?:neath)?\b|\bbehind\b|\bnext to\b|\bside\b|\bbelow\b|\babove\b|\bbetween\b"),
    "temperature": (r"\bhow (?:hot|warm)\b|\btemperature\b|\bdegrees\b", NUMBER + r"\s*(?:°|degrees|f\b|c\b)"),
}  # fmt: skip
ASKED = {name: re.compile(pattern, re.IGNORECASE) for name, (pattern, _) in DETAILS.items()}
TOLD = {name: re.compile(pattern, re.IGNORECASE) for name, (_, pattern) in DETAILS.items()}
# A question for something in particular, and not for the way to do it or for the tools.
ASKING = re.compile(
    r"(?<!how )\b(?:what|whats|what's|which|wich|wat|where|wheres|who|when|how (?!(?:do|to|can|does|would|should|could|did|one|you|i)\b)\w+"
    r"|how should|do i (?:need to|have to)|is (?:it|there|the)|are (?:there|the)|can i (?:reuse|use)|should (?:i|it|the)"
    r"|(?:does|do|is|are|will|can|should|must|did) (?:i|you|the|my|a|an|it|this|that|these|they|one)|either|or)\b",
    re.IGNORECASE,
)
WHOLE = re.compile(
    r"\bwhat (?:all )?(?:do|will|would|should) (?:i|you|we) (?:all )?(?:need|buy|get|have)\b|\bwhat (?:tools?|to buy|do i do)\b|\bwhich tools?\b|\btools?\b"
    r"|\bwhat(?:s| is|'s) (?:the )?(?:order|procedure|process|best way)\b|\bwhat(?:s| is|'s) wrong\b",
    re.IGNORECASE,
)
EXACT = frozenset(DETAILS) - {"place", "sort", "count"}
SHARED, TELLING, HINTING = (
    0.4,
    0.9,
    0.5,
)  # what words in common, the exact detail and the like of it are worth
CLOSE, LEAD = (
    0.5,
    0.12,
)  # a step this like a question, and so much more than the title, is meant without being asked for


def details(text: str) -> frozenset[str]:
    """What a question asks for, of the details that have a form of their own."""
    return frozenset(name for name, pattern in ASKED.items() if pattern.search(text))


def answering_step(question: Question, section: Prepared) -> tuple[int, str] | None:
    """The step that answers a question for a detail; None where the question is for the whole procedure."""
    steps = section.entry.steps
    if not steps:
        return None
    asked = details(question.text)
    particular = bool(asked - {"place"}) or bool(
        ASKING.search(question.text) and not WHOLE.search(question.text)
    )
    likeness = np.maximum(section.steps(question.vector), section.likest_clause(question.clauses))
    title = float(section.vectors[0] @ question.vector)
    if not particular and float(likeness.max()) <= max(CLOSE, title + LEAD):
        return None
    scores = likeness + SHARED * _shared(question, section) + _telling(asked, [text for _, text in steps])
    return steps[int(np.argmax(scores))]


def _shared(question: Question, section: Prepared) -> np.ndarray:  # type: ignore[type-arg]
    """For every step the share of the question's words that it holds, those in few steps counting more."""
    held = [set(stems_of(words_of(text))) for _, text in section.entry.steps]
    weights = {}
    for stem in question.stems:
        count = sum(stem in stems for stems in held)
        if count:
            weights[stem] = math.log(1 + len(held) / count) * (0.6 if stem in section.title_stems else 1.0)
    total = sum(weights.values()) or 1.0
    return np.asarray(
        [sum(weight for stem, weight in weights.items() if stem in stems) / total for stems in held]
    )


def _telling(asked: frozenset[str], texts: Sequence[str]) -> np.ndarray:  # type: ignore[type-arg]
    """For every step what it is worth that it tells something of the kind asked for."""
    exact = np.asarray([any(TOLD[name].search(text) for name in asked & EXACT) for text in texts], float)
    hint = np.asarray([any(TOLD[name].search(text) for name in asked - EXACT) for text in texts], float)
    return TELLING * exact + HINTING * hint
