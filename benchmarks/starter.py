"""Rasa's own starter bot, as `rasa init` makes it, with conversations in a SQLite file as Curbside's are."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from benchmarks.servers import QUIET, Answer, Command, Server, free_ports, python, run_to_end

FIRST_WORDS = "hello"
INIT_SECONDS = 300.0
READY_SECONDS = 300.0
ENDPOINTS = "tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: tracker.db\n"
MODEL = "starter.tar.gz"


@dataclass(frozen=True)
class Starter:
    """A starter bot in a folder of its own."""

    folder: Path
    _caches: Iterator[int] = field(default_factory=count)

    def initialise(self) -> None:
        """Makes the project as `rasa init --no-prompt` does, but leaves the training to the rounds."""
        words = python("-c", "from rasa.cli.scaffold import create_initial_project as make; make('.')")
        run_to_end(self._command("rasa init", words, "init"), INIT_SECONDS)
        (self.folder / "endpoints.yml").write_text(ENDPOINTS, encoding="utf-8")

    def train(self) -> Command:
        """The command that trains the model from an empty cache; without validation, as Curbside's is."""
        words = python("-m", "rasa", "train", "--skip-validation", "--fixed-model-name", MODEL)
        cache = self.folder / f"cache-{next(self._caches)}"
        return self._command(
            "The starter bot's training", words, "train", {"RASA_CACHE_DIRECTORY": str(cache)}
        )

    def server(self) -> Server:
        """The bot's server on a port that is free now."""
        port = free_ports(1)[0]
        files = ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml", "--model", "models"]
        words = python("-m", "rasa", "run", *files, "--interface", "127.0.0.1", "--port", str(port))
        return Server(self._command("The starter bot", words, "run"), port)

    def _command(
        self, name: str, words: list[str], log: str, environment: dict[str, str] | None = None
    ) -> Command:
        path = self.folder / "log" / f"{log}.log"
        return Command(name, words, self.folder, path, {**_environment(), **(environment or {})})


@contextmanager
def starter() -> Iterator[Starter]:
    """A temporary folder for the bot."""
    with tempfile.TemporaryDirectory(prefix="starter-", ignore_cleanup_errors=True) as name:
        yield Starter(Path(name).resolve())


def is_answer(answer: Answer) -> bool:
    """Whether the bot said something."""
    return any(message.get("text") for message in answer)


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CURBSIDE_", "RASA_"))}
    return {**kept, **QUIET}
