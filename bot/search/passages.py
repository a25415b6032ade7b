"""Which lines make an answer: the closest that fit, and never a step without its warnings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.library.model import Line, Section, Step


def length(lines: Iterable[Line]) -> int:
    return sum(len(line.text) + 1 for line in lines)


def fill(
    section: Section,
    own: Mapping[Line, float],
    near: Sequence[Line],
    others: Mapping[Line, tuple[float, Section]],
    limit: int,
) -> set[Line]:
    """The best line with what stands around it, the warnings that come before it, then the next best lines that fit.

    A line of a step never comes without the step's warnings; of steps that were not reached the warnings come too.
    """
    if length(section.lines) + length(near) <= limit:
        return {*section.lines, *near}
    best = max(section.lines, key=lambda line: own[line])
    chosen = {best, *warnings_with(section, best)}
    home = next(passage for passage in section.passages if best in passage)
    around = _window(list(home), best, limit // 2)
    before = [line for step in _steps_before(section, best) for line in step.lines if line.role == "warning"]
    ranked = sorted([*section.lines, *near], key=lambda line: own[line] if line in own else others[line][0])
    for line in (*around, *reversed(before), *reversed(ranked)):
        more = {line, *warnings_with(section if line in own else others[line][1], line)} - chosen
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
