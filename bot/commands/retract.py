"""`curbside retract`: live documents are taken back."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.library import json_option, library_option, place_of, print_objects, publisher


@click.command()
@click.argument("documents", nargs=-1, required=True)
@library_option
@json_option
def retract(documents: tuple[str, ...], library: Path | None, json_: bool) -> None:
    """Take live documents back.

    They answer no more within two seconds, and are kept; `curbside undo` brings them back.
    """
    from rich.console import Console

    outcomes = publisher(place_of(library), Console(stderr=True, highlight=False)).retract(documents)
    if json_:
        return print_objects({"document": one.document, "status": one.status} for one in outcomes)
    for outcome in outcomes:
        click.echo(f"retracted  {outcome.document}")
