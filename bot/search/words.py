"""Word overlap weighted by rarity: what embeddings of short texts overlook (numbers, labels, names)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[a-z0-9]+")
_STEM_LENGTH = 5
_LEAST_WORD = 2


def stems(text: str) -> list[str]:
    """Words cut to their first letters, so that "clamps" meets "clamp"."""
    found = (w for w in _WORD.findall(text.lower()) if len(w) >= _LEAST_WORD)
    return [_stem(w) for w in found]


def _stem(word: str) -> str:
    bare = word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
    return bare[:_STEM_LENGTH]


class Rarity:
    """Inverse document frequency over a collection of texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Counts in how many texts each word stands."""
        counts: Counter[str] = Counter()
        total = 0
        for text in texts:
            counts.update(set(stems(text)))
            total += 1
        self._total = total
        self._counts = counts

    def weight(self, stem: str) -> float:
        """Weight of a word, 0 for one that no text holds."""
        count = self._counts.get(stem, 0)
        return math.log((1 + self._total) / (0.5 + count)) if count else 0.0
