"""Patterns for spaCy's EntityRuler: from the vocabulary, the library's documents and the world's makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.language.lexicon import Lexicon
from bot.language.numbers import ONES, SPOKEN, TENS
from bot.library.model import Library

KEEP = "keep"  # a phrase in which nothing counts; taken out again by the context component
SPOKEN_TENS = re.compile(rf"\b({'|'.join(TENS)}) (?=(?:{'|'.join(ONES[1:])})\b)")


def gazetteer_patterns(lexicon: Lexicon, library: Library) -> list[dict[str, str]]:
    """One phrase pattern for each thing; of a phrase's several meanings the last one in this order counts."""
    labels: dict[str, str] = {}
    labels.update((words, vehicle[0]) for words, vehicle in lexicon.vehicles.items())
    labels.update((words, "year") for words in SPOKEN)
    for label in ("body", "part", "tool", "state"):
        labels.update((phrase, label) for phrase in _spellings(lexicon, lexicon.entities[label]))
    labels.update((tool, "tool") for tool in _tools(library))
    labels.update((sign.lower(), "state") for sign in _signs(library))
    labels.update((phrase, KEEP) for phrase in lexicon.keep)
    patterns = {variant: label for phrase, label in labels.items() for variant in _variants(phrase)}
    return [{"label": label, "pattern": phrase} for phrase, label in sorted(patterns.items())]


def _spellings(lexicon: Lexicon, phrases: Iterable[str]) -> Iterator[str]:
    """The phrases and whatever folds to one of them."""
    names = set(phrases)
    yield from names
    yield from (phrase for phrase, target in lexicon.folds.items() if target in names)


def _tools(library: Library) -> Iterator[str]:
    for document in library.documents:
        for section in document.sections:
            for tool in section.tools:
                yield from (name.lower() for name in (tool.name, *tool.instead))
            yield from (name.lower() for name in section.optional_tools)


def _signs(library: Library) -> Iterator[str]:
    return (sign for document in library.documents for plan in document.plans for sign in plan.signs)


def _variants(phrase: str) -> Iterator[str]:
    """The phrase, and with a hyphen where it has two words; the phrase itself comes last and wins."""
    if "n't" in phrase:  # spaCy leaves shouted contractions in one piece
        yield re.sub(r"\w+n't", lambda match: match[0].replace("'", "").upper(), phrase)
    words = phrase.split()
    if len(words) == 2 and not words[1].startswith("'"):
        yield "-".join(words)
        if words[1].isdigit():
            yield ".".join(words)
    if SPOKEN_TENS.search(phrase):
        yield SPOKEN_TENS.sub(r"\1-", phrase)
    yield phrase
