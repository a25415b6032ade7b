"""The words of which a document's vehicle is made: the names in its front matter, or in its title where those are general."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from bot.language.makes import Makes, Name, all_makes, read_yaml
from bot.language.words import split_words
from bot.library.model import Document, Vehicle
from bot.search.catalogue.parts import all_parts
from bot.search.catalogue.words import FUNCTION

FOLDER = Path(__file__).parent
OPEN = (None, None)
YEAR = re.compile(r"(?:19[3-9]|20[0-4])\d")
YEAR_SPAN = re.compile(r"\b((?:19[3-9]|20[0-4])\d)(?:\s*(?:-|–|to)\s*((?:19[3-9]|20[0-4])\d|\d\d))?\b")
ROMAN = {"ii": "2", "iii": "3", "iv": "4"}
ORDINALS = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4, "5th": 5, "fifth": 5,
            "6th": 6, "sixth": 6, "7th": 7, "seventh": 7, "8th": 8, "eighth": 8,
            "9th": 9, "ninth": 9, "10th": 10, "tenth": 10, "11th": 11, "12th": 12}  # fmt: skip
GENERATION = frozenset(("gen", "generation", "gens"))
MARK = re.compile(r"(?:mk|gen|mark)([1-9])|v([123])")
MOST_AFTER_MAKE = 3  # words of a title after a make that may be the model's
Years = tuple["int | None", "int | None"]


@dataclass(frozen=True)
class Generation:
    """What a maker's code stands for: words of a name, and model years."""

    words: tuple[str, ...]
    years: Years


@dataclass(frozen=True)
class Lore:
    """The general vocabulary of vehicles."""

    nicknames: dict[str, tuple[tuple[str, ...], ...]]  # joined words -> words of names
    generations: dict[str, Generation]  # joined words -> generation
    series: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    same_makes: dict[str, frozenset[str]]
    kinds: dict[tuple[str, ...], str]  # words -> kind of vehicle
    versions: frozenset[str]
    world: Makes

    @cached_property
    def kind_words(self) -> frozenset[str]:
        """All words that only say what kind of thing a vehicle is."""
        return frozenset(word for words in self.kinds for word in words)


@lru_cache(maxsize=1)
def lore() -> Lore:
    """The shipped vocabulary, read once."""
    content = read_yaml(FOLDER / "vehicles.yml")
    world = Makes(dict(all_makes().names))
    for names in Makes.load(FOLDER / "others.yml").names.items():
        words, found = names
        world.names[words] = (*world.names.get(words, ()), *found)
    nicknames = {
        "".join(split_words(said)): tuple(parted(name) for name in str(names).split(";"))
        for said, names in content["nicknames"].items()
    }
    pairs = [
        frozenset(part.strip().lower() for part in str(entry).split("/"))
        for entry in content.get("same_makes", ())
    ]
    return Lore(
        nicknames=nicknames,
        generations=_numbered(read_yaml(FOLDER / "generations.yml"), nicknames)
        | {
            "".join(split_words(code)): _generation(str(text))
            for code, text in content["generations"].items()
        },
        series=tuple((re.compile(pattern), parted(str(name))) for pattern, name in content["series"].items()),
        same_makes={make: pair for pair in pairs for make in pair},
        kinds={
            split_words(word): kind
            for kind, words in content["kinds"].items()
            for word in str(words).split(",")
        },
        versions=frozenset(str(content["versions"]).split()),
        world=world,
    )


@dataclass(frozen=True)
class Designation:
    """A vehicle as a question may name it: its make's words and its further words, each in order."""

    make: tuple[str, ...]
    words: tuple[str, ...]
    years: Years
    bodies: tuple[str, ...]
    kind: str  # of a document for any vehicle of a kind: that kind; else empty

    @property
    def is_general(self) -> bool:
        """Whether it means no vehicle in particular."""
        return bool(self.kind)

    def covers(self, year: int) -> bool:
        """Whether a model year is among its years."""
        first, last = self.years
        return (first is None or year >= first) and (last is None or year <= last)

    def overlaps(self, years: Years) -> bool:
        """Whether some model year is both among its years and among these."""
        (first, last), (other_first, other_last) = self.years, years
        return not (
            (last is not None and other_first is not None and last < other_first)
            or (first is not None and other_last is not None and first > other_last)
        )


def parted(text: str) -> tuple[str, ...]:
    """The words of a vehicle's name, generations as "gen2", Roman numbers as digits."""
    words, out, index = split_words(text), list[str](), 0
    while index < len(words):
        word, following = words[index], words[index + 1] if index + 1 < len(words) else ""
        if word in ORDINALS and following in GENERATION:
            out.append(f"gen{ORDINALS[word]}")
            index += 2
        elif word in GENERATION | {"mk", "mark"} and re.fullmatch(r"\d|i{1,3}|iv", following):
            out.append(f"gen{ROMAN.get(following, following.replace('i', '1'))}")
            index += 2
        else:
            match = MARK.fullmatch(word)
            out.append(f"gen{match[1] or match[2]}" if match else ROMAN.get(word, word))
            index += 1
    return tuple(out)


