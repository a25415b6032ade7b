"""The figures of `make bench` as a table, side by side, against the project's own limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HEAD = "| | Curbside | starter bot | ratio | limit | |\n|---|---:|---:|---:|---:|---|"
Medians = Mapping[str, float]


@dataclass(frozen=True)
class Row:
    """One line of the table: a figure of ours beside one of the starter bot's; no limit, no verdict."""

    name: str
    ours: str
    theirs: str
    digits: int = 0
    limit: float | None = None
    more_is_better: bool = False


ROWS = (
    Row("plain turn, p50 (ms)", "plain_p50_ms", "plain_p50_ms", 1, 0.5),
    Row("plain turn, p95 (ms)", "plain_p95_ms", "plain_p95_ms", 1),
    Row("action turn, new conversation, p50 (ms)", "action_new_p50_ms", "plain_p50_ms", 1, 0.7),
    Row("action turn, new conversation, p95 (ms)", "action_new_p95_ms", "plain_p95_ms", 1),
    Row("action turn, running conversation, p50 (ms)", "action_running_p50_ms", "plain_p50_ms", 1, 0.7),
    Row("action turn, running conversation, p95 (ms)", "action_running_p95_ms", "plain_p95_ms", 1),
    Row("16 people at once (turns per second)", "crowd_per_s", "crowd_per_s", 1, 2.0, True),
    Row("training (s)", "training_s", "training_s", 1, 0.3),
    Row("start to first answer (s)", "start_s", "start_s", 1, 0.6),
    Row("memory of all processes (MB)", "memory_mb", "memory_mb", 0, 1.0),
)


@dataclass(frozen=True)
class Result:
    """A row with its figures; None where one was not measured."""

    row: Row
    ours: float | None
    theirs: float | None

    @property
    def ratio(self) -> float | None:
        """Ours to theirs."""
        return self.ours / self.theirs if self.ours is not None and self.theirs else None

    @property
    def met(self) -> bool | None:
        """Whether the limit is kept; None without a limit or a ratio."""
        if self.row.limit is None or self.ratio is None:
            return None
        return self.ratio >= self.row.limit if self.row.more_is_better else self.ratio <= self.row.limit

    def cells(self) -> list[str]:
        """The line of the table, after its name."""
        sign = "≥" if self.row.more_is_better else "≤"
        limit = "" if self.row.limit is None else f"{sign} {self.row.limit:g}"
        verdict = {True: "✓", False: "✗", None: ""}[self.met]
        return [self._number(self.ours), self._number(self.theirs), _shown(self.ratio, 2), limit, verdict]

    def _number(self, value: float | None) -> str:
        return _shown(value, self.row.digits)


def results(ours: Medians, theirs: Medians) -> list[Result]:
    """All rows of the table."""
    return [Result(row, ours.get(row.ours), theirs.get(row.theirs)) for row in ROWS]


def markdown(report: Mapping[str, Any]) -> str:
    """The table of a report, and how it was measured."""
    medians = report["medians"]
    found = results(medians.get("curbside", {}), medians.get("starter", {}))
    lines = [f"| {result.row.name} | {' | '.join(result.cells())} |" for result in found]
    counts, machine = report["counts"], report["machine"]
    how = (
        f"Medians of {counts['rounds']} interleaved rounds, {counts['warm_up']} turns of warm-up and "
        f"{counts['turns']} measured each, on {machine['cores']} cores ({machine['system']}, "
        f"Python {machine['python']}, Rasa {machine['rasa']}). The starter bot is what `rasa init` makes; "
        "both keep conversations in SQLite. It has no custom actions, so our action turns stand beside its "
        "plain ones; with 16 people at once, half of our turns run actions. "
        f"Memory is {machine['memory']}. `make bench` repeats it."
    )
    return "\n".join([HEAD, *lines, "", how])


def missed(found: Sequence[Result]) -> list[str]:
    """Names of the rows that do not keep their limit."""
    return [result.row.name for result in found if result.met is False]


def _shown(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
