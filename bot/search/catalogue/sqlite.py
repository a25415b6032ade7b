"""The index in one SQLite file: FTS5 for words (stemmed by us), WAL so that readers never wait."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.search.catalogue.store import COLUMNS, NEAR, Head, IndexProblem, Row, counted

WAIT = 30.0  # seconds for another writer
SCHEMA = f"""
create table if not exists meta (key text primary key, value text not null);
create table if not exists vehicles (number integer primary key, content text not null unique);
create table if not exists documents (id text primary key, hash text not null);
create table if not exists sections (number integer primary key autoincrement, document text not null, section text not null,
  vehicle integer not null, head blob not null);
create index if not exists sections_document on sections (document);
create table if not exists contents (number integer primary key, content text not null, vectors blob not null);
create table if not exists terms (stem text primary key, sections integer not null) without rowid;
create virtual table if not exists words using fts5 ({", ".join(COLUMNS)}, detail=column, tokenize='unicode61');
"""
AT_ONCE = 500  # values in one statement


class SqliteStore:
    """An index file; usable by several threads, one at a time."""

    def __init__(self, file: Path) -> None:
        """Opens the file and makes what is missing; raises IndexProblem."""
        self._lock = threading.RLock()
        self._own = 0
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                file, timeout=WAIT, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("pragma journal_mode=wal")
            self._connection.execute("pragma synchronous=normal")
            if not self._rows("select 1 from sqlite_master where name = 'words'"):
                self._connection.executescript(f"begin immediate; {SCHEMA} commit;")
        except (OSError, sqlite3.Error) as error:
            raise IndexProblem(
                f"{file} cannot be used as an index ({error}): delete it and it is built anew"
            ) from None

    def version(self) -> int:
        """Another number after every commit, of whatever process."""
        return int(self._rows("pragma data_version")[0][0]) + self._own

    def form(self) -> str:
        """How the content is made; empty for an index without any."""
        found = self._rows("select value from meta where key = 'form'")
        return str(found[0][0]) if found else ""

    def hashes(self) -> dict[str, str]:
        """The hash of every document."""
        return dict(self._rows("select id, hash from documents"))

    @contextmanager
    def writing(self) -> Iterator[SqliteWriter]:
        """One transaction: all of it or nothing."""
        with self._lock:
            self._connection.execute("begin immediate")
            try:
                writer = SqliteWriter(self._connection)
                yield writer
                writer.finish()
                self._connection.execute("commit")
                self._own += 1 << 32
            except BaseException:
                self._connection.execute("rollback")
                raise

    def vehicles(self) -> dict[int, str]:
        """All vehicles by number."""
        return dict(self._rows("select number, content from vehicles order by number"))

    def numbers(self) -> list[int]:
        """The numbers of all sections, in order."""
        return [number for (number,) in self._rows("select number from sections order by number")]

    def heads(self, after: int) -> Iterator[Head]:
        """The sections whose numbers are higher than `after`, in order."""
        query = "select number, vehicle, head from sections where number > ? order by number"
        return (Head(*row) for row in self._rows(query, (after,)))

    def contents(self, numbers: Sequence[int]) -> dict[int, tuple[str, bytes]]:
        """Entry and vectors of sections."""
        found: dict[int, tuple[str, bytes]] = {}
        for some in _portions(list(numbers)):
            query = f"select number, content, vectors from contents where number in ({_marks(some)})"
            found.update((number, (content, vectors)) for number, content, vectors in self._rows(query, some))
        return found

    def counts(self, stems: Iterable[str]) -> dict[str, int]:
        """In how many sections each of these stems stands."""
        some = list(stems)[:AT_ONCE]
        return dict(self._rows(f"select stem, sections from terms where stem in ({_marks(some)})", some))

    def common(self, least: int) -> frozenset[str]:
        """All stems that stand in at least so many sections."""
        return frozenset(
            stem for (stem,) in self._rows("select stem from terms where sections >= ?", (least,))
        )

    def holding(self, stem: str, near: bool, most: int) -> list[int]:
        """The first sections that hold a stem, anywhere or (`near`) in title or ways of asking."""
        if not stem.isalnum():
            return []  # no stem is like this, and FTS5 would take it for a phrase
        quoted = '"' + stem.replace('"', '""') + '"'
        asked = f"{{{' '.join(NEAR)}}}: {quoted}" if near else quoted
        found = self._rows(
            "select rowid from words where words match ? order by rowid limit ?", (asked, most)
        )
        return [number for (number,) in found]

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._connection.close()

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._connection.execute(query, tuple(values)).fetchall()


class SqliteWriter:
    """Changes within the transaction that the store has begun."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._terms: Counter[str] = Counter()
        self._vehicles: dict[str, int] = {}
        self._removes = False

    def clear(self, form: str) -> None:
        """Forgets everything; `form` says how the new content is made."""
        for table in ("documents", "sections", "contents", "vehicles", "terms", "words"):
            self._connection.execute(f"delete from {table}")
        self._connection.execute("insert or replace into meta values ('form', ?)", (form,))

    def hashes(self) -> dict[str, str]:
        """The hash of every document."""
        return dict(self._connection.execute("select id, hash from documents"))

    def remove(self, documents: Sequence[str]) -> None:
        """Takes documents out."""
        for document in documents:
            self._removes = True
            query = "select number from sections where document = ?"
            numbers = [number for (number,) in self._connection.execute(query, (document,))]
            for number in numbers:
                kept = self._connection.execute(
                    f"select {', '.join(COLUMNS)} from words where rowid = ?", (number,)
                ).fetchone()
                self._terms.subtract(counted(kept))
                self._connection.execute("delete from words where rowid = ?", (number,))
                self._connection.execute("delete from contents where number = ?", (number,))
            self._connection.execute("delete from sections where document = ?", (document,))
            self._connection.execute("delete from documents where id = ?", (document,))

    def vehicle(self, content: str) -> int:
        """The number of a vehicle, kept once."""
        if content not in self._vehicles:
            self._connection.execute("insert or ignore into vehicles (content) values (?)", (content,))
            query = "select number from vehicles where content = ?"
            self._vehicles[content] = self._connection.execute(query, (content,)).fetchone()[0]
        return self._vehicles[content]

    def add(self, document: str, hash_: str, rows: Sequence[Row]) -> None:
        """Puts a document's sections in."""
        self._connection.execute("insert into documents values (?, ?)", (document, hash_))
        for row in rows:
            cursor = self._connection.execute(
                "insert into sections (document, section, vehicle, head) values (?, ?, ?, ?)",
                (row.document, row.section, row.vehicle, row.head),
            )
            number = cursor.lastrowid
            self._connection.execute(
                "insert into contents values (?, ?, ?)", (number, row.content, row.vectors)
            )
            marks = ", ".join("?" * len(COLUMNS))
            self._connection.execute(
                f"insert into words (rowid, {', '.join(COLUMNS)}) values (?, {marks})", (number, *row.words)
            )
            self._terms.update(counted(row.words))

    def finish(self) -> None:
        """Writes the counts of words and forgets vehicles without a section."""
        changed = [(stem, count) for stem, count in self._terms.items() if count]
        self._connection.executemany(
            "insert into terms values (?, ?) on conflict (stem) do update set sections = sections + excluded.sections",
            changed,
        )
        if not self._removes:
            return
        self._connection.execute("delete from terms where sections <= 0")
        self._connection.execute("delete from vehicles where number not in (select vehicle from sections)")


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _portions(values: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
