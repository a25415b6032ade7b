"""Passages: whole lines of the document, the best with what explains it, never more than fits."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library import Line, Section
from bot.search.finder import ANSWER_LIMIT, Finder
from bot.search.passages import fill
from tests.cars import BMW, LIBRARY
from tests.searching import STAND_IN, finder_of, finder_with, written

RELEASE, SEATS, FUSES = (
    LIBRARY.section(f"bmw-328i/{n}") for n in ("manual-release", "rear-seats", "fuse-box")
)


@pytest.fixture(params=["stand-in", "real"])
def finder(request: pytest.FixtureRequest) -> Finder:
    """Search over all three documents, with either encoder."""
    return finder_with(request.param)


def check_passage(section: Section, lines: Sequence[Line], limit: int) -> None:
    """Whole lines of the section, in the document's order, each once, within the limit."""
    places = {line: n for n, line in enumerate(section.lines)}
    assert [places[line] for line in lines] == sorted({places[line] for line in lines})
    assert len("\n".join(line.text for line in lines)) <= limit


@given(st.sampled_from(LIBRARY.sections), st.text(max_size=80))
def test_a_passage_is_whole_lines_in_order(section: Section, text: str) -> None:
    lines = STAND_IN.passage(section, text)
    assert lines
    check_passage(section, lines, ANSWER_LIMIT)


@given(
    st.sampled_from(LIBRARY.sections).flatmap(lambda s: st.tuples(st.just(s), st.sampled_from(s.lines))),
    st.integers(180, 900),
)
def test_a_passage_holds_the_line_that_was_asked_for(chosen: tuple[Section, Line], limit: int) -> None:
    """However small the room (no line of the documents is longer than 180), the line itself is served."""
    section, line = chosen
    lines = STAND_IN.passage(section, line.text, limit=limit)
    check_passage(section, lines, limit)
    assert line.text in [found.text for found in lines]


@pytest.mark.parametrize("section", [s for s in LIBRARY.sections if len(s.lines) > 1], ids=lambda s: s.id)
def test_passages_with_both_encoders(finder: Finder, section: Section) -> None:
    for text in section.asks:
        lines = finder.passage(section, text)
        assert lines
        check_passage(section, lines, ANSWER_LIMIT)


def test_the_limit_is_the_contracts() -> None:
    assert ANSWER_LIMIT == 600


@given(st.sampled_from(LIBRARY.sections), st.text(max_size=20))
def test_a_short_section_is_served_whole(section: Section, text: str) -> None:
    fits = len("\n".join(line.text for line in section.lines)) < ANSWER_LIMIT
    assert (STAND_IN.passage(section, text) == section.lines) == fits


LONG = [s for s in LIBRARY.sections if len("\n".join(line.text for line in s.lines)) > ANSWER_LIMIT]


@pytest.mark.parametrize("section", LONG, ids=lambda s: s.id)
def test_a_line_comes_with_its_passage(section: Section) -> None:
    """What stands around a line in the document explains it; a passage longer than half the room is cut."""
    for passage in section.passages:
        if len("\n".join(line.text for line in passage)) < ANSWER_LIMIT // 2:
            assert set(passage) <= set(STAND_IN.passage(section, passage[0].text))


def test_the_next_best_line_comes_too() -> None:
    first, second = RELEASE.passages[0][1], RELEASE.passages[-1][0]
    lines = STAND_IN.passage(RELEASE, f"{first.text} {second.text}")
    assert {first, second} <= set(lines)


HOOK = written(
    SEATS,
    *(f"Line {n} speaks of {word} and of nothing else here." for n, word in enumerate("abcde")),
    "The hook hangs here.",
    *(f"Row {n} speaks of {word} and of nothing else here." for n, word in enumerate("xyz")),
)


@pytest.mark.parametrize(
    ("room", "neighbours"), [(21, []), (80, []), (120, []), (140, [6]), (240, [6, 7]), (340, [6, 7, 8])]
)
def test_of_a_passage_that_is_too_long_the_lines_around_the_best(room: int, neighbours: list[int]) -> None:
    lines = finder_of(HOOK).passage(HOOK, "hook hangs", limit=room)
    check_passage(HOOK, lines, room)
    places = [HOOK.lines.index(line) for line in lines]
    assert {5, *neighbours} <= set(places)
    assert (
        room - len("\n".join(line.text for line in lines)) <= max(len(line.text) for line in HOOK.lines) + 1
    )


@pytest.mark.parametrize("section", [s for s in LONG if s.steps], ids=lambda s: s.id)
def test_no_line_of_a_step_comes_without_its_warning(finder: Finder, section: Section) -> None:
    """Whoever reads what to do reads first what could go wrong."""
    bare = [
        (text, step.number, warning.text)
        for text in (*section.asks, *(line.text for line in section.lines))
        for lines in [finder.passage(section, text)]
        for step in section.steps
        for warning in step.lines
        if warning.role == "warning" and set(step.lines) & set(lines) and warning not in lines
    ]
    assert bare == []


def test_a_closer_line_beside_the_section_comes_too() -> None:
    line = FUSES.passages[2][1]
    own = STAND_IN.passage(RELEASE, line.text)
    lines = STAND_IN.passage(RELEASE, line.text, [SEATS, FUSES])
    assert line not in own
    assert set(FUSES.passages[2]) & set(lines) >= {line}
    assert set(lines) <= {*RELEASE.lines, *FUSES.lines}
    assert len("\n".join(x.text for x in lines)) <= ANSWER_LIMIT


def test_whatever_stands_beside_it_the_line_that_was_asked_for_comes() -> None:
    for line in RELEASE.lines:
        assert line in STAND_IN.passage(RELEASE, line.text, [SEATS, RELEASE, FUSES])


def test_what_is_much_less_like_stays_where_it_is() -> None:
    """Room that is left over is filled from the section itself."""
    scores = {line: -10.0 * n for n, line in enumerate((*RELEASE.lines, *SEATS.lines))}
    assert fill(RELEASE, [RELEASE, SEATS], scores, ANSWER_LIMIT) <= {*RELEASE.lines}
    alike = dict.fromkeys(SEATS.lines, 0.0) | dict.fromkeys(RELEASE.lines, -1.0)
    mixed = fill(RELEASE, [RELEASE, SEATS], alike, ANSWER_LIMIT)
    assert mixed & {*RELEASE.lines}
    assert mixed & {*SEATS.lines}


@settings(deadline=None)
@given(st.sampled_from(LIBRARY.document(BMW).sections), st.sampled_from(LIBRARY.sections))
def test_with_sections_beside_it_the_limit_holds(section: Section, other: Section) -> None:
    for line in other.lines:
        lines = STAND_IN.passage(section, line.text, LIBRARY.document(BMW).sections)
        assert lines
        assert len(set(lines)) == len(lines)
        assert len("\n".join(x.text for x in lines)) <= ANSWER_LIMIT
