"""How a text falls into words; shared by everything that compares phrases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

WORD = re.compile(r"'s\b|[^\W_]+(?:'(?!s\b)[^\W_]+)*")
QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "＇": "'", "“": '"', "”": '"'})
JOINTS = frozenset(("", " ", "-", "."))  # what may stand between two words of one phrase
UNITS = frozenset(
    "amp amps ampere amperes a volt volts v watt watts w kw hp bhp ps psi bar rpm mah ah wh cc mm cm m km"
    " kms miles mile mph kph kmh feet foot ft inch inches lb lbs kg kilo kilos grams g l litre litres"
    " liter liters gallon gallons degrees percent dollars dollar bucks pounds quid euro euros rupees rand"
    " euros seconds second secs sec minutes minute mins min hours hour hrs hr days day weeks week months"
    " month years times people peak cold cranking newton nm pages steps pieces pcs points piece cca sheets"
    " ohm ohms kb mb gb k".split()
)
Found = TypeVar("Found")


def plain(text: str) -> str:
    """Lower case, straight quotes, compatible forms folded, Latin letters without accents."""
    text = text.lower().translate(QUOTES)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).lower()
    return "".join(_without_accent(letter) for letter in text)


def _without_accent(letter: str) -> str:
    if letter.isascii():
        return letter
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() and base.isalpha() else letter


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text in plain form."""
    return tuple(WORD.findall(plain(text)))


def parted(text: str) -> tuple[list[str], list[str]]:
    """Words of a plain text and what stands around them: `len(gaps) == len(words) + 1`."""
    words: list[str] = []
    gaps: list[str] = []
    end = 0
    for match in WORD.finditer(text):
        words.append(match[0])
        gaps.append(text[end : match.start()])
        end = match.end()
    gaps.append(text[end:])
    return words, gaps


class PhraseTable(Generic[Found]):
    """Phrases by their first word, the longest first, each with what it means."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], Found]]) -> None:
        """Takes (words, meaning) pairs; of two equal phrases the later one counts."""
        self._phrases: dict[str, list[tuple[tuple[str, ...], Found]]] = {}
        for words, found in dict(phrases).items():
            if words:
                self._phrases.setdefault(words[0], []).append((words, found))
        for entries in self._phrases.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, words: Sequence[str], gaps: Sequence[str], start: int) -> tuple[int, Found] | None:
        """The longest phrase that begins at word `start`: its number of words and its meaning."""
        for phrase, found in self._phrases.get(words[start], ()):
            end = start + len(phrase)
            if tuple(words[start:end]) == phrase and all(gap in JOINTS for gap in gaps[start + 1 : end]):
                return len(phrase), found
        return None

    def matches(self, words: Sequence[str], gaps: Sequence[str]) -> Iterator[tuple[int, int, Found | None]]:
        """(start, end, meaning) from left to right without overlap; a word without meaning has None."""
        start = 0
        while start < len(words):
            hit = self.at(words, gaps, start)
            length, found = hit if hit else (1, None)
            yield start, start + length, found
            start += length
