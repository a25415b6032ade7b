"""Which of the library's vehicles a question names, or that it names one that the library does not have."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import DamerauLevenshtein

from bot.language.makes import Name
from bot.language.numbers import year_of
from bot.language.weights import english_words
from bot.language.words import UNITS, split_words
from bot.language.years import find_years
from bot.library.frontmatter import OTHER_BODY_WORDS
from bot.library.model import BODIES
from bot.search.catalogue.designations import OPEN, YEAR, Designation, Years, lore, parted, world_names
from bot.search.catalogue.parts import all_parts
from bot.search.catalogue.words import FUNCTION, stem

LONGEST_NAME = 4  # words
STRONG, MADE, WEAK = 1.0, 0.8, 0.5
FUZZY, PREFIX = 0.9, 0.8
SHORTEST_SLIP, SHORTEST_PREFIX = 5, 3
LONG_WORD = 8  # letters from which two slips are allowed
TIE = 0.26  # vehicles are named equally well within this
HANGING = frozenset("my our his her their your this a an the on for of in to from".split())
YEAR_AFTER = re.compile(r"[89]\d|0\d")
LETTERED = re.compile(r"([a-z]{2,})\d+")
VARIANT = re.compile(r"([a-z]*\d[a-z0-9]*?)[a-z]{1,2}")
OWNERS = frozenset("my our his her their your".split())


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


@dataclass
class _Match:
    """What of one vehicle's name is said: place in the question -> weight, and the words of the name."""

    places: dict[int, float] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)


