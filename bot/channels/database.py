"""The channels' SQLite file: opened for those who keep something in it, and again after a fork."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from bot.channels.errors import BadStore

VERSION = 1


class Database:
    """A connection for one of those who share the file; each makes its own tables."""

    def __init__(self, path: Path, schema: str) -> None:
        """Opens the file, making it, its folder and the tables of `schema`; raises BadStore."""
        self._path = path
        self._schema = schema
        self._process = os.getpid()
        self._connection = self._connect()

    def __call__(self) -> sqlite3.Connection:
        """The connection, to be used in `with` where something is written."""
        if self._process != os.getpid():  # SQLite forbids to carry a connection over a fork
            self._process, self._connection = os.getpid(), self._connect()
        return self._connection

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def _connect(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=2, check_same_thread=False)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version not in (0, VERSION):
                raise BadStore(
                    f"{self._path} is of version {version}, not {VERSION}: move it away and start again"
                )
            connection.executescript(self._schema)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        except (OSError, sqlite3.Error) as error:
            raise BadStore(
                f"{self._path} cannot be opened as SQLite database ({error}):"
                " check the folder's rights, or move the file away"
            ) from error
        return connection
