"""`curbside review`: drafts beside their sources, and what a person should look at before they serve."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.library import json_option, library_option, place_of, print_objects

if TYPE_CHECKING:
    from rich.console import Console

    from bot.commands.reviewing import Reviewed
    from bot.library.place import Place

WIDE = 110  # columns; a narrower terminal shows no vehicles
MANY = 50  # drafts that take their time


@click.command()
@click.argument("documents", nargs=-1)
@library_option
@json_option
def review(documents: tuple[str, ...], library: Path | None, json_: bool) -> None:
    """Look at drafts before they serve.

    Lists all drafts, those that need a person first, and on a terminal asks which one to look at. With DOCUMENTS shows each:
    what was recognised and where it stands in the source, what was left out and why, and findings with file, line and cure.
    """
    from rich.console import Console

    place = place_of(library)
    console = Console(highlight=False)
    found = _reviewed(place, documents, Console(stderr=True))
    if json_:
        return print_objects(one.as_json() for one in found)
    if documents:
        return show(found, console)
    show_list(found, console)
    if console.is_terminal and sys.stdin.isatty() and found:
        _ask(found, console)


def _reviewed(place: Place, documents: Sequence[str], console: Console) -> list[Reviewed]:
    from bot.commands.reviewing import review_drafts
    from bot.publishing import draft_names

    if len(draft_names(place)) > MANY and console.is_terminal:
        with console.status(f"Reviewing {len(draft_names(place))} drafts"):
            return review_drafts(place, documents)
    return review_drafts(place, documents)


def show_list(found: Sequence[Reviewed], console: Console) -> None:
    """Prints all drafts with the counts of their findings."""
    from rich.table import Table
    from rich.text import Text

    from bot.commands.tables import plain

    if not found:
        return console.print("There are no drafts. `curbside intake FILE` makes some.")
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold")
    for name in ("#", "Errors", "Warn.", "Notes", "Steps"):
        table.add_column(name, justify="right")
    table.add_column("Draft", overflow="fold")
    wide = console.width >= WIDE
    if wide:
        table.add_column("Vehicle", overflow="ellipsis", no_wrap=True)
    for number, one in enumerate(found, 1):
        counts = [str(count or "") for count in one.counts]
        styled = [Text(count, style) for count, style in zip(counts, ("red", "yellow", ""), strict=True)]
        vehicle = [plain(one.vehicle)] if wide else []
        table.add_row(str(number), *styled, str(one.steps), plain(one.draft.name), *vehicle)
    console.print(table)
    ready = sum(not one.counts[0] for one in found)
    console.print(
        f"\n{len(found)} draft{'s' * (len(found) != 1)}, {ready} can be published. `curbside review DRAFT` shows one,"
        " `curbside publish DRAFT` puts it live."
    )


def show(found: Sequence[Reviewed], console: Console) -> None:
    """Prints drafts in detail, through the pager on a terminal."""
    from bot.commands.review_page import print_draft

    if not console.is_terminal:
        for one in found:
            print_draft(one, console)
        return
    os.environ.setdefault("LESS", "-FRX")  # colours; no pager where it fits on the screen
    with console.pager(styles=True):
        for one in found:
            print_draft(one, console)


def _ask(found: Sequence[Reviewed], console: Console) -> None:
    """Shows one draft after another, as the person likes."""
    names = {one.draft.name: one for one in found}
    while True:
        said = click.prompt("Look at (number or name, Enter leaves)", default="", show_default=False).strip()
        if not said:
            return
        one = (
            found[int(said) - 1]
            if said.isascii() and said.isdigit() and 0 < int(said) <= len(found)
            else names.get(said)
        )
        if one is None:
            from bot.library.errors import did_you_mean

            console.print(f"there is no draft {said[:80]!r}{did_you_mean(said, names)}", markup=False)
        else:
            show([one], console)
