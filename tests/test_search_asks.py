"""Ways of asking tied to single lines, questions for a whole section, and questions for what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.lines import hold_back, share
from bot.adviser.moves import Room
from bot.adviser.outside import out_of_scope
from bot.adviser.questions import from_document
from bot.adviser.stepping import plain_report
from bot.guide.case import Case, Job
from bot.guide.outcome import Answer, NotCovered, ShowStep
from bot.guide.turn import Turn
from bot.language.encoder import SentenceEncoder
from bot.language.mentions import Mentions
from bot.language.vocabulary import Vocabulary
from bot.library import Line, Section, Step
from bot.library.reader import parse_document
from bot.search.finder import ANSWER_LIMIT
from tests.cars import BMW, LIBRARY, ROOT
from tests.searching import STAND_IN, BagOfStems, Folding, finder_of, written

RELEASE, SEATS = (LIBRARY.section(f"bmw-328i/{n}") for n in ("manual-release", "rear-seats"))
# A way of asking among words that mean nothing.
FAINT = (
    "is a multimeter on the list qqq zzz xyzzy wuggle frob blick snee dorp vlim grot plugh thud wibble fnord"
)
FILLING = [f"Sentence {n} speaks of {word} only." for n, word in enumerate("abcdefghijklmnopqrstuvwxyz")]
ROOM = Room(LIBRARY, STAND_IN, Mentions(Vocabulary.load(LIBRARY), LIBRARY))
TIED = [(s, number, way) for s in LIBRARY.sections for number, ways in s.line_asks for way in ways]


def filled(*lines: str) -> Section:
    """A section that is too long to be served whole, with these lines last."""
    return written(replace(RELEASE, line_asks=()), *FILLING, *lines)


# --- tied to a line ------------------------------------------------------------------------------------


def test_a_way_of_asking_is_tied_to_the_line_above_it() -> None:
    document = LIBRARY.document(BMW)
    text = (ROOT / document.file).read_text(encoding="utf-8")
    line = RELEASE.lines[-1]
    rows = text.split("\n")
    rows.insert(line.number, "<!-- asks: is it  green · · is it blue -->")
    read = parse_document("\n".join(rows), document.file)
    section = next(s for s in read.sections if s.id == RELEASE.id)
    assert (line.number, ("is it green", "is it blue")) in section.line_asks
    assert section.lines == RELEASE.lines


def test_every_way_of_asking_brings_its_line() -> None:
    missed = [
        (section.id, way)
        for section, number, way in TIED
        if number not in [line.number for line in STAND_IN.passage(section, way)]
    ]
    assert len(TIED) > 500
    assert missed == []


@pytest.mark.parametrize(("encoder", "told", "found"), [("stand-in", 0.8, 0.6), ("real", 0.9, 0.8)])
def test_ways_of_asking_that_search_has_not_seen_bring_their_lines(
    encoder: str, told: float, found: float
) -> None:
    """Floors for what `python -m benchmarks.lines` measures, with the section known and by words alone."""
    if encoder == "real":
        answers = list(
            hold_back(LIBRARY, SentenceEncoder.load(ROOT / "build" / "encoder"), Vocabulary.load(LIBRARY))
        )
    else:
        answers = list(hold_back(LIBRARY, BagOfStems(), Folding()))
    assert len(answers) == len(TIED)
    assert share([answer.line in answer.told for answer in answers]) >= told
    assert share([answer.line in answer.found for answer in answers]) >= found


def test_a_tied_way_of_asking_leads_to_its_line_and_not_to_a_liker_one() -> None:
    section = filled("The hook is green.", "Its colour is that of grass.")
    line = section.lines[-1]
    assert finder_of(section).best_line(section, "which paint has the hook")[0] != line
    tied = replace(section, line_asks=((line.number, ("which paint has the hook",)),))
    best, likeness = finder_of(tied).best_line(tied, "which paint has the hook")
    assert best == line
    assert likeness == pytest.approx(1.0)
    assert line in finder_of(tied).passage(tied, "which paint has the hook", limit=60)


def test_a_report_of_a_step_is_not_read_from_ways_of_asking() -> None:
    """ "Which paint" asks about a step; it does not say that the step is done."""
    lines = (Line(1, "Turn the key."), Line(2, "Lift the lid."))
    steps = tuple(Step(n, (line,)) for n, line in enumerate(lines, 1))
    section = replace(RELEASE, passages=tuple((x,) for x in lines), steps=steps, needs=(), asks=())
    section = replace(section, line_asks=((2, ("which paint",)),))
    assert finder_of(section).reports.step(section, "which paint").likeness < 0.5


# --- for the whole, for a line, for what is missing ----------------------------------------------------


@pytest.mark.parametrize("asked", [True, False])
def test_a_question_tied_to_a_line_is_not_general(asked: bool) -> None:
    section = filled("The hook is green.")
    ways = ((section.lines[-1].number, ("can the thing be painted",)),) if asked else ()
    section = replace(section, line_asks=ways)
    assert finder_of(section).is_general(section, "can the thing be painted") is not asked


@pytest.mark.parametrize(
    ("text", "general"),
    [
        ("manual release", True),
        ("how do I use the manual release", True),
        ("show me the manual release step by step", True),
        ("where is the manual release", False),
        ("do I use the manual release", False),
        ("can I use the manual release", True),
        ("do you have the manual release", True),
        ("manual release hook", False),
        ("manual release sentence", True),
    ],
)
def test_only_a_rare_word_or_a_detail_word_asks_for_something(text: str, general: bool) -> None:
    """A word that most lines hold ("sentence") asks for nothing in particular."""
    section = filled("The hook is green.")
    assert finder_of(section).is_general(section, text) is general


@pytest.mark.parametrize("asked", [True, False])
def test_a_rare_word_of_a_way_of_asking_asks_for_its_line(asked: bool) -> None:
    section = filled("The hook is green.")
    ways = ((section.lines[-1].number, ("which paint has it",)),) if asked else ()
    section = replace(section, line_asks=ways)
    assert finder_of(section).is_general(section, "manual release paint") is not asked


@pytest.mark.parametrize(
    ("text", "kind"),
    [("is a multimeter on the list qqq zzz xyzzy wuggle frob blick snee", Answer), ("qqq zzz", NotCovered)],
)
def test_a_question_of_another_topic_is_answered_where_a_line_speaks_of_it(text: str, kind: type) -> None:
    """The Maserati document declares no such topic, yet one of its lines is asked for in these words."""
    case, topics = Case(vehicle="maserati"), {"ask_how_release_works": 0.6}
    assert isinstance(from_document(case, text, topics, ROOM)[1], kind)


@pytest.mark.parametrize(
    ("text", "asking", "kind"),
    [
        (FAINT, 0.6, Answer),
        ("qqq zzz", 0.6, NotCovered),
        (FAINT, 0.3, NotCovered),
    ],
)
def test_a_question_read_as_outside_is_answered_where_a_line_speaks_of_it(
    text: str, asking: float, kind: type
) -> None:
    ranking = (("out_car", 0.28), ("ask_battery_removal", asking))
    turn = Turn(text, "out_car", ranking)
    assert isinstance(out_of_scope(Case(vehicle="maserati"), turn, ROOM)[1], kind)


GAPS = [(s, line) for s in LIBRARY.sections for line in s.lines if line.role == "gap"]


@pytest.mark.parametrize(("section", "gap"), GAPS, ids=lambda v: getattr(v, "id", getattr(v, "number", None)))
def test_a_question_for_what_is_missing(section: Section, gap: Line) -> None:
    assert STAND_IN.asks_for_gap(section, gap.text)
    assert all(
        STAND_IN.asks_for_gap(section, way)
        for n, ways in section.line_asks
        if n == gap.number
        for way in ways
    )
    assert not any(STAND_IN.asks_for_gap(section, x.text) for x in section.lines if x.role != "gap")
    assert not STAND_IN.asks_for_gap(section, "qqq zzz")


def test_a_gap_that_is_only_as_like_as_a_line_was_not_asked_for() -> None:
    gap = Line(2, "Not in our guide: the colour of the hook.", "gap")
    section = replace(filled(), passages=((Line(1, "The colour of the hook is green."), gap),))
    assert not finder_of(section).asks_for_gap(section, "the colour of the hook")
    alone = replace(section, passages=((Line(1, "The lid is heavy."), gap),))
    assert finder_of(alone).asks_for_gap(alone, "the colour of the hook")


# --- warnings ------------------------------------------------------------------------------------------


def test_a_step_beside_the_section_brings_its_warning_too() -> None:
    bare = [
        (line.number, warning.number)
        for step in SEATS.steps
        for line in step.lines
        for found in [STAND_IN.passage(RELEASE, line.text, [SEATS])]
        for warning in step.lines
        if line in found and warning.role == "warning" and warning not in found
    ]
    assert bare == []
    shown = STAND_IN.passage(RELEASE, SEATS.steps[0].lines[1].text, [SEATS])
    assert SEATS.steps[0].lines[0] in shown
    assert len("\n".join(line.text for line in shown)) <= ANSWER_LIMIT


def test_where_there_is_hardly_room_the_warning_comes_before_all_else() -> None:
    warning = Line(40, "Warning: The spring bites.", "warning")
    between = tuple(Line(41 + n, f"Wait for moment {n} of the clock.") for n in range(6))
    action = Line(50, "Hang the hook on the bar.")
    step = (warning, *between, action)
    section = filled()
    section = replace(section, passages=(*section.passages, step), steps=(Step(1, step),))
    room = len(warning.text) + len(action.text) + 2
    assert finder_of(section).passage(section, "hang the hook on the bar", limit=room) == (warning, action)


# --- reports in words that the classifier does not know -----------------------------------------------


def walking(step: int) -> Case:
    """A walk through the rear seats."""
    return Case(vehicle=BMW, job=Job(section=SEATS.id, step=step, topic=SEATS.id))


LEVERS = SEATS.steps[1].lines[0].text


def test_a_plain_report_goes_on_from_the_step_it_tells_of() -> None:
    result = plain_report(walking(1), Turn(LEVERS, "nlu_fallback"), ROOM)
    assert result is not None
    case, outcome = result
    assert (outcome, case.job.step) == (ShowStep(SEATS.id, 3), 3)


@pytest.mark.parametrize(
    ("case", "text"),
    [
        (Case(vehicle=BMW), LEVERS),
        (walking(1), LEVERS + "?"),
        (walking(3), LEVERS),
        (walking(1), "qqq zzz"),
        (walking(1), "the seat"),
    ],
    ids=["nothing open", "a question", "a step behind", "no words of it", "of several steps"],
)
def test_what_is_no_plain_report(case: Case, text: str) -> None:
    assert plain_report(case, Turn(text, "nlu_fallback"), ROOM) is None
