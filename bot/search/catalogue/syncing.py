"""Brings an index to a library's documents: by content hash, in one transaction, embedding only what is new."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from bot.language.makes import MAKES_FILE
from bot.library.model import Document
from bot.search.catalogue.content import FORMAT, Entry, content_hash, entries_of
from bot.search.catalogue.designations import FOLDER, designation_of, vehicle_words
from bot.search.catalogue.snapshot import designation_json
from bot.search.catalogue.store import IndexProblem, Row, Store
from bot.search.catalogue.vectors import Vectors, packed
from bot.search.catalogue.words import stems_of, words_of

TOGETHER = 64  # documents that are embedded at once


def index_form(encoder: Any) -> str:
    """How an index is made: its format, the vocabularies, the encoder. An index of another form is built anew."""
    return f"{FORMAT}:{_vocabulary()}:{json.dumps(getattr(encoder, 'stamp', {}), sort_keys=True)}"


def synchronise(store: Store, encoder: Any, documents: Iterable[Document]) -> None:
    """Makes the index hold exactly these documents; raises IndexProblem where it cannot be written."""
    wanted = {document.id: document for document in documents}
    hashes = {name: content_hash(document) for name, document in wanted.items()}
    form = index_form(encoder)
    if store.form() == form and store.hashes() == hashes:
        return
    with store.writing() as writer:
        if store.form() != form:
            writer.clear(form)
        present = writer.hashes()
        gone = [name for name, hash_ in present.items() if hashes.get(name) != hash_]
        writer.remove(gone)
        fresh = [document for name, document in wanted.items() if present.get(name) != hashes[name]]
        for start in range(0, len(fresh), TOGETHER):
            some = fresh[start : start + TOGETHER]
            for document, rows in zip(some, _rows(some, encoder, writer.vehicle), strict=True):
                writer.add(document.id, hashes[document.id], rows)


def change(store: Store, encoder: Any, added: Sequence[Document], removed: Iterable[str]) -> None:
    """Puts documents in and takes others out; raises IndexProblem for an index that has to be built anew first."""
    if store.form() != index_form(encoder):
        raise IndexProblem(
            "the index is of another form: bring it to the whole library first (`curbside find` does)"
        )
    with store.writing() as writer:
        writer.remove([*removed, *(document.id for document in added)])
        for document, rows in zip(added, _rows(added, encoder, writer.vehicle), strict=True):
            writer.add(document.id, content_hash(document), rows)


def _rows(documents: Sequence[Document], encoder: Any, number_of: Any) -> list[list[Row]]:
    entries = [entries_of(document, vehicle_words(document)) for document in documents]
    texts = list(dict.fromkeys(text for some in entries for entry in some for text in entry.texts))
    vectors: Vectors = encoder.encode(texts)
    places = {text: place for place, text in enumerate(texts)}
    rows = []
    for document, some in zip(documents, entries, strict=True):
        vehicle = number_of(designation_json(designation_of(document)))
        rows.append(
            [
                _row(entry, vehicle, vectors[[places[text] for text in entry.texts]], document)
                for entry in some
            ]
        )
    return rows


def _row(entry: Entry, vehicle: int, vectors: Vectors, document: Document) -> Row:
    columns = (
        entry.matter,
        " ".join(entry.asks),
        " ".join(sorted(vehicle_words(document))),
        " ".join(entry.tools),
        " ".join((*entry.bodies_of_text, *entry.lines)),
    )
    words = tuple(" ".join(stems_of(words_of(column))) for column in columns)
    data = packed(np.asarray(vectors, np.float32))
    return Row(entry.document, entry.section, vehicle, words, entry.as_json(words), packed(vectors[:1]), data)


@lru_cache(maxsize=1)
def _vocabulary() -> str:
    told = hashlib.sha256()
    for file in (*sorted(FOLDER.glob("*.yml")), Path(MAKES_FILE)):
        told.update(file.read_bytes())
    return told.hexdigest()[:16]
