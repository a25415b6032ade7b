"""Search over a whole library of documents: which vehicle a question means, which section answers it, how surely."""

from __future__ import annotations

from bot.library.place import Place
from bot.search.catalogue.catalogue import Catalogue
from bot.search.catalogue.phrases import Encoder
from bot.search.catalogue.sqlite import SqliteStore
from bot.search.catalogue.store import IndexProblem, Store
from bot.search.catalogue.verdicts import Found, Verdict

__all__ = ["Catalogue", "Encoder", "Found", "IndexProblem", "Store", "Verdict", "open_catalogue"]


def open_catalogue(place: Place, encoder: Encoder, url: str | None = None) -> Catalogue:
    """The catalogue of a library; its index lies in the library's folder. Raises IndexProblem."""
    return Catalogue(SqliteStore(place.index), encoder)
