"""How what speaks for a section becomes its certainty: weights fitted by `benchmarks/fit_search.py`, on questions of our own."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path

from bot.search.catalogue.features import NAMES, Features

WEIGHTS_FILE = Path(__file__).with_name("weights.json")


@lru_cache(maxsize=1)
def fitted() -> tuple[dict[str, float], float]:
    """The weight of every feature and what is added to their sum."""
    kept = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return {name: float(kept["weights"].get(name, 0.0)) for name in NAMES}, float(kept["base"])


def certainty(told: Features) -> float:
    """How likely it is that a section with these features answers (0..1)."""
    weights, base = fitted()
    total = base + sum(weight * getattr(told, name) for name, weight in weights.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