def is_generation(word: str) -> bool:
    """Whether a word is a generation as `parted` writes it ("gen2")."""
    return word.startswith("gen") and word[3:].isdigit()


def designation_of(document: Document) -> Designation:
    """What a document's vehicle is called; a general one takes its name and years from the title where that names one."""
    vehicle = document.vehicle
    make = parted(vehicle.make)
    names = [name for name in (vehicle.name, *vehicle.names, *vehicle.models) if name]
    words = _name_words(make, names)
    years = (
        vehicle.years
        if vehicle.years != OPEN
        else years_of(f"{vehicle.name} {' '.join(vehicle.names)} {document.title}")
    )
    words = tuple(dict.fromkeys((*words, *(word for code in vehicle.chassis for word in parted(code)))))
    kind_words = lore().kind_words
    if all(word in kind_words for word in words):
        named_make, named = named_in(document.title, make)
        make, words = make or named_make, named or (words if make else ())
    is_kind = all(word in kind_words for word in make) and all(word in kind_words for word in words)
    kind = _kind((*make, *parted(" ".join(names)))) if is_kind else ""
    return Designation(make, words, years, vehicle.bodies, kind)


def years_of(text: str) -> Years:
    """The model years that a name begins or holds: "1998-2002", "2004", "1999-02"."""
    match = YEAR_SPAN.search(text)
    if match is None:
        return OPEN
    first = int(match[1])
    last = int(match[2]) if match[2] else first
    if last < 100:
        last += first // 100 * 100
    return first, last if last >= first else last + 100


def named_in(title: str, make: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The make and the model's words that a title names, none where it names no known make."""
    words = [word for word in parted(title) if not YEAR.fullmatch(word)]
    for start in range(len(words)):
        for length in (3, 2, 1):
            run = tuple(words[start : start + length])
            found = [one for one in lore().world.names.get(run, ()) if one.label == "make"]
            if (found and not make and not all(one.doubt > 1 for one in found)) or (make and run == make):
                after = words[start + length : start + length + MOST_AFTER_MAKE]
                stop = next((n for n, word in enumerate(after) if _is_matter(word)), len(after))
                return run, tuple(after[:stop])
    return (), ()


def world_names(words: Sequence[str]) -> Iterable[tuple[int, int, tuple[Name, ...]]]:
    """(start, end, names) of what the world's lists know among words, the longest first at each place."""
    start = 0
    while start < len(words):
        for length in (4, 3, 2, 1):
            found = lore().world.names.get(tuple(words[start : start + length]), ())
            if found and start + length <= len(words):
                yield start, start + length, found
                start += length
                break
        else:
            start += 1


def _name_words(make: tuple[str, ...], names: Sequence[str]) -> tuple[str, ...]:
    """The words of all names without the make's and without years, in order."""
    found: list[str] = []
    for name in names:
        found += [word for word in parted(name) if not YEAR.fullmatch(word) and word not in make]
    return tuple(dict.fromkeys(found))


def _is_matter(word: str) -> bool:
    return (word in all_parts().words and not any(c.isdigit() for c in word)) or word in FUNCTION


def _kind(words: tuple[str, ...]) -> str:
    kinds = lore().kinds
    found = [
        kinds[words[i : i + n]] for n in (3, 2, 1) for i in range(len(words)) if words[i : i + n] in kinds
    ]
    return next((kind for kind in found if kind != "other"), "any")


def _generation(text: str) -> Generation:
    years = years_of(text)
    return Generation(tuple(word for word in parted(text) if not YEAR.fullmatch(word)), years)


def _numbered(
    makes: Mapping[str, Mapping[str, object]], nicknames: Mapping[str, tuple[tuple[str, ...], ...]]
) -> dict[str, Generation]:
    """Generations by number, keyed by what a model may be called with its number before or behind."""
    found: dict[str, Generation] = {}
    for make, models in makes.items():
        for model, text in models.items():
            words = parted(model)
            called = {"".join(words), "".join((*parted(make), *words))}
            called |= {said for said, names in nicknames.items() if words in names}
            first, *spans = str(text).split()
            for number, span in enumerate(spans, int(first)):
                one = Generation(words, years_of(span))
                found |= {key: one for name in called for key in (f"{name}gen{number}", f"gen{number}{name}")}
    return found


def vehicle_words(document: Document) -> frozenset[str]:
    """Every word of a document's vehicle, in all forms in which its title may hold it."""
    vehicle: Vehicle = document.vehicle
    told = designation_of(document)
    written = split_words(" ".join((vehicle.make, vehicle.name, *vehicle.models, *vehicle.names)))
    if told.is_general:
        return frozenset()
    return frozenset((*written, *told.make, *told.words)) - FUNCTION
