"""The committed bundle: what its sources give, small, and calling nobody else."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browsing import WIDGET, node_modules

DIST = WIDGET / "dist"
BUNDLE = DIST / "curbside-chat.js"
MOST_BYTES = 170_000
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="no Node.js here: apt install nodejs npm")


@needs_node
@pytest.mark.timeout(300)
def test_the_bundle_is_what_its_sources_give(tmp_path: Path) -> None:
    node_modules()
    command = [
        "npx",
        "--no-install",
        "vite",
        "build",
        "--outDir",
        str(tmp_path),
        "--emptyOutDir",
        "--logLevel",
        "error",
    ]
    subprocess.run(command, cwd=WIDGET, check=True)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in DIST.iterdir()}
    assert built.keys() == kept.keys()
    assert [name for name in built if built[name] != kept[name]] == [], (
        "run `make widget` and commit bot/widget/dist"
    )


@needs_node
def test_the_sources_are_typed_and_tidy() -> None:
    node_modules()
    done = subprocess.run(["npm", "run", "--silent", "check"], cwd=WIDGET, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_bundle_is_small() -> None:
    assert len(gzip.compress(BUNDLE.read_bytes(), 9)) <= MOST_BYTES


def test_the_bundle_reads_nothing_as_html_and_names_no_other_host() -> None:
    code = BUNDLE.read_text(encoding="utf-8")
    for risky in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert risky not in code
    hosts = set(re.findall(r"https?://[\w.]+", code)) - {"http://www.w3.org"}
    assert hosts == set()


def test_both_languages_have_all_words() -> None:
    words = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in (WIDGET / "src/words").glob("*.json")
    }
    assert len(words) >= 2
    english = words["en"]
    for language, own in words.items():
        assert own.keys() == english.keys(), language
        for key, text in own.items():
            assert re.findall(r"\{\w+\}", text) == re.findall(r"\{\w+\}", english[key]), (language, key)


def test_no_module_is_long() -> None:
    assert [
        p.name
        for p in (WIDGET / "src").rglob("*.ts")
        if len(p.read_text(encoding="utf-8").splitlines()) > 300
    ] == []
