"""Cards: the contract's kind and keys for every outcome, and no word that stands in no document."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guide import outcome as o
from bot.guide.case import Case
from bot.guide.cursor import step_count, step_lines
from bot.library import Library, Line, Section, Step
from bot.reply import Card
from bot.reply.compose import Composer
from bot.reply.source import line_ranges
from tests.cars import LIBRARY, ROOT
from tests.outcomes import Filled, Marked, cards, composer, samples

# The contract's table: a kind's own keys, and those that it may have.
KEYS: dict[str, tuple[set[str], set[str]]] = {
    "plan": ({"vehicle", "cause", "sections", "skipped"}, set()),
    "step": ({"section", "step", "steps", "source"}, set()),
    "answer": ({"section", "source"}, set()),
    "ask": ({"about"}, set()),
    "choice": ({"sections"}, set()),
    "warning": (set(), {"section", "source"}),
    "not-covered": ({"reason"}, {"section", "source"}),
    "unclear": (set(), set()),
    "resolved": ({"section", "sections"}, set()),
    "handoff": ({"ticket"}, {"section", "source"}),
    "emergency": (set(), set()),
    "refused": (set(), set()),
    "talk": ({"intent"}, set()),
}
REASONS = {"vehicle", "year", "body", "topic", "gap"}
WAYS = "affirm deny next back repeat it-worked it-failed no-tool which-tools restart cancel"
TALKS = {"greet", "thanks", "goodbye", "help", "bot-challenge", "source", *WAYS.split()}
KIND_OF = {
    o.ShowPlan: "plan",
    o.ShowStep: "step",
    o.Answer: "answer",
    o.Warn: "warning",
    o.Ask: "ask",
    o.Choose: "choice",
    o.NotCovered: "not-covered",
    o.Unclear: "unclear",
    o.Resolved: "resolved",
    o.HandOff: "handoff",
    o.Emergency: "emergency",
    o.Refuse: "refused",
    o.Talk: "talk",
}
TOKENS = re.compile(r"(⟦\w+⟧)+")


def raw(source: dict[str, Any]) -> list[str]:
    """The file's lines that a source names, Markdown stripped by hand."""
    lines = (ROOT / source["file"]).read_text(encoding="utf-8").split("\n")
    found = [lines[n - 1] for first, last in source["lines"] for n in range(first, last + 1)]
    return [
        re.sub(r"^\s*(?:\d+[.)]|[-*+])\s+", "", line).replace("**", "").replace("`", "").strip()
        for line in found
    ]


# --- every outcome -------------------------------------------------------------------------------------


def test_every_outcome_has_a_maker_and_a_kind() -> None:
    classes = set(get_args(o.Outcome))
    assert set(Composer._makers) == classes == set(KIND_OF)
    assert {type(outcome) for outcome, _ in samples()} == classes


def test_every_card_is_one_kind_of_the_contract() -> None:
    for (outcome, _), card in cards(Marked()):
        must, may = KEYS[card.kind]
        assert card.kind == KIND_OF[type(outcome)]
        assert card.custom == {"kind": card.kind, **card.keys}
        assert must <= set(card.keys) <= must | may, (outcome, card.keys)
        assert ("section" in card.keys) == ("source" in card.keys) or card.kind == "resolved"
        assert card.keys.get("reason", "topic") in REASONS
        assert card.keys.get("intent", "help") in TALKS


def test_every_word_is_the_documents_or_the_domains() -> None:
    """With phrases cut down to names, only lines of the source and titles of sections are left."""
    titles = {s.title for s in LIBRARY.sections}
    for (outcome, _), card in cards(Marked()):
        served = raw(card.keys["source"]) if "source" in card.keys else []
        for line in filter(None, card.text.split("\n")):
            if TOKENS.fullmatch(line):
                continue
            heading = line.partition(". ")[2] in titles and card.kind == "plan"
            assert heading or line in served, (outcome, line)
        assert all(card.text.split("\n").count(line) == served.count(line) for line in served), outcome
        assert "\n\n\n" not in card.text
        assert card.text == card.text.strip() != ""


