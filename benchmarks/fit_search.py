"""`python -m benchmarks.fit_search [LIBRARY QUESTIONS OUTSIDE]`: fits the weights by which the catalogue ranks.

Always on the generated library; a real one, with questions about it and questions outside of it, may be added
(JSON lines: `q`, and `guide` and `alt` for questions that are covered). Writes bot/search/catalogue/weights.json.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from benchmarks.guides import Asked, small_library
from bot.language.encoder import SentenceEncoder
from bot.library.model import Document
from bot.library.place import Place
from bot.library.reader import read_library
from bot.search.catalogue import open_catalogue
from bot.search.catalogue.ranking import COLUMNS, WEIGHTS_FILE, Matrix

ROOT = Path(__file__).resolve().parents[1]
AGAINST = frozenset(("part_other", "opposed", "unknown", "part_gap", "rival", "elsewhere", "brevity"))
EITHER = frozenset(("few", "alone"))
LOWEST = {"brevity": -10.0}  # that questions outside happen to be short must not shut out short ones
SHARE_OF_GENERATED, SHARE_OF_REAL = 0.3, 3.0
STRENGTH = 1.0  # of the pull of all weights to 0


def collect(documents: Iterable[Document], asked: Iterable[Asked]) -> tuple[list[Matrix], list[float]]:
    """What speaks for the candidates of every question, and whether each is right."""
    rows: list[Matrix] = []
    right: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        catalogue = open_catalogue(Place.of(Path(folder)), SentenceEncoder.load(ROOT / "build" / "encoder"))
        catalogue.sync(documents)
        for one in asked:
            for candidate in catalogue.compared(one.text):
                rows.append(candidate.row)
                right.append(float(candidate.section.entry.document in one.right))
        catalogue.close()
    return rows, right


def fit(rows: Matrix, right: Matrix, shares: Matrix) -> dict[str, object]:
    """Logistic regression whose weights may only have the sign that their column's meaning gives them."""
    scale = np.maximum(rows.std(axis=0), 1e-9)
    mean = rows.mean(axis=0)
    scaled = (rows - mean) / scale

    def loss(values: Matrix) -> tuple[float, Matrix]:
        told = scaled @ values[:-1] + values[-1]
        away = shares * (1 / (1 + np.exp(-np.clip(told, -30, 30))) - right)
        sum_ = float((shares * (np.logaddexp(0, told) - right * told)).sum())
        pull = STRENGTH * values[:-1]
        return sum_ + 0.5 * float(pull @ values[:-1]), np.append(scaled.T @ away + pull, away.sum())

    bounds: list[tuple[float | None, float | None]] = [
        (None, None)
        if name in EITHER
        else (LOWEST[name] * scale[place] if name in LOWEST else None, 0.0)
        if name in AGAINST
        else (0.0, None)
        for place, name in enumerate(COLUMNS)
    ]
    found = minimize(
        loss, np.zeros(len(COLUMNS) + 1), jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B"
    )
    weights = found.x[:-1] / scale
    base = float(found.x[-1] - weights @ mean)
    return {
        "base": round(base, 3),
        "weights": {name: round(float(weight), 3) for name, weight in zip(COLUMNS, weights, strict=True)},
    }


def read_asked(questions: Path, outside: Path) -> list[Asked]:
    """Questions from JSON lines."""
    inside = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    beyond = [json.loads(line) for line in outside.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Asked(one["q"], frozenset([one["guide"], *one["alt"]])) for one in inside] + [
        Asked(one["q"], frozenset()) for one in beyond
    ]


def main() -> None:
    """Fits and writes the weights."""
    rows, right = collect(*small_library())
    shares = [SHARE_OF_GENERATED] * len(rows)
    if len(sys.argv) == 4:
        library = read_library(Path(sys.argv[1]) / "documents")[0]
        more, more_right = collect(library.documents, read_asked(Path(sys.argv[2]), Path(sys.argv[3])))
        rows, right = rows + more, right + more_right
        shares += [SHARE_OF_REAL] * len(more)
    fitted = fit(np.asarray(rows), np.asarray(right), np.asarray(shares))
    WEIGHTS_FILE.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    print(f"fitted on {len(rows)} candidates: {WEIGHTS_FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
