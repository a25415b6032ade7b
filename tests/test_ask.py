"""`curbside ask`: what a message leads to and why, with documents on trial; and one run of the real model."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from rich.console import Console

from bot.adviser.adviser import Adviser
from bot.cli import main
from bot.commands import ask as command
from bot.commands.explanation import Explainer, Explanation
from bot.commands.rules import read_moves, read_responses, read_rules
from bot.commands.training_data import intents_of
from bot.library import DocumentProblems, Library, read_document
from bot.library.trial import TrialShelf, read_trials, with_trials
from bot.reply import Phrases
from tests.cars import BMW, LIBRARY, MASERATI, ROOT, VOLVO
from tests.searching import BagOfStems
from tests.serving import Served

DOCUMENTS = ROOT / "data" / "documents"
VOLVO_FILE = ROOT / "tests" / "library" / "volvo-240.md"
DOMAIN = ROOT / "domain.yml"


def reading(text: str, *intents: tuple[str, float], **entities: str) -> dict[str, Any]:
    """What Rasa would make of a text."""
    ranking = [{"name": name, "confidence": p} for name, p in intents]
    found = [{"entity": label, "value": value} for label, value in entities.items()]
    return {"text": text, "intent": ranking[0], "intent_ranking": ranking, "entities": found}


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    """The assistant for three cars, with an encoder that only knows word stems."""
    adviser = Adviser(TrialShelf(LIBRARY), BagOfStems(), Phrases.load(DOMAIN), {"name": "The Shop"})
    new = Phrases(read_responses(DOMAIN))
    return Explainer(adviser, new, read_rules(ROOT / "data" / "stories"), read_moves())


def explained(explainer: Explainer, message: Mapping[str, Any], vehicle: str | None = None) -> Explanation:
    return explainer.explain(message, vehicle, now=1.0)


def shown(explanation: Explanation) -> str:
    screen = io.StringIO()
    command.show(explanation, ROOT, Console(file=screen, width=200, highlight=False))
    return screen.getvalue()


# what a message leads to


def test_a_question_leads_to_lines_with_their_sections_and_scores(explainer: Explainer) -> None:
    message = reading("which fuse is it", ("ask_fuse_box", 0.9), ("ask_release_cable", 0.004), model="328i")
    found = explained(explainer, message)
    assert (found.turn.intent, found.action, found.vehicle) == ("ask_fuse_box", "action_answer", BMW)
    assert (found.card.kind, found.sections[0].section) == ("answer", "bmw-328i/fuse-box")
    assert [hit.score for hit in found.sections] == sorted((h.score for h in found.sections), reverse=True)
    lines = found.source_lines(ROOT)
    assert lines
    assert {line.file for line in lines} == {"data/documents/bmw-328i.md"}
    text = shown(found)
    for part in ("ask_fuse_box 0.90", "model '328i'", "covered: BMW 328i", "section=bmw-328i/fuse-box"):
        assert part in text
    assert "ask_release_cable" not in text
    assert all(f"{line.file}:{line.number}: {line.text}" in text for line in lines)


def test_a_question_without_a_car_asks_for_it_and_still_shows_all_sections(explainer: Explainer) -> None:
    found = explained(explainer, reading("which fuse is it", ("ask_fuse_box", 0.9)))
    assert (found.card.kind, found.card.keys["about"], found.vehicle) == ("ask", "vehicle", None)
    assert found.sections[0].section == "bmw-328i/fuse-box"
    assert "not known (none)" in shown(found)


def test_the_car_can_be_given(explainer: Explainer) -> None:
    found = explained(explainer, reading("it is dead", ("symptom_no_power", 0.9)), MASERATI)
    assert (found.card.kind, found.vehicle) == ("plan", MASERATI)
    assert {hit.section.split("/")[0] for hit in found.sections} <= {MASERATI}


def test_another_car_is_told_with_the_reason(explainer: Explainer) -> None:
    found = explained(explainer, reading("my audi", ("symptom_trunk_stuck", 0.9), make="audi"))
    assert (found.card.kind, found.foreign) == ("not-covered", "make")


def test_a_response_is_that_of_somebody_out_of_danger(explainer: Explainer) -> None:
    found = explained(explainer, reading("cheers", ("thanks", 0.99)))
    assert (found.outcome, found.card.kind) == ("Response", "talk")
    assert found.card.text == "You are welcome."


def test_a_hand_off_writes_no_ticket(explainer: Explainer) -> None:
    found = explained(explainer, reading("get me a person", ("request_human", 0.99)))
    assert (found.card.kind, found.card.keys["ticket"]) == ("handoff", 0)


def test_an_intent_without_a_rule_is_unclear(explainer: Explainer) -> None:
    assert explained(explainer, reading("hm", ("never_heard_of", 0.9))).action == "action_unclear"


def test_json_holds_everything_that_is_shown(explainer: Explainer) -> None:
    found = explained(explainer, reading("which fuse", ("ask_fuse_box", 0.91), model="328i"))
    report = json.loads(json.dumps(found.as_json(ROOT)))
    assert report["intent"] == "ask_fuse_box"
    assert report["ranking"] == [{"intent": "ask_fuse_box", "confidence": 0.91}]
    assert report["vehicle"]["document"] == BMW
    assert report["card"]["text"] == found.card.text
    assert set(report["sections"][0]) == {"section", "score", "topics", "words"}
    assert report["source_lines"][0]["file"] == "data/documents/bmw-328i.md"


def test_a_terminal_is_not_steered_by_a_message(explainer: Explainer) -> None:
    assert "\x1b" not in shown(explained(explainer, reading("\x1b[2J[red]hi", ("greet", 0.9))))


# rules


def test_every_rule_leads_to_a_move_or_a_response() -> None:
    rules, moves = read_rules(ROOT / "data" / "stories"), read_moves()
    responses = {name for name, variants in read_responses(DOMAIN).items() if variants}
    assert set(rules.values()) - set(moves) - responses == set()
    assert intents_of(DOMAIN) - set(rules) == set()


def test_the_action_without_a_rule_is_that_of_the_configuration() -> None:
    from bot.commands.rules import NO_RULE

    policies = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["policies"]
    assert [policy.get("core_fallback_action_name") for policy in policies] == [NO_RULE]


# documents on trial


def test_an_edited_document_takes_the_place_of_the_one_with_its_id(tmp_path: Path) -> None:
    edited = tmp_path / "draft.md"
    text = (DOCUMENTS / "bmw-328i.md").read_text(encoding="utf-8")
    edited.write_text(text.replace("title: ", "title: Edited ", 1), encoding="utf-8")
    library = with_trials(LIBRARY, read_trials([edited], DOCUMENTS))
    assert [d.id for d in library.documents] == [d.id for d in LIBRARY.documents]
    assert library.document(BMW).title.startswith("Edited ")


def test_a_new_document_joins_the_library() -> None:
    library = Library(tuple(d for d in LIBRARY.documents if d.id != VOLVO))
    assert with_trials(library, read_trials([VOLVO_FILE])).document(VOLVO) == read_document(VOLVO_FILE)


def test_all_that_is_wrong_with_all_trials_is_told(tmp_path: Path) -> None:
    bad, double = tmp_path / "bad.md", tmp_path / "double.md"
    bad.write_text("no front matter\n", encoding="utf-8")
    double.write_text(VOLVO_FILE.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(DocumentProblems) as refused:
        read_trials([bad, VOLVO_FILE, double, tmp_path / "missing.md"])
    told = str(refused.value)
    for part in ("bad.md:1: ", "double.md:2: ", "missing.md:1: "):
        assert part in told


# the command


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        ([" \t "], 2, "TEXT shows nothing"),
        (["hello", "--vehicle", "lada"], 2, "no document has the id 'lada': use one of bmw-328i, maserati"),
        (["hello", "--document", "missing.md"], 1, "missing.md:1: the file cannot be read"),
        ([], 2, "Missing argument 'TEXT'"),
    ],
)
def test_what_cannot_be_asked_is_told_before_the_model_is_loaded(
    arguments: list[str], code: int, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(main, ["ask", *arguments])
    assert (result.exit_code, part in result.output) == (code, True), result.output


def test_a_new_document_is_asked_of_the_real_model(served: Served) -> None:
    """The model has never heard of the car; the language of the trial has."""
    code = "from bot.cli import main; main(prog_name='curbside')"
    words = ["ask", "my volvo 240 trunk will not open", "--json", "--document", str(VOLVO_FILE)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CURBSIDE_")}
    result = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=served.places.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["vehicle"]["document"] == VOLVO
    assert report["intent"].startswith("symptom_")
    assert report["card"]["kind"] in {"plan", "ask"}
    assert "Loading the model" in result.stderr
