"""Pictures of an evaluation, drawn by matplotlib, which comes with Rasa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure  # type: ignore[import-untyped]

from benchmarks.figures import LABEL_GROUPS, TALK
from benchmarks.reading import Point


def draw_confusion(counts: Counter[tuple[str, str]], path: Path) -> None:
    """Draws how often messages of a group (rows) were answered as another (columns), shaded by share."""
    names = {name for pair in counts for name in pair}
    documents = sorted(names - {*LABEL_GROUPS, TALK, "no answer"})
    order = [
        name
        for name in ("diagnose", "ask-vehicle", *documents, *LABEL_GROUPS[2:], TALK, "no answer")
        if name in names
    ]
    sums = Counter[str]()
    for (expected, _), count in counts.items():
        sums[expected] += count
    rows = [name for name in order if sums[name]]
    shares = [[counts[row, column] / sums[row] for column in order] for row in rows]
    figure = Figure(figsize=(1.6 + 0.8 * len(order), 1.6 + 0.6 * len(rows)), layout="constrained")
    axes = figure.subplots()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(order)), labels=order, rotation=40, ha="right")
    axes.set_yticks(range(len(rows)), labels=[f"{name} ({sums[name]})" for name in rows])
    for y, row in enumerate(rows):
        for x, column in enumerate(order):
            if counts[row, column]:
                colour = "white" if shares[y][x] > 0.5 else "black"
                axes.text(x, y, str(counts[row, column]), ha="center", va="center", color=colour)
    axes.set_xlabel("answered as")
    axes.set_ylabel("expected")
    _save(figure, path)


def draw_curve(points: Sequence[Point], chosen: float, path: Path) -> None:
    """Draws recall and precision of turning messages away, and what is lost by it, over the threshold."""
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    thresholds = [point.threshold for point in points]
    axes.plot(thresholds, [point.recall for point in points], label="outside, turned away (recall)")
    axes.plot(thresholds, [point.precision for point in points], label="turned away, outside (precision)")
    axes.plot(thresholds, [point.lost for point in points], label="inside, turned away")
    axes.axvline(chosen, color="grey", linestyle="--", label=f"config.yml: {chosen:g}")
    axes.set_xlabel("fallback threshold")
    axes.set_ylim(0, 1.02)
    axes.grid(alpha=0.3)
    axes.legend()
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=110, metadata={"Software": None})
