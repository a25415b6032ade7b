"""The harness of `make evaluate`: rows, interviews, figures, the curve, pictures, and the training data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from benchmarks import figures, pictures, reading, showing
from benchmarks.asking import MOST_FAILURES, Asked, Interview
from benchmarks.client import Client
from benchmarks.errors import MeasuringProblem, NoAnswer, ServerProblem
from benchmarks.figures import Figures, Share
from benchmarks.heldout import read_facts, read_held_out, read_rows
from benchmarks.reading import Reading
from bot.library.reader import read_library
from tests.behaviours import BEHAVIOURS
from tests.canned import SLOT, Messages, ask, plan, talk, turn, unclear
from tests.judge import judge_message
from tests.turns import LABELS

ROOT = Path(__file__).resolve().parents[1]


class Script(Client):
    """Answers by what was said; anything else is unclear."""

    def __init__(self, answers: Mapping[str, Messages | Exception]) -> None:
        self.answers = answers
        self.said: list[tuple[str, str]] = []

    def send(self, sender: str, message: str) -> Messages:
        self.said.append((sender, message))
        answer = self.answers.get(message, unclear())
        if isinstance(answer, Exception):
            raise answer
        return answer


def interview(**answers: Messages | Exception) -> tuple[Interview, Script]:
    """An interview with a scripted assistant; `_` in a name stands for a blank."""
    script = Script({text.replace("_", " "): answer for text, answer in answers.items()})
    return Interview(script, lambda: None), script


def row(text: str, expect: str, vehicle: str | None = None, *alt: str) -> dict[str, Any]:
    """A held-out message."""
    return {"text": text, "expect": expect, "alt": list(alt), "vehicle": vehicle}


def test_the_held_out_files_can_be_read() -> None:
    files = sorted((ROOT / "tests" / "heldout").glob("*.jsonl"))
    assert len(read_held_out(files, files).messages) >= 400
    assert read_facts(ROOT / "tests" / "facts.yml")


def test_every_label_of_the_held_out_files_is_one_that_a_turn_can_have() -> None:
    files = sorted((ROOT / "tests" / "heldout").glob("*.jsonl"))
    held_out = read_held_out(files, files)
    expected = {label for said in held_out.messages for label in (said["expect"], *said["alt"])}
    for dialogue in held_out.dialogues:
        expected |= {label for wanted in dialogue["turns"] for label in wanted["expect"]}
    library, _ = read_library(ROOT / "data" / "documents")
    known = {section.id for section in library.sections}.union(*LABELS.values(), BEHAVIOURS)
    known |= {
        "ask-vehicle",
        "year-limit",
        "greet",
        "thanks",
        "goodbye",
        "help",
        "bot-challenge",
        "source",
        "cancel",
    }
    assert expected - known == set()


def test_messages_and_dialogues_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(f'{json.dumps(row("a", "greet"))}\n\n{{"name": "d", "turns": []}}\n', encoding="utf-8")
    held_out = read_held_out([file], [file])
    assert [len(held_out.messages), len(held_out.dialogues)] == [1, 1]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "x.jsonl:2: no JSON"),
        ("[]", "x.jsonl:2: neither `text` nor `turns`"),
        ('{"text": "a"}', "x.jsonl:2: expect is missing"),
        ('{"turns": []}', "x.jsonl:2: name is missing"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(f"{json.dumps(row('a', 'greet'))}\n{line}\n", encoding="utf-8")
    with pytest.raises(MeasuringProblem, match=reason):
        read_rows(file)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(MeasuringProblem, match="cannot be read"):
        read_rows(Path("nowhere.jsonl"))


def test_every_message_has_a_sender_of_its_own() -> None:
    talked, script = interview(hello=talk("greet"))
    assert [talked.ask(row("hello", "greet")).verdict.right for _ in range(2)] == [True, True]
    assert len({sender for sender, _ in script.said}) == 2


def test_the_vehicle_is_named_once() -> None:
    answers: dict[str, Messages] = {"why no key": ask("vehicle"), "It's a BMW 328i": ask("vehicle")}
    script = Script(answers)
    asked = Interview(script, lambda: None).ask(row("why no key", SLOT, "bmw-328i"))
    assert [text for _, text in script.said] == ["why no key", "It's a BMW 328i"]
    assert asked.replied == "It's a BMW 328i"
    assert not asked.verdict.right


def test_a_right_question_is_not_answered() -> None:
    talked, script = interview(trunk_stuck=ask("vehicle"))
    assert talked.ask(row("trunk stuck", "diagnose", "bmw-328i")).verdict.right
    assert len(script.said) == 1


def test_questions_back_are_answered_in_dialogues() -> None:
    answers = {
        "my 328i is dead": ask("body"),
        "it's a sedan": ask("power"),
        "no, nothing at all": plan("bmw-328i", SLOT),
        "thanks": talk("thanks"),
    }
    script = Script(answers)
    turns = [{"user": "my 328i is dead", "expect": ["diagnose"]}, {"user": "thanks", "expect": "thanks"}]
    played = Interview(script, lambda: None).play({"name": "d", "turns": turns})
    assert played.verdict.right, played.verdict.reason
    assert [text for _, text in script.said] == list(answers)
    assert len(played.turns) == 4
    assert len({sender for sender, _ in script.said}) == 1


def test_an_answer_that_never_comes_is_a_mistake() -> None:
    talked, _ = interview(hello=NoAnswer("no answer"))
    asked = talked.ask(row("hello", "greet"))
    assert asked.turn == []
    assert "got no answer" in asked.verdict.reason


def test_a_silent_assistant_ends_the_interview() -> None:
    talked, script = interview(hello=NoAnswer("refused"))
    with pytest.raises(ServerProblem, match=f"{MOST_FAILURES} messages in a row got no answer: refused"):
        for _ in range(MOST_FAILURES):
            talked.ask(row("hello", "greet"))
    assert len(script.said) == MOST_FAILURES


def test_a_fact_needs_all_of_its_patterns() -> None:
    talked, _ = interview(where=turn("talk", "Above the PLATE.", intent="help"))
    fact = {"id": SLOT, "asks": "where", "says": ["plate", r"left|right"]}
    assert talked.check_fact(fact).missing == ("left|right",)
    assert talked.check_fact({**fact, "says": ["above", "plate"]}).missing == ()


def asked(said: dict[str, Any], answer: Messages) -> Asked:
    """A message with its verdict."""
    return Asked(said, answer, judge_message(said, answer))


def found() -> Figures:
    """Four messages, two of them right."""
    return Figures(
        [
            asked(row("a", "diagnose", "bmw-328i"), plan("bmw-328i", SLOT)),
            asked(row("b", "diagnose", "maserati"), plan("bmw-328i", SLOT)),
            asked(row("c", "out-of-scope"), unclear()),
            asked(row("d [x]", "out-of-scope"), plan("bmw-328i", SLOT)),
        ]
    )


def test_figures_of_messages() -> None:
    assert found().messages == Share(2, 4)
    assert found().out_served == Share(1, 2)
    assert found().foreign == 1
    assert found().by(figures.label_of) == {"diagnose": Share(1, 2), "out-of-scope": Share(1, 2)}
    assert found().confusion() == Counter(
        {("diagnose", "diagnose"): 2, ("out-of-scope", "out-of-scope"): 1, ("out-of-scope", "diagnose"): 1}
    )
    assert json.loads(json.dumps(found().as_json()))["messages"]["share"] == 0.5


def test_nothing_asked_is_nothing_wrong() -> None:
    assert Figures([]).messages.share == 1.0
    assert Figures([]).as_json()["kinds"] == {}


@pytest.mark.parametrize(
    ("label", "group"),
    [
        (SLOT, "bmw-328i"),
        ("diagnose", "diagnose"),
        ("handoff", "handoff"),
        ("next", "talk"),
        ("greet", "talk"),
    ],
)
def test_groups_of_labels(label: str, group: str) -> None:
    assert figures.group_of(label) == group


@pytest.mark.parametrize(
    ("answer", "group"),
    [
        (unclear(), "out-of-scope"),
        (talk("greet"), "talk"),
        (turn("answer", section=SLOT), "bmw-328i"),
        ([], "no answer"),
    ],
)
def test_groups_of_turns(answer: Messages, group: str) -> None:
    assert figures.group_of_turn(answer) == group


def test_every_mistake_is_printed_with_how_it_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    readings = {"d [x]": Reading([("symptom_no_power", 0.9), ("out_car", 0.05)], False)}
    console = Console(width=200)
    showing.show_mistakes(found(), readings, console)
    showing.show_groups(found(), console)
    showing.show_figures(found(), console)
    printed = capsys.readouterr().out
    assert "d [x]" in printed
    assert "read_as: symptom_no_power 0.90, out_car 0.05" in printed
    assert "why: serves bmw-328i to another vehicle's owner" in printed
    assert "another vehicle's section served" in printed


@pytest.mark.parametrize(
    ("expect", "alt", "outside"),
    [
        ("out-of-scope", (), True),
        ("diagnose", (), False),
        ("diagnose", ("out-of-scope",), None),
        ("handoff", (), None),
        ("diagnose", ("handoff",), None),
    ],
)
def test_what_must_be_turned_away(expect: str, alt: tuple[str, ...], outside: bool | None) -> None:
    assert reading.is_outside(row("a", expect, None, *alt)) is outside


def test_the_curve_holds_the_chosen_threshold() -> None:
    readings = [
        (Reading([("out_car", 0.9)], False), True),
        (Reading([("greet", 0.3)], False), True),
        (Reading([("greet", 0.8)], False), False),
        (Reading([("greet", 0.4)], False), False),
    ]
    points = {point.threshold: point for point in reading.curve(readings, 0.33)}
    assert vars(points[0.0]) == {"threshold": 0.0, "recall": 0.5, "precision": 1.0, "lost": 0.0}
    assert vars(points[0.33]) == {"threshold": 0.33, "recall": 1.0, "precision": 1.0, "lost": 0.0}
    assert vars(points[0.5]) == {"threshold": 0.5, "recall": 1.0, "precision": 2 / 3, "lost": 0.5}


def test_a_reading_leaves_the_fallback_out() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 0.2}, {"name": "greet", "confidence": 0.1}]
    read = reading.reading_of({"intent": ranking[0], "intent_ranking": ranking})
    assert read == Reading([("greet", 0.1)], True)
    assert str(read) == "below the threshold: greet 0.10"
    assert reading.reading_of({}).intents == [("none", 0.0)]


def test_the_threshold_is_that_of_the_config() -> None:
    assert 0 < reading.chosen_threshold(ROOT / "config.yml") < 1


def test_pictures_are_drawn(tmp_path: Path) -> None:
    pictures.draw_confusion(found().confusion(), tmp_path / "new" / "confusion.png")
    points = reading.curve([(Reading([("greet", 0.3)], False), False)], 0.2)
    pictures.draw_curve(points, 0.2, tmp_path / "new" / "curve.png")
    assert all((tmp_path / "new" / name).stat().st_size > 1000 for name in ("confusion.png", "curve.png"))
