"""Training examples that say nearly the same: their sentence vectors' cosine is at least 0.95.

Emoji and other scripts are left out: the encoder reads an emoji as a word, and other scripts not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.commands.places import Places
from bot.commands.training_data import Example
from bot.language.encoder import SentenceEncoder
from bot.language.vocabulary import Vocabulary
from bot.library.errors import Problem
from bot.library.reader import read_library

NEAR = 0.95
CACHE = "embedded.npz"
BLOCK = 1000
_EMOJI_CODE = re.compile(r":\w+:")
_LATIN = re.compile(r"[a-z0-9]")

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Near:
    """Two examples that say nearly the same."""

    cosine: float
    one: Example
    other: Example

    def __str__(self) -> str:
        """Both with where they stand."""
        return f"{self.cosine:.3f}  {_shown(self.one)}\n       {_shown(self.other)}"


def check_near_duplicates(places: Places, examples: Sequence[Example]) -> list[Problem]:
    """A problem for every pair, at the shorter of the two examples."""
    problems = []
    spoken = [example for example in examples if is_spoken(example.text)]
    for pair in near_pairs(spoken, embedded(places, spoken)):
        longer, shorter = sorted((pair.one, pair.other), key=lambda example: -len(example.text))
        place = f"{longer.text!r} in {longer.file}:{longer.line} ({longer.intent})"
        what = f"{shorter.text!r} ({shorter.intent}) says nearly the same as {place}"
        cure = f"take one of them out, or say it otherwise (cosine {pair.cosine:.3f})"
        problems.append(Problem(shorter.file, shorter.line, what, cure))
    return sorted(problems)


def is_spoken(text: str) -> bool:
    """Whether a text has words that the encoder knows as such."""
    return bool(_LATIN.search(_EMOJI_CODE.sub("", text.lower())))


def embedded(places: Places, examples: Sequence[Example]) -> Floats:
    """The examples' vectors as the pipeline encodes them, one a row; zero where there are no words.

    What was encoded before is taken from build/, so that only new texts cost time.
    """
    vocabulary = Vocabulary.load(read_library(places.documents)[0])
    said = [vocabulary.clean(example.text.lower()) for example in examples]
    encoder = SentenceEncoder.load(places.build / "encoder")
    stamp = hashlib.sha256(json.dumps(encoder.stamp, sort_keys=True).encode()).hexdigest()
    known = _cached(places.build / CACHE, stamp)
    new = sorted({text for text in said if text not in known and any(map(str.isalnum, text))})
    known |= dict(zip(new, encoder.encode(new), strict=True))
    if new:
        _keep(places.build / CACHE, stamp, {text: known[text] for text in set(said) & set(known)})
    nothing = np.zeros(encoder.width, np.float32)
    return np.stack([known.get(text, nothing) for text in said])


def near_pairs(examples: Sequence[Example], vectors: Floats) -> list[Near]:
    """All pairs of nearly the same examples, nearest first; the vectors have unit length, one a row."""
    pairs = []
    for start in range(0, len(examples), BLOCK):
        cosines = vectors[start : start + BLOCK] @ vectors.T
        for row, column in np.argwhere(cosines >= NEAR).tolist():
            if column < start + row:
                cosine = float(cosines[row, column])
                pairs.append(Near(cosine, examples[column], examples[start + row]))
    return sorted(pairs, key=lambda pair: -pair.cosine)


def _cached(path: Path, stamp: str) -> dict[str, Floats]:
    with suppress(OSError, ValueError, KeyError), np.load(path) as content:
        if str(content["stamp"]) == stamp:
            return dict(zip(content["texts"].tolist(), content["vectors"], strict=True))
    return {}


def _keep(path: Path, stamp: str, known: dict[str, Floats]) -> None:
    fresh = path.with_name(f"{os.getpid()}-{path.name}")  # two checks at a time, or a killed one, do no harm
    np.savez(fresh, stamp=stamp, texts=np.array(list(known)), vectors=np.stack(list(known.values())))
    os.replace(fresh, path)


def _shown(example: Example) -> str:
    return f"{example.file}:{example.line} {example.intent}: {example.text}"