@pytest.mark.parametrize("section", LIBRARY.sections, ids=lambda s: s.id)
def test_the_source_of_every_step_can_be_checked(section: Section) -> None:
    """Each sentence of the lines that a source names stands in the text, and the lines are the step's own."""
    for step in range(1, step_count(section) + 1):
        shown = o.ShowStep(section.id, step)
        card = composer(Filled()).card(shown, Case(vehicle=section.document))
        lines = [*(section.needs if step == 1 else ()), *step_lines(section, step)]
        check_source(card, section, lines)
        assert (card.keys["step"], card.keys["steps"]) == (step, step_count(section))
        assert f"⟦utter_step_head step={step} steps={step_count(section)} title={section.title}⟧" in card.text


@pytest.mark.parametrize("section", LIBRARY.sections, ids=lambda s: s.id)
def test_the_source_of_every_answer_can_be_checked(section: Section) -> None:
    case = Case(vehicle=section.document)
    for passage in (*section.passages, section.lines):
        for outcome in (
            o.Answer(section.id, passage),
            o.Warn("force", section.id, passage),
            o.NotCovered("gap", section=section.id, lines=passage),
            o.HandOff(section.id, passage),
        ):
            check_source(composer(Filled()).card(outcome, case), section, list(passage))


def check_source(card: Card, section: Section, lines: list[Line]) -> None:
    """The card cites these lines of this section, and serves every sentence of them."""
    source = card.keys["source"]
    document = LIBRARY.document(section.document)
    assert card.keys["section"] == source["section"] == section.id
    assert (source["document"], source["title"], source["file"]) == (
        document.id,
        document.title,
        document.file,
    )
    assert set(source) == {"document", "title", "section", "file", "lines"}
    assert raw(source) == [line.text for line in sorted(set(lines), key=lambda x: x.number)]
    for line in raw(source):
        for sentence in re.split(r"(?<=[.!?])\s+", line):
            assert sentence in card.text
    assert f"⟦utter_from_guide title={document.title}⟧" in card.text


@given(st.sets(st.integers(1, 60)))
def test_line_ranges_are_the_lines_and_no_others(numbers: set[int]) -> None:
    ranges = line_ranges(Line(n, "x") for n in [*numbers, *sorted(numbers, reverse=True)])
    assert [n for first, last in ranges for n in range(first, last + 1)] == sorted(numbers)
    assert all(first[1] + 1 < second[0] for first, second in pairwise(ranges))


# --- steps ---------------------------------------------------------------------------------------------


def step_text(section: Section, step: int = 1) -> str:
    """The text of a step in a library of this one section."""
    library = Library((replace(LIBRARY.document(section.document), sections=(section,)),))
    shown = o.ShowStep(section.id, step)
    return Composer(library, Marked(), {}).card(shown, Case(vehicle=section.document)).text


RELEASE = LIBRARY.section("bmw-328i/manual-release")


def test_what_is_needed_stands_before_the_first_step_only() -> None:
    first, second = step_text(RELEASE, 1), step_text(RELEASE, 2)
    needs = "\n".join(line.text for line in RELEASE.needs)
    assert first.index("⟦utter_step_head⟧") < first.index(needs) < first.index(RELEASE.steps[0].lines[0].text)
    assert needs not in second


def test_a_warning_comes_before_the_action() -> None:
    lines = (Line(1, "Pull."), Line(2, "Gently."), Line(3, "Warning: It is sharp.", "warning"))
    text = step_text(replace(RELEASE, steps=(Step(1, lines),), needs=()))
    assert [line for line in text.split("\n") if line in {x.text for x in lines}] == [
        "Warning: It is sharp.",
        "Pull.",
        "Gently.",
    ]


def test_a_section_walked_as_one_step_serves_no_line_twice() -> None:
    needs = (Line(1, "It takes a key."),)
    text = step_text(replace(RELEASE, steps=(), needs=needs, passages=(needs, (Line(3, "Turn the key."),))))
    assert (text.count("It takes a key."), text.count("Turn the key.")) == (1, 1)
