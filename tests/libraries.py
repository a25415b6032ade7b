"""Libraries for tests: drafts written by hand, in a folder of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.library.model import Document
from bot.library.place import Place
from bot.library.reader import parse_document

GUIDE = """---
id: {name}
title: {title}
vehicle:
{vehicle}
source: {name}.html
---
# {title}

## {title} {{#replace}}
kind: procedure
tools: screwdriver

### Steps
{steps}
"""
STEPS = ("Turn the handlebars to the left.", "Loosen the stem bolt.", "Pull the handlebars out of the stem.")
TREK = "  make: Trek\n  models: [820]"


def guide(
    name: str, *steps: str, title: str = "", vehicle: str = TREK, more: str = "", of: str = "{steps}"
) -> str:
    """A guide's text; each step is one line, or several with line breaks in between."""
    numbered = "\n".join(f"{n}. " + step.replace("\n", "\n   ") for n, step in enumerate(steps or STEPS, 1))
    title = title or f"Replacing part {name}"
    return GUIDE.format(name=name, title=title, vehicle=vehicle, steps=of.format(steps=numbered)) + more


def read(text: str, file: str = "") -> Document:
    """The document of a text."""
    name = text.split("id: ")[1].split("\n")[0]
    return parse_document(text, file or f"drafts/{name}.md")


def put_draft(place: Place, name: str, text: str = "", origin: Mapping[str, Any] | None = None) -> Path:
    """Writes a draft and what tells where it came from."""
    place.drafts.mkdir(parents=True, exist_ok=True)
    path = place.drafts / f"{name}.md"
    path.write_text(text or guide(name), encoding="utf-8")
    content = {"source": f"{name}.html", "format": "html", "taken": [], "left_out": [], "findings": []}
    path.with_suffix(".json").write_text(json.dumps(content | dict(origin or {})), encoding="utf-8")
    return path


class Index:
    """Stands in for the search index: remembers the ids of each bringing up to date."""

    def __init__(self) -> None:
        """Begins empty."""
        self.synced: list[list[str]] = []

    def ready(self) -> None:
        """Is always ready."""

    def sync(self, documents: Sequence[Document]) -> None:
        """Remembers."""
        self.synced.append(sorted(document.id for document in documents))


def files(place: Place) -> dict[str, str]:
    """All files of a library but versions, log and lock, with their texts."""
    rooms = ("documents", "drafts", "retracted", "origins")
    found = [path for room in rooms for path in (place.kept / room).glob("*")]
    return {path.relative_to(place.kept).as_posix(): path.read_text(encoding="utf-8") for path in found}
