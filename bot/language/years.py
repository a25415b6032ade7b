"""Finds model years among the words of a message; leaves amperes, minutes, phone numbers and dates alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.words import UNITS

FULL = re.compile(r"19[5-9]\d|20[0-2]\d|203[0-5]")
SHORT = re.compile(r"\d\d")
MARKED = re.compile(r"'\d\d|\d\d'|my\d\d|my20\d\d")  # '09, 09', my11
PLATES = frozenset(("plate", "reg", "plated", "registered", "registration"))
NUMBERED = frozenset(
    "$ £ € # + % ~ step steps fuse number no nr page room error code slot size relay only"
    " at revs times".split()
)
SINCE = frozenset("in since until till during before after by".split())
MADE = frozenset(
    "made built produced manufactured registered dated registration year new sold delivered".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
SHORT_MESSAGE = 4  # words; "in 2009" alone answers a question about the car


def find_years(words: Sequence[str], vehicle: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """(start, end) of the years among plain words; `vehicle` says which words name a vehicle or its body."""
    index = 0
    while index < len(words):
        length = 0 if vehicle[index] else _year_at(words, vehicle, index)
        if length:
            yield index, index + length
        index += max(length, 1)


def _year_at(words: Sequence[str], vehicle: Sequence[bool], index: int) -> int:
    """Number of words that a year takes up from `index` on, 0 for none."""
    word = words[index]
    if word in ("'", "`") and index + 1 < len(words) and SHORT.fullmatch(words[index + 1]):
        return 0 if _counts_something(words, index + 2) else 2
    if MARKED.fullmatch(word):
        return 0 if _counts_something(words, index + 1) else 1
    if FULL.fullmatch(word):
        return 0 if _is_no_year(words, vehicle, index) else 1
    if SHORT.fullmatch(word):
        return _short_year_at(words, vehicle, index)
    return 0


def _short_year_at(words: Sequence[str], vehicle: Sequence[bool], index: int) -> int:
    before = _at(words, index - 1)
    if _counts_something(words, index + 1) or before in NUMBERED:
        return 0
    if _at(words, index + 1) in PLATES:
        return 2
    year = int(words[index])
    plausible = year <= 35 or year >= 80
    following = index + 2 if _at(words, index + 1) in ("'", "-", "/") else index + 1
    leads = following < len(words) and vehicle[following]
    follows = index > 0 and vehicle[index - 1] and (words[index][0] == "0" or index + 1 == len(words))
    return int(plausible and (leads or follows))


def _at(words: Sequence[str], index: int) -> str:
    return words[index] if 0 <= index < len(words) else ""


def _is_no_year(words: Sequence[str], vehicle: Sequence[bool], index: int) -> bool:
    before = _at(words, index - 1)
    if (
        before in NUMBERED
        or _counts_something(words, index + 1)
        or _in_a_longer_number(words, vehicle, index)
    ):
        return True
    if (
        any(0 <= index + step < len(words) and vehicle[index + step] for step in (-1, 1))
        or len(words) <= SHORT_MESSAGE
    ):
        return False
    dated = before in SINCE or before in MONTHS
    return dated and not MADE.intersection(words[max(0, index - 4) : index])


def _counts_something(words: Sequence[str], index: int) -> bool:
    return _at(words, index) in UNITS - {"a"} | {"%", ":", "°"}


def _in_a_longer_number(words: Sequence[str], vehicle: Sequence[bool], index: int) -> bool:
    """Whether digits stand beside it, as in a phone number or a range of years."""
    for step in (-1, 1):
        place = index + step
        if 0 <= place < len(words) and words[place] in ("-", "–", "/", ".", ")", "(", "+"):
            place += step
        if (
            0 <= place < len(words)
            and not vehicle[place]
            and words[place].isdigit()
            and len(words[place]) >= 3
        ):
            return True
    return False
