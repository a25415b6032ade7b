"""`curbside intake` and `curbside show`: what they print, write, leave alone and say when something is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sources import FORMATS, GUIDE, Guide

from bot.cli import main
from bot.library.reader import read_document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the guide in every format, each under a name of its own."""
    folder = tmp_path / "guides"
    folder.mkdir()
    for ending, make in FORMATS.items():
        (folder / f"saab-{ending}.{ending}").write_bytes(make(GUIDE))
    return folder


def run(*arguments: object) -> Result:
    """Runs a command of `curbside`."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def rows(result: Result) -> list[dict[str, Any]]:
    """The JSON lines of a command."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def taken(folder: Path, library: Path, *more: object) -> dict[str, str]:
    """Status by file name."""
    return {
        Path(row["file"]).name: row["status"]
        for row in rows(run("intake", folder, "--library", library, "--json", *more))
    }


def test_a_folder_becomes_drafts(folder: Path, tmp_path: Path) -> None:
    result = run("intake", folder, "--library", tmp_path / "lib", "--json")
    assert result.exit_code == 0
    for row in rows(result):
        assert set(row) == {"file", "status", "document", "findings"}
        assert (row["status"], row["document"]) == ("draft", Path(row["file"]).stem)
    drafts = tmp_path / "lib" / "drafts"
    assert {path.name for path in drafts.iterdir()} == {
        f"saab-{e}{s}" for e in FORMATS for s in (".md", ".json")
    }
    for path in drafts.glob("*.md"):
        assert read_document(path).title == GUIDE.title


def test_again_leaves_all_alone(folder: Path, tmp_path: Path) -> None:
    library = tmp_path / "lib"
    taken(folder, library)
    before = {path: path.stat().st_mtime_ns for path in (library / "drafts").iterdir()}
    assert set(taken(folder, library).values()) == {"unchanged"}
    assert {path: path.stat().st_mtime_ns for path in (library / "drafts").iterdir()} == before


def test_a_changed_file_is_taken_in_again(folder: Path, tmp_path: Path) -> None:
    library = tmp_path / "lib"
    taken(folder, library)
    (folder / "saab-md.md").write_bytes(FORMATS["md"](Guide(title="Saab 900 Fan Replacement")))
    assert {name for name, status in taken(folder, library).items() if status != "unchanged"} == {
        "saab-md.md"
    }
    assert read_document(library / "drafts" / "saab-md.md").title == "Saab 900 Fan Replacement"


def test_half_a_draft_is_made_whole(folder: Path, tmp_path: Path) -> None:
    """A run that was killed between two files, or a damaged sidecar, is repaired by the next run."""
    library = tmp_path / "lib"
    taken(folder, library)
    (library / "drafts" / "saab-md.md").unlink()
    (library / "drafts" / "saab-txt.json").write_text("{")
    again = taken(folder, library)
    assert (again["saab-md.md"], again["saab-txt.txt"], again["saab-html.html"]) == (
        "draft",
        "draft",
        "unchanged",
    )
    assert (library / "drafts" / "saab-md.md").exists()


