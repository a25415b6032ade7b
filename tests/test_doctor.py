"""`curbside doctor`: each thing that can be wrong is told with its cure; what is not set up is not wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.commands import doctor as doctors
from bot.commands.findings import Finding, fine, off, unsure, wrong
from bot.commands.places import Places

ROOT = Path(__file__).resolve().parents[1]


def _doctor(*names: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *(word for name in names for word in ("--only", name))])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """The project's settings in a folder of their own, entered; no channel is set up."""
    for name in ("config.yml", "domain.yml", "shop.yml", "credentials.yml", "endpoints.yml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "documents").symlink_to(ROOT / "data" / "documents")
    for name in ("CURBSIDE_PORT", "CURBSIDE_ACTION_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return Places(tmp_path)


@pytest.mark.parametrize(
    ("finding", "code", "told"),
    [
        (fine("all is well"), 0, "✓ own: all is well\n"),
        (off("not set up"), 0, "– own: not set up\n"),
        (unsure("offline", "look at the network"), 0, "? own: offline\n  → look at the network\n"),
        (
            wrong("the [token] is", "set it"),
            1,
            "✗ own: the [token] is\n  → set it\nError: 1 thing is wrong.\n",
        ),
    ],
)
def test_a_finding_is_told_with_its_cure(
    finding: Finding, code: int, told: str, project: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctors, "CHECKS", {"own": lambda _: [finding]})
    result = CliRunner().invoke(main, ["doctor"])
    assert (result.exit_code, result.output) == (code, told)


def test_a_check_that_breaks_ends_no_other(project: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = {"broken": lambda _: [1 / 0], "own": lambda _: [fine("all is well")]}
    monkeypatch.setattr(doctors, "CHECKS", checks)
    result = CliRunner().invoke(main, ["doctor"])
    assert "✗ broken: cannot be checked (ZeroDivisionError: division by zero)" in result.output
    assert "✓ own: all is well" in result.output


@pytest.mark.parametrize("name", ["python", "documents", "shop.yml", "model", "folders"])
def test_nothing_is_wrong_with_the_project_as_it_is(name: str, project: Places) -> None:
    result = _doctor(name)
    assert result.exit_code == 0, result.output


def test_a_mistake_in_shop_yml_is_told_with_its_line(project: Places) -> None:
    project.shop.write_text("name: ours\nphone: call us\n", encoding="utf-8")
    result = _doctor("shop.yml")
    assert result.exit_code == 1
    assert "✗ shop.yml: shop.yml:2: 'phone' is no telephone number" in result.output


def test_a_shop_without_a_document_is_wrong(project: Places) -> None:
    (project.data / "documents").unlink()
    project.documents.mkdir()
    result = _doctor("documents")
    assert result.exit_code == 1
    assert "→ put a guide into data/documents" in result.output


@pytest.mark.parametrize("port", ["x", "0", "70000"])
def test_a_port_that_is_no_port_is_wrong(port: str, project: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURBSIDE_PORT", port)
    result = _doctor("ports")
    assert result.exit_code == 1
    assert "set it to a number from 1 to 65535" in result.output


# The web chat's bundle, where no Node.js is needed


@pytest.fixture
def widget(project: Places) -> Path:
    """A copy of the widget's sources and bundle."""
    folder = project.root / "bot" / "widget"
    shutil.copytree(ROOT / "bot" / "widget", folder, ignore=shutil.ignore_patterns("node_modules"))
    return folder


def test_the_committed_bundle_is_of_the_committed_sources(widget: Path) -> None:
    assert "curbside-chat.js is made of the present sources" in _doctor("web").output


@pytest.mark.parametrize("source", ["src/main.ts", "demo/index.html", "vite.config.js", "src/view/new.ts"])
def test_a_bundle_of_other_sources_is_wrong(widget: Path, source: str) -> None:
    with (widget / source).open("a", encoding="utf-8") as file:
        file.write("\n")
    result = _doctor("web")
    assert result.exit_code == 1
    assert f"not made of the present sources: {source} changed since" in " ".join(result.output.split())
    assert "npm run build" in result.output


def test_a_bundle_that_does_not_tell_its_sources_is_doubtful(widget: Path) -> None:
    (widget / "dist" / "sources.sha256").unlink()
    result = _doctor("web")
    assert result.exit_code == 0
    assert "? web: bot/widget/dist/sources.sha256 is missing" in result.output


def test_a_bundle_without_sources_is_fine(widget: Path) -> None:
    shutil.rmtree(widget / "src")
    assert "curbside-chat.js is there; its sources are not" in _doctor("web").output
