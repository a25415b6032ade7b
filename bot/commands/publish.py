"""`curbside publish`: drafts go live."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.library import as_object, json_option, library_option, place_of, print_objects, publisher

if TYPE_CHECKING:
    from rich.console import Console

    from bot.library.place import Place
    from bot.publishing import Outcome

SHOWN = 20  # more published documents than these are counted, not listed


@click.command()
@click.argument("documents", nargs=-1)
@click.option("--all", "all_", is_flag=True, help="All drafts, without questions; bad ones are skipped.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@library_option
@json_option
def publish(documents: tuple[str, ...], all_: bool, yes: bool, library: Path | None, json_: bool) -> None:
    """Put drafts live.

    They answer within two seconds in a running assistant, without training. A draft with errors is refused with all of them,
    exit code 1; one with warnings asks first, on a terminal. `curbside undo` takes the last command back.
    """
    from rich.console import Console

    from bot.commands.progress import working

    if bool(documents) == all_:
        raise click.UsageError("name drafts, or say --all; `curbside review` lists them")
    place = place_of(library)
    console = Console(stderr=True, highlight=False)
    asks = not (all_ or yes or json_) and console.is_terminal and sys.stdin.isatty()
    if asks and not _wanted(place, documents, console):
        raise click.Abort
    who = publisher(place, console)
    with working(console, "Publishing"):
        outcomes = who.publish(None if all_ else documents)
    if json_:
        print_objects(_as_json(outcome) for outcome in outcomes)
    else:
        tell(outcomes)
    if any(outcome.problems for outcome in outcomes) and not (all_ and any(not o.problems for o in outcomes)):
        raise click.exceptions.Exit(1)


def _wanted(place: Place, documents: Sequence[str], console: Console) -> bool:
    """Whether drafts with warnings are to go live all the same."""
    from bot.commands.reviewing import review_drafts
    from bot.review import WARNING

    found = review_drafts(place, documents)
    warnings = [finding for draft in found for finding in draft.findings if finding.severity == WARNING]
    for finding in warnings:
        console.print(f"[yellow]![/yellow] {finding.document}: ", end="")
        console.print(str(finding), markup=False, soft_wrap=True)
    return not warnings or click.confirm("Publish all the same?", err=True)


def tell(outcomes: Sequence[Outcome]) -> None:
    """What became of each draft; a refused one with all of its problems."""
    good = [outcome for outcome in outcomes if not outcome.problems]
    for outcome in good if len(good) <= SHOWN else []:
        click.echo(f"published  {outcome.document}" + ("  (a new version)" if outcome.replaced else ""))
    for outcome in outcomes:
        for problem in outcome.problems:
            click.echo(f"refused    {outcome.document}  {problem}")
    bad = len(outcomes) - len(good)
    told = [f"{len(good)} published"] + [f"{bad} refused, still drafts"] * bool(bad)
    click.echo(f"{', '.join(told)}." if outcomes else "There are no drafts.")


def _as_json(outcome: Outcome) -> dict[str, object]:
    return {
        "document": outcome.document,
        "status": outcome.status,
        "new_version": outcome.replaced,
        "problems": [as_object(problem) for problem in outcome.problems],
    }
