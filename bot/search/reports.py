"""Which step of which procedure a report of what is done means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.library.model import Line, Section, Step
from bot.search.index import Index

# Of steps that fit about as well as the best the earliest is meant: going too far is worse than asking again.
STEP_TIE = 0.06
COUNTED = ("First,", "Second,", "Third,", "Fourth,", "Then,", "Last,")


@dataclass(frozen=True)
class Report:
    """A step that is said to be done: its likeness, its lead over the next best step, and whether all of it is done."""

    section: str
    step: int
    likeness: float
    lead: float
    whole: bool


class Reports:
    """Compares reports with the steps' own words, and with the ways of reporting that documents tie to them."""

    def __init__(self, index: Index) -> None:
        """Encodes the library's ways of reporting."""
        self._index = index
        tied = [
            (section.id, number, way)
            for section in index.library.sections
            for number, ways in section.line_reports
            for way in ways
        ]
        self._tied = index.texts([way for _, _, way in tied])
        self._rows: dict[str, list[tuple[int, int]]] = {}  # by section: row and number of the line
        for row, (section, number, _) in enumerate(tied):
            self._rows.setdefault(section, []).append((row, number))

    def step(self, section: Section, text: str) -> Report:
        """The step of a section that a report means; likeness 0 where the section has no steps."""
        likeness = self._likeness(section, text)
        scores = [max(likeness[line] for line in step.lines) for step in section.steps]
        if not scores:
            return Report(section.id, 1, 0.0, 0.0, True)
        first = next(i for i, score in enumerate(scores) if score >= max(scores) - STEP_TIE)
        others = [score for i, score in enumerate(scores) if i != first and score < max(scores) - STEP_TIE]
        step = section.steps[first]
        # Of lines that fit about as well the earliest is meant here, too.
        best = next(line for line in step.lines if likeness[line] >= scores[first] - STEP_TIE)
        lead = scores[first] - max(others, default=0.0)
        return Report(section.id, step.number, scores[first], lead, _ends(step, best))

    def told(self, section: Section, text: str) -> Report | None:
        """The step of which a text is a way of reporting that its document names, None where it names none."""
        rows = self._rows.get(section.id, ())
        if not rows:
            return None
        near = self._index.likeness(self._tied, self._index.query(text))
        row, number = max(rows, key=lambda one: near[one[0]])
        step = next(step for step in section.steps if any(line.number == number for line in step.lines))
        return Report(section.id, step.number, float(near[row]), 0.0, True)

    def best(self, sections: Iterable[Section], text: str) -> Report | None:
        """The likeliest step among several sections, None where none of them has steps."""
        found = (self.step(section, text) for section in sections if section.steps)
        return max(found, key=lambda report: report.likeness, default=None)

    def _likeness(self, section: Section, text: str) -> dict[Line, float]:
        """How like a report is to each line of the section: the line's words, or a way of reporting it."""
        query = self._index.query(text)
        close = self._index.closeness(query)
        units = ((self._index.units[row], float(close[row])) for row in self._index.rows[section.id])
        found = {u.line: score for u, score in units if u.line is not None and not u.is_asked}
        near = self._index.likeness(self._tied, query)
        lines = {line.number: line for line in found}
        for row, number in self._rows.get(section.id, ()):
            line = lines.get(number)
            if line is not None:
                found[line] = max(found[line], float(near[row]))
        return found


def _ends(step: Step, line: Line) -> bool:
    """Whether nothing of a step is left after a line: only lines that count ("First, ...", "Last, ...") are an order."""
    counted = [one for one in step.lines if one.text.startswith(COUNTED)]
    return line not in counted[:-1]
