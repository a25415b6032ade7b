"""What came from a chat service and is not answered yet: kept before it is acknowledged, until the answer is out.

A server that is killed in between answers at its next start. What it had said already is not said again: the answer is
kept before the message counts as handled, and with it how much of it has been shown.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.channels.database import Database
from bot.channels.output import CardButton, ChannelCard
from bot.reply import Part

logger = logging.getLogger(__name__)

# A turn that was cut off is run again once; one that is cut off each time might be what ends the server.
MOST_RUNS = 2
# Who waited longer than this for an answer has gone another way.
WORTH_SECONDS = 24 * 3600.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS inbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, message TEXT NOT NULL, sender TEXT NOT NULL,
    at REAL NOT NULL, content TEXT NOT NULL, runs INTEGER NOT NULL, answer TEXT, shown INTEGER NOT NULL DEFAULT 0,
    UNIQUE (channel, message)
);
"""


@dataclass(frozen=True)
class Letter:
    """Something that arrived, as the service sent it; the answer of an earlier process, and how much of it was shown."""

    number: int
    message: str
    content: dict[str, Any]
    runs: int = 1
    answer: tuple[ChannelCard, ...] | None = None
    shown: int = 0


class Inbox:
    """One channel's letters, in the channels' database."""

    def __init__(self, channel: str, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Opens the file; raises BadStore. `clock` gives seconds since 1970."""
        self._channel = channel
        self._clock = clock
        self._database = Database(path, _SCHEMA)

    def keep(self, message: str, sender: str, content: dict[str, Any]) -> Letter | None:
        """Keeps what arrived; None for what is being answered already. Raises sqlite3.Error: then do not acknowledge."""
        with self._database() as database:
            cursor = database.execute(
                "INSERT INTO inbox (channel, message, sender, at, content, runs) VALUES (?, ?, ?, ?, ?, 1)"
                " ON CONFLICT (channel, message) DO NOTHING",
                (self._channel, message, sender, self._clock(), json.dumps(content)),
            )
        return Letter(int(cursor.lastrowid or 0), message, content) if cursor.rowcount else None

    def waiting(self) -> list[Letter]:
        """What an earlier process left without an answer, oldest first; each counts as begun once more."""
        with self._database() as database:
            database.execute(
                "DELETE FROM inbox WHERE channel = ? AND at < ?",
                (self._channel, self._clock() - WORTH_SECONDS),
            )
            database.execute("UPDATE inbox SET runs = runs + 1 WHERE channel = ?", (self._channel,))
            rows = database.execute(
                "SELECT number, message, content, runs, answer, shown FROM inbox WHERE channel = ? ORDER BY number",
                (self._channel,),
            ).fetchall()
        return [
            Letter(number, message, json.loads(content), runs, _cards(answer), shown)
            for number, message, content, runs, answer, shown in rows
        ]

    def answer(self, letter: Letter, cards: Sequence[ChannelCard]) -> None:
        """Keeps the answer, so that the turn need not be run again."""
        stored = json.dumps([asdict(card) for card in cards])
        self._write("UPDATE inbox SET answer = ? WHERE number = ?", stored, letter.number)

    def drop(self, letter: Letter) -> None:
        """Forgets a letter: it is answered, or needs no answer."""
        self._write("DELETE FROM inbox WHERE number = ?", letter.number)

    def delivery(self, letter: Letter) -> Delivery:
        """The answer's way out."""
        return Delivery(self, letter)

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def _count(self, letter: Letter, shown: int) -> None:
        self._write("UPDATE inbox SET shown = ? WHERE number = ?", shown, letter.number)

    def _write(self, query: str, *values: object) -> None:
        """What goes wrong here costs an answer said twice after a crash, and must not cost one now."""
        try:
            with self._database() as database:
                database.execute(query, values)
        except sqlite3.Error:
            logger.exception("what is answered cannot be kept: see to the disk")


class Delivery:
    """An answer on its way out, piece by piece; `shown` pieces were there before."""

    def __init__(self, inbox: Inbox, letter: Letter) -> None:
        """Writes nothing yet."""
        self._inbox = inbox
        self._letter = letter
        self.shown = letter.shown

    def count(self) -> None:
        """One piece more is shown."""
        self.shown += 1
        self._inbox._count(self._letter, self.shown)

    def close(self) -> None:
        """Everything is out."""
        self._inbox.drop(self._letter)


def _cards(stored: str | None) -> tuple[ChannelCard, ...] | None:
    if stored is None:
        return None
    return tuple(
        ChannelCard(
            **{
                **card,
                "buttons": tuple(CardButton(**button) for button in card["buttons"]),
                "parts": tuple(Part(**part) for part in card["parts"]),
            }
        )
        for card in json.loads(stored)
    )
