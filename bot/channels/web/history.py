"""The history of web conversations: every event in order, and which of a person's are still to be answered."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.channels.database import Database
from bot.channels.web.events import Event
from bot.channels.web.messages import Said

PAGE = 200
# A number is never given twice, also not after a conversation was erased: a client that waits for events after the
# last one that it knows goes on to get them. `sender` names the conversation, as in the other tables.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS web_events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, sender TEXT NOT NULL, at REAL NOT NULL, event TEXT NOT NULL,
    message TEXT, said TEXT, runs INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS web_events_in_order ON web_events (sender, seq);
CREATE UNIQUE INDEX IF NOT EXISTS web_messages ON web_events (sender, message) WHERE message IS NOT NULL;
CREATE INDEX IF NOT EXISTS web_waiting ON web_events (seq) WHERE said IS NOT NULL;
"""


@dataclass(frozen=True)
class Waiting:
    """A person's event without an answer, and how often a turn has begun on it."""

    seq: int
    conversation: str
    said: Said
    runs: int


class History:
    """The events of all web conversations, in the channels' database."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Opens the file; raises BadStore. `clock` gives seconds since 1970."""
        self._clock = clock
        self._database = Database(path, _SCHEMA)

    def find(self, conversation: str, message: str) -> int | None:
        """The number of a message that came already, None for a new one."""
        row = self._database().execute(
            "SELECT seq FROM web_events WHERE sender = ? AND message = ?", (conversation, message)
        ).fetchone()  # fmt: skip
        return row and int(row[0])

    def add(self, conversation: str, message: str, event: Event, said: Said) -> Waiting:
        """Keeps what a person said, to be answered."""
        with self._database() as database:
            cursor = database.execute(
                "INSERT INTO web_events (sender, at, event, message, said, runs) VALUES (?, ?, ?, ?, ?, 1)",
                (conversation, self._clock(), json.dumps(event), message, said.as_stored()),
            )
        return Waiting(int(cursor.lastrowid or 0), conversation, said, 1)

    def answer(self, waiting: Waiting, events: Sequence[Event]) -> None:
        """Keeps the answer, and that it was given, both or neither; nothing of what was erased meanwhile."""
        with self._database() as database:
            cursor = database.execute("UPDATE web_events SET said = NULL WHERE seq = ?", (waiting.seq,))
            if cursor.rowcount:
                database.executemany(
                    "INSERT INTO web_events (sender, at, event) VALUES (?, ?, ?)",
                    [(waiting.conversation, self._clock(), json.dumps(event)) for event in events],
                )

    def after(self, conversation: str, seq: int, count: int = PAGE) -> list[Event]:
        """The first `count` events after a number, oldest first."""
        return self._events("seq > ? ORDER BY seq", conversation, seq, count)

    def newest(self, conversation: str, count: int) -> list[Event]:
        """The last `count` events, oldest first."""
        return self._events("seq > ? ORDER BY seq DESC", conversation, 0, count)[::-1]

    def button(self, conversation: str, key: str) -> str | None:
        """The title of a button that this conversation has shown, None for any other."""
        rows = self._database().execute(
            "SELECT event FROM web_events WHERE sender = ? AND instr(event, ?) ORDER BY seq DESC",
            (conversation, key),
        )
        shown = (button for (event,) in rows for button in json.loads(event)["buttons"])
        return next((str(button["title"]) for button in shown if button["id"] == key), None)

    def take_waiting(self) -> list[Waiting]:
        """What an earlier process left without an answer, in order; each counts as begun once more."""
        with self._database() as database:
            rows = database.execute(
                "SELECT seq, sender, said, runs FROM web_events WHERE said IS NOT NULL ORDER BY seq"
            ).fetchall()
            database.execute("UPDATE web_events SET runs = runs + 1 WHERE said IS NOT NULL")
        return [Waiting(seq, sender, Said.from_stored(said), runs + 1) for seq, sender, said, runs in rows]

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def _events(self, which: str, conversation: str, seq: int, count: int) -> list[Event]:
        rows = self._database().execute(
            f"SELECT seq, at, event FROM web_events WHERE sender = ? AND {which} LIMIT ?",
            (conversation, seq, count),
        )
        return [{"seq": seq, "at": at, **json.loads(event)} for seq, at, event in rows]
