"""What words call a vehicle of the library: names in any spelling, nicknames, codes of generations, slips, model years."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from bot.language.numbers import year_of
from bot.language.weights import english_words
from bot.language.words import UNITS
from bot.language.years import find_years
from bot.search.catalogue.builds import is_build
from bot.search.catalogue.designations import OPEN, YEAR, Designation, Years, is_generation, lore
from bot.search.catalogue.parts import all_parts
from bot.search.catalogue.words import FUNCTION, stem

LONGEST_NAME = 4  # words
STRONG, MADE, WEAK = 1.0, 0.8, 0.5
FUZZY, PREFIX = 0.9, 0.8
SHORTEST_SLIP, SHORTEST_PREFIX = 5, 3
LONG_WORD = 8  # letters from which two slips are allowed
YEAR_AFTER = re.compile(r"[89]\d|0\d")
LETTERED = re.compile(r"([a-z]{2,})\d+")
VARIANT = re.compile(r"([a-z]*\d[a-z0-9]*?)[a-z]{1,2}")
OWNERS = frozenset("my our his her their your".split())
LEADING = frozenset("the a an on for of in this from to".split())
Meant = dict[tuple[int, int], tuple[tuple[str, ...], Years]]  # places -> words of a name, model years


@dataclass
class Match:
    """What of one vehicle's name is said: place in the question -> weight, and the words of the name."""

    places: dict[int, float] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)


