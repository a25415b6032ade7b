"""The set-up script, with a stand-in for uv: done once, mended by running again, told plainly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STAND_IN = f"""#!/bin/sh
if [ "$1" = --version ]; then echo "uv ${{FAKE_VERSION:-9.9.9}} (stand-in)"; exit 0; fi
echo "$*" >>calls
echo "$UV_PYTHON" >python
[ ! -d .venv ] && echo made >>calls
mkdir -p .venv/bin && ln -sf "{sys.executable}" .venv/bin/python
if [ -n "$FAKE_ERROR" ]; then echo "error: $FAKE_ERROR"; exit 2; fi
echo "Installed 3 packages"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with the script, in a path with a space, and a stand-in for uv beside it."""
    folder = tmp_path / "a project"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "setup.sh", folder / "scripts")
    for name in ("uv.lock", "pyproject.toml", ".python-version"):
        (folder / name).write_text(name, encoding="utf-8")
    _program(tmp_path / "bin" / "uv", STAND_IN)
    return folder


def _program(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def _setup(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{project.parent / 'bin'}:{os.environ['PATH']}"
    return subprocess.run(
        ["sh", str(project / "scripts" / "setup.sh")],
        env={**os.environ, "PATH": path, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def _calls(project: Path) -> list[str]:
    calls = (project / "calls").read_text(encoding="utf-8").splitlines()
    (project / "calls").unlink()
    return calls


def test_the_set_up_is_done_once(project: Path) -> None:
    first = _setup(project)
    assert first.returncode == 0, first.stderr
    assert "Installed 3 packages" in first.stderr
    assert _calls(project) == ["sync --frozen", "made"]
    second = _setup(project)
    assert (second.returncode, second.stderr) == (0, "")
    assert not (project / "calls").exists()


@pytest.mark.parametrize("name", ["uv.lock", "pyproject.toml", ".python-version"])
def test_a_changed_lock_is_followed_without_starting_over(project: Path, name: str) -> None:
    _setup(project)
    _calls(project)
    (project / name).write_text("changed", encoding="utf-8")
    assert _setup(project).returncode == 0
    assert _calls(project) == ["sync --frozen"]
    assert len(list((project / ".venv").glob(".ready-*"))) == 1


def test_a_python_3_10_of_pyenv_is_found_where_its_shim_leads_nowhere(project: Path) -> None:
    versions = project.parent / "pyenv" / "versions"
    for name in ("3.10.1", "3.11.2"):
        (versions / name / "bin").mkdir(parents=True)
    real = versions / "3.10.1" / "bin" / "python3.10"
    _program(real, f'#!/bin/sh\ncase "$2" in *realpath*) echo "{real}";; esac\n')
    _program(project.parent / "bin" / "python3.10", "#!/bin/sh\nexit 127\n")
    assert _setup(project, PYENV_ROOT=str(versions.parent), UV_PYTHON="").returncode == 0
    assert (project / "python").read_text(encoding="utf-8").strip() == str(real)


def test_a_python_that_was_chosen_is_taken(project: Path) -> None:
    assert _setup(project, UV_PYTHON="/opt/python").returncode == 0
    assert (project / "python").read_text(encoding="utf-8").strip() == "/opt/python"


def test_an_interrupted_set_up_is_made_anew(project: Path) -> None:
    assert _setup(project, FAKE_ERROR="killed").returncode == 1
    assert not list((project / ".venv").glob(".ready-*"))
    _calls(project)
    assert _setup(project).returncode == 0
    assert _calls(project) == ["sync --frozen", "made"]


def test_a_moved_project_gets_a_new_environment(project: Path) -> None:
    _setup(project)
    _calls(project)
    moved = project.rename(project.with_name("elsewhere"))
    assert _setup(moved).returncode == 0
    assert _calls(moved) == ["sync --frozen", "made"]


def test_an_environment_whose_python_is_gone_is_made_anew(project: Path) -> None:
    _setup(project)
    _calls(project)
    (project / ".venv" / "bin" / "python").unlink()
    assert _setup(project).returncode == 0
    assert _calls(project) == ["sync --frozen", "made"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            "Failed to fetch: `https://pypi.org/simple/rasa/`\ndns error",
            "packages cannot be downloaded.\nCheck the network",
        ),
        ("tcp connect error: Connection refused", "packages cannot be downloaded."),
        (
            "https://github.com/astral-sh/python-build-standalone/x dns error",
            "there is no Python 3.10 on this",
        ),
        ("failed to write: No space left on device (os error 28)", "the disk is full."),
        ("something new", "see the last lines of var/log/setup.log:\nerror: something new"),
    ],
)
def test_a_failure_is_told_with_its_cure(project: Path, error: str, sentence: str) -> None:
    result = _setup(project, FAKE_ERROR=error)
    assert result.returncode == 1
    assert f"Set-up stopped: {sentence}" in result.stderr


def test_a_missing_compiler_is_told_only_where_one_is_needed(project: Path) -> None:
    """A PATH of its own, with what the script needs and without a compiler."""
    tools = project.parent / "bin"
    for name in (
        "sh",
        "cat",
        "cksum",
        "tr",
        "awk",
        "sort",
        "head",
        "tail",
        "dirname",
        "mkdir",
        "rm",
        "ln",
        "tee",
        "grep",
    ):
        (tools / name).symlink_to(shutil.which(name) or "")
    result = _setup(project, PATH=str(tools), FAKE_ERROR="Failed to build `regex`: gcc not found")
    assert "there is no C compiler.\nInstall one" in result.stderr


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        ("#!/bin/sh\nexit 127\n", "no Python 3.8 or newer was found.\nInstall one"),
        (
            "#!/bin/sh\ncase $2 in *ensurepip*) exit 1;; esac\necho {here}\n",
            "cannot make virtual environments.\nInstall what is missing",
        ),
    ],
)
def test_without_uv_and_python_the_cure_is_told(project: Path, python: str, sentence: str) -> None:
    """uv is too old here; all Pythons that the script asks are stand-ins."""
    script = project / "scripts" / "setup.sh"
    lines = [
        line for line in script.read_text(encoding="utf-8").splitlines() if "/usr/bin/python3" not in line
    ]
    script.write_text("\n".join(lines).replace("python3.8 \\", "python3.8; do"), encoding="utf-8")
    tools = project.parent / "bin"
    for name in ("python3", *(f"python3.{minor}" for minor in range(8, 15))):
        _program(tools / name, python.replace("{here}", str(tools / name)))
    result = _setup(project, FAKE_VERSION="0.1.0")
    assert result.returncode == 1
    assert sentence in result.stderr
