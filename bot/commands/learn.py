"""`curbside learn`: the words of guides go into the training data, where understanding does not suffer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.library import library_option, place_of

if TYPE_CHECKING:
    from bot.commands.learning import Figure


@click.command()
@library_option
def learn(library: Path | None) -> None:
    """Fold the guides' words into training, with a guard.

    Trains on a copy with the live guides' names, tools and questions, and measures both on the held-out messages. The new
    model is kept where no figure falls; else nothing changes, and the figures say why (exit code 1). Takes minutes.
    """
    from rich.console import Console

    from bot.commands.learning import compared, copy_of, evaluated, fold, take_over
    from bot.commands.places import Places
    from bot.commands.processes import Interrupted, stop_on_signals
    from bot.library.reader import read_library

    places = Places.find()
    place = place_of(library)
    guides = [one for one in read_library(place.documents)[0].documents if not one.plans]
    if not guides:
        raise click.ClickException(
            "There is nothing to learn: no guide is live. `curbside publish` puts drafts live."
        )
    console = Console(highlight=False)
    log = places.log("learn")
    with stop_on_signals() as stop, copy_of(places) as tried:
        try:
            before = evaluated(tried, "Measuring the present model", log, console, stop)
            paths = [place.documents / Path(guide.file).name for guide in guides]
            examples = fold(tried, paths, guides)
            console.print(f"{len(guides)} guides: their names and tools, {examples} of their questions")
            after = evaluated(tried, "Training and measuring with them", log, console, stop)
            figures = compared(before, after)
            show(figures)
            if any(figure.fell for figure in figures):
                raise click.ClickException("Nothing was changed: with the guides a held-out figure is worse.")
            model = take_over(places, tried, console, stop)
        except Interrupted:
            raise click.Abort from None
    click.echo(f"{places.shown(model)} is ready; a running assistant takes it up when it is started again.")


def show(figures: list[Figure]) -> None:
    """Prints what the evaluations found."""
    for figure in figures:
        mark = "✗" if figure.fell else "✓"
        click.echo(f"{mark} {figure.name.replace('_', ' '):22} {figure.before:.4f} → {figure.after:.4f}")
