"""How what speaks for a section becomes its certainty: by weights that `benchmarks/fit_search.py` fits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.search.catalogue.features import NAMES, Features

Matrix = NDArray[np.float64]
WEIGHTS_FILE = Path(__file__).with_name("weights.json")
# What is also compared with the other documents that may answer: above their mean, behind their best.
COMPARED = ("whole", "step", "clause_step", "shared_all", "part_alike", "title", "gist")
COLUMNS = (
    *NAMES,
    *(f"{name}_above" for name in COMPARED),
    *(f"{name}_behind" for name in COMPARED),
    "few",  # the fewer documents may answer, the nearer to 1
    "alone",  # 1 where only one may
)
_PLACES = [NAMES.index(name) for name in COMPARED]
_ROUGH = [NAMES.index(name) for name in ("whole", "step", "shared_all", "title")]


@lru_cache(maxsize=1)
def fitted() -> tuple[Matrix, float]:
    """The weight of every column and what is added to their sum."""
    kept = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return np.asarray([float(kept["weights"].get(name, 0.0)) for name in COLUMNS]), float(kept["base"])


def rough(told: Features) -> float:
    """A first idea of how well a section fits, to choose those that are compared."""
    row = told.as_row()
    return sum(row[place] for place in _ROUGH)


def table(told: Sequence[Features], documents: Sequence[str]) -> Matrix:
    """One row of COLUMNS for each section; sections of one document are not compared with each other."""
    rows = np.asarray([one.as_row() for one in told], np.float64)
    places = {document: place for place, document in enumerate(dict.fromkeys(documents))}
    own = np.asarray([places[document] for document in documents])
    best = np.full((len(places), len(_PLACES)), -np.inf)
    np.maximum.at(best, own, rows[:, _PLACES])
    count = np.full((len(rows), 1), float(len(places)))
    if len(places) == 1:
        compared = np.zeros((len(rows), 2 * len(_PLACES)))
    else:
        mean = (best.sum(axis=0) - best[own]) / (len(places) - 1)
        two = np.sort(best, axis=0)[-2:]
        others = np.where(best[own] >= two[1], two[0], two[1])
        mine = rows[:, _PLACES]
        compared = np.hstack([mine - mean, np.minimum(0.0, mine - others)])
    return np.hstack([rows, compared, 1.0 / count, (count == 1.0).astype(np.float64)])


def certainties(rows: Matrix) -> Matrix:
    """How likely it is that each section answers (0..1)."""
    weights, base = fitted()
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(rows @ weights + base, -30.0, 30.0))))
