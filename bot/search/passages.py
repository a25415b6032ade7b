"""Which lines make an answer: the closest that fit, and never a step without its warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.library.model import Line, Section, Step

# So much of the room goes to the lines that fit best, wherever they stand, no further than this behind the best.
BEST_SHARE = 0.8
BEHIND = 3.0  # log-odds
# Lines this alike say the same; only the best are compared.
SAME, MOST_COMPARED = 0.8, 12
# A section that takes no more of the room than this is served whole.
SHORT = 0.5


def length(lines: Iterable[Line]) -> int:
    return sum(len(line.text) + 1 for line in lines)


def fill(
    section: Section,
    pool: Sequence[Section],
    scores: Mapping[Line, float],
    limit: int,
    alike: Callable[[Line, Line], float] = lambda one, other: 0.0,
    given: Iterable[Line] = (),
) -> set[Line]:
    """The section's best line (all of a short one), the lines that fit best, those around, then the next best.

    `pool` are the sections, that one among them, whose lines have `scores` (log-odds, see `lines.py`). A line of a
    step never comes without the step's warnings; of steps that were not reached the warnings come too. Of lines that
    say the same (`alike`, 0..1) all but the best come last.
    """
    homes = {line: one for one in pool for line in one.lines}
    ranked = sorted(scores, key=lambda line: scores[line], reverse=True)
    best = next(line for line in ranked if homes[line] is section)
    home = next(passage for passage in section.passages if best in passage)
    around = _window(list(home), best, limit // 2)
    before = [line for step in _steps_before(section, best) for line in step.lines if line.role == "warning"]
    is_short = length(section.lines) <= limit * SHORT
    first = {*section.lines} if is_short else {*given} or {best, *warnings_with(section, best)}
    new, repeated = _distinct(ranked, alike)
    fitting = [line for line in new if scores[line] >= scores[ranked[0]] - BEHIND]
    first = _taking(homes, first, fitting, int(limit * BEST_SHARE))
    rest = [line for line in (*new, *repeated) if homes[line] is section or line in fitting]
    return _taking(homes, first, [*around, *before, *rest], limit)


def _distinct(ranked: Sequence[Line], alike: Callable[[Line, Line], float]) -> tuple[list[Line], list[Line]]:
    """The lines that say something new, and those that say nearly what one before them says; warnings are new."""
    new: list[Line] = []
    repeated: list[Line] = []
    for line in ranked:
        is_new = line.role == "warning" or all(alike(line, other) < SAME for other in new[:MOST_COMPARED])
        (new if is_new else repeated).append(line)
    return new, repeated


def _taking(homes: Mapping[Line, Section], chosen: set[Line], lines: Iterable[Line], limit: int) -> set[Line]:
    """What was chosen, with as many more lines as fit, each with its warnings."""
    chosen = set(chosen)
    for line in lines:
        more = {line, *warnings_with(homes[line], line)} - chosen
        if length(more) <= limit - length(chosen):
            chosen |= more
    return chosen


def warnings_with(section: Section, line: Line) -> list[Line]:
    """The warnings of the step that a line belongs to."""
    step = next((step for step in section.steps if line in step.lines), None)
    return [one for one in step.lines if one.role == "warning"] if step else []


def _steps_before(section: Section, line: Line) -> list[Step]:
    """The steps before the one that a line belongs to."""
    number = next((step.number for step in section.steps if line in step.lines), 0)
    return [step for step in section.steps if step.number < number]


def _window(lines: list[Line], best: Line, room: int) -> list[Line]:
    """As many neighbours of a line as fit, those after it first."""
    first, last = lines.index(best), lines.index(best) + 1
    while True:
        grown = [(first, last + 1)] if last < len(lines) else []
        grown += [(first - 1, last)] if first > 0 else []
        fitting = [(a, b) for a, b in grown if length(lines[a:b]) <= room]
        if not fitting:
            return lines[first:last]
        first, last = fitting[0]
