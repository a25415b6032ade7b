"""The vocabulary as plain data: `vocabulary.yml`, a shop's own file and the library's names together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.language.makes import Makes, Name, expanded, read_yaml
from bot.language.vehicle_names import vehicle_names
from bot.language.weights import english_words
from bot.language.words import split_words
from bot.library.model import Library

VOCABULARY_FILE = Path(__file__).with_name("vocabulary.yml")
# Letters that a word needs before slips of it are mended; the short ones are too near to other words.
SHORTEST_OTHER = 5
SHORTEST_MAKE = 5
SHORTEST_MODEL = 7
Vehicle = tuple[str, int, list[str]]  # label, doubt (see makes.yml), makes


@dataclass(frozen=True)
class Lexicon:
    """Everything the vocabulary needs, as JSON can hold it; phrases are words with single blanks between."""

    spellings: dict[str, str]  # phrase -> what it is read as
    folds: dict[str, str]  # phrase -> the shop's word
    keep: list[str]  # phrases that stay as they are
    vehicles: dict[str, Vehicle]
    entities: dict[str, dict[str, str]]  # label -> phrase -> the one name of the thing
    power: dict[str, str]  # state -> how much power the car then has, in the words of a plan
    targets: dict[str, int]  # words that slips are mended to -> rank, the trade's own words first
    known: list[str]  # words that are never mended
    emoji: dict[str, str]
    codes: dict[str, str]

    @classmethod
    def compile(cls, library: Library, extra: Path | None = None) -> Lexicon:
        """Reads the shipped vocabulary, the shop's file `extra`, and the names in the library."""
        content = read_vocabulary(extra)
        names = vehicle_names(library)
        folds = {phrase: target for target, text in content["folds"].items() for phrase in phrases(text)}
        spellings = {
            phrase: target for target, text in content["spellings"].items() for phrase in phrases(text)
        }
        return cls(
            spellings=spellings,
            folds=folds,
            keep=sorted(set(phrases(content["keep"]))),
            vehicles={" ".join(words): _vehicle(names, words) for words in names.names},
            entities={label: _named(entries) for label, entries in content["entities"].items()},
            power={state: power for power, text in content["power"].items() for state in phrases(text)},
            targets=_targets(content, folds, names, library),
            known=sorted(_known(content, spellings, folds, names)),
            emoji={sign: words for words, signs in content["emoji"].items() for sign in signs.split()},
            codes={code: words for words, codes in content["codes"].items() for code in codes.split()},
        )

    @classmethod
    def from_json(cls, text: str) -> Lexicon:
        """Reads what `to_json` wrote."""
        return cls(**json.loads(text))

    def to_json(self) -> str:
        """The same text for the same content."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_vocabulary(extra: Path | None = None) -> dict[str, Any]:
    """The shipped vocabulary file with a shop's own laid over it."""
    content: dict[str, Any] = dict(read_yaml(VOCABULARY_FILE))
    for key, value in (read_yaml(extra) if extra else {}).items():
        content[key] = _joined(content.get(key), value)
    return content


def phrases(text: object) -> Iterator[str]:
    """The phrases of a comma-separated list, braces expanded, in single blanks."""
    for part in str(text or "").split(","):
        if part.strip():
            yield from (" ".join(phrase.split()) for phrase in expanded(part.strip()))


def _joined(ours: Any, theirs: Any) -> Any:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return {**ours, **{key: _joined(ours.get(key), value) for key, value in theirs.items()}}
    return f"{ours}, {theirs}" if ours and theirs else theirs or ours


def _named(entries: Mapping[str, str]) -> dict[str, str]:
    return {phrase: name for name, text in entries.items() for phrase in phrases(text)}


def _vehicle(names: Makes, words: tuple[str, ...]) -> Vehicle:
    found = min(names.names[words], key=lambda name: name.doubt)
    return found.label, found.doubt, sorted({name.make for name in names.names[words]})


def _known(
    content: Mapping[str, Any], spellings: Mapping[str, str], folds: Mapping[str, str], names: Makes
) -> set[str]:
    listed = phrases(content["never_mended"])
    vehicles = {word for words in names.names for word in words}
    entities = (
        phrase
        for entries in content["entities"].values()
        for text in entries.values()
        for phrase in phrases(text)
    )
    return (
        set(listed)
        | english_words()
        | vehicles
        | _single(spellings)
        | _all_words(folds)
        | _all_words(entities)
    )


def _single(texts: Iterable[str]) -> set[str]:
    return {words[0] for words in map(split_words, texts) if len(words) == 1}


def _all_words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in split_words(text)}


def _targets(
    content: Mapping[str, Any], folds: Mapping[str, str], names: Makes, library: Library
) -> dict[str, int]:
    """Rank 0: the trade's listed words and the library's vehicles; 1: its other words; 2: other vehicles."""
    sections = [section for document in library.documents for section in document.sections]
    first = _all_words(phrases(content["words"]))
    for document in library.documents:
        vehicle = document.vehicle
        first |= _all_words((vehicle.make, *vehicle.models, *vehicle.names))
    trade = _all_words(folds) | _all_words(folds.values())
    for entries in content["entities"].values():
        trade |= _all_words(phrase for text in entries.values() for phrase in phrases(text))
    trade |= _all_words(
        tool for section in sections for one in section.tools for tool in (one.name, *one.instead)
    )
    trade |= _all_words(name for section in sections for name in section.optional_tools)
    vehicles = {words[0]: found for words, found in names.names.items() if len(words) == 1}
    ranks = {word: 2 for word, found in vehicles.items() if _is_distinct(word, found)}
    return ranks | {word: 1 for word in trade if len(word) >= SHORTEST_OTHER} | dict.fromkeys(first, 0)


def _is_distinct(word: str, found: tuple[Name, ...]) -> bool:
    shortest = SHORTEST_MAKE if found[0].label == "make" else SHORTEST_MODEL
    return len(word) >= shortest and not min(name.doubt for name in found)