class VehicleIndex:
    """The vehicles of a library by everything that they may be called."""

    def __init__(self, designations: Sequence[Designation], common: Collection[str] = ()) -> None:
        """`common` are stems of words that the library's texts use of other things than vehicles."""
        self.designations = list(designations)
        self._common = common
        self._keys: dict[str, set[tuple[int, tuple[str, ...]]]] = {}
        self._by_letter: dict[str, set[str]] = {}
        for number, one in enumerate(self.designations):
            if not one.is_general:
                self._add(number, one)

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
        named_years, year_places = self._years(words)
        generations = self._generations(words)
        matches = self._matches(words, year_places, generations)
        denied = {place for place in range(len(words)) if "not" in words[max(0, place - 2) : place]}
        for number in [number for number, match in matches.items() if denied & match.places.keys()]:
            del matches[number]  # "a galileo, not the stealth"
        body = _body(words)
        kind = _kind_named(words)
        spans = self._foreign(words, year_places, matches, generations)
        foreign = frozenset(place for places, _ in spans for place in places)
        if not matches:
            status = "foreign" if foreign else "unnamed"
            return Naming(status, {}, foreign | year_places, named_years, body, kind)
        best = max(sum(match.places.values()) for match in matches.values())
        fitting = {
            number: match
            for number, match in matches.items()
            if sum(match.places.values()) >= best - TIE
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

    def _add(self, number: int, one: Designation) -> None:
        names = (one.make, one.words, (*one.make, *one.words))
        for name in names:
            for start in range(len(name)):
                for end in range(start + 1, min(len(name), start + LONGEST_NAME) + 1):
                    run = name[start:end]
                    self._put("".join(run), number, run)
        whole = (*one.make, *one.words)
        for start in range(len(whole) - SHORTEST_PREFIX + 1):
            run = whole[start : start + SHORTEST_PREFIX]
            if all(word.isalpha() for word in run):
                self._put("".join(word[0] for word in run), number, run)
            if any(word.isdigit() for word in run) and run[0].isalpha():
                self._put("".join(word if word.isdigit() else word[0] for word in run), number, run)
        for word in one.words:
            series = LETTERED.fullmatch(word)
            if series and series[1] not in FUNCTION:
                self._put(series[1], number, (word,))
        for first, second in zip(one.words, one.words[1:], strict=False):
            if second.isdigit() and first[:1].isalpha() and len(first) > 2:
                self._put(first[0] + second, number, (first, second))

    def _put(self, key: str, number: int, words: tuple[str, ...]) -> None:
        self._keys.setdefault(key, set()).add((number, words))
        if len(key) >= SHORTEST_SLIP and key.isalpha():
            self._by_letter.setdefault(key[0], set()).add(key)

    def _years(self, words: Sequence[str]) -> tuple[tuple[int, ...], frozenset[int]]:
        """Model years and where they stand."""
        vehicle = [self._is_name(word) or word in lore().kind_words for word in words]
        for place in range(1, len(words)):  # the number in a model's name goes with it: "ram 1500 05"
            vehicle[place] |= (
                vehicle[place - 1]
                and words[place].isdigit()
                and words[place - 1] + words[place] in self._keys
            )
        spans = list(find_years(words, vehicle))
        found = [(year_of(" ".join(words[start:end])), start, end) for start, end in spans]
        taken = {place for _, start, end in found for place in range(start, end)}
        for place in range(len(words) - 1):  # "axle nut size 2002 bmw"
            if place not in taken and YEAR.fullmatch(words[place]) and self._is_name(words[place + 1]):
                found.append((int(words[place]), place, place + 1))
        for place in range(1, len(words)):  # "tacoma 99 rear pads"
            if place not in taken and self._is_name(words[place - 1]) and YEAR_AFTER.fullmatch(words[place]):
                if not self._counts(words, place) and words[place - 1] + words[place] not in self._keys:
                    found.append((year_of(words[place]), place, place + 1))
        return (
            tuple(dict.fromkeys(year for year, _, _ in found if year)),
            frozenset(place for year, start, end in found if year for place in range(start, end)),
        )

    def _is_name(self, word: str) -> bool:
        """Whether a word alone may stand for a vehicle."""
        known = word in self._keys or word in lore().nicknames or word in lore().generations
        return (known or (word,) in lore().world.names) and not self._is_weak(word)

    def _generations(self, words: Sequence[str]) -> dict[tuple[int, int], tuple[tuple[str, ...], Years]]:
        """Codes of generations and versions of a series, by place: the name's words and the model years."""
        found: dict[tuple[int, int], tuple[tuple[str, ...], Years]] = {}
        for start, word in enumerate(words):
            pair = word + (words[start + 1] if start + 1 < len(words) else "")
            for key, end in ((pair, start + 2), (word, start + 1)):
                if key in lore().generations and key not in self._keys:
                    one = lore().generations[key]
                    found[start, end] = (one.words, one.years)
                    break
            for pattern, name in lore().series:
                if word not in self._keys and pattern.fullmatch(word) and not self._counts(words, start):
                    found[start, start + 1] = (name, OPEN)
        return found

    def _counts(self, words: Sequence[str], start: int) -> bool:
        return words[start].isdigit() and start + 1 < len(words) and words[start + 1] in UNITS

    def _matches(
        self,
        words: Sequence[str],
        years: frozenset[int],
        generations: dict[tuple[int, int], tuple[tuple[str, ...], Years]],
    ) -> dict[int, _Match]:
        """All vehicles of which something is said that only a vehicle is called."""
        seeds: dict[int, _Match] = {}
        weak: dict[int, _Match] = {}
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + LONGEST_NAME) + 1):
                if any(place in years for place in range(start, end)):
                    break
                for number, name, share in self._called(words, start, end):
                    strong = self._is_strong(name) and not self._is_doubtful(words, start, end, name, years)
                    if strong and self._is_fragment(number, name):
                        strong = False
                    self._note(seeds if strong else weak, number, range(start, end), name, share)
        for (start, end), (name, span) in generations.items():
            for number, one in enumerate(self.designations):
                told = {*one.make, *one.words}
                codes = told & lore().generations.keys()
                other = bool(codes) and span != OPEN and not codes & set(words[start:end])
                if set(name) <= told and one.overlaps(span) and not other:
                    self._note(seeds, number, range(start, end), name, 1.0)
        for number, match in weak.items():
            self._join(number, match, seeds)
        return seeds

    def _note(
        self, into: dict[int, _Match], number: int, places: range, name: tuple[str, ...], share: float
    ) -> None:
        match = into.setdefault(number, _Match())
        total = share * self._weight(number, name) * min(1.0, len(name) / len(places))
        for place in places:
            match.places[place] = max(match.places.get(place, 0.0), total)
        match.words.update(name)

    def _join(self, number: int, weak: _Match, seeds: dict[int, _Match]) -> None:
        """Weak words count beside what is sure, or two of them beside each other."""
        sure = seeds.get(number, _Match())
        places = set(sure.places)
        added = True
        while added:
            near = {p for p in weak.places if p not in places and (p - 1 in places or p + 1 in places)}
            added = bool(near)
            places |= near
        if not sure.places:
            runs = [p for p in weak.places if p + 1 in weak.places]
            distinct = {w for w in weak.words if w not in lore().kind_words and stem(w) not in self._common}
            if not runs or len(weak.words) < 2 or not distinct:
                return
            places = {place for p in runs for place in (p, p + 1)}
        match = seeds.setdefault(number, _Match())
        for place in places:
            if place in weak.places:
                match.places[place] = max(match.places.get(place, 0.0), weak.places[place])
        match.words |= weak.words

    def _called(
        self, words: Sequence[str], start: int, end: int
    ) -> Iterable[tuple[int, tuple[str, ...], float]]:
        """(vehicle, words of its name, how surely) that a run of words calls."""
        key = "".join(words[start:end])
        for number, name in self._keys.get(key, ()):
            yield number, name, 1.0
        for target in lore().nicknames.get(key, ()):
            for number, name in self._keys.get("".join(target), ()):
                yield number, name, 1.0
        if end - start > 1 or key in FUNCTION or key in self._keys:
            return
        variant = VARIANT.fullmatch(key)
        if variant and len(variant[1]) > 3 and variant[1] in self._keys:
            for number, name in self._keys[variant[1]]:
                yield number, name, FUZZY
        for other in self._near(key):
            for number, name in self._keys[other]:
                yield number, name, FUZZY
        if (
            len(key) >= SHORTEST_PREFIX
            and key.isalpha()
            and key not in english_words()
            and key not in all_parts().words
        ):
            for other in self._by_letter.get(key[0], ()):
                if other.startswith(key) and len(other) >= len(key) + 2:
                    for number, name in self._keys[other]:
                        if len(name) == 1:
                            yield number, name, PREFIX

    def _near(self, word: str) -> list[str]:
        if (
            len(word) < SHORTEST_SLIP
            or not word.isalpha()
            or word in english_words()
            or (word,) in lore().world.names
        ):
            return []
        if word in lore().nicknames or word in all_parts().words or stem(word) in self._common:
            return []
        allowed = 2 if len(word) >= LONG_WORD else 1
        near = (
            other
            for other in self._by_letter.get(word[0], ())
            if abs(len(other) - len(word)) <= allowed
            and DamerauLevenshtein.distance(word, other, score_cutoff=allowed) <= allowed
        )
        return list(near)

    def _weight(self, number: int, name: Sequence[str]) -> float:
        """How much it says when words of a vehicle's name are said."""
        if not self._is_strong(name):
            return WEAK
        return MADE if set(name) <= set(self.designations[number].make) else STRONG

    def _is_weak(self, word: str) -> bool:
        return (
            word.isdigit()
            or len(word) < 2
            or word in lore().kind_words
            or word in FUNCTION
            or word in all_parts().words
            or (word.startswith("gen") and word[3:].isdigit())
        )

    def _is_strong(self, name: Sequence[str]) -> bool:
        """Whether words are a name by themselves: one that is nothing else, or letters and number together."""
        if any(not self._is_weak(word) for word in name):
            return True
        letters = [word for word in name if len(word) == 1 and word.isalpha()]
        return bool(letters) and any(word.isdigit() for word in name)

    def _is_doubtful(
        self, words: Sequence[str], start: int, end: int, name: tuple[str, ...], years: frozenset[int]
    ) -> bool:
        """Whether an everyday word stands without anything that makes it a vehicle's name."""
        said = words[start]
        everyday = said in english_words() and (said not in name or stem(said) in self._common)
        if end - start > 1 or not everyday:
            return False
        before = words[start - 1] if start else ""
        return not (before in OWNERS or start - 1 in years or end in years)

    def _is_fragment(self, number: int, name: tuple[str, ...]) -> bool:
        """Whether an everyday word is only a part of a vehicle's name ("frame" of a Large Frame)."""
        one = self.designations[number]
        everyday = len(name) == 1 and name[0] in english_words() and stem(name[0]) in self._common
        return everyday and any(word not in name and not self._is_weak(word) for word in one.words)

    def _foreign(
        self,
        words: Sequence[str],
        years: frozenset[int],
        matches: dict[int, _Match],
        generations: dict[tuple[int, int], tuple[tuple[str, ...], Years]],
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
            if sure and not self._counts(words, start):
                found.append((range(start, end), sure))
        named = {place for places, _ in found for place in places}
        for (start, end), (name, _) in generations.items():
            if start not in named:
                found.append((range(start, end), (Name("chassis", " ".join(name), name[0]),)))
        return found

    def _is_sure(
        self,
        name: Name,
        words: Sequence[str],
        places: range,
        years: frozenset[int],
        made: dict[str, tuple[int, int]],
        matches: dict[int, _Match],
    ) -> bool:
        """Whether words stand for a vehicle: by themselves, beside their make, or where nothing else is one."""
        only_weak = all(self._is_weak(words[place]) for place in places)
        if name.doubt == 0 and not only_weak:
            return True
        beside = (places.start - 1, places.stop)
        if name.label != "make" and name.make in made:
            first, last = made[name.make]
            return last == places.start or first == places.stop
        if any(place in match.places for place in beside for match in matches.values()):
            return any(_is_same_make(name.make, self.designations[number].make) for number in matches)
        if matches:
            return False
        if any(place in years for place in beside):
            return True
        near = [words[place] for place in beside if 0 <= place < len(words)]
        if any(word.startswith("gen") and word[3:].isdigit() for word in near):
            return True
        return name.doubt == 1 and "my" in near[:1] and places.start > 0 and not only_weak

    def _contradicts(
        self,
        number: int,
        match: _Match,
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

    def _is_designator(self, number: int, words: Sequence[str], place: int, match: _Match) -> bool:
        """Whether a number or unknown word after a name is a further part of the name, and not this vehicle's."""
        after = place + 1
        if after >= len(words) or after in match.places:
            return False
        word = words[after]
        following = words[after + 1] if after + 1 < len(words) else ""
        if word.startswith("gen") and word[3:].isdigit():
            return any(own.startswith("gen") and own[3:].isdigit() for own in self.designations[number].words)
        if word == "1" and not any(c.isdigit() for own in self.designations[number].words for c in own):
            return False  # the first of a series goes without a number
        if word[0].isdigit() and (word.isdigit() or word[-1].isalpha()):
            return (
                not (following in UNITS or len(word) == 4 and word[:2] in ("19", "20"))
                and len(word) <= 4
                and not self._is_amount(word, following)
            )
        if any(c.isdigit() for c in word):
            return word[0].isalpha() and len(word) <= 7
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
        generations: dict[tuple[int, int], tuple[tuple[str, ...], Years]],
    ) -> bool:
        one = self.designations[number]
        spans = [span for _, span in generations.values() if span != OPEN]
        return (not years or any(one.covers(year) for year in years)) and all(
            one.overlaps(span) for span in spans
        )

    def _has_body(self, number: int, body: str | None) -> bool:
        bodies = self.designations[number].bodies
        return body is None or not bodies or body in bodies

    def _share(self, number: int, match: _Match) -> float:
        """How much of the vehicle's own name is said; the make may be left out."""
        words = self.designations[number].words or self.designations[number].make
        return len(match.words & set(words)) / max(1, len(set(words)))


def _leads_to(named: frozenset[int], place: int, words: Sequence[str]) -> bool:
    """Whether only joining words stand between a place and the vehicle's name."""
    after = place + 1
    while after < len(words) and words[after] in HANGING and after not in named:
        after += 1
    return after in named


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


def unknown_words(question: str, known: Collection[str]) -> list[str]:
    """Words that neither English nor the library knows, as names of other vehicles are."""
    return [
        word
        for word in split_words(question)
        if word.isalpha() and len(word) > 3 and word not in english_words() and word not in known
    ]
