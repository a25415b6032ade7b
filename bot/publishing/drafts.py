"""Drafts: documents that nobody is served yet, each beside what tells where it came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.library.errors import DocumentProblems, Problem
from bot.library.frontmatter import IDENTIFIER
from bot.library.model import Document
from bot.library.place import Place
from bot.library.reader import read_bytes, shown
from bot.publishing.errors import UnknownDraft, reason
from bot.publishing.files import read_plain

LONGEST_NAME = 200  # what a file system takes, with room for the ending


@dataclass(frozen=True)
class Draft:
    """A draft as it was read: `document` is None where there are problems, `origin` empty where none is kept."""

    name: str
    path: Path
    data: bytes
    document: Document | None
    problems: tuple[Problem, ...]
    origin: Mapping[str, Any]
    origin_data: bytes | None


def draft_names(place: Place) -> list[str]:
    """The names of all drafts, in their order."""
    if not place.drafts.is_dir():
        return []
    return sorted(path.stem for path in place.drafts.glob("*.md") if not path.name.startswith("."))


def read_draft(place: Place, name: str) -> Draft:
    """Reads a draft with all that is wrong with it; raises UnknownDraft."""
    path = place.drafts / f"{name}.md"
    if len(name) > LONGEST_NAME:
        raise UnknownDraft(name, draft_names(place))
    if not IDENTIFIER.fullmatch(name):
        if name not in draft_names(place):
            raise UnknownDraft(name, draft_names(place))
        what = f"the file's name {name!r} is not an id"
        return _refused(path, what, "rename it with small letters, digits and hyphens")
    try:
        data = read_plain(path)
    except OSError as error:
        return _refused(path, f"the draft cannot be read: {reason(error)}", "put a plain file there")
    if data is None:
        raise UnknownDraft(name, draft_names(place), live=(place.documents / path.name).exists())
    origin = _origin(path.with_suffix(".json"))
    try:
        document = read_bytes(data, shown(path), [place.documents])
    except DocumentProblems as error:
        return Draft(name, path, data, None, error.problems, *origin)
    if document.id != name:
        what = f"the draft {name!r} says that its id is {document.id!r}"
        problem = Problem(document.file, document.line, what, f"write `id: {name}` or rename the file")
        return Draft(name, path, data, None, (problem,), *origin)
    return Draft(name, path, data, document, (), *origin)


def _refused(path: Path, what: str, cure: str) -> Draft:
    return Draft(path.stem, path, b"", None, (Problem(shown(path), 1, what, cure),), {}, None)


def _origin(path: Path) -> tuple[Mapping[str, Any], bytes | None]:
    """What is kept of a draft's origin; something unreadable counts as nothing."""
    try:
        data = read_plain(path)
        content = json.loads(data) if data else {}
    except (OSError, ValueError, RecursionError):
        return {}, None
    return (content, data) if isinstance(content, dict) else ({}, None)
