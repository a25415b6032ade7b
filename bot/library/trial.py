"""The library as it would be with documents that are only tried: edited ones replace those of their id."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.library.checks import split_duplicates
from bot.library.errors import DocumentProblems, Problem
from bot.library.model import Document, Library
from bot.library.reader import read_document
from bot.library.shelf import Shelf


class TrialShelf(Shelf):
    """Holds one library, whatever happens to the files."""

    def __init__(self, library: Library) -> None:
        self._held = library

    @property
    def library(self) -> Library:
        """The library that it was given."""
        return self._held


def read_trials(files: Iterable[Path | str], folder: Path | None = None) -> list[Document]:
    """Read documents to be tried; raises DocumentProblems with what is wrong with any of them.

    Their pictures lie beside them, or in the documents' folder already.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for file in files:
        try:
            documents.append(read_document(file, folder))
        except DocumentProblems as error:
            problems.extend(error.problems)
    kept, doubles = split_duplicates(documents)
    if problems or doubles:
        raise DocumentProblems([*problems, *doubles])
    return list(kept)


def with_trials(library: Library, documents: Iterable[Document]) -> Library:
    """The library with these documents, each in the place of the one with its id, or behind all others."""
    tried = {document.id: document for document in documents}
    replaced = [tried.pop(document.id, document) for document in library.documents]
    return Library(tuple(replaced) + tuple(tried.values()))
