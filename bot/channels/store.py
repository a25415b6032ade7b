"""What the channels must not forget over turns and restarts: buttons, places, and which messages arrived."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.channels.database import Database
from bot.reply import Button

CARDS_REMEMBERED = 20
DAYS_REMEMBERED = 30
_CLAIMS_BETWEEN_PRUNINGS = 10_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    sender TEXT PRIMARY KEY, card INTEGER NOT NULL, place TEXT NOT NULL, at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS buttons (
    id TEXT PRIMARY KEY, sender TEXT NOT NULL, card INTEGER NOT NULL, place TEXT NOT NULL,
    title TEXT NOT NULL, intent TEXT NOT NULL, entities TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS buttons_by_card ON buttons (sender, card);
CREATE TABLE IF NOT EXISTS arrivals (
    channel TEXT NOT NULL, message TEXT NOT NULL, start TEXT NOT NULL, done INTEGER NOT NULL,
    at REAL NOT NULL, PRIMARY KEY (channel, message)
) WITHOUT ROWID;
"""


class ChannelStore:
    """The channels' SQLite file; senders are conversation ids, as Rasa's tracker knows them."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Opens the file, making it and its folder; raises BadStore. `clock` gives seconds since 1970."""
        self._clock = clock
        self._start = uuid.uuid4().hex
        self._database = Database(path, _SCHEMA)
        self._claims = 0
        self._prune()

    def remember(self, sender: str, place: str | None, buttons: Iterable[tuple[str, Button]]) -> None:
        """Counts one card more: keeps its buttons by id, and the place, if it moves the conversation."""
        with self._database() as database:
            database.execute(
                "INSERT INTO conversations VALUES (?1, 1, ifnull(?2, ''), ?3) ON CONFLICT (sender) DO UPDATE"
                " SET card = card + 1, place = ifnull(?2, place), at = ?3",
                (sender, place, self._clock()),
            )
            card, place = database.execute(
                "SELECT card, place FROM conversations WHERE sender = ?", (sender,)
            ).fetchone()
            database.executemany(
                "INSERT INTO buttons VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (key, sender, card, place, button.title, button.intent, json.dumps(button.entities))
                    for key, button in buttons
                ],
            )
            database.execute(
                "DELETE FROM buttons WHERE sender = ? AND card <= ?", (sender, card - CARDS_REMEMBERED)
            )

    def button(self, sender: str, key: str) -> tuple[Button, bool] | None:
        """A sender's button, and whether the conversation stands where it was shown; None if unknown."""
        row = self._database().execute(
            "SELECT title, intent, entities, b.place = c.place FROM buttons AS b JOIN conversations AS c"
            " USING (sender) WHERE id = ? AND sender = ?",
            (key, sender),
        ).fetchone()  # fmt: skip
        return row and (Button(row[0], row[1], json.loads(row[2])), bool(row[3]))

    def knows(self, sender: str) -> bool:
        """Whether a sender has a conversation that moved, or buttons."""
        row = self._database().execute("SELECT 1 FROM conversations WHERE sender = ?", (sender,)).fetchone()
        return row is not None

    def claim(self, channel: str, message: str) -> bool:
        """Whether this message has to be handled: not when it was, or is being handled by this process.

        A message that an earlier process began and did not finish is handled again: Rasa saves a
        conversation at the end of a turn, so nothing of that turn was kept.
        """
        self._claims += 1
        if self._claims % _CLAIMS_BETWEEN_PRUNINGS == 0:
            self._prune()
        with self._database() as database:
            cursor = database.execute(
                "INSERT INTO arrivals VALUES (?1, ?2, ?3, 0, ?4) ON CONFLICT (channel, message) DO UPDATE"
                " SET start = ?3, at = ?4 WHERE done = 0 AND start <> ?3",
                (channel, message, self._start, self._clock()),
            )
        return cursor.rowcount == 1

    def finish(self, channel: str, message: str) -> None:
        """Marks a claimed message as answered."""
        with self._database() as database:
            database.execute(
                "UPDATE arrivals SET done = 1 WHERE channel = ? AND message = ?", (channel, message)
            )

    def forget(self, sender: str) -> None:
        """Erases everything kept about a sender."""
        with self._database() as database:
            database.execute("DELETE FROM buttons WHERE sender = ?", (sender,))
            database.execute("DELETE FROM conversations WHERE sender = ?", (sender,))

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def _prune(self) -> None:
        limit = self._clock() - DAYS_REMEMBERED * 24 * 3600
        with self._database() as database:
            database.execute("DELETE FROM arrivals WHERE at < ?", (limit,))
            database.execute("DELETE FROM conversations WHERE at < ?", (limit,))
            database.execute("DELETE FROM buttons WHERE sender NOT IN (SELECT sender FROM conversations)")
