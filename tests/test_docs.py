"""The README: its generated tables are those that the program and the reports give now."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.errors import MeasuringProblem
from benchmarks.readme import rewrite, rewritten
from benchmarks.summary import markdown
from bot.cli import main
from scripts import docs

README = docs.README.read_text(encoding="utf-8")
SHARE = {"right": 9, "count": 10, "share": 0.9, "wanted": 0.93}
REPORT = {
    "messages": SHARE,
    "dialogues": {**SHARE, "wanted": 0.85},
    "facts": {**SHARE, "count": 0},
    "out_of_scope_served": {"right": 1, "count": 50, "share": 0.02, "allowed": 0.05},
    "words_where_named": {"right": 10, "count": 10, "share": 1.0},
    "other_vehicle_served": 0,
    "out_of_scope": {"threshold": 0.2},
}


def test_the_readmes_commands_are_those_of_the_program() -> None:
    assert rewritten(README, docs.MARKER, docs.table()) == README, "run `make docs`"


def test_every_command_and_target_is_in_the_table() -> None:
    table = docs.table()
    assert [name for name in main.commands if f"`.venv/bin/curbside {name}" not in table] == []
    for row in ("`make run`", "`.venv/bin/curbside ask TEXT`", "`.venv/bin/curbside tickets show NUMBER`"):
        assert row in table


def test_the_readme_has_a_place_for_everything_that_is_generated() -> None:
    for name in ("commands", "bench", "evaluate", "conversation"):
        rewritten(README, name, "anything")


def test_only_what_stands_between_the_markers_is_rewritten(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("one\n<!-- bench -->\nold\n<!-- /bench -->\ntwo\n", encoding="utf-8")
    rewrite(readme, "bench", "new\n")
    assert readme.read_text(encoding="utf-8") == "one\n<!-- bench -->\nnew\n<!-- /bench -->\ntwo\n"
    with pytest.raises(MeasuringProblem, match="add the lines <!-- evaluate --> and <!-- /evaluate -->"):
        rewrite(readme, "evaluate", "new")


def test_an_evaluation_is_told_with_what_is_wanted() -> None:
    lines = markdown(REPORT).splitlines()
    assert "| messages right | 9 | 10 | 90.0% | ≥ 93% | ✗ |" in lines
    assert "| dialogues wholly right | 9 | 10 | 90.0% | ≥ 85% | ✓ |" in lines
    assert "| out of scope answered with a procedure | 1 | 50 | 2.0% | ≤ 5% | ✓ |" in lines
    assert "| words served stand at the lines named | 10 | 10 | 100.0% | all | ✓ |" in lines
    assert "| another vehicle's section served | 0 | | | never | ✓ |" in lines
    assert not [line for line in lines if line.startswith("| facts")]
