"""Mends typos of the trade's words, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

SHORTEST = 4
LONG = 7  # from this length of the intended word on, two slips are allowed
ENDINGS = ("s", "es", "ed", "ing", "er", "ers", "ly", "y", "able", "less")
VOWELS = frozenset("aeiouy")
STRETCHED = re.compile(r"(.)\1{2,}")
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SAME_SOUND = frozenset(map(frozenset, ("ck", "cs", "sz", "ks", "gj", "fv", "dt", "bp", "vw")))


class Speller:
    """Knows the words of the trade (with a rank: 0 is mended to first) and the words to leave alone."""

    def __init__(self, targets: Mapping[str, int], known: Iterable[str]) -> None:
        """Takes the words that typos may be mended to and those that are never touched."""
        self._ranks = {
            word: rank for word, rank in targets.items() if len(word) >= SHORTEST and word.isalpha()
        }
        self._known = frozenset(known) | frozenset(targets)
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(self._ranks):
            self._by_letter.setdefault(word[0], []).append(word)

    def mend(self, word: str) -> str:
        """The trade's word that this plain, lower-case word is a slip of, or the word itself."""
        if len(word) < SHORTEST or not (word.isascii() and word.isalpha()) or self._is_known(word):
            return word
        if STRETCHED.search(word):
            return self._squeezed(word)
        return self._nearest(word)

    def _is_known(self, word: str) -> bool:
        if word in self._known:
            return True
        for ending in ENDINGS:
            stem = word[: -len(ending)]
            if word.endswith(ending) and len(stem) >= SHORTEST - 1:
                doubled = stem[-1] == stem[-2] and stem[:-1] in self._known
                if stem in self._known or f"{stem}e" in self._known or doubled:
                    return True
        return word.endswith(("ed", "er")) and word[:-1] in self._known

    def _squeezed(self, word: str) -> str:
        """`deaaaad` as dead: letters written three times or more, once or twice."""
        for shape in (STRETCHED.sub(r"\1", word), STRETCHED.sub(r"\1\1", word)):
            if shape in self._known:
                return shape
        once = STRETCHED.sub(r"\1", word)
        return self._nearest(once) if len(once) >= SHORTEST else word

    def _nearest(self, word: str) -> str:
        choices = self._by_letter.get(word[0], [])
        if word[1] != word[0]:  # the first two letters may be swapped
            choices = choices + [other for other in self._by_letter.get(word[1], ()) if other[1] == word[0]]
        near = extract(word, choices, scorer=DamerauLevenshtein.distance, score_cutoff=2, limit=None)
        fits = [
            (distance, self._ranks[other], -len(other), other)
            for other, distance, _ in near
            if _is_slip(word, other, int(distance)) and distance + self._ranks[other] <= 3
        ]
        return min(fits)[3] if fits else word


def _is_slip(word: str, meant: str, distance: int) -> bool:
    """Whether fingers or ears turn `meant` into `word`; other near words are mostly words of their own."""
    if distance == 1:
        return len(word) != len(meant) or _is_likely_swap(word, meant)
    return len(meant) >= LONG and len(word) >= LONG - 1 and _consonants(word) == _consonants(meant)


def _is_likely_swap(word: str, meant: str) -> bool:
    """For words that differ in one place: vowels, like sounds, neighbouring keys, turned letters."""
    pairs = [(one, other) for one, other in zip(word, meant, strict=True) if one != other]
    if len(pairs) != 1:
        return True  # two neighbours changed places
    one, other = pairs[0]
    both_vowels = one in VOWELS and other in VOWELS
    return both_vowels or frozenset(pairs[0]) in SAME_SOUND or _are_neighbours(one, other)


def _are_neighbours(one: str, other: str) -> bool:
    (row, column), (other_row, other_column) = _key(one), _key(other)
    shift = other_column - column
    return (
        (row == other_row and abs(shift) == 1)
        or (other_row - row == 1 and shift in (-1, 0))
        or (row - other_row == 1 and shift in (0, 1))
    )


def _key(letter: str) -> tuple[int, int]:
    return next((row, keys.index(letter)) for row, keys in enumerate(KEYBOARD) if letter in keys)


def _consonants(word: str) -> frozenset[str]:
    return frozenset(word) - VOWELS
