"""The one name of what a mention means: "jump leads" are jumper cables, "flat" is dead, "'09" is 2009."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

from bot.language.makes import Makes, Name
from bot.language.numbers import year_of
from bot.language.vehicle_names import vehicle_names
from bot.language.vocabulary import Vocabulary
from bot.language.words import split_words
from bot.library.model import Library

NOT = "not_"
ARTICLES = re.compile(r"^(?:(?:a|an|the|my|any|some|one) )+")
VEHICLE_LABELS = frozenset(("make", "model", "chassis"))
SHORTEST_SLIP = 5  # letters of a name that may be misspelled


class Mentions:
    """Names mentions by one vocabulary and the library's vehicles."""

    def __init__(self, vocabulary: Vocabulary, library: Library) -> None:
        """Indexes the vocabulary's things by what they are called, in the shop's words."""
        self.vocabulary = vocabulary
        self._vehicles = vehicle_names(library)
        self._things = {
            label: {vocabulary.fold(phrase): name for phrase, name in entries.items()}
            for label, entries in vocabulary.lexicon.entities.items()
        }

    @classmethod
    def load(cls, library: Library, extra: Path | None = None) -> Mentions:
        """Names mentions by the shipped vocabulary, a shop's own file `extra`, and the library."""
        return cls(Vocabulary.load(library, extra), library)

    def canonical(self, label: str, text: str) -> str:
        """The one name of a mention; what no list knows comes back in the shop's words."""
        label = plain_label(label)
        if label == "year":
            year = year_of(text)
            return str(year) if year else text.strip()
        if label in VEHICLE_LABELS:
            shown = (name.shown for name in named_vehicles(self._vehicles, text) if name.label == label)
            return next(shown, text.strip())
        folded = ARTICLES.sub("", self.vocabulary.fold(text))
        return self._things.get(label, {}).get(folded, folded)

    def names(self, label: str) -> frozenset[str]:
        """The names that the vocabulary gives to things of one label."""
        return frozenset(self._things.get(plain_label(label), {}).values())

    def power(self, state: str) -> str | None:
        """How much power a state means the car has, in a plan's words; None where it says nothing of that."""
        return self.vocabulary.lexicon.power.get(self.canonical("state", state))


def canonical(label: str, text: str) -> str:
    """The one name of a mention by the shipped vocabulary: ("tool", "jump leads") gives "jumper cables"."""
    return _shipped().canonical(label, text)


def power(state: str) -> str | None:
    """How much power a state means the car has ("none", "some", "good") by the shipped vocabulary."""
    return _shipped().power(state)


def is_denied(label: str) -> bool:
    """Whether a label says that the message denies the thing, as not_tool does."""
    return label.startswith(NOT)


def plain_label(label: str) -> str:
    """The label without its denial."""
    return label.removeprefix(NOT)


def named_vehicles(names: Makes, text: str) -> tuple[Name, ...]:
    """What a mention of a make, model or code may name; slips are forgiven in longer names."""
    words = split_words(text)
    found = names.names.get(words)
    if found is None and sum(map(len, words)) >= SHORTEST_SLIP:
        spelled = {" ".join(known): known for known in names.names if len(known) == len(words)}
        near = extractOne(" ".join(words), spelled.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=2)
        found = names.names[spelled[near[0]]] if near else None
    return found or ()


@lru_cache(maxsize=1)
def _shipped() -> Mentions:
    return Mentions.load(Library())
