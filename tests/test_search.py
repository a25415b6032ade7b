"""Search: which section, which passage, which line and which step a message means."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.encoder import SentenceEncoder
from bot.language.vocabulary import Vocabulary
from bot.language.weights import EncoderProblem
from bot.library import Document, Library, Line, Section, Step
from bot.search.finder import ANSWER_LIMIT, TOPIC_DECAY, Finder
from bot.search.words import stems
from tests.cars import BMW, LIBRARY, ROOT

RELEASE, SEATS = LIBRARY.section("bmw-328i/manual-release"), LIBRARY.section("bmw-328i/rear-seats")
WIDTH = 512


class BagOfStems:
    """Stands in for the sentence encoder: a text's hashed word stems as a unit vector, the same anywhere."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row for each text."""
        rows = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for stem in stems(text) or [""]:
                row[zlib.crc32(stem.encode()) % WIDTH] += 1.0
            row /= np.linalg.norm(row)
        return rows


class Folding:
    """Stands in for the vocabulary: lower case, and one shop word for another."""

    def normalise(self, text: str) -> str:
        """The text as it is compared."""
        return text.lower().replace("boot", "trunk")


FINDER = Finder(LIBRARY, BagOfStems(), Folding())


@pytest.fixture(scope="module", params=["stand-in", "real"])
def finder(request: pytest.FixtureRequest) -> Finder:
    """Search over all three documents, once with the real encoder and vocabulary where these are built."""
    if request.param == "stand-in":
        return FINDER
    try:
        encoder = SentenceEncoder.load(ROOT / "build" / "encoder")
    except EncoderProblem as problem:
        pytest.skip(str(problem))
    return Finder(LIBRARY, encoder, Vocabulary.load(LIBRARY))


def written(section: Section, *lines: str) -> Section:
    """A section of one passage with these lines."""
    numbered = tuple(Line(n, text) for n, text in enumerate(lines, 1))
    return replace(section, passages=(numbered,), steps=(), needs=(), asks=())


def finder_of(section: Section) -> Finder:
    """Search over one section."""
    document = replace(LIBRARY.document(section.document), sections=(section,))
    return Finder(Library((document,)), BagOfStems(), Folding())


# --- sections ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", LIBRARY.documents, ids=lambda d: d.id)
def test_every_section_is_found_by_its_own_words(finder: Finder, document: Document) -> None:
    """A title or a way of asking that stands in the document leads to its section."""
    missed = [
        (text, found[0].section)
        for section in document.sections
        for text in (section.title, *section.asks)
        if (found := finder.sections(text, {}, document.id))[0].section != section.id
        and found[0].score - next(h.score for h in found if h.section == section.id) > 1e-4
    ]
    assert missed == []


@given(st.text(max_size=60), st.sampled_from([d.id for d in LIBRARY.documents]))
def test_only_the_cars_own_sections_best_first(text: str, document: str) -> None:
    hits = FINDER.sections(text, {"ask_tools": 0.7}, document)
    assert sorted(h.section for h in hits) == sorted(s.id for s in LIBRARY.document(document).sections)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(0.0 <= h.score <= 1.0 for h in hits)


def test_without_a_car_all_sections_are_looked_at() -> None:
    assert {h.section for h in FINDER.sections("trunk", {})} == {s.id for s in LIBRARY.sections}


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
    hits = {h.section: h.topics for h in FINDER.sections("", {second: 0.5}, BMW)}
    assert hits["bmw-328i/how-release-works"] == pytest.approx(0.5 * TOPIC_DECAY)
    assert hits["bmw-328i/fuse-box"] == 0.0


def test_topics_and_words_weigh_together() -> None:
    words, topics = "fuse box behind the glove compartment", {"ask_jump_start": 0.3}
    assert FINDER.sections(words, {}, BMW)[0].section == "bmw-328i/fuse-box"
    assert FINDER.sections(words, topics, BMW)[0].section == "bmw-328i/fuse-box"
    assert FINDER.sections(words, {"ask_jump_start": 0.95}, BMW)[0].section == "bmw-328i/jump-start"


def test_words_that_are_not_there_are_chance() -> None:
    hits = FINDER.sections("qqq zzz", {}, BMW)
    assert {(h.score, h.words, h.topics) for h in hits} == {(0.0, 0.0, 0.0)}


def test_the_vocabulary_is_asked_on_both_sides() -> None:
    section = written(RELEASE, "The boot pops open.", "The lamp is bright.")
    for text in ("trunk pops open", "boot pops open", "TRUNK POPS OPEN"):
        line, likeness = finder_of(section).best_line(section, text)
        assert (line, likeness > 0.8) == (section.lines[0], True)


# --- passages ------------------------------------------------------------------------------------------


def check_passage(section: Section, lines: Sequence[Line], limit: int) -> None:
    """Whole lines of the section, in the document's order, each once, within the limit."""
    places = {line: n for n, line in enumerate(section.lines)}
    assert [places[line] for line in lines] == sorted({places[line] for line in lines})
    assert len("\n".join(line.text for line in lines)) <= limit


