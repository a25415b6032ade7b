"""`curbside ask`: what one message leads to and why; also with documents that do not serve yet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.library import library_option, place_of

if TYPE_CHECKING:
    from rich.console import Console

    from bot.commands.explanation import Explainer, Explanation
    from bot.commands.places import Places
    from bot.library.model import Library
    from bot.library.place import Place

READINGS, SECTIONS = 4, 5
LEAST = 0.005  # a reading that would show as 0.00


@click.command()
@click.argument("text")
@click.option(
    "--document", "documents", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="Try an edited or a new document; may be given several times.",
)  # fmt: skip
@library_option
@click.option("--vehicle", metavar="ID", help="The document of the car that is talked about.")
@click.option("--json", "json_", is_flag=True, help="Print JSON for other programs.")
def ask(
    text: str, documents: tuple[Path, ...], library: Path | None, vehicle: str | None, json_: bool
) -> None:
    """Tell what a message leads to and why.

    Reads TEXT as the first message of somebody new; nothing is written down.
    """
    from rich.console import Console

    from bot.channels.defuse import defuse, is_blank
    from bot.commands.places import Places
    from bot.library.reader import read_library
    from bot.library.trial import with_trials

    places = Places.find()
    said = defuse(text)
    if is_blank(said):
        raise click.UsageError("TEXT shows nothing: write a message in quotes.")
    place = place_of(library)
    trials = _trials(documents, place)
    asked = with_trials(read_library(place.documents)[0], trials)
    known = [document.id for document in asked.documents]
    if vehicle is not None and vehicle not in known:
        raise click.BadParameter(f"no document has the id {vehicle!r}: use one of {', '.join(known)}.")
    indexed = None if trials else place  # what is only tried is in no index
    explanation = _explain(said, vehicle, asked, places, Console(stderr=True), indexed)
    if json_:
        return click.echo(json.dumps(explanation.as_json(places.root), ensure_ascii=False, indent=2))
    show(explanation, places.root, Console(highlight=False))


def _trials(files: tuple[Path, ...], place: Place) -> list[Any]:
    """The documents to be tried; all that is wrong with them is told at once."""
    from bot.library.errors import DocumentProblems
    from bot.library.trial import read_trials

    try:
        return read_trials(files, place.documents)
    except DocumentProblems as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        count = len(error.problems)
        raise click.ClickException("1 problem." if count == 1 else f"{count} problems.") from None


def _explain(
    text: str, vehicle: str | None, library: Library, places: Places, console: Console, place: Place | None
) -> Explanation:
    """Reads a text with the present model, trained first where there is none; without a `place` documents are tried."""
    import os
    import time

    from bot.commands.language import LANGUAGE, ensure_language, sources_hash, trained_library
    from bot.commands.model import ensure_model
    from bot.commands.processes import Interrupted, stop_on_signals
    from bot.commands.progress import working

    with stop_on_signals() as stop:
        try:
            language = ensure_language(places, console, stop)
            model = ensure_model(places, language, console, stop)
        except Interrupted:
            raise click.Abort from None
    os.environ[LANGUAGE] = language
    with working(console, "Loading the model", places.shown(model)):
        from bot.understanding.parser import Parser

        message = Parser(model).parse([text])[0]
        explainer = _explainer(library, places, place)
    if place is None and sources_hash(library) != sources_hash(trained_library(places)):
        with working(console, "Naming vehicles and things as the tried documents do"):
            message = {**message, "entities": _entities(text, library, places)}
    return explainer.explain(message, vehicle, time.time())


def _entities(text: str, library: Library, places: Places) -> list[dict[str, Any]]:
    """What a language pipeline of the tried documents finds; the model knows only today's vehicles."""
    import tempfile

    from bot.language.pipeline import build_pipeline
    from bot.understanding.entities import find_entities

    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder)
        (build / "encoder").symlink_to(places.build / "encoder")
        return find_entities(build_pipeline(library, build), text)


def _explainer(library: Library, places: Places, place: Place | None) -> Explainer:
    from actions.counter import shop_words
    from bot.adviser.adviser import Adviser
    from bot.commands.explanation import Explainer
    from bot.commands.rules import read_moves, read_responses, read_rules
    from bot.desk.shop import read_shop
    from bot.language.encoder import SentenceEncoder
    from bot.library.trial import TrialShelf
    from bot.reply import Phrases

    domain = places.root / "domain.yml"
    encoder = SentenceEncoder.load(places.build / "encoder")
    words = shop_words(read_shop(places.shop))
    adviser = Adviser(TrialShelf(library), encoder, Phrases.load(domain), words, place)
    new = Phrases(read_responses(domain))
    return Explainer(adviser, new, read_rules(places.data / "stories"), read_moves())


def show(explanation: Explanation, root: Path, console: Console) -> None:
    """Prints an explanation for people."""
    from rich.table import Table

    from bot.commands.tables import plain

    facts = Table.grid(padding=(0, 2))
    for name, value in _facts(explanation):
        facts.add_row(f"[bold]{name}[/bold]", plain(value))
    console.print(facts)
    sections = Table("Section", "Score", "Topics", "Words", box=None, padding=(0, 2, 0, 0))
    for hit in explanation.sections[:SECTIONS]:
        sections.add_row(plain(hit.section), *(f"{v:.2f}" for v in (hit.score, hit.topics, hit.words)))
    console.print()
    console.print(sections)
    console.print()
    console.print(plain(explanation.card.text), style="green", soft_wrap=True)
    for button in explanation.card.buttons:
        console.print(plain(f"  [{button.title}]"), style="bold")
    lines = explanation.source_lines(root)
    if lines:
        console.print()
    for line in lines:
        console.print(plain(f"{line.file}:{line.number}: {line.text}"), style="dim", soft_wrap=True)


def _facts(explanation: Explanation) -> list[tuple[str, str]]:
    turn, card = explanation.turn, explanation.card
    likely = [f"{name} {p:.2f}" for name, p in turn.ranking[:READINGS] if p >= LEAST]
    entities = ", ".join(f"{one['entity']} {str(one['value'])!r}" for one in explanation.entities)
    mentions = ", ".join(f"{label} {'/'.join(values)}" for label, values in turn.mentions.items())
    details = " ".join(f"{key}={value}" for key, value in card.keys.items() if key != "source")
    return [
        ("text", turn.text),
        ("intent", turn.intent),
        ("read as", ", ".join(likely)),
        ("entities", entities or "none"),
        ("meaning", mentions or "nothing"),
        ("vehicle", _vehicle(explanation)),
        ("action", explanation.action),
        ("outcome", f"{card.kind} {details}".strip()),
    ]


def _vehicle(explanation: Explanation) -> str:
    said = explanation.turn.vehicle
    told = [said.name, str(said.year or ""), said.body or ""]
    named = f"{said.status}: {' '.join(part for part in told if part)}" if any(told) else said.status
    return f"{explanation.vehicle or 'not known'} ({named})"
