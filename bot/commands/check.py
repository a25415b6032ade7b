"""`curbside check`: everything that can be wrong with what people edit, all at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.library import library_option, place_of

if TYPE_CHECKING:
    import threading

    from rich.console import Console

    from bot.commands.places import Places
    from bot.library.place import Place


# The actions and the guard serve most responses by name; intents without examples are found by our own check.
EXPECTED = re.compile(
    r"The utterance '\w+' is not used|The intent '\w+' is listed in the domain file, but is not"
)


@click.command()
@click.option("--fast", is_flag=True, help="Leave out Rasa's own validation, which takes most of the time.")
@click.option("--near-duplicates", is_flag=True, help="Look for examples that say nearly the same, too.")
@library_option
def check(fast: bool, near_duplicates: bool, library: Path | None) -> None:
    """Check documents, shop.yml and data.

    Tells all problems with file, line and cure; exit code 1 where there is any.
    Of another library, only documents are checked.
    """
    from rich.console import Console

    from bot.commands.places import Places
    from bot.commands.processes import Interrupted, stop_on_signals

    console = Console(highlight=False)
    if library:
        return _tell(document_problems(place_of(library)), "the documents", console)
    places = Places.find()
    problems = source_problems(places)
    with stop_on_signals() as stop:
        try:
            if near_duplicates:
                problems += near_problems(places, console, stop)
            if not fast:
                problems += rasa_problems(places, console, stop)
        except Interrupted:
            raise click.Abort from None
    _tell(problems, "documents, shop.yml and training data", console)


def _tell(problems: list[str], checked: str, console: Console) -> None:
    for problem in problems:
        console.print(problem, markup=False, soft_wrap=True)
    if problems:
        raise click.ClickException("1 problem." if len(problems) == 1 else f"{len(problems)} problems.")
    console.print(f"[green]✓[/green] {checked} are in order")


def document_problems(place: Place) -> list[str]:
    """Problems of a library's live documents."""
    from bot.library.reader import read_library

    return [str(problem) for problem in read_library(place.documents)[1]]


def source_problems(places: Places) -> list[str]:
    """Problems of the files that people edit, as "file:line: what - cure"."""
    from bot.commands.training_data import check_training_data
    from bot.desk.errors import ShopProblems
    from bot.desk.shop import read_shop
    from bot.library.reader import read_library

    problems = list(read_library(places.documents)[1])
    try:
        read_shop(places.shop)
    except ShopProblems as error:
        problems += error.problems
    return [str(problem) for problem in problems + check_training_data(places)]


def near_problems(places: Places, console: Console, stop: threading.Event) -> list[str]:
    """Examples that say nearly the same, by the sentence encoder, which is built first where needed."""
    from bot.commands.language import ensure_language
    from bot.commands.progress import working
    from bot.commands.training_data import read_training_data

    ensure_language(places, console, stop)
    with working(console, "Comparing all training examples"):
        from bot.commands.near_duplicates import check_near_duplicates

        return [str(problem) for problem in check_near_duplicates(places, read_training_data(places)[0])]


def rasa_problems(places: Places, console: Console, stop: threading.Event) -> list[str]:
    """What Rasa's own validation finds in domain, data and rules."""
    import sys

    from bot.commands.logs import reason, warnings
    from bot.commands.model import training_environment
    from bot.commands.processes import Process, ProcessFailed, run_to_end
    from bot.commands.progress import working

    command = [sys.executable, "-m", "rasa", "data", "validate"]
    environment = training_environment(places, "none")  # the pipeline is named, but not loaded
    process = Process("Rasa's validation", command, places.log("check"), environment=environment)
    problems = []
    try:
        with working(console, "Validating domain, data and rules", f"log: {places.shown(process.log)}"):
            run_to_end(process, places.root, stop)
    except ProcessFailed:
        problems = [f"Rasa: {reason(process.log)}"]
    told = (warning for warning in warnings(process.log) if not EXPECTED.match(warning))
    return [*(f"Rasa: {warning}" for warning in told), *problems]
