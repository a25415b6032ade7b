"""`curbside intake`: source files become drafts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from bot.intake.gather import Candidate
    from bot.intake.store import DraftStore

REFUSED, SKIPPED = "refused", "skipped"
GOOD = ("draft", "updated", "unchanged")


@dataclass(frozen=True)
class Row:
    """What became of one file."""

    file: str
    status: str
    document: str | None
    findings: list[str] = field(default_factory=list)
    steps: int = 0
    tools: int = 0


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--library", type=click.Path(file_okay=False, path_type=Path), help="Another library's folder.")
@click.option("--json", "json_", is_flag=True, help="Print one JSON object per file.")
def intake(paths: tuple[Path, ...], library: Path | None, json_: bool) -> None:
    """Make drafts of repair guides, files or folders.

    Reads HTML, PDF, DOCX, Markdown and plain text. A file that was taken in before is left alone unless it
    changed. Exit code 1 where no file could be taken in.
    """
    from rich.console import Console

    from bot.commands.places import Places
    from bot.intake.gather import gather
    from bot.intake.store import DraftStore
    from bot.library.place import Place

    store = DraftStore(Place.of(library) if library else Places.find().library())
    candidates = gather(paths)
    console = Console(stderr=True, highlight=False)
    done: list[Row] = []
    try:
        for row in with_progress(rows(candidates, store), len(candidates), console):
            done.append(row)
            print_row(row, json_)
    except KeyboardInterrupt:
        console.print(f"stopped after {len(done)} of {len(candidates)} files; run it again to go on")
        raise click.exceptions.Exit(130) from None
    if not json_:
        tell_sum(done)
    if not any(row.status in GOOD for row in done):
        raise click.exceptions.Exit(1)


def rows(candidates: Sequence[Candidate], store: DraftStore) -> Iterator[Row]:
    """What becomes of each file; drafts are written as they are made."""
    from bot.intake.errors import Refused
    from bot.intake.work import take_all
    from bot.language.makes import all_makes

    wanted: list[str] = []
    for candidate in candidates:
        file = str(candidate.path)
        if candidate.skipped:
            yield Row(file, SKIPPED, None, [candidate.skipped])
        elif row := _known(candidate.path, store):
            yield row
        else:
            wanted.append(file)
    if not wanted:
        return
    for taken in take_all(wanted, all_makes()):
        if taken.refused:
            yield Row(taken.file, REFUSED, None, [taken.refused])
            continue
        try:
            status = store.status(taken.document, Path(taken.file), taken.sha256)
            if status != "unchanged":
                store.put(taken)
            yield Row(taken.file, status, taken.document, taken.findings, taken.steps, taken.tools)
        except Refused as error:
            yield Row(taken.file, REFUSED, None, [str(error)])
        except OSError as error:
            what = f"the draft cannot be written: {error.strerror or error} - check the library's folder"
            yield Row(taken.file, REFUSED, None, [what])


def _known(path: Path, store: DraftStore) -> Row | None:
    """The row of a file that needs no reading: it is the same as before, or its id is another's."""
    from bot.intake.errors import Refused
    from bot.intake.formats import format_of
    from bot.intake.ids import document_id
    from bot.intake.take import digest

    document = document_id(path)
    if not format_of(path) or not store.has(document):
        return None
    try:
        status = store.status(document, path, digest(path))
    except Refused as error:
        return Row(str(path), REFUSED, None, [str(error)])
    return Row(str(path), status, document) if status == "unchanged" else None


def with_progress(found: Iterator[Row], count: int, console: Console) -> Iterator[Row]:
    """Shows a bar on a terminal while rows come."""
    if not console.is_terminal or count < 2:
        yield from found
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("taking in"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, refresh_per_second=4) as progress:
        task = progress.add_task("", total=count)
        for row in found:
            yield row
            progress.advance(task)


def print_row(row: Row, json_: bool) -> None:
    """One line for a file."""
    if json_:
        kept = {"file": row.file, "status": row.status, "document": row.document, "findings": row.findings}
        click.echo(json.dumps(kept))
        return
    what = (
        f"{row.document}  {row.steps} steps, {row.tools} tools"
        if row.status in ("draft", "updated")
        else row.document or ""
    )
    shown = row.file.encode("utf-8", "backslashreplace").decode("utf-8")
    click.echo(
        "  ".join(
            filter(None, (f"{row.status:9}", "".join(c if c.isprintable() else "?" for c in shown), what))
        )
    )
    for finding in row.findings:
        click.echo(f"           {finding}")


def tell_sum(done: Sequence[Row]) -> None:
    """How many files became what."""
    counts = {status: sum(row.status == status for row in done) for status in (*GOOD, REFUSED, SKIPPED)}
    told = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    click.echo(f"{len(done)} files: {told or 'nothing to take in'}")
