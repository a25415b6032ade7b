"""The library that a command works on: the shop's own, or the one in the folder that `--library` names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from bot.library.errors import Problem
    from bot.library.place import Place
    from bot.publishing import Publisher

library_option = click.option(
    "--library", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Another library's folder; the shop's own is not touched.",
)  # fmt: skip
json_option = click.option("--json", "json_", is_flag=True, help="Print one JSON object a line.")


def place_of(folder: Path | None) -> Place:
    """The library in a folder, or the shop's; raises ClickException outside of a project."""
    from bot.commands.places import Places
    from bot.library.place import Place

    return Place.of(folder.absolute()) if folder else Places.find().library()


def publisher(place: Place, console: Console) -> Publisher:
    """Who changes a library and brings its index along; the encoder is built first where it is missing."""
    from bot.commands.indexing import CatalogueIndex
    from bot.publishing import Publisher

    def waits() -> None:
        console.print("Another process is changing this library: waiting for it …", highlight=False)

    return Publisher(place, CatalogueIndex(place, console), waits)


def print_objects(objects: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line."""
    for content in objects:
        click.echo(json.dumps(content, ensure_ascii=False))


def as_object(problem: Problem) -> dict[str, Any]:
    """A problem for other programs."""
    return {"file": problem.file, "line": problem.line, "what": problem.what, "cure": problem.cure}
