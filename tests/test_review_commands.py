"""`curbside review`, `publish`, `retract` and `undo` as people and scripts use them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands import indexing
from bot.library.place import Place
from bot.publishing import read_log
from tests.libraries import Index, files, guide, put_draft

ROOT = Path(__file__).resolve().parents[1]
NOTED = {
    "taken": [
        {"what": "title", "text": "Replacing part bars", "where": "line 7", "line": 3},
        {"what": "step", "text": "Loosen the stem bolt.", "where": "line 19", "line": 17},
    ],
    "left_out": [{"text": "Leave a Comment", "why": "comments", "where": "line 30"}],
    "findings": ["the make 'Trek' is proposed from the name"],
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A library outside of any project, whose index is a stand-in."""

    class StandIn(Index):
        def __init__(self, *_: object) -> None:
            super().__init__()

    monkeypatch.setattr(indexing, "CatalogueIndex", StandIn)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return Place.of(tmp_path / "library")


def _run(place: Place, *arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, [*arguments, "--library", str(place.kept)])
    assert result.exit_code == code, result.output
    return result.output


def _objects(place: Place, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    result = CliRunner().invoke(main, [*arguments, "--json", "--library", str(place.kept)])
    assert result.exit_code == code, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


# review


def test_the_list_begins_with_what_needs_a_person_and_fits_80_columns(place: Place) -> None:
    put_draft(place, "fine", guide("fine", "Turn the crank arm by hand until it stops."))
    put_draft(place, "warned", guide("warned", "Loosen the fuel line."))
    put_draft(place, "broken", "no document")
    put_draft(place, "a-name-that-is-as-long-as-the-names-of-web-pages-are-when-people-fill-them-with-words")
    out = _run(place, "review")
    assert out.index("broken") < out.index("warned") < out.index("fine")
    assert "4 drafts, 3 can be published" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


def test_a_draft_is_shown_beside_its_source_with_what_was_left_out_and_why(place: Place) -> None:
    put_draft(place, "bars", guide("bars", "Loosen the fuel line."), NOTED)
    out = _run(place, "review", "bars")
    for shown in (
        "bars.html", "Trek 820", "line 19", "Loosen the stem bolt.", "step, line 17", "Leave a Comment", "comments",
        "no-warning, line 16", "→ add a line", "the make 'Trek' is proposed",
    ):  # fmt: skip
        assert shown in out
    assert max(map(len, out.splitlines())) <= 80


def test_review_gives_scripts_all_that_it_shows_people(place: Place) -> None:
    put_draft(place, "bars", guide("bars", "Loosen the fuel line."), NOTED)
    put_draft(place, "broken", "no document")
    broken, bars = _objects(place, "review")
    assert (broken["document"], broken["ready"], broken["title"]) == ("broken", False, None)
    assert {finding["severity"] for finding in broken["findings"]} == {"error"}
    assert (bars["ready"], bars["replaces"], bars["vehicle"], bars["source"]) == (
        True,
        False,
        "Trek 820",
        "bars.html",
    )
    assert (bars["recognised"], bars["left_out"]) == (NOTED["taken"], NOTED["left_out"])
    assert [(finding["kind"], finding["line"] > 0) for finding in bars["findings"]] == [
        ("no-warning", True), ("intake", True),
    ]  # fmt: skip
    assert all(finding["file"].endswith("bars.md") and finding["cure"] for finding in bars["findings"])


def test_drafts_are_seen_beside_what_is_live(place: Place) -> None:
    put_draft(place, "bars", guide("bars", "Tighten the drain plug to 25 Nm."))
    _run(place, "publish", "bars")
    put_draft(place, "wheels", guide("wheels", "Tighten the drain plug to 40 Nm."))
    put_draft(place, "bars", guide("bars", "Tighten the drain plug to 40 Nm."))
    wheels, bars = _objects(place, "review", "wheels", "bars")
    assert bars["replaces"]
    old, new = ([f"1. Tighten the drain plug to {torque} Nm."] for torque in (25, 40))
    assert bars["changes"] == ["-" + old[0], "+" + new[0]]
    assert "+1. Tighten the drain plug to 40 Nm." in _run(place, "review", "bars")
    assert not any(one["kind"] == "contradicting-figures" for one in wheels["findings"] + bars["findings"])
    (place.drafts / "bars.md").unlink()
    (wheels,) = _objects(place, "review", "wheels")
    assert [one["kind"] for one in wheels["findings"]] == ["contradicting-figures"]


def test_a_gap_that_intake_saw_in_the_source_is_a_warning_with_its_line_there(place: Place) -> None:
    put_draft(place, "bars", origin={"findings": ["line 9: step 4 follows step 2; one may be missing"]})
    (bars,) = _objects(place, "review", "bars")
    (gap,) = bars["findings"]
    assert (gap["kind"], gap["severity"], gap["file"], gap["line"]) == (
        "numbering", "warning", "bars.html", 9,
    )  # fmt: skip
    assert gap["what"] == "step 4 follows step 2; one may be missing"
    assert "numbering, bars.html:9" in _run(place, "review", "bars")


def test_intake_and_review_agree_on_a_gap(place: Place, tmp_path: Path) -> None:
    source = tmp_path / "ford-focus-brakes.txt"
    source.write_text(
        "Ford Focus Brakes\n\nVehicle: 2004 Ford Focus\n\nSteps\n\n1. Jack it up.\n2. Pull it.\n4. Lower it.\n",
        encoding="utf-8",
    )
    _run(place, "intake", str(source))
    (found,) = _objects(place, "review", "ford-focus-brakes")
    gaps = [one for one in found["findings"] if one["kind"] == "numbering"]
    assert [(one["severity"], one["line"], one["file"]) for one in gaps] == [("warning", 9, str(source))]


@pytest.mark.parametrize(
    "origin", ["[]", "{", '{"taken": 3, "left_out": ["x"], "findings": {"a": 1}}', "\x00"]
)
def test_a_strange_origin_is_no_reason_to_fall_over(place: Place, origin: str) -> None:
    put_draft(place, "bars").with_suffix(".json").write_text(origin, encoding="utf-8")
    assert "nothing is noted" in _run(place, "review", "bars")
    assert _objects(place, "review")[0]["recognised"] == []


def test_control_characters_never_reach_the_terminal(place: Place) -> None:
    noted = {
        "left_out": [{"text": "\x1b]0;owned\x07", "why": "\x1b[2J", "where": "\r"}],
        "findings": ["\x1b[31m"],
    }
    put_draft(place, "bars", origin=noted)
    assert not {"\x1b", "\x07", "\r"} & set(_run(place, "review", "bars"))


def test_no_drafts_and_a_wrong_name_say_what_to_do(place: Place) -> None:
    assert "curbside intake" in _run(place, "review")
    put_draft(place, "trek-820-handlebars", guide("trek-820-handlebars"))
    assert "did you mean 'trek-820-handlebars'" in _run(place, "review", "trek-820-handlebar", code=1)


# publish, retract, undo


def test_a_draft_goes_live_and_back(place: Place) -> None:
    put_draft(place, "bars")
    before = files(place)
    assert "published  bars" in _run(place, "publish", "bars")
    assert "it is live already" in _run(place, "publish", "bars", code=1)
    assert "retracted  bars" in _run(place, "retract", "bars")
    assert "undone  retract  bars" in _run(place, "undo")
    assert "undone  publish  bars" in _run(place, "undo")
    assert files(place) == before
    assert "nothing was published" in _run(place, "undo", code=1)
    assert [entry.what for entry in read_log(place.log)] == ["publish", "retract", "undo", "undo"]


def test_publish_all_skips_bad_drafts_with_a_line_each(place: Place) -> None:
    put_draft(place, "bars")
    put_draft(place, "bad", "nothing")
    put_draft(place, "worse", "---\nid: worse\n---\n")
    out = _run(place, "publish", "--all")
    assert "published  bars" in out
    assert "refused    bad  " in out
    assert "refused    worse  " in out
    assert "1 published, 2 refused, still drafts." in out
    assert _run(place, "publish", "--all", code=1).count("refused  ") >= 2


def test_scripts_get_one_object_for_each_document(place: Place) -> None:
    put_draft(place, "bars")
    put_draft(place, "bad", "nothing")
    bad, bars = _objects(place, "publish", "--all")
    assert (bars["document"], bars["status"], bars["problems"]) == ("bars", "published", [])
    assert (bad["status"], set(bad["problems"][0])) == ("refused", {"file", "line", "what", "cure"})
    assert _objects(place, "retract", "bars") == [{"document": "bars", "status": "retracted"}]
    assert _objects(place, "undo")[0]["undone"] == "retract"


@pytest.mark.parametrize("arguments", [["publish"], ["publish", "bars", "--all"], ["retract"]])
def test_a_command_without_its_object_says_how_it_is_used(place: Place, arguments: list[str]) -> None:
    assert "Usage" in _run(place, *arguments, code=2)


@pytest.mark.parametrize("command", ["publish", "retract", "review"])
def test_a_path_is_no_name(place: Place, command: str) -> None:
    put_draft(place, "bars")
    assert "has the id" in _run(place, command, "../../bars", code=1)
    assert sorted(files(place)) == ["drafts/bars.json", "drafts/bars.md"]


def test_a_library_that_cannot_be_written_is_one_sentence(tmp_path: Path, place: Place) -> None:
    (tmp_path / "place").write_text("", encoding="utf-8")
    result = CliRunner().invoke(main, ["undo", "--library", str(tmp_path / "place" / "inner")])
    assert result.exit_code == 1
    assert "nothing was changed" in result.output


def test_another_library_is_checked_without_its_project(place: Place) -> None:
    put_draft(place, "bars")
    _run(place, "publish", "bars")
    assert "in order" in _run(place, "check")
    (place.documents / "bad.md").write_text("nothing", encoding="utf-8")
    assert "bad.md:1" in _run(place, "check", code=1)


def test_a_real_index_follows(tmp_path: Path) -> None:
    """The whole way, with the encoder, in processes of their own; another process finds it at once."""
    if not (ROOT / "build" / "encoder").is_dir():
        pytest.skip("the encoder is not built here: `make train` builds it")
    from bot.language.encoder import SentenceEncoder
    from bot.search.catalogue import open_catalogue

    place = Place.of(tmp_path)
    put_draft(
        place, "trek-820-handlebars", guide("trek-820-handlebars", title="Trek 820 handlebars replacement")
    )
    command = [sys.executable, "-m", "bot.cli", "publish", "--all", "--json", "--library", str(place.kept)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    catalogue = open_catalogue(place, SentenceEncoder.load(ROOT / "build" / "encoder"))
    question = "how do I replace the handlebars of my trek 820"
    assert [found.document for found in catalogue.find(question).found] == ["trek-820-handlebars"]
    command[3:5] = ["undo"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    assert catalogue.find(question).found == ()
