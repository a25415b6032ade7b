"""`curbside learn`: what is folded in, what the guard lets pass, and that a project is untouched where it does not."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from bot.cli import main
from bot.commands import language, learning
from bot.commands.places import Places
from bot.library import read_library
from tests.libraries import guide

ROOT = Path(__file__).resolve().parents[1]
QUIET = Console(quiet=True)
SHARES = ("messages", "dialogues", "facts", "words_where_named", "out_of_scope_served")
ASKING = guide("bars").replace(
    "kind: procedure\n", "kind: procedure\nasks: how do I replace the bars · bars off\n"
)


def _report(**changed: float) -> dict[str, Any]:
    shares = dict.fromkeys(SHARES, 0.5) | {k: v for k, v in changed.items() if k in SHARES}
    return {name: {"share": share} for name, share in shares.items()} | {
        "other_vehicle_served": changed.get("other_vehicle_served", 0)
    }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A project with one planned document and one guide, entered."""
    places = Places(tmp_path / "project")
    (places.data / "nlu").mkdir(parents=True)
    places.documents.mkdir()
    (places.root / "config.yml").write_text("pipeline:\n- name: SpacyNLP\n", encoding="utf-8")
    (places.root / "domain.yml").write_text("intents:\n- greet\n", encoding="utf-8")
    (places.documents / "bars.md").write_text(ASKING, encoding="utf-8")
    monkeypatch.chdir(places.root)
    return places


def _learn(monkeypatch: pytest.MonkeyPatch, *reports: dict[str, Any]) -> Any:
    """The command, with these evaluations instead of real ones."""
    given = iter(reports)
    monkeypatch.setattr(learning, "evaluated", lambda *_: next(given))
    monkeypatch.setattr(learning, "built_language", lambda _: None)
    monkeypatch.setattr(learning, "ensure_language", lambda *_: "build/language-1")
    return CliRunner().invoke(main, ["learn"])


def _snapshot(places: Places) -> dict[str, str]:
    return {str(path): path.read_text(encoding="utf-8") for path in places.data.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "after", "fell"),
    [(name, 0.4, name != "out_of_scope_served") for name in SHARES]
    + [(name, 0.6, name == "out_of_scope_served") for name in SHARES]
    + [("other_vehicle_served", 1, True)],
)
def test_a_figure_falls_when_it_is_worse(name: str, after: float, fell: bool) -> None:
    figures = learning.compared(_report(), _report(**{name: after}))
    assert [figure.name for figure in figures if figure.fell] == [name] * fell


def test_guides_are_folded_in_where_nothing_falls(project: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    before = language.sources_hash(language.trained_library(project))
    result = _learn(monkeypatch, _report(), _report(messages=0.6))
    assert result.exit_code == 0, result.output
    assert [document.id for document in read_library(project.learned)[0].documents] == ["bars"]
    after = language.sources_hash(language.trained_library(project))
    assert after != before
    (project.documents / "bars.md").write_text(guide("bars", "Something else."), encoding="utf-8")
    assert language.sources_hash(language.trained_library(project)) == after, (
        "what was learned stays as it was"
    )


def test_nothing_changes_where_a_figure_falls(project: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _snapshot(project)
    result = _learn(monkeypatch, _report(), _report(facts=0.4))
    assert result.exit_code == 1
    assert "✗ facts" in result.output
    assert "Nothing was changed" in result.output
    assert _snapshot(project) == before
    assert list(project.var.glob("learning-*")) == []


def test_without_guides_there_is_nothing_to_learn(project: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.documents / "bars.md").unlink()
    assert "no guide is live" in _learn(monkeypatch).output


def test_a_published_guide_alone_changes_nothing_that_is_trained(project: Places) -> None:
    before = language.sources_hash(language.trained_library(project))
    (project.documents / "wheels.md").write_text(guide("wheels"), encoding="utf-8")
    assert language.sources_hash(language.trained_library(project)) == before


@pytest.mark.parametrize(("intents", "count"), [("- greet\n", 0), ("- greet\n- ask_guide\n", 2)])
def test_questions_become_examples_where_the_domain_has_their_intent(
    project: Places, intents: str, count: int
) -> None:
    (project.root / "domain.yml").write_text(f"intents:\n{intents}", encoding="utf-8")
    guides = read_library(project.documents)[0].documents
    assert learning.fold(project, [project.documents / "bars.md"], guides) == count
    assert (project.data / learning.EXAMPLES).exists() == bool(count)


def test_an_evaluation_that_fails_is_told_with_its_log(project: Places, tmp_path: Path) -> None:
    import click

    with pytest.raises(click.ClickException, match="nothing was changed"):
        learning.evaluated(project, "Measuring", tmp_path / "learn.log", QUIET, threading.Event())


def test_the_report_has_the_figures_that_the_guard_reads() -> None:
    report = json.loads((ROOT / "reports" / "evaluate.json").read_text(encoding="utf-8"))
    assert not any(figure.fell for figure in learning.compared(report, report))
