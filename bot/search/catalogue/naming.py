"""Which of the library's vehicles a question names, or that it names one that the library does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.language.makes import Name, all_makes
from bot.language.words import UNITS
from bot.library.frontmatter import OTHER_BODY_WORDS
from bot.library.model import BODIES
from bot.search.catalogue.builds import is_build
from bot.search.catalogue.called import LEADING, OWNERS, VARIANT, Called, Match, Meant
from bot.search.catalogue.designations import OPEN, Designation, is_generation, lore, parted, world_names
from bot.search.catalogue.parts import all_parts
from bot.search.catalogue.words import stem

# Codes that makers give to models, and others that look like them: cells, bulbs, threads, standards.
CODE = re.compile(r"[a-z]{2,4}\d{2,4}[a-z]{0,2}")
MEASURE = re.compile(
    r"(?:cr|lr|sr|br|ag|aa|aaa|dot|iso|din|sae|rs|mm|usb|ip|ba|bay|ppm|rpm|code|type|awg)\d+[a-z]*"
)
TIE = 0.26  # vehicles are named equally well within this
HANGING = OWNERS | LEADING


@dataclass(frozen=True)
class Naming:
    """What a question says of the vehicle.

    named: `fitting` holds the vehicles that it may mean, each with how much of the vehicle's name is said (0..1).
    foreign: it names a vehicle, model year or body that the library does not have. unnamed: it names none.
    """

    status: str  # named | foreign | unnamed
    fitting: dict[int, float] = field(default_factory=dict)
    words: frozenset[int] = frozenset()  # places of the words that name the vehicle
    years: tuple[int, ...] = ()
    body: str | None = None
    kind: str = ""
    rest: str = ""  # the question without the words that name the vehicle


class VehicleIndex(Called):
    """Reads which vehicle of a library a question names."""

    def name(self, question: str) -> Naming:
        """Reads which vehicle a question names."""
        words = list(parted(question))
        naming = self._named(words)
        rest = [
            word
            for place, word in enumerate(words)
            if place not in naming.words and not (word in HANGING and _leads_to(naming.words, place, words))
        ]
        return replace(naming, rest=" ".join(rest))

    def named_elsewhere(self, vehicle: str, question: str) -> Naming:
        """The vehicle that was named before, for a question that names none."""
        return replace(self.name(vehicle), words=frozenset(), rest=" ".join(parted(question)))

    def _named(self, words: list[str]) -> Naming:
        named_years, year_places = self.years(words)
        generations = self.generations(words)
        matches = self.matches(words, year_places, generations)
        denied = {place for place in range(len(words)) if "not" in words[max(0, place - 2) : place]}
        for number in [number for number, match in matches.items() if denied & match.places.keys()]:
            del matches[number]  # "a galileo, not the stealth"
        body = _body(words)
        kind = _kind_named(words)
        spans = self._foreign(words, year_places, matches, generations)
        foreign = frozenset(place for places, _ in spans for place in places)
        if not matches:
            foreign |= self._strange(words)
            status = "foreign" if foreign else "unnamed"
            return Naming(status, {}, foreign | year_places, named_years, body, kind)
        top = max(matches.values(), key=lambda match: sum(match.places.values()))
        best = sum(top.places.values())
        fitting = {
            number: match
            for number, match in matches.items()
            if (sum(match.places.values()) >= best - TIE or match.places.keys() >= top.places.keys())
            and not self._contradicts(number, match, words, year_places, spans)
            and self._in_years(number, named_years, generations)
            and self._has_body(number, body)
        }
        places = frozenset(place for match in matches.values() for place in match.places) | year_places
        if not fitting:
            return Naming("foreign", {}, places | foreign, named_years, body, kind)
        share = {number: self._share(number, match) for number, match in fitting.items()}
        said = frozenset(place for number in fitting for place in matches[number].places)
        return Naming("named", share, said | year_places, named_years, body, kind)

    def _foreign(
        self,
        words: Sequence[str],
        years: frozenset[int],
        matches: dict[int, Match],
        generations: Meant,
    ) -> list[tuple[range, tuple[Name, ...]]]:
        """Where words name a vehicle of the world; what counts only in company needs it."""
        spans = [
            (start, end, names)
            for start, end, names in world_names(words)
            if not all(place in years for place in range(start, end))
        ]
        made = {
            name.make: (start, end)
            for start, end, names in spans
            for name in names
            if name.label == "make" and name.doubt < 2
        }
        found = []
        for start, end, names in spans:
            sure = tuple(
                name for name in names if self._is_sure(name, words, range(start, end), years, made, matches)
            )
            if sure and not self.counts(words, start):
                found.append((range(start, end), sure))
        named = {place for places, _ in found for place in places}
        for (start, end), (name, _) in generations.items():
            if start not in named:
                found.append((range(start, end), (Name("chassis", " ".join(name), name[0]),)))
        return found

    def _strange(self, words: Sequence[str]) -> frozenset[int]:
        """Where words look like a model's code or a generation, and nothing of the library is called so."""
        return frozenset(
            place
            for place, word in enumerate(words)
            if (CODE.fullmatch(word) or is_generation(word))
            and not (MEASURE.fullmatch(word) or word in self._keys or stem(word) in self._common)
        )

    def _is_sure(
        self,
        name: Name,
        words: Sequence[str],
        places: range,
        years: frozenset[int],
        made: dict[str, tuple[int, int]],
        matches: dict[int, Match],
    ) -> bool:
        """Whether words stand for a vehicle: by themselves, beside their make, or where nothing else is one."""
        only_weak = all(self.is_weak(words[place]) for place in places)
        if name.doubt == 0 and not only_weak:
            return True
        beside = (places.start - 1, places.stop)
        if name.label != "make" and name.make in made:
            first, last = made[name.make]
            return last == places.start or first == places.stop
        if any(self._keeps_company(name, number, match, beside, words) for number, match in matches.items()):
            return any(_is_same_make(name.make, self.designations[number].make) for number in matches)
        if matches:
            return False
        if any(place in years for place in beside):
            return True
        near = [words[place] for place in beside if 0 <= place < len(words)]
        if any(word.startswith("gen") and word[3:].isdigit() for word in near):
            return True
        led_to = places.start == 0 or words[places.start - 1] in HANGING
        return name.doubt == 1 and led_to and not only_weak

    def _keeps_company(
        self, name: Name, number: int, match: Match, beside: Sequence[int], words: Sequence[str]
    ) -> bool:
        """Whether a vehicle is named next to it; beside a model, words of everyday use are just that ("accord, fit new")."""
        named = [place for place in beside if place in match.places]
        return any(name.doubt < 2 or words[place] in self.designations[number].make for place in named)

    def _contradicts(
        self,
        number: int,
        match: Match,
        words: Sequence[str],
        years: frozenset[int],
        foreign: Sequence[tuple[range, tuple[Name, ...]]],
    ) -> bool:
        """Whether the question names another make or model beside what fits this vehicle."""
        one = self.designations[number]
        own = {*one.make, *one.words} | lore().versions
        own_digits = any(c.isdigit() for word in one.words for c in word)
        for places, names in foreign:
            if all(place in match.places or words[place] in own for place in places):
                continue
            some = any(place in match.places for place in places)
            if some and not own_digits and all(p in match.places or words[p].isdigit() for p in places):
                continue  # "vfr 750" for a VFR
            if any(name.label == "make" and _is_same_make(name.make, one.make) for name in names):
                continue
            return True
        return any(
            place + 1 not in years and self._is_designator(number, words, place, match)
            for place in match.places
        )

    def _is_designator(self, number: int, words: Sequence[str], place: int, match: Match) -> bool:
        """Whether a number or unknown word after a name is a further part of the name, and not this vehicle's."""
        after = place + 1
        if after >= len(words) or after in match.places:
            return False
        word = words[after]
        following = words[after + 1] if after + 1 < len(words) else ""
        if is_build(word, following):
            return False
        if word.startswith("gen") and word[3:].isdigit():
            return any(own.startswith("gen") and own[3:].isdigit() for own in self.designations[number].words)
        own = self.designations[number].words
        if f"gen{word}" in own:
            return False
        if word.isdigit() and len(word) <= 2 and any(w.isdigit() and w not in match.words for w in own):
            return len(own) > 1 and words[place] != word and following not in UNITS and word not in own
        if own_version(word, own):
            return False
        if word == "1" and not any(c.isdigit() for own in self.designations[number].words for c in own):
            return False  # the first of a series goes without a number
        if word[0].isdigit() and (word.isdigit() or word[-1].isalpha()):
            return (
                not (following in UNITS or (len(word) == 4 and word[:2] in ("19", "20")))
                and len(word) <= 4
                and not self._is_amount(word, following)
            )
        if any(c.isdigit() for c in word):
            coded = any(c.isdigit() for name in own if name not in match.words for c in name)
            # "L1" of a controller, of which guides speak; "SR5" of a car, whose maker's other models are known
            told = not coded and (stem(word) in self._common or is_car(self.designations[number]))
            return word[0].isalpha() and len(word) <= 7 and not told
        return False

    def _is_amount(self, word: str, following: str) -> bool:
        """Whether a number counts what comes after it, as in "5 bolts" or "10mm"."""
        letters = word.lstrip("0123456789")
        return letters in UNITS or (
            len(word) <= 2 and (following in all_parts().words or following.endswith("s"))
        )

    def _in_years(
        self,
        number: int,
        years: Sequence[int],
        generations: Meant,
    ) -> bool:
        one = self.designations[number]
        spans = [span for _, span in generations.values() if span != OPEN]
        return (not years or any(one.covers(year) for year in years)) and all(
            one.overlaps(span) for span in spans
        )

    def _has_body(self, number: int, body: str | None) -> bool:
        bodies = self.designations[number].bodies
        return body is None or not bodies or body in bodies

    def _share(self, number: int, match: Match) -> float:
        """How much of the vehicle's own name is said; the make may be left out."""
        words = self.designations[number].words or self.designations[number].make
        return len(match.words & set(words)) / max(1, len(set(words)))


