"""The held-out rows: messages and dialogues (JSON Lines), and the facts with their questions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.errors import MeasuringProblem

Row = dict[str, Any]
NEEDED = {"text": ("expect",), "turns": ("name",)}


@dataclass(frozen=True)
class HeldOut:
    """What is asked: rows with `text` are messages, rows with `turns` dialogues."""

    messages: list[Row]
    dialogues: list[Row]


def read_held_out(messages: Iterable[Path], dialogues: Iterable[Path]) -> HeldOut:
    """Reads files of rows, and takes only messages from the first and only dialogues from the others."""
    rows = [row for path in messages for row in read_rows(path)]
    played = [row for path in dialogues for row in read_rows(path)]
    return HeldOut([row for row in rows if "text" in row], [row for row in played if "turns" in row])


def read_rows(path: Path) -> list[Row]:
    """The rows of a JSON Lines file; raises MeasuringProblem naming file and line."""
    rows = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if line.strip():
            rows.append(_row(line, f"{path}:{number}"))
    return rows


def read_facts(path: Path) -> list[Row]:
    """The facts that have a question; raises MeasuringProblem."""
    try:
        rows = yaml.safe_load(_text(path))
    except yaml.YAMLError as error:
        raise MeasuringProblem(f"{path} is no YAML: {error}") from None
    return [row for row in rows or [] if row.get("asks") and row.get("says")]


def _row(line: str, place: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise MeasuringProblem(f"{place}: no JSON ({error}): write one object a line") from None
    kind = next((key for key in NEEDED if isinstance(row, dict) and key in row), None)
    if kind is None:
        raise MeasuringProblem(f"{place}: neither `text` nor `turns`: see tests/heldout")
    missing = [key for key in NEEDED[kind] if key not in row]
    if missing:
        raise MeasuringProblem(f"{place}: {', '.join(missing)} is missing")
    return dict(row)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MeasuringProblem(f"{path} cannot be read: {error}") from None
