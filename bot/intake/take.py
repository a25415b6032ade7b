"""One file to a draft: read, recognised, written, and read again by the library's own reader to be sure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bot.intake.draft import Draft
from bot.intake.errors import Refused
from bot.intake.formats import KNOWN, format_of, read_bytes, read_source
from bot.intake.ids import document_id
from bot.intake.recognise import recognise
from bot.intake.vehicles import KnownMakes, VehicleReader
from bot.intake.writer import Written, write
from bot.library.errors import DocumentProblems
from bot.library.model import Document
from bot.library.reader import parse_document

VERSION = 1  # counts up when intake recognises more, so that files are taken in again
MOST = 2000  # steps or sections of one document


@dataclass(frozen=True)
class Taken:
    """What became of a file: a draft's two texts, or why it is refused."""

    file: str
    document: str
    sha256: str = ""
    markdown: str = ""
    sidecar: str = ""
    refused: str = ""
    findings: list[str] = field(default_factory=list)
    steps: int = 0
    tools: int = 0


def digest(path: Path) -> str:
    """The hash of a file's bytes; raises Refused."""
    return hashlib.sha256(read_bytes(path)).hexdigest()


def take(file: str, makes: KnownMakes) -> Taken:
    """Takes in one file; never raises for what a file holds."""
    path = Path(file)
    name = document_id(path)
    try:
        if not format_of(path):
            raise Refused(f"{path.suffix or 'a file without an ending'} is no format that is read", KNOWN)
        data = read_bytes(path)
        return _taken(file, name, data, makes)
    except Refused as error:
        return Taken(file, name, refused=str(error))
    except (RecursionError, MemoryError) as error:
        what = f"the file is made so that reading it takes too much ({type(error).__name__})"
        return Taken(file, name, refused=f"{what} - save it again from a word processor or browser")
    except TimeoutError:
        return Taken(
            file, name, refused="reading the file takes too long - part it, or save it as plain text"
        )


def _taken(file: str, name: str, data: bytes, makes: KnownMakes) -> Taken:
    path, sha256 = Path(file), hashlib.sha256(data).hexdigest()
    source = read_source(data, format_of(path))
    shown = path.name.encode("utf-8", "replace").decode("utf-8")
    draft = recognise(source, name, shown, VehicleReader(makes))
    if not draft.sections:
        raise Refused("nothing of a guide was found in the file", "look whether it holds text at all")
    if len(draft.sections) > MOST or sum(len(section.steps) for section in draft.sections) > MOST:
        raise Refused(f"the file has more than {MOST} sections or steps", "part it into guides")
    written = write(draft)
    verify(draft, written)
    return Taken(
        file,
        name,
        sha256,
        written.text,
        _sidecar(file, sha256, draft, written),
        findings=draft.findings,
        steps=sum(len(section.steps) for section in draft.sections),
        tools=len(draft.tools),
    )


def verify(draft: Draft, written: Written) -> Document:
    """Reads the written draft as it will be served; raises Refused where it says anything else than the draft."""
    try:
        document = parse_document(written.text, f"{draft.id}.md")
    except DocumentProblems as error:
        raise Refused(
            f"the draft cannot be written in our format: {error.problems[0]}", "part or shorten it"
        ) from error
    wanted = [[step.text for step in section.steps] for section in draft.sections]
    steps = [[" ".join(line.text for line in step.lines) for step in s.steps] for s in document.sections]
    tools = [[tool.name for tool in section.tools] for section in document.sections]
    if (
        steps != wanted
        or tools != [section.tools for section in draft.sections]
        or document.title != draft.title
    ):
        raise Refused(
            "the draft would lose words of the file", "report this file, and write its document by hand"
        )
    return document


def _sidecar(file: str, sha256: str, draft: Draft, written: Written) -> str:
    """The draft's JSON: where it comes from, what was recognised, proposed and left out, and what to look at."""
    proposed: list[dict[str, Any]] = [
        {"section": section.name, "called": section.called, "asks": section.asks}
        for section in draft.sections
        if section.called or section.asks
    ]
    content = {
        "source": file,
        "format": format_of(Path(file)),
        "sha256": sha256,
        "intake": VERSION,
        "taken": written.taken,
        "proposed": proposed,
        "left_out": [asdict(piece) for piece in draft.left_out],
        "findings": draft.findings,
    }
    return json.dumps(content, ensure_ascii=True, indent=1) + "\n"