class Called:
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

    def _add(self, number: int, one: Designation) -> None:
        whole = (*one.make, *one.words)
        for name in (one.make, one.words, whole):
            for start in range(len(name)):
                for end in range(start + 1, min(len(name), start + LONGEST_NAME) + 1):
                    self._put("".join(name[start:end]), number, name[start:end])
        for key, words in _short(one.words, whole):
            self._put(key, number, words)

    def _put(self, key: str, number: int, words: tuple[str, ...]) -> None:
        self._keys.setdefault(key, set()).add((number, words))
        if len(key) >= SHORTEST_SLIP and key.isalpha():
            self._by_letter.setdefault(key[0], set()).add(key)

    def years(self, words: Sequence[str]) -> tuple[tuple[int, ...], frozenset[int]]:
        """Model years and where they stand."""
        vehicle = [self.is_name(word) or word in lore().kind_words for word in words]
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
            if place not in taken and YEAR.fullmatch(words[place]) and self.is_name(words[place + 1]):
                found.append((int(words[place]), place, place + 1))
        for place in range(1, len(words)):  # "tacoma 99 rear pads"
            before, word = words[place - 1 : place + 1]
            plain = place not in taken and not self.counts(words, place) and before + word not in self._keys
            if plain and self.is_name(before) and YEAR_AFTER.fullmatch(word):
                found.append((year_of(word), place, place + 1))
        return (
            tuple(dict.fromkeys(year for year, _, _ in found if year)),
            frozenset(place for year, start, end in found if year for place in range(start, end)),
        )

    def is_name(self, word: str) -> bool:
        """Whether a word alone may stand for a vehicle."""
        variant = VARIANT.fullmatch(word)
        known = word in self._keys or word in lore().nicknames or word in lore().generations
        known = known or bool(variant and len(variant[1]) > 3 and variant[1] in self._keys)
        return (known or (word,) in lore().world.names) and not self.is_weak(word)

    def generations(self, words: Sequence[str]) -> Meant:
        """Codes of generations and versions of a series, by place: the name's words and the model years."""
        found: Meant = {}
        for start, word in enumerate(words):
            for end in range(min(len(words), start + LONGEST_NAME), start, -1):
                key = "".join(words[start:end])
                if key in lore().generations and key not in self._keys:
                    one = lore().generations[key]
                    found[start, end] = (one.words, one.years)
                    break
            for pattern, name in lore().series:
                if word not in self._keys and pattern.fullmatch(word) and not self.counts(words, start):
                    found[start, start + 1] = (name, OPEN)
        return found

    def counts(self, words: Sequence[str], start: int) -> bool:
        return words[start].isdigit() and start + 1 < len(words) and words[start + 1] in UNITS

    def matches(
        self,
        words: Sequence[str],
        years: frozenset[int],
        generations: Meant,
    ) -> dict[int, Match]:
        """All vehicles of which something is said that only a vehicle is called."""
        seeds: dict[int, Match] = {}
        weak: dict[int, Match] = {}
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + LONGEST_NAME) + 1):
                if any(place in years for place in range(start, end)):
                    break
                for number, name, share in self._called(words, start, end):
                    doubtful = self._is_doubtful(words, start, end, name, years)
                    doubtful = doubtful and not self._is_led_to(number, words, start)
                    strong = self.is_strong(name) and not doubtful
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
        self, into: dict[int, Match], number: int, places: range, name: tuple[str, ...], share: float
    ) -> None:
        match = into.setdefault(number, Match())
        total = share * self._weight(number, name) * min(1.0, len(name) / len(places))
        for place in places:
            match.places[place] = max(match.places.get(place, 0.0), total)
        match.words.update(name)

    def _join(self, number: int, weak: Match, seeds: dict[int, Match]) -> None:
        """Weak words count beside what is sure, or two of them beside each other."""
        sure = seeds.get(number, Match())
        places = set(sure.places)
        added = True
        while added:
            near = {p for p in weak.places if p not in places and (p - 1 in places or p + 1 in places)}
            added = bool(near)
            places |= near
        if not sure.places:
            far = 2 if any(is_generation(word) for word in weak.words) else 1  # "gen 2 mission chair"
            runs = [(p, p + n) for p in weak.places for n in range(1, far + 1) if p + n in weak.places]
            distinct = {w for w in weak.words if w not in lore().kind_words and stem(w) not in self._common}
            if not runs or len(weak.words) < 2 or not distinct:
                return
            places = {place for run in runs for place in run}
        match = seeds.setdefault(number, Match())
        for place in places:
            if place in weak.places:
                match.places[place] = max(match.places.get(place, 0.0), weak.places[place])
        match.words |= weak.words

    def _called(
        self, words: Sequence[str], start: int, end: int
    ) -> Iterable[tuple[int, tuple[str, ...], float]]:
        """(vehicle, words of its name, how surely) that a run of words calls."""
        key = "".join(words[start:end])
        for target in (key, *("".join(name) for name in lore().nicknames.get(key, ()))):
            for number, name in self._keys.get(target, ()):
                yield number, name, 1.0
        if end - start == 1 and key not in FUNCTION and key not in self._keys:
            yield from self._nearly_called(key)

    def _nearly_called(self, word: str) -> Iterable[tuple[int, tuple[str, ...], float]]:
        """What a word calls that is a variant ("sv650s"), a slip or the beginning of a name."""
        variant = VARIANT.fullmatch(word)
        alike = [variant[1]] if variant and len(variant[1]) > 3 else []
        for other in (*alike, *self._near(word)):
            for number, name in self._keys.get(other, ()):
                yield number, name, FUZZY
        if len(word) < SHORTEST_PREFIX or not word.isalpha() or _is_plain(word):
            return
        for other in self._by_letter.get(word[0], ()):
            if other.startswith(word) and len(other) >= len(word) + 2:
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
        if not self.is_strong(name):
            return WEAK
        return MADE if set(name) <= set(self.designations[number].make) else STRONG

    def is_weak(self, word: str) -> bool:
        return (
            word.isdigit()
            or len(word) < 2
            or word in lore().kind_words
            or word in FUNCTION
            or word in all_parts().words
            or is_generation(word)
        )

    def is_strong(self, name: Sequence[str]) -> bool:
        """Whether words are a name by themselves: one that is nothing else, or letters and number together."""
        if any(not self.is_weak(word) for word in name):
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

    def _is_led_to(self, number: int, words: Sequence[str], place: int) -> bool:
        """Whether an everyday word that is also a car's model stands where owners put the car: "the accord"."""
        make = " ".join(self.designations[number].make)
        models = (name for name in lore().world.names.get((words[place],), ()) if name.label == "model")
        if not any(name.doubt < 2 and name.make.lower() == make for name in models):
            return False
        before, after = ["", *words, ""][place], words[place + 1 : place + 3]
        return (
            not before
            or before in LEADING
            or not after
            or is_build(after[0], after[1] if len(after) > 1 else "")
        )

    def _is_fragment(self, number: int, name: tuple[str, ...]) -> bool:
        """Whether an everyday word is only a part of a vehicle's name ("frame" of a Large Frame)."""
        one = self.designations[number]
        everyday = len(name) == 1 and name[0] in english_words() and stem(name[0]) in self._common
        return everyday and any(word not in name and not self.is_weak(word) for word in one.words)


def _short(words: tuple[str, ...], whole: tuple[str, ...]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Short forms of a name: initials ("p3a"), the letters of "sv650", an initial with the number ("p2")."""
    for start in range(len(whole) - SHORTEST_PREFIX + 1):
        run = whole[start : start + SHORTEST_PREFIX]
        if run[0].isalpha() and all(word.isalpha() or word.isdigit() for word in run):
            yield "".join(word if word.isdigit() else word[0] for word in run), run
    for word in words:
        series = LETTERED.fullmatch(word)
        if series and series[1] not in FUNCTION:
            yield series[1], (word,)
    for place in range(len(words) - 1):
        first, second = words[place : place + 2]
        if second.isdigit() and first[:1].isalpha() and len(first) > 2:
            yield first[0] + second, (first, second)


def _is_plain(word: str) -> bool:
    return word in english_words() or word in all_parts().words
