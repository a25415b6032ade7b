"""`curbside show`: what a document or draft holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.library.model import Document, Section
    from bot.library.place import Place

PUBLISHED, DRAFT = "published", "draft"


@click.command()
@click.argument("documents", nargs=-1)
@click.option("--all", "all_", is_flag=True, help="All documents and drafts.")
@click.option("--library", type=click.Path(file_okay=False, path_type=Path), help="Another library's folder.")
@click.option("--json", "json_", is_flag=True, help="Print one JSON object per document.")
def show(documents: tuple[str, ...], all_: bool, library: Path | None, json_: bool) -> None:
    """Show live documents and drafts.

    Title, vehicle, tools, and the sections with their steps.
    """
    from bot.commands.places import Places
    from bot.library.errors import LibraryError, UnknownDocument
    from bot.library.place import Place
    from bot.library.reader import read_document

    if bool(documents) == all_:
        raise click.UsageError("name documents, or say --all")
    place = Place.of(library) if library else Places.find().library()
    known = sorted({path.stem for path, _ in files(place)})
    for name in documents:
        if name not in known:
            raise UnknownDocument(name, known)
    failed = 0
    for path, status in files(place):
        if not all_ and path.stem not in documents:
            continue
        try:
            content = as_object(read_document(path, place.documents), status)
        except LibraryError as error:
            click.echo(str(error), err=True)
            failed += 1
            continue
        click.echo(json.dumps(content, ensure_ascii=False) if json_ else as_text(content))
    if failed:
        raise click.ClickException(f"{failed} cannot be read.")


def files(place: Place) -> Iterator[tuple[Path, str]]:
    """All live documents, then all drafts."""
    from bot.library.reader import document_paths

    for folder, status in ((place.documents, PUBLISHED), (place.drafts, DRAFT)):
        yield from ((path, status) for path in document_paths(folder))


def as_object(document: Document, status: str) -> dict[str, Any]:
    """A document for other programs."""
    vehicle = document.vehicle
    first, last = vehicle.years
    tools = [tool.name for section in document.sections for tool in section.tools]
    return {
        "document": document.id,
        "status": status,
        "title": document.title,
        "vehicle": {
            "name": vehicle.name or " ".join((vehicle.make, *vehicle.models[:1])).strip(),
            "make": vehicle.make or None,
            "model": vehicle.models[0] if len(vehicle.models) == 1 else None,
            "models": list(vehicle.models),
            "years": [first, last] if first or last else None,
            "bodies": list(vehicle.bodies),
        },
        "tools": list(dict.fromkeys(tools)),
        "source": document.source,
        "sections": [_section(section) for section in document.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    in_steps = {line.number for step in section.steps for line in step.lines}
    return {
        "id": section.id,
        "kind": section.kind,
        "title": section.title,
        "steps": [" ".join(line.text for line in step.lines) for step in section.steps],
        "text": [line.text for line in section.lines if line.number not in in_steps],
        "warnings": [line.text for line in section.lines if line.role == "warning"],
        "tools": [tool.name for tool in section.tools],
    }


def as_text(content: dict[str, Any]) -> str:
    """A document for people."""
    vehicle = content["vehicle"]
    lines = [f"{content['title']}  ({content['document']}, {content['status']})"]
    lines.append(f"  vehicle: {vehicle['name'] or 'any'}")
    lines += [f"  tools: {', '.join(content['tools'])}"] if content["tools"] else []
    for section in content["sections"]:
        lines.append(f"  {section['kind']}: {section['title']}")
        lines += [f"    {text}" for text in section["text"]]
        lines += [f"    {number}. {text}" for number, text in enumerate(section["steps"], 1)]
    return "\n".join(lines) + "\n"
