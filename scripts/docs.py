"""`make docs`: writes the README's table of commands, from `make help` and from `curbside --help`."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click

from benchmarks.readme import rewrite
from bot.cli import main as curbside

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
MARKER = "commands"
TARGET = re.compile(r"^ +(make \w+) +(\S.*)$", re.MULTILINE)
LONGEST = 200  # letters of a command's first sentence


def table() -> str:
    """The table of all commands."""
    rows = [*_targets(), *_commands(curbside, ".venv/bin/curbside")]
    lines = (f"| `{name}` | {what.replace('|', chr(92) + '|')} |" for name, what in rows)
    return "\n".join(["| | |", "|---|---|", *lines])


def _targets() -> list[tuple[str, str]]:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return TARGET.findall(told)


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, str]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        else:
            context = click.Context(command)
            arguments = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
            shown = " ".join([path, name, *arguments])
            yield shown, command.get_short_help_str(LONGEST).rstrip(".")


if __name__ == "__main__":
    rewrite(README, MARKER, table())
