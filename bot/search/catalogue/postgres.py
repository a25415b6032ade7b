"""The index on a PostgreSQL server: its full-text search for words, pgvector for the vectors of the sections' matter."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from bot.search.catalogue.store import Head, IndexProblem, Row, counted
from bot.search.catalogue.vectors import Vectors, packed, unpacked

MARKS = "ABCCD"  # PostgreSQL's marks of the columns, in their order
WRITING = 7_204_411  # the lock that writers of an index wait for
SCHEMA = """
create extension if not exists vector;
create table if not exists meta (key text primary key, value text not null);
create table if not exists vehicles (number bigint generated always as identity primary key, content text not null unique);
create table if not exists documents (id text primary key, hash text not null);
create table if not exists sections (number bigint generated always as identity primary key, document text not null,
  section text not null, vehicle bigint not null, head vector({width}) not null, words tsvector not null,
  stems text[] not null);
create index if not exists sections_document on sections (document);
create index if not exists sections_words on sections using gin (words);
create table if not exists contents (number bigint primary key, content text not null, vectors bytea not null);
create table if not exists terms (stem text primary key, sections bigint not null);
"""


class PostgresStore:
    """An index on a server; usable by several threads, one at a time."""

    def __init__(self, url: str, width: int) -> None:
        """Connects and makes what is missing; `width` is the length of a vector. Raises IndexProblem."""
        try:
            import psycopg
            from pgvector.psycopg import register_vector
        except ImportError as error:
            raise IndexProblem(f"{error}: install the extra `postgres` (uv sync --extra postgres)") from None
        self._lock = threading.RLock()
        self._width = width
        try:
            self._connection = psycopg.connect(url, autocommit=True)
            with self._connection.transaction():
                self._connection.execute("select pg_advisory_xact_lock(%s)", (WRITING,))
                self._connection.execute(SCHEMA.format(width=width))
            register_vector(self._connection)
        except psycopg.Error as error:
            raise IndexProblem(f"the index on {url.split('@')[-1]} cannot be opened: {error}") from None

    def version(self) -> int:
        """Another number after every commit, of whatever process."""
        found = self._rows("select value from meta where key = 'version'")
        return int(found[0][0]) if found else 0

    def form(self) -> str:
        """How the content is made; empty for an index without any."""
        found = self._rows("select value from meta where key = 'form'")
        return str(found[0][0]) if found else ""

    def hashes(self) -> dict[str, str]:
        """The hash of every document."""
        return dict(self._rows("select id, hash from documents"))

    @contextmanager
    def writing(self) -> Iterator[PostgresWriter]:
        """One transaction: all of it or nothing."""
        with self._lock, self._connection.transaction():
            self._connection.execute("select pg_advisory_xact_lock(%s)", (WRITING,))
            writer = PostgresWriter(self._connection, self._width)
            yield writer
            writer.finish()

    def vehicles(self) -> dict[int, str]:
        """All vehicles by number."""
        return dict(self._rows("select number, content from vehicles order by number"))

    def numbers(self) -> list[int]:
        """The numbers of all sections, in order."""
        return [number for (number,) in self._rows("select number from sections order by number")]

    def heads(self, after: int) -> Iterator[Head]:
        """The sections whose numbers are higher than `after`, in order."""
        query = "select number, vehicle, head from sections where number > %s order by number"
        for number, vehicle, head in self._rows(query, (after,)):
            yield Head(number, vehicle, packed(_array(head)[None, :]))

    def contents(self, numbers: Sequence[int]) -> dict[int, tuple[str, bytes]]:
        """Entry and vectors of sections."""
        query = "select number, content, vectors from contents where number = any(%s)"
        found = self._rows(query, (list(numbers),))
        return {number: (content, bytes(vectors)) for number, content, vectors in found}

    def counts(self, stems: Iterable[str]) -> dict[str, int]:
        """In how many sections each of these stems stands."""
        return dict(self._rows("select stem, sections from terms where stem = any(%s)", (list(stems),)))

    def common(self, least: int) -> frozenset[str]:
        """All stems that stand in at least so many sections."""
        return frozenset(
            stem for (stem,) in self._rows("select stem from terms where sections >= %s", (least,))
        )

    def holding(self, stem: str, near: bool, most: int) -> list[int]:
        """The first sections that hold a stem, anywhere or (`near`) in title or ways of asking."""
        quoted = "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'" + (":AB" if near else "")
        query = "select number from sections where words @@ %s::tsquery order by number limit %s"
        return [number for (number,) in self._rows(query, (quoted, most))]

    def close(self) -> None:
        """Lets go of the connection."""
        with self._lock:
            self._connection.close()

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with self._lock:
            return self._connection.execute(query, tuple(values)).fetchall()


class PostgresWriter:
    """Changes within the transaction that the store has begun."""

    def __init__(self, connection: Any, width: int) -> None:
        self._connection = connection
        self._width = width
        self._terms: Counter[str] = Counter()
        self._vehicles: dict[str, int] = {}

    def clear(self, form: str) -> None:
        """Forgets everything; `form` says how the new content is made."""
        for table in ("documents", "sections", "contents", "vehicles", "terms"):
            self._connection.execute(f"delete from {table}")
        self._set("form", form)

    def hashes(self) -> dict[str, str]:
        """The hash of every document."""
        return dict(self._connection.execute("select id, hash from documents").fetchall())

    def remove(self, documents: Sequence[str]) -> None:
        """Takes documents out."""
        names = list(documents)
        query = "select number, stems from sections where document = any(%s)"
        kept = self._connection.execute(query, (names,)).fetchall()
        for _, stems in kept:
            self._terms.subtract(stems)
        numbers = [number for number, _ in kept]
        self._connection.execute("delete from contents where number = any(%s)", (numbers,))
        self._connection.execute("delete from sections where document = any(%s)", (names,))
        self._connection.execute("delete from documents where id = any(%s)", (names,))

    def vehicle(self, content: str) -> int:
        """The number of a vehicle, kept once."""
        if content not in self._vehicles:
            self._connection.execute(
                "insert into vehicles (content) values (%s) on conflict do nothing", (content,)
            )
            found = self._connection.execute("select number from vehicles where content = %s", (content,))
            self._vehicles[content] = found.fetchone()[0]
        return self._vehicles[content]

    def add(self, document: str, hash_: str, rows: Sequence[Row]) -> None:
        """Puts a document's sections in."""
        self._connection.execute("insert into documents values (%s, %s)", (document, hash_))
        marked = " || ".join(f"setweight(array_to_tsvector(%s::text[]), '{mark}')" for mark in MARKS)
        for row in rows:
            stems = sorted(counted(row.words))
            held = [sorted(set(text.split())) for text in row.words]
            head = unpacked(row.head, self._width)[0]
            found = self._connection.execute(
                "insert into sections (document, section, vehicle, head, stems, words)"
                f" values (%s, %s, %s, %s, %s, {marked}) returning number",
                (row.document, row.section, row.vehicle, head, stems, *held),
            )
            values = (found.fetchone()[0], row.content, row.vectors)
            self._connection.execute("insert into contents values (%s, %s, %s)", values)
            self._terms.update(stems)

    def finish(self) -> None:
        """Writes the counts of words, forgets vehicles without a section, and raises the version."""
        changed = [(stem, count) for stem, count in sorted(self._terms.items()) if count]
        with self._connection.cursor() as cursor:
            cursor.executemany(
                "insert into terms values (%s, %s) on conflict (stem)"
                " do update set sections = terms.sections + excluded.sections",
                changed,
            )
        self._connection.execute("delete from terms where sections <= 0")
        self._connection.execute("delete from vehicles where number not in (select vehicle from sections)")
        found = self._connection.execute("select value from meta where key = 'version'").fetchone()
        self._set("version", str(int(found[0]) + 1 if found else 1))

    def _set(self, key: str, value: str) -> None:
        self._connection.execute(
            "insert into meta values (%s, %s) on conflict (key) do update set value = excluded.value",
            (key, value),
        )


def _array(head: Any) -> Vectors:
    """A vector as pgvector gives it: an array, or an object of its own in later versions."""
    return np.asarray(head.to_numpy() if hasattr(head, "to_numpy") else head, np.float32)
