"""`curbside doctor`: looks at the whole set-up and says what is wrong and what cures it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bot.commands import doctor_basics, doctor_slack, doctor_telegram, doctor_web
from bot.commands.findings import FINE, OFF, UNSURE, WRONG, Check, Finding

if TYPE_CHECKING:
    from bot.commands.places import Places

# Everything that is looked at, in this order; a channel adds its own below, from a module doctor_<channel>.py.
CHECKS: dict[str, Check] = {
    "python": doctor_basics.python,
    "documents": doctor_basics.documents,
    "shop.yml": doctor_basics.shop,
    "model": doctor_basics.model,
    "ports": doctor_basics.ports,
    "folders": doctor_basics.folders,
    "telegram": doctor_telegram.telegram,
    "slack": doctor_slack.slack,
    "web": doctor_web.web,
}
MARKS = {FINE: "[green]✓[/green]", WRONG: "[red]✗[/red]", OFF: "[dim]–[/dim]", UNSURE: "[yellow]?[/yellow]"}


@click.command()
@click.option("--only", type=click.Choice(sorted(CHECKS)), multiple=True, help="Look at this only.")
def doctor(only: tuple[str, ...]) -> None:
    """Look at the set-up and say what is wrong.

    Reads settings and asks the channels' services, with a short time-out; changes nothing. Exit code 1
    where something is wrong. What is not set up, or cannot be reached from here, is told but not wrong.
    """
    from rich.console import Console
    from rich.markup import escape

    from bot.commands.places import Places

    console, places, count = Console(highlight=False), Places.find(), 0
    for name in only or CHECKS:
        for finding in examine(name, places):
            count += finding.state == WRONG
            told = escape(f"{name}: {finding.what}")
            console.print(f"{MARKS[finding.state]} {told}", soft_wrap=True)
            if finding.cure:
                console.print(f"  → {escape(finding.cure)}", soft_wrap=True)
    if count:
        raise click.ClickException("1 thing is wrong." if count == 1 else f"{count} things are wrong.")


def examine(name: str, places: Places) -> Iterator[Finding]:
    """What a check finds; a check that breaks is a finding, too, and ends no other."""
    try:
        yield from CHECKS[name](places)
    except Exception as error:
        yield Finding(WRONG, f"cannot be checked ({type(error).__name__}: {error})", "report this, please")
