"""Search: which section, which line, which step and which trouble a message means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library import Document, Line, Section, Step
from bot.search.conditions import TROUBLE_LIKENESS
from bot.search.finder import CONTEXT_WEIGHT, TOPIC_DECAY, Finder
from bot.search.reports import Report
from tests.cars import BMW, LIBRARY
from tests.searching import STAND_IN, finder_of, finder_with, written

RELEASE, SEATS, FUSES = (
    LIBRARY.section(f"bmw-328i/{n}") for n in ("manual-release", "rear-seats", "fuse-box")
)


@pytest.fixture(params=["stand-in", "real"])
def finder(request: pytest.FixtureRequest) -> Finder:
    """Search over all three documents, with either encoder."""
    return finder_with(request.param)


# --- sections ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", LIBRARY.documents, ids=lambda d: d.id)
def test_every_section_is_found_by_its_own_words(finder: Finder, document: Document) -> None:
    """A title or a way of asking that stands in the document leads to its section."""
    ways = {
        s.id: {s.title, *s.asks, *(way for _, ways in s.line_asks for way in ways)} for s in document.sections
    }
    missed = [
        (text, found[0].section)
        for section in document.sections
        for text in (section.title, *section.asks)
        if (found := finder.sections(text, {}, document.id))[0].section != section.id
        and text not in ways[found[0].section]
        and found[0].score - next(h.score for h in found if h.section == section.id) > 1e-4
    ]
    assert missed == []


@given(st.text(max_size=60), st.sampled_from([d.id for d in LIBRARY.documents]))
def test_only_the_cars_own_sections_best_first(text: str, document: str) -> None:
    hits = STAND_IN.sections(text, {"ask_tools": 0.7}, document)
    assert sorted(h.section for h in hits) == sorted(s.id for s in LIBRARY.document(document).sections)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(0.0 <= h.score <= 1.0 for h in hits)


def test_without_a_car_all_sections_are_looked_at() -> None:
    assert {h.section for h in STAND_IN.sections("trunk", {})} == {s.id for s in LIBRARY.sections}


@pytest.mark.parametrize(
    ("document", "topic", "section"),
    [(d.id, s.topics[0], s.id) for d in LIBRARY.documents for s in d.sections if s.topics],
)
def test_a_topic_leads_to_the_section_that_names_it_first(
    finder: Finder, document: str, topic: str, section: str
) -> None:
    best = finder.sections("", {topic: 0.95}, document)[0]
    assert (best.section, best.topics) == (section, pytest.approx(0.95))


def test_a_later_topic_counts_a_little_less() -> None:
    second = LIBRARY.section("bmw-328i/how-release-works").topics[1]
    hits = {h.section: h.topics for h in STAND_IN.sections("", {second: 0.5}, BMW)}
    assert hits["bmw-328i/how-release-works"] == pytest.approx(0.5 * TOPIC_DECAY)
    assert hits["bmw-328i/fuse-box"] == 0.0


def test_what_is_talked_about_counts_a_little_more() -> None:
    plain = {h.section: h for h in STAND_IN.sections("how", {}, BMW)}
    hits = {h.section: h for h in STAND_IN.sections("how", {}, BMW, [FUSES.id])}
    assert hits[FUSES.id].topics == pytest.approx(CONTEXT_WEIGHT)
    assert hits[FUSES.id].score > plain[FUSES.id].score
    assert {s: h for s, h in hits.items() if s != FUSES.id} == {
        s: h for s, h in plain.items() if s != FUSES.id
    }


def test_topics_and_words_weigh_together() -> None:
    words, topics = "fuse box behind the glove compartment", {"ask_jump_start": 0.3}
    assert STAND_IN.sections(words, {}, BMW)[0].section == "bmw-328i/fuse-box"
    assert STAND_IN.sections(words, topics, BMW)[0].section == "bmw-328i/fuse-box"
    assert STAND_IN.sections(words, {"ask_jump_start": 0.95}, BMW)[0].section == "bmw-328i/jump-start"


def test_words_that_are_not_there_are_chance() -> None:
    hits = STAND_IN.sections("qqq zzz", {}, BMW)
    assert {(h.score, h.words, h.topics) for h in hits} == {(0.0, 0.0, 0.0)}


def test_the_vocabulary_is_asked_on_both_sides() -> None:
    section = written(RELEASE, "The boot pops open.", "The lamp is bright.")
    for text in ("trunk pops open", "boot pops open", "TRUNK POPS OPEN"):
        line, likeness = finder_of(section).best_line(section, text)
        assert (line, likeness > 0.8) == (section.lines[0], True)


# --- lines, steps, troubles ----------------------------------------------------------------------------


@pytest.mark.parametrize("section", LIBRARY.sections, ids=lambda s: s.id)
def test_each_line_is_closest_to_itself(finder: Finder, section: Section) -> None:
    for line in section.lines:
        best, likeness = finder.best_line(section, line.text)
        assert best is not None
        assert best.text == line.text
        assert likeness == pytest.approx(1.0, abs=0.02)


def test_a_title_is_no_line() -> None:
    best, _ = STAND_IN.best_line(RELEASE, RELEASE.title)
    assert best in RELEASE.lines
    assert finder_of(replace(RELEASE, passages=())).best_line(RELEASE, "slot") == (None, 0.0)


@pytest.mark.parametrize(
    ("section", "step"),
    [(s, step) for s in LIBRARY.sections for step in s.steps],
    ids=lambda v: getattr(v, "id", None),
)
def test_a_step_is_known_by_its_action(finder: Finder, section: Section, step: Step) -> None:
    action = next(line for line in step.lines if line.role == "text")
    report = finder.reports.step(section, action.text)
    assert (report.step, report.likeness) == (step.number, pytest.approx(1.0, abs=0.02))
    assert 0.0 < report.lead < 1.0


def test_of_two_like_steps_the_earlier_is_meant() -> None:
    """Going too far is worse than asking again; the lead is over the steps that are not alike."""
    same = (Line(1, "Turn the key."), Line(2, "Turn the key."), Line(3, "Lift the lid."))
    steps = tuple(Step(n, (line,)) for n, line in enumerate(same, 1))
    section = replace(RELEASE, passages=tuple((line,) for line in same), steps=steps, needs=(), asks=())
    found = finder_of(section).reports.step(section, "turn the key")
    third = finder_of(section).reports.step(section, "lift the lid")
    assert (found.step, third.step) == (1, 3)
    assert found.likeness == pytest.approx(1.0)
    assert 0.5 < found.lead < 1.0
    assert finder_of(section).reports.step(section, "turn the key and lift the lid").lead < found.lead


def test_a_section_without_steps_knows_none() -> None:
    section = LIBRARY.section("maserati/faq-mechanical-key")
    assert STAND_IN.reports.step(section, "insert the key into the lock") == Report(
        section.id, 1, 0.0, 0.0, True
    )


CLAMPS = LIBRARY.section("bmw-328i/jump-start").steps[1]


@pytest.mark.parametrize(("line", "whole"), [(0, True), (1, False), (2, False), (3, False), (4, True)])
def test_of_counted_parts_only_the_last_is_the_whole_step(line: int, whole: bool) -> None:
    """ "The first red clamp is on" is not yet the step; a step without counted parts is done as a whole."""
    report = STAND_IN.reports.step(LIBRARY.section("bmw-328i/jump-start"), CLAMPS.lines[line].text)
    assert (report.step, report.whole) == (2, whole)
    assert STAND_IN.reports.step(RELEASE, RELEASE.steps[0].lines[1].text).whole


@pytest.mark.parametrize(
    ("section", "text", "starts"),
    [
        ("rear-seats", "the seatback is stuck", "If the seatback is stuck"),
        ("rear-seats", "the emergency lever cannot be seen", "If the emergency lever cannot be seen"),
        ("manual-release", "the slot is not visible", "If the slot is not visible"),
        ("jump-start", "smoke or swapped clamps", None),
    ],
)
def test_a_trouble_that_the_document_speaks_of(
    finder: Finder, section: str, text: str, starts: str | None
) -> None:
    line = finder.trouble(LIBRARY.section(f"bmw-328i/{section}"), text)
    assert (line is not None and line.text.startswith(starts)) if starts else line is None


def test_a_trouble_that_the_document_does_not_know() -> None:
    assert STAND_IN.trouble(SEATS, "qqq zzz") is None
    assert STAND_IN.trouble(SEATS, "my lunch was cold") is None
    assert STAND_IN.trouble(FUSES, "the seatback is stuck") is None


def test_a_trouble_is_found_in_a_clause_of_a_long_report() -> None:
    """What else the person tells does not hide it."""
    told = "yesterday after work my brother came along with his dog; stuck seatback; nobody knows why anymore"
    assert STAND_IN.best_line(SEATS, told)[1] < TROUBLE_LIKENESS
    line = STAND_IN.trouble(SEATS, told)
    assert line is not None
    assert line.text.startswith("If the seatback is stuck")


@pytest.mark.parametrize(
    ("section", "text", "general"),
    [
        (FUSES, "tell me about the fuse box please", True),
        (FUSES, "the fuse box and a hammer", True),
        (FUSES, "which fuse box", False),
        (FUSES, "fuse box filament", False),
        (RELEASE, "the manual release and the license plate", False),
        (RELEASE, "manual release", True),
    ],
)
def test_a_question_about_no_line_in_particular(section: Section, text: str, general: bool) -> None:
    assert STAND_IN.is_general(section, text) is general


@pytest.mark.parametrize(
    ("section", "text", "named"),
    [
        (RELEASE, "the slot did nothing", True),
        (RELEASE, "I tried the manual release already", True),
        (RELEASE, "the release did nothing", False),
        (SEATS, "The seatbacks don't fold", True),
        (SEATS, "the battery is flat", False),
        (LIBRARY.section("bmw-328i/fuse-box"), "I swapped the FUSES", True),
        (LIBRARY.section("bmw-328i/faq-all-models"), "does it fit all models", False),
    ],
)
def test_what_people_call_a_method(section: Section, text: str, named: bool) -> None:
    assert bool(STAND_IN.named_by(section, text)) is named


def test_a_name_without_letters_names_nothing() -> None:
    assert not STAND_IN.named_by(replace(RELEASE, called=("щель",)), "the battery is flat")
