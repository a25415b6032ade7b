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


# Words without which a question asks the same.
FUNCTION_STEMS = frozenset(
    stems(
        "a an the this that it its my mine your i im we me you he she they is are was be do does did done how to of on in at"
        " for from with by and or so then now ok okay please plz just can could would should will want need get got go going"
        " open opening shut car step by step steps guide guides instruction instructions procedure method way one first start"
        " begin through walk talk take tell show give help use using work works thing let lets about"
    )
)
# Words that ask for one thing.
DETAIL_STEMS = frozenset(
    stems("what which where when why who whose long much many big far often should does is are color if")
)
# Words that turn what is told into its opposite.
DENIALS = frozenset(
    stems("not no never nothing none without don doesn didn won can cannot isn aren wasn haven hasn neither")
)