def is_car(one: Designation) -> bool:
    """Whether the world's list of cars has the model."""
    runs = [one.words[i:j] for i in range(len(one.words)) for j in range(i + 1, len(one.words) + 1)]
    known = (name for run in runs for name in all_makes().names.get(run, ()))
    return any(name.label == "model" and _is_same_make(name.make, one.make) for name in known)


def _leads_to(named: frozenset[int], place: int, words: Sequence[str]) -> bool:
    """Whether only joining words stand between a place and the vehicle's name."""
    after = place + 1
    while after < len(words) and words[after] in HANGING and after not in named:
        after += 1
    return after in named


def own_version(word: str, own: Sequence[str]) -> bool:
    """Whether a word is a number of the vehicle's own name with the letter of a version ("500r")."""
    variant = VARIANT.fullmatch(word)
    return bool(variant and variant[1] in own)


def _is_same_make(name: str, make: tuple[str, ...]) -> bool:
    theirs, ours = name.lower(), " ".join(make)
    if parted(name) == make or theirs.split("-")[0] == ours.split(" ")[0]:
        return True
    return ours in lore().same_makes.get(theirs, ())


def _body(words: Sequence[str]) -> str | None:
    named = {OTHER_BODY_WORDS.get(word, word) for word in words}
    bodies = [body for body in BODIES if body in named]
    return bodies[0] if len(bodies) == 1 else None


def _kind_named(words: Sequence[str]) -> str:
    kinds = lore().kinds
    found = [kinds.get(tuple(words[i : i + n])) for n in (2, 1) for i in range(len(words) - n + 1)]
    return next((kind for kind in found if kind and kind not in ("other", "engine")), "")
