"""The shop's vocabulary: turns a message into the plain text that is embedded, in NLU and in search alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.language.company import Neighbour, in_company
from bot.language.lexicon import Lexicon, Vehicle
from bot.language.markup import tidy, with_marks, without_markup
from bot.language.spelling import Speller
from bot.language.words import UNITS, PhraseTable, parted, plain, split_words
from bot.library.model import Library

LONGEST = 2000  # characters of a message that are read; the encoder takes in about half of them
CAR = "car"
YEAR = re.compile(r"(?:19[5-9]|20[0-3])\d|\d\d")
BESIDE = frozenset((" ", "-"))
IN_A_RUN = BESIDE | frozenset(("", "/", " / ", "'", " '", "' ", " - "))


class Vocabulary:
    """Normalises messages; pure Python, keeps nothing between calls."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Indexes a compiled vocabulary."""
        self.lexicon = lexicon
        self._spellings = PhraseTable(
            (split_words(phrase), text) for phrase, text in lexicon.spellings.items()
        )
        meanings: dict[str, str | Vehicle] = {**lexicon.vehicles, **lexicon.folds}
        meanings |= {phrase: phrase for phrase in lexicon.keep}
        self._meanings = PhraseTable((split_words(phrase), meaning) for phrase, meaning in meanings.items())
        self._speller = Speller(lexicon.targets, lexicon.known)
        self._parts = frozenset(lexicon.entities["part"])

    @classmethod
    def load(cls, library: Library, extra: Path | None = None) -> Vocabulary:
        """Compiles the shipped vocabulary, a shop's own file `extra`, and the names in the library."""
        return cls(Lexicon.compile(library, extra))

    def normalise(self, text: str) -> str:
        """The message without slips, in lower case, with the shop's word for a thing, "car" for a vehicle."""
        words, gaps = self.read(without_markup(text[:LONGEST], self.lexicon.emoji, self.lexicon.codes))
        return tidy(_with_cars(self._pieces(words, gaps), gaps))

    def clean(self, text: str) -> str:
        """The message in its own words, without mark-up, emoji as words."""
        return tidy(without_markup(text[:LONGEST], self.lexicon.emoji, self.lexicon.codes))

    def fold(self, text: str) -> str:
        """A phrase in the shop's words, vehicles as they are: the form in which mentions are compared."""
        words, gaps = self.read(text)
        pieces = []
        for start, end, meaning in self._meanings.matches(words, gaps):
            pieces.append(meaning if isinstance(meaning, str) else " ".join(words[start:end]))
        return " ".join(pieces).replace(" 's", "'s")

    def read(self, text: str) -> tuple[list[str], list[str]]:
        """The words of a text, spelled as they should be, and the gaps around them."""
        words, gaps = parted(with_marks(plain(text)))
        spelled = [gaps[0]]
        for start, end, found in self._spellings.matches(words, gaps):
            spelled += [words[start] if found is None else found, gaps[end]]
        words, gaps = parted("".join(spelled))
        return [self._speller.mend(word) for word in words], gaps

    def spell(self, word: str) -> str:
        """One plain word, spelled as it should be."""
        found = self._spellings.at([word], ["", ""], 0)
        return found[1] if found else self._speller.mend(word)

    def meanings(
        self, words: Sequence[str], gaps: Sequence[str]
    ) -> Iterator[tuple[int, int, str | Vehicle | None]]:
        """(start, end, meaning) of the phrases among spelled words; a kept phrase means itself."""
        return self._meanings.matches(words, gaps)

    def _pieces(self, words: list[str], gaps: list[str]) -> list[tuple[Neighbour, int]]:
        """The message in pieces, each with the number of words up to its end."""
        pieces = []
        for start, end, meaning in self._meanings.matches(words, gaps):
            written = "".join(
                word + gap for word, gap in zip(words[start:end], [*gaps[start + 1 : end], ""], strict=True)
            )
            unit = written.isdigit() and end < len(words) and words[end] in UNITS
            if isinstance(meaning, tuple | list) and not unit:
                label, doubt, makes = meaning
                piece = Neighbour(label, written, gaps[start] in BESIDE, doubt, frozenset(makes))
            else:
                text = meaning if isinstance(meaning, str) else written
                kind = (
                    "year" if YEAR.fullmatch(text) and not unit else "part" if text in self._parts else "word"
                )
                piece = Neighbour(kind, text, gaps[start] in BESIDE or text == "'s")
            pieces.append((piece, end))
        around = [piece for piece, _ in pieces]
        return [(_settled(around, index), end) for index, (_, end) in enumerate(pieces)]


def _settled(around: list[Neighbour], index: int) -> Neighbour:
    piece = around[index]
    return replace(piece, kind="word") if piece.doubt and not in_company(around, index) else piece


def _with_cars(pieces: list[tuple[Neighbour, int]], gaps: list[str]) -> str:
    """The pieces as text; a run of make, model, code and year is one "car"."""
    out = [gaps[0].rstrip("'")]
    in_run = False
    for index, (piece, _) in enumerate(pieces):
        before = gaps[pieces[index - 1][1]] if index else ""
        in_run = in_run and before in IN_A_RUN
        vehicle = piece.is_vehicle or (piece.kind == "year" and (in_run or _begins_run(pieces, index, gaps)))
        if not (in_run and (vehicle or piece.text == CAR)):
            out += [before.rstrip("'") if vehicle else before, CAR if vehicle else piece.text]
            in_run = vehicle
    return "".join([*out, gaps[-1]])


def _begins_run(pieces: list[tuple[Neighbour, int]], index: int, gaps: list[str]) -> bool:
    """Whether a year stands right before a vehicle's name."""
    following = index + 1
    return following < len(pieces) and pieces[following][0].is_vehicle and gaps[pieces[index][1]] in IN_A_RUN
