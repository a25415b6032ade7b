"""Where moves look things up: one room for the documents with plans, and one for each guide that is talked about.

The room of the documents with plans is built anew when one of these changes. A guide's is built when it is first needed:
a library may hold hundreds.
"""

from __future__ import annotations

from collections import OrderedDict

from bot.adviser.moves import Room
from bot.language.mentions import Mentions
from bot.language.vocabulary import Vocabulary
from bot.library.model import Document, Library
from bot.library.shelf import Shelf
from bot.search.catalogue import Catalogue
from bot.search.finder import Finder
from bot.search.index import Encoder

GUIDES_KEPT = 32  # rooms of guides that were talked about last


class Rooms:
    """The rooms of one shelf, as its documents stand now."""

    def __init__(self, shelf: Shelf, encoder: Encoder, catalogue: Catalogue | None = None) -> None:
        """`catalogue` finds guides; without one all documents share one room."""
        self.catalogue = catalogue
        self._shelf = shelf
        self._encoder = encoder
        self._advised: Room | None = None
        self._seen: Library | None = None
        self._guides: OrderedDict[str, tuple[Document, Room]] = OrderedDict()

    @property
    def library(self) -> Library:
        """All documents."""
        return self._shelf.library

    @property
    def advised(self) -> Room:
        """The room of the documents with plans."""
        library = self.library
        if self._advised is None or self._seen is not library:
            self._seen = library
            self._advise(library)
        assert self._advised is not None
        return self._advised

    @property
    def has_guides(self) -> bool:
        """Whether the library holds any document besides those with plans."""
        return self.catalogue is not None and len(self.advised.library.documents) < len(
            self.library.documents
        )

    def is_guide(self, document: str | None) -> bool:
        """Whether a document is on the shelf and has no plans."""
        if document is None or self.catalogue is None or not self.library.holds(document):
            return False
        return not self.library.document(document).plans

    def of_guide(self, document: str) -> Room:
        """The room of one guide; raises UnknownDocument."""
        found = self.library.document(document)
        kept = self._guides.pop(document, None)
        if kept is None or kept[0] is not found:
            words = self.advised.words
            library = Library((found,))
            kept = (found, Room(library, Finder(library, self._encoder, words.vocabulary), words))
        self._guides[document] = kept
        while len(self._guides) > GUIDES_KEPT:
            self._guides.popitem(last=False)
        return kept[1]

    def _advise(self, library: Library) -> None:
        documents = tuple(d for d in library.documents if d.plans or self.catalogue is None)
        if self._advised is not None and _are_same(documents, self._advised.library.documents):
            return
        chosen = library if len(documents) == len(library.documents) else Library(documents)
        vocabulary = Vocabulary.load(chosen)
        self._advised = Room(chosen, Finder(chosen, self._encoder, vocabulary), Mentions(vocabulary, chosen))


def _are_same(some: tuple[Document, ...], others: tuple[Document, ...]) -> bool:
    """Whether these are the very same readings of the same documents."""
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))