def test_an_id_belongs_to_one_file(folder: Path, tmp_path: Path) -> None:
    """Two files of one name: the first has it, the second is told so and changes nothing."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "saab-md.md").write_bytes(FORMATS["md"](Guide(title="Another guide")))
    result = run(
        "intake", folder / "saab-md.md", other / "saab-md.md", "--library", tmp_path / "lib", "--json"
    )
    first, second = rows(result)
    assert (first["status"], second["status"], second["document"]) == ("draft", "refused", None)
    assert "the id 'saab-md' is taken by" in second["findings"][0]
    assert "rename" in second["findings"][0]
    assert read_document(tmp_path / "lib" / "drafts" / "saab-md.md").title == GUIDE.title


def test_a_live_document_is_never_overwritten(folder: Path, tmp_path: Path) -> None:
    library = tmp_path / "lib"
    (library / "documents").mkdir(parents=True)
    live = library / "documents" / "saab-md.md"
    live.write_text("by hand")
    result = run("intake", folder / "saab-md.md", "--library", library, "--json")
    assert "live document 'saab-md'" in rows(result)[0]["findings"][0]
    assert (live.read_text(), (library / "drafts").exists(), result.exit_code) == ("by hand", False, 1)


def test_a_published_file_that_changed_becomes_a_draft_beside_it(folder: Path, tmp_path: Path) -> None:
    """Publishing moves draft and sidecar; the same file again is known, a changed one waits as a draft."""
    library = tmp_path / "lib"
    taken(folder / "saab-md.md", library)
    for place, ending in (("documents", "md"), ("origins", "json")):
        (library / place).mkdir()
        (library / "drafts" / f"saab-md.{ending}").rename(library / place / f"saab-md.{ending}")
    assert taken(folder / "saab-md.md", library) == {"saab-md.md": "unchanged"}
    (folder / "saab-md.md").write_bytes(FORMATS["md"](Guide(title="Saab 900 Fan Replacement")))
    assert taken(folder / "saab-md.md", library) == {"saab-md.md": "updated"}
    assert read_document(library / "documents" / "saab-md.md").title == GUIDE.title


def test_the_rest_goes_on_beside_bad_files(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.pdf").write_bytes(b"no pdf")
    (folder / "picture.png").write_bytes(b"png")
    result = run("intake", folder, "--library", tmp_path / "lib")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[-1] == "7 files: 5 draft, 1 refused, 1 skipped"
    assert any(line.startswith("refused") and line.endswith("bad.pdf") for line in lines)
    assert sum("the PDF is broken" in line for line in lines) == 1


def test_exit_codes(tmp_path: Path) -> None:
    """0 where anything was taken in or is known, 1 where nothing, 2 where the command is wrong."""
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    assert run("intake", tmp_path / "bad.pdf", "--library", tmp_path / "lib").exit_code == 1
    assert run("intake", tmp_path / "gone.txt", "--library", tmp_path / "lib").exit_code == 1
    assert run("intake", "--library", tmp_path / "lib").exit_code == 2
    assert run("show", "--library", tmp_path / "lib").exit_code == 2
    assert run("show", "nothing", "--library", tmp_path / "lib").exit_code == 1
    assert run("show", "--all", "--library", tmp_path / "lib").exit_code == 0


def test_a_library_that_cannot_be_written_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "lib").write_text("a file")
    (tmp_path / "lib2").mkdir()
    (tmp_path / "lib2" / "drafts").write_text("a file")
    assert run("intake", folder, "--library", tmp_path / "lib").exit_code == 2
    result = run("intake", folder, "--library", tmp_path / "lib2")
    assert result.exit_code == 1
    assert "the draft cannot be written" in result.stdout


def test_show_gives_what_was_taken_in(folder: Path, tmp_path: Path) -> None:
    library = tmp_path / "lib"
    taken(folder, library)
    shown = rows(run("show", "saab-html", "--library", library, "--json"))
    assert len(shown) == 1
    document = shown[0]
    assert (document["document"], document["status"], document["title"]) == (
        "saab-html",
        "draft",
        GUIDE.title,
    )
    assert document["vehicle"] == {
        "name": GUIDE.vehicle, "make": "Saab", "model": "900", "models": ["900"], "years": [1994, 1998], "bodies": [],
    }  # fmt: skip
    assert document["tools"] == list(GUIDE.tools)
    steps = [section["steps"] for section in document["sections"] if section["kind"] == "procedure"]
    assert steps == [list(GUIDE.steps)]
    assert len(rows(run("show", "--all", "--library", library, "--json"))) == len(FORMATS)
    text = run("show", "saab-html", "--library", library).stdout
    assert all(words in text for words in (GUIDE.title, GUIDE.vehicle, *GUIDE.tools, *GUIDE.steps))


def test_show_goes_on_beside_a_bad_draft(folder: Path, tmp_path: Path) -> None:
    library = tmp_path / "lib"
    taken(folder, library)
    (library / "drafts" / "saab-md.md").write_text("no document")
    result = run("show", "--all", "--library", library, "--json")
    assert (result.exit_code, len(rows(result))) == (1, len(FORMATS) - 1)


def test_published_documents_are_shown_too() -> None:
    shown = rows(run("show", "maserati", "--json"))
    assert [(one["document"], one["status"], one["vehicle"]["make"]) for one in shown] == [
        ("maserati", "published", "Maserati")
    ]


def test_ctrl_c_leaves_a_clean_state(tmp_path: Path) -> None:
    """Stopped in the middle: only whole drafts, and the next run does the rest."""
    folder, library = tmp_path / "guides", tmp_path / "lib"
    folder.mkdir()
    for number in range(400):
        (folder / f"guide-{number}.html").write_bytes(FORMATS["html"](GUIDE))
    command = [sys.executable, "-m", "bot.cli", "intake", str(folder), "--library", str(library), "--json"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while len(list(library.glob("drafts/*.json"))) < 5 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        error = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "run it again to go on" in error
    names = {path.name for path in (library / "drafts").iterdir()}
    assert 5 <= len(names) // 2 < 400
    assert names == {
        f"{name[:-3]}{ending}" for name in names if name.endswith(".md") for ending in (".md", ".json")
    }
    again = taken(folder, library)
    assert set(again.values()) == {"draft", "unchanged"}
    assert len(list(library.glob("drafts/*.md"))) == 400


def test_many_files_are_quick(tmp_path: Path) -> None:
    """At least 20 web pages a second on two cores; here with room for a busy machine."""
    folder = tmp_path / "guides"
    folder.mkdir()
    for number in range(200):
        (folder / f"guide-{number}.html").write_bytes(FORMATS["html"](GUIDE))
    start = time.process_time() + sum(os.times()[2:4])
    assert set(taken(folder, tmp_path / "lib").values()) == {"draft"}
    spent = time.process_time() + sum(os.times()[2:4]) - start
    assert spent < 200 / 20 * 2, f"{spent:.1f} s of processor time"