@given(st.sampled_from(LIBRARY.sections), st.text(max_size=80))
def test_a_passage_is_whole_lines_in_order(section: Section, text: str) -> None:
    lines = FINDER.passage(section, text)
    assert lines
    check_passage(section, lines, ANSWER_LIMIT)


@given(
    st.sampled_from(LIBRARY.sections).flatmap(lambda s: st.tuples(st.just(s), st.sampled_from(s.lines))),
    st.integers(180, 900),
)
def test_a_passage_holds_the_line_that_was_asked_for(chosen: tuple[Section, Line], limit: int) -> None:
    """However small the room (no line of the documents is longer than 180), the line itself is served."""
    section, line = chosen
    lines = FINDER.passage(section, line.text, limit)
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
    assert (FINDER.passage(section, text) == section.lines) == fits


def test_other_passages_fill_the_room_best_first() -> None:
    lines = FINDER.passage(RELEASE, "rubber or plastic cap covers the slot against dirt", 600)
    passages = [p for p in RELEASE.passages if set(p) & set(lines)]
    assert len(passages) > 1
    assert all(set(p) <= set(lines) for p in passages)


LONG = written(
    SEATS, *(f"Line {n} speaks of {word} and of nothing else here." for n, word in enumerate("abcdefgh"))
)
HOOK = replace(LONG, passages=((*LONG.lines[:5], Line(9, "The hook hangs here."), *LONG.lines[5:]),))


@pytest.mark.parametrize("room", [21, 80, 120, 200, 300])
def test_of_a_passage_that_is_too_long_the_lines_around_the_best(room: int) -> None:
    lines = finder_of(HOOK).passage(HOOK, "hook hangs", room)
    check_passage(HOOK, lines, room)
    places = [HOOK.lines.index(line) for line in lines]
    assert 5 in places
    assert places == list(range(places[0], places[-1] + 1))
    spare = room - len("\n".join(line.text for line in lines))
    assert spare <= max(len(line.text) for line in HOOK.lines) + 2


# --- lines, steps, troubles ----------------------------------------------------------------------------


@pytest.mark.parametrize("section", LIBRARY.sections, ids=lambda s: s.id)
def test_each_line_is_closest_to_itself(finder: Finder, section: Section) -> None:
    for line in section.lines:
        best, likeness = finder.best_line(section, line.text)
        assert best is not None
        assert best.text == line.text
        assert likeness == pytest.approx(1.0, abs=0.02)


def test_a_title_is_no_line() -> None:
    best, _ = FINDER.best_line(RELEASE, RELEASE.title)
    assert best in RELEASE.lines
    assert finder_of(replace(RELEASE, passages=())).best_line(RELEASE, "slot") == (None, 0.0)


@pytest.mark.parametrize(
    ("section", "step"),
    [(s, step) for s in LIBRARY.sections for step in s.steps],
    ids=lambda v: getattr(v, "id", None),
)
def test_a_step_is_known_by_its_action(finder: Finder, section: Section, step: Step) -> None:
    action = next(line for line in step.lines if line.role == "text")
    number, likeness, lead = finder.step(section, action.text)
    assert (number, likeness) == (step.number, pytest.approx(1.0, abs=0.02))
    assert 0.0 < lead < 1.0


def test_two_like_steps_have_no_lead() -> None:
    same = (Line(1, "Turn the key."), Line(2, "Turn the key."), Line(3, "Lift the lid."))
    steps = tuple(Step(n, (line,)) for n, line in enumerate(same, 1))
    section = replace(RELEASE, passages=tuple((line,) for line in same), steps=steps, needs=(), asks=())
    assert finder_of(section).step(section, "turn the key")[2] == pytest.approx(0.0)
    assert finder_of(section).step(section, "lift the lid")[0] == 3


def test_a_section_without_steps_knows_none() -> None:
    section = LIBRARY.section("maserati/faq-mechanical-key")
    assert FINDER.step(section, "insert the key into the lock") == (1, 0.0, 0.0)


@pytest.mark.parametrize(
    ("section", "text", "starts"),
    [
        ("rear-seats", "the seatback is stuck", "If the seatback is stuck"),
        ("rear-seats", "the emergency lever cannot be seen", "If the emergency lever cannot be seen"),
        ("manual-release", "the slot is not visible", "If the slot is not visible"),
        ("rear-seats", "the dog ate my breakfast", None),
        ("jump-start", "smoke or swapped clamps", None),
        ("manual-release", "insert the blade straight in the slot", None),
    ],
)
def test_a_trouble_that_the_document_speaks_of(
    finder: Finder, section: str, text: str, starts: str | None
) -> None:
    line = finder.trouble(LIBRARY.section(f"bmw-328i/{section}"), text)
    assert (line is not None and line.text.startswith(starts)) if starts else line is None


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
    assert FINDER.names(section, text) is named


def test_a_name_without_letters_names_nothing() -> None:
    assert not FINDER.names(replace(RELEASE, called=("щель",)), "the battery is flat")
