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
    """The catalogue of a library; its index lies in the library's folder, or on a PostgreSQL server.

    `url` is like postgresql://user@host/database. Raises IndexProblem.
    """
    if not url or url.startswith("sqlite"):
        return Catalogue(SqliteStore(place.index), encoder)
    if not url.startswith(("postgresql://", "postgres://")):
        raise IndexProblem(f"{url} is no home for an index: give postgresql://user@host/database")
    from bot.search.catalogue.postgres import PostgresStore

    return Catalogue(PostgresStore(url, encoder.width), encoder)
