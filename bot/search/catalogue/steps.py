"""Which step answers a question for a detail: a size, an amount, a torque, a place."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.search.catalogue.details import Detail, details
from bot.search.catalogue.features import Prepared, Question
from bot.search.catalogue.words import stems_of, words_of

Scores = NDArray[np.float64]
# A question for something in particular ...
ASKING = re.compile(
    r"\b(?:what|whats|what's|which|wich|wat|where|wheres|who|when|how should|either|or"
    r"|how (?!(?:do|to|can|does|would|should|could|did|one|you|i)\b)\w+"
    r"|(?<!how )(?<!i )(?:does|do|is|are|will|can|should|must|did)"
    r" (?:i|you|the|my|a|an|it|this|that|there|these|they|one))\b",
    re.IGNORECASE,
)
# ... and not for the tools or the way to do it.
WHOLE = re.compile(
    r"\bwhat (?:all )?(?:do|will|would|should) (?:i|you|we) (?:all )?(?:need|buy|get|have)\b|\bwhat (?:to buy|do i do)\b"
    r"|\btools?\b|\bwhat(?:s| is|'s) (?:the )?(?:order|procedure|process|best way|wrong)\b",
    re.IGNORECASE,
)
SHARED, EXACT, HINT = 0.4, 0.9, 0.7  # what words in common, the exact detail and the like of one are worth
CLOSE, LEAD = (
    0.5,
    0.12,
)  # a step this like a question, and so much more than the title, is meant without being asked for
SENTENCE = re.compile(r"(?<=[.!?;])\s+")
SAID_BY_TITLE = 0.6  # how much a word counts that the title says too


def answering_step(question: Question, section: Prepared) -> tuple[int, str] | None:
    """The step that answers a question for a detail; None where the question is for the whole procedure."""
    steps = section.entry.steps
    if not steps:
        return None
    asked = question.details
    particular = asks_detail(question.text)
    likeness = np.maximum(section.steps(question.vector), section.likest_clause(question.clauses))
    weights = _weights(question, section)
    title = float(section.vectors[0] @ question.vector)
    if not particular and float(likeness.max()) <= max(CLOSE, title + LEAD):
        return None
    told = [_best_sentence(question, asked, text, weights) for _, text in steps]
    return steps[int(np.argmax(likeness + np.asarray(told)))]


def _weights(question: Question, section: Prepared) -> dict[str, float]:
    """The share that each of the question's words has, those in few steps having more."""
    held = [set(stems_of(words_of(text))) for _, text in section.entry.steps]
    weights = {}
    for stem in question.stems:
        count = sum(stem in stems for stems in held)
        if count:
            share = SAID_BY_TITLE if stem in section.title_stems else 1.0
            weights[stem] = math.log(1 + len(held) / count) * share
    total = sum(weights.values()) or 1.0
    return {stem: weight / total for stem, weight in weights.items()}


def _best_sentence(
    question: Question, asked: Sequence[Detail], text: str, weights: Mapping[str, float]
) -> float:
    """What a step's best sentence is worth: by the question's words, and by telling what is asked for."""
    whole = set(stems_of(words_of(text)))
    best = 0.0
    for sentence in SENTENCE.split(text):
        stems = set(stems_of(words_of(sentence)))
        near = sum(weight for stem, weight in weights.items() if stem in stems)
        far = sum(weight for stem, weight in weights.items() if stem in whole)
        exact = any(one.told.search(sentence) for one in asked if one.exact)
        hint = any(one.told.search(sentence) for one in asked if not one.exact)
        best = max(best, SHARED * (near + far) / 2 + (EXACT * exact + HINT * hint))
    return best


def asks_detail(text: str) -> bool:
    """Whether a question is for something in particular by its form, not for the whole procedure."""
    wanted = bool(ASKING.search(text)) and not WHOLE.search(text)
    return wanted or any(not detail.needs_asking for detail in details(text))
