"""`curbside find`: what the library has for questions, one JSON object a line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.library.place import Place
    from bot.search.catalogue import Catalogue, Verdict

INDEX = "CURBSIDE_INDEX"


@click.command()
@click.option("--library", type=click.Path(file_okay=False, path_type=Path), help="Another library's folder.")
@click.option(
    "--index", "url", envvar=INDEX, metavar="URL",
    help=f"Where the index lives: postgresql://… instead of a file in the library (or {INDEX}).",
)  # fmt: skip
@click.option("--json", "json_", is_flag=True, help="Print JSON (which is what is printed anyway).")
def find(library: Path | None, url: str | None, json_: bool) -> None:
    """Find what answers questions.

    Reads one question a line from standard input and prints one JSON object a line, in the same order: the verdict
    (section, choice, ask-vehicle, not-covered), and the sections, the surest first. Brings the index to the
    published documents first.
    """
    from bot.commands.places import Places
    from bot.library.place import Place

    places = Places.find()
    place = Place.of(library) if library else places.library()
    catalogue = opened(place, places, url)
    try:
        for line in sys.stdin.buffer:
            question = line.decode("utf-8", errors="replace")
            click.echo(json.dumps(as_object(catalogue.find(question)), ensure_ascii=False))
            sys.stdout.flush()
    finally:
        catalogue.close()


def opened(place: Place, places: Any, url: str | None = None) -> Catalogue:
    """The catalogue of a library, brought to its published documents; raises ClickException."""
    from bot.language.build import build_encoder
    from bot.language.encoder import SentenceEncoder
    from bot.library.reader import read_library
    from bot.search.catalogue import IndexProblem, open_catalogue

    if not place.documents.is_dir():
        raise click.ClickException(
            f"{place.documents} is not there: bring documents in with `curbside intake` and publish them first."
        )
    library, problems = read_library(place.documents)
    for problem in problems:
        click.echo(str(problem), err=True)
    try:
        catalogue = open_catalogue(place, SentenceEncoder.load(build_encoder(places.build)), url)
        catalogue.sync(library.documents)
    except IndexProblem as error:
        raise click.ClickException(str(error)) from None
    return catalogue


def as_object(verdict: Verdict) -> dict[str, Any]:
    """A verdict as it is printed."""
    sections = []
    for found in verdict.found:
        told: dict[str, Any] = {"document": found.document, "section": found.section, "score": found.score}
        if found.step is not None:
            told["step"] = {"n": found.step, "text": found.text}
        sections.append(told)
    return {"verdict": verdict.kind, "sections": sections}
