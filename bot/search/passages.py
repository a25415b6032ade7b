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
    """The best line with the warnings that come before it, then the next best lines that fit.

    A line of a step never comes without the step's warnings; of steps that were not reached the warnings come too.
    """
    if length(section.lines) + length(near) <= limit:
        return {*section.lines, *near}
    best = max(section.lines, key=lambda line: own[line])
    chosen = {best, *warnings_with(section, best)}
    before = [line for step in _steps_before(section, best) for line in step.lines if line.role == "warning"]
    ranked = sorted([*section.lines, *near], key=lambda line: own[line] if line in own else others[line][0])
    for line in (*reversed(before), *reversed(ranked)):
        home = section if line in own else others[line][1]
        more = {line, *warnings_with(home, line)} - chosen
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
