"""The desk's database: its tables, and one safe way to read and to write for several processes at once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from bot.desk.errors import DeskUnavailable

DESK_URL, DESK_FILE = "CURBSIDE_DESK_URL", "var/desk.db"
LOCK_SECONDS = 10.0

_metadata = sa.MetaData()

tickets = sa.Table(
    "tickets",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("sender", sa.String(255), nullable=False, index=True),
    sa.Column("opened", sa.Float, nullable=False),
    sa.Column("updated", sa.Float, nullable=False, index=True),
    sa.Column("status", sa.String(8), nullable=False),
    sa.Column("taken_by", sa.Text, nullable=False, default=""),
    sa.Column("vehicle", sa.Text, nullable=False, default=""),
    sa.Column("symptoms", sa.JSON, nullable=False, default=list),
    sa.Column("tried", sa.JSON, nullable=False, default=list),
    sa.Column("transcript", sa.JSON, nullable=False, default=list),
    sa.Column("contact", sa.Text, nullable=False, default=""),
    sa.Column("note", sa.Text, nullable=False, default=""),
    sqlite_autoincrement=True,  # the number of an erased ticket is never given to another person
)

_unclosed = sa.text("status <> 'closed'")
sa.Index("one_open_ticket", tickets.c.sender, unique=True, sqlite_where=_unclosed, postgresql_where=_unclosed)

unanswered = sa.Table(
    "unanswered",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("sender", sa.String(255), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("normalised", sa.Text, nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
)


def connect_to(url: str) -> Engine:
    """An engine for any of the project's databases; SQLite files wait for locks and erase for good."""
    parsed = make_url(url)
    if not _is_file(parsed):
        return sa.create_engine(url)
    engine = sa.create_engine(url, connect_args={"timeout": LOCK_SECONDS})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _lock_for_writing)
    return engine


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL, None for other databases and for memory."""
    parsed = make_url(url)
    return Path(parsed.database) if _is_file(parsed) else None


def tidy(engine: Engine) -> None:
    """Folds SQLite's write-ahead log into the file, so that erased words stand in neither."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def told_plainly(url: str) -> Iterator[None]:
    """Turns a database's own errors into DeskUnavailable, which names the place and the cure."""
    try:
        yield
    except (OperationalError, ArgumentError, OSError) as error:  # the second: no such kind of database
        cause = getattr(error, "orig", error)
        place = sqlite_file(url) or make_url(url).render_as_string(hide_password=True)
        raise DeskUnavailable(
            f"the database {place} does not answer ({cause}): see that its folder exists and is "
            f"writable and the disk has room; {DESK_URL} can name another one for the desk"
        ) from error


class Store:
    """The desk's database; tables come into being when it is first used."""

    def __init__(self, url: str, clock: Callable[[], float] = time.time) -> None:
        """Opens nothing yet; `clock` gives seconds since 1970."""
        self.url = url
        self.clock = clock
        self._engine: Engine | None = None

    @classmethod
    def from_environment(cls, root: Path = Path()) -> Store:
        """The database that CURBSIDE_DESK_URL names, else the project's own file."""
        return cls(os.environ.get(DESK_URL) or f"sqlite:///{root / DESK_FILE}")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads and holds no lock; raises DeskUnavailable."""
        with told_plainly(self.url), self._ready().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept at the end and undone by an error; raises DeskUnavailable."""
        with told_plainly(self.url), self._ready().begin() as connection:
            yield connection

    def tidy(self) -> None:
        """Empties the write-ahead log, so that erased words are gone."""
        tidy(self._ready())

    def _ready(self) -> Engine:
        if self._engine is None:
            file = sqlite_file(self.url)
            if file is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
            engine = connect_to(self.url)
            if engine.dialect.name == "sqlite":
                with engine.connect() as connection:  # outside any transaction, as SQLite demands
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            _metadata.create_all(engine)
            self._engine = engine
        return self._engine


def _is_file(url: Any) -> bool:
    return url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own late BEGIN could fail halfway through a transaction
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA secure_delete=ON")  # forgetting somebody overwrites the words on disk


def _lock_for_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
