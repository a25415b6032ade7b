"""`curbside undo`: the last publish or retract is taken back."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.library import json_option, library_option, place_of, print_objects, publisher


@click.command()
@library_option
@json_option
def undo(library: Path | None, json_: bool) -> None:
    """Take the last publish or retract back.

    Again, it takes back the one before. What was published is a draft again, what was retracted or replaced is live again.
    """
    from rich.console import Console

    undone = publisher(place_of(library), Console(stderr=True, highlight=False)).undo()
    if json_:
        return print_objects({"document": one.document, "undone": one.what, "of": one.time} for one in undone)
    for entry in undone:
        click.echo(f"undone  {entry.what}  {entry.document}  (of {entry.time}, by {entry.who})")
