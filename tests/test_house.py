"""The house itself: who knows whom, how long files are, and no sentence for customers in Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomli

from bot.cli import main

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(path for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py"))
LONGEST = 300
NAMES_THAT_SAY_NOTHING = {"utils", "util", "misc", "helpers", "helper", "common", "nlu"}

# Read by the shop's people and by whoever edits files or integrates Curbside, never by its customers.
NOT_FOR_CUSTOMERS = ("bot/cli.py", "bot/commands/", "bot/library/errors.py")
# Calls whose words go to a log, an error or a file's author.
TELLING = {"debug", "info", "warning", "error", "exception", "Problem"}
FINDINGS = {"add", "unknown"}  # of a file's problems: line, what, cure
SENTENCE = re.compile(r"(?s).*\S[.!?…][\"'”)]*")
WORDS_OF_A_SENTENCE = 4
# Where replies are made even a few words are somebody's: nothing there may read like a phrase.
REPLYING = ("actions/", "bot/adviser/", "bot/guide/", "bot/reply/")
WORDS_OF_A_PHRASE = 3
CORE = ("adviser", "guide", "intake", "language", "library", "publishing", "reply", "review", "search")


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


# sentences


def _sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of constants that read like a sentence, outside docstrings, errors and logs."""
    for line, text in _constants(tree):
        if len(text.split()) >= WORDS_OF_A_SENTENCE and SENTENCE.fullmatch(text.strip()):
            yield line, text


def _constants(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of all constants outside docstrings, errors and logs."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Raise | ast.Assert) or (isinstance(node, ast.Call) and _is_telling(node)):
            continue
        if isinstance(node, ast.Constant | ast.JoinedStr):
            yield node.lineno, _text(node)
            continue
        pending += [child for child in ast.iter_child_nodes(node) if not _is_docstring(child)]


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_telling(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in FINDINGS:
        return len(call.args) > 1
    return name in TELLING or name.endswith(("Error", "Exception"))


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(_text(part) if isinstance(part, ast.Constant) else "x" for part in node.values)


@pytest.mark.parametrize("path", SOURCES, ids=_shown)
def test_no_sentence_for_customers_stands_in_python(path: Path) -> None:
    if _shown(path).startswith(NOT_FOR_CUSTOMERS):
        return
    found = [f"{_shown(path)}:{line}: {text!r}" for line, text in _sentences(_parse(path))]
    assert not found, "put these into domain.yml or a document:\n" + "\n".join(found)


@pytest.mark.parametrize("path", [p for p in SOURCES if _shown(p).startswith(REPLYING)], ids=_shown)
def test_where_replies_are_made_python_holds_no_phrase_at_all(path: Path) -> None:
    found = [
        f"{_shown(path)}:{line}: {text!r}"
        for line, text in _constants(_parse(path))
        if len(text.split()) >= WORDS_OF_A_PHRASE
    ]
    assert not found, "put these into domain.yml or a document:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ('x = "Push the key blade in."', 1),
        ('x = f"Ticket {number} is yours now!"', 1),
        ('say("Is the car " "open now?")', 1),
        ('say(text="Yes, it is (really open).")', 1),
        ('x = "Too short."', 0),
        ('x = "no end of a sentence"', 0),
        ('"""A docstring of five words."""', 0),
        ('def f():\n    """A docstring of five words."""\n    return "And this is one more."', 1),
        ('raise ValueError("This is an error text.")', 0),
        ('logger.warning("This goes to the log.")', 0),
        ('error = ShopError("This is an error text.")', 0),
        ('findings.add(3, "this is wrong here", "do you mean that?")', 0),
        ('texts.add("This is for a customer.")', 1),
    ],
)
def test_the_search_for_sentences_finds_them(code: str, count: int) -> None:
    assert len(list(_sentences(ast.parse(code)))) == count


# files


@pytest.mark.parametrize("path", SOURCES, ids=_shown)
def test_a_file_is_short_named_by_its_topic_and_says_what_it_is_for(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert path.stem not in NAMES_THAT_SAY_NOTHING
    assert ast.get_docstring(_parse(path)), f"{_shown(path)} begins without a docstring"


def test_actions_stay_flat() -> None:
    """The SDK imports folders below actions/ by their bare names."""
    assert [
        path.name for path in (ROOT / "actions").iterdir() if path.is_dir() and path.name != "__pycache__"
    ] == []


# who knows whom


def test_every_room_has_a_contract() -> None:
    settings = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    sources = {c["source_modules"][0] for c in contracts if len(c["source_modules"]) == 1}
    rooms = {f"bot.{path.parent.name}" for path in (ROOT / "bot").glob("*/__init__.py")} | {"actions"}
    assert rooms - sources - {"bot.commands"} == set(), "give each a contract of its own in pyproject.toml"


def test_no_room_may_know_the_command_line_and_no_room_of_the_core_rasa() -> None:
    core = {f"bot.{name}" for name in CORE}
    for contract in tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]:
        if "rasa" in contract["forbidden_modules"]:
            assert set(contract["source_modules"]) == core | {"bot.desk"}
        elif len(contract["source_modules"]) == 1:
            assert {"bot.cli", "bot.commands"} <= set(contract["forbidden_modules"]), contract["name"]


HEAVY = {
    "numpy",
    "onnxruntime",
    "rasa",
    "rasa_sdk",
    "rich",
    "sanic",
    "spacy",
    "sqlalchemy",
    "tensorflow",
    "yaml",
}


@pytest.mark.parametrize("name", main.commands)
def test_a_command_imports_what_is_heavy_only_when_it_runs(name: str) -> None:
    at_once = {
        module for node in _parse(ROOT / "bot" / "commands" / f"{name}.py").body for module in _imported(node)
    }
    assert {module.split(".")[0] for module in at_once} & HEAVY == set()


def test_the_command_line_itself_never_imports_rasa() -> None:
    for path in (ROOT / "bot" / "commands").glob("*.py"):
        modules = {module.split(".")[0] for node in ast.walk(_parse(path)) for module in _imported(node)}
        if path.stem not in ("action_server", "rasa"):  # processes of their own
            assert modules & {"rasa", "rasa_sdk", "spacy", "tensorflow"} == set(), _shown(path)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


# the project's files


def test_every_make_target_is_explained_and_declared() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    explained = set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE))
    declared = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    assert targets == explained == declared


def test_the_action_servers_port_can_be_chosen() -> None:
    assert "${CURBSIDE_ACTION_PORT}" in (ROOT / "endpoints.yml").read_text(encoding="utf-8")


def test_the_model_is_bound_to_its_language() -> None:
    assert "${CURBSIDE_LANGUAGE}" in (ROOT / "config.yml").read_text(encoding="utf-8")
