"""`curbside train`: the model of the present sources."""

from __future__ import annotations

import click


@click.command()
@click.option("--force", is_flag=True, help="Train even where nothing changed.")
@click.option("--quiet", is_flag=True, help="Say nothing but the model's file.")
def train(force: bool, quiet: bool) -> None:
    """Train the model, if its sources changed."""
    from rich.console import Console

    from bot.commands.language import ensure_language
    from bot.commands.model import ensure_model, model_file
    from bot.commands.places import Places
    from bot.commands.processes import Interrupted, stop_on_signals

    console = Console(quiet=quiet)
    places = Places.find()
    with stop_on_signals() as stop:
        try:
            language = ensure_language(places, console, stop)
            there = model_file(places, language).exists() and not force
            model = places.shown(ensure_model(places, language, console, stop, force))
        except Interrupted:
            raise click.Abort from None
    click.echo(model if quiet else f"{model} {'is up to date' if there else 'is ready'}")
