"""Where the project keeps what: one list of paths and addresses for all commands."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bot.library.place import Place

LANDMARKS = ("config.yml", "domain.yml", "data")


@dataclass(frozen=True)
class Places:
    """The project's folders and files below its root."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Places:
        """The project around the working folder; raises ClickException outside of one."""
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if all((folder / name).exists() for name in LANDMARKS):
                return cls(folder)
        missing = ", ".join(name for name in LANDMARKS if not (start / name).exists())
        raise click.ClickException(
            f"{start} is no Curbside project (no {missing}): change to the project's folder first."
        )

    @property
    def data(self) -> Path:
        """Documents and training data."""
        return self.root / "data"

    @property
    def documents(self) -> Path:
        """The shop's documents."""
        return self.data / "documents"

    @property
    def learned(self) -> Path:
        """Guides as they were when their words were learned: training knows these, whatever becomes of the live ones."""
        return self.data / "learned"

    def library(self, folder: Path | None = None) -> Place:
        """The shop's library, or the one in a folder of its own."""
        return Place.of(folder) if folder else Place(self.documents, self.var / "library")

    @property
    def shop(self) -> Path:
        """The shop's own facts."""
        return self.root / "shop.yml"

    @property
    def build(self) -> Path:
        """What is built from the sources and can be thrown away."""
        return self.root / "build"

    @property
    def models(self) -> Path:
        """Trained models."""
        return self.root / "models"

    @property
    def var(self) -> Path:
        """What comes into being at run time and is not thrown away."""
        return self.root / "var"

    @property
    def tracker_url(self) -> str:
        """The database of Rasa's conversations, as endpoints.yml names it."""
        store = self._settings("endpoints.yml").get("tracker_store") or {}
        return str(store.get("url") or self._sqlite(store.get("db") or "var/tracker.db"))

    @property
    def channels_url(self) -> str:
        """The database of the buttons on offer, as credentials.yml names it."""
        channels = self._settings("credentials.yml").values()
        named = (
            channel["store"] for channel in channels if isinstance(channel, dict) and channel.get("store")
        )
        return self._sqlite(next(named, "var/channels.db"))

    def log(self, name: str) -> Path:
        """The log file of one child process."""
        return self.var / "log" / f"{name}.log"

    def shown(self, path: Path) -> str:
        """A path as the reader knows it: relative to the project."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def _sqlite(self, file: str) -> str:
        return f"sqlite:///{self.root / file}"

    def _settings(self, name: str) -> dict[str, Any]:
        """One of Rasa's files, with the environment's values put in as Rasa does it."""
        import yaml

        path = self.root / name
        text = os.path.expandvars(path.read_text(encoding="utf-8")) if path.exists() else ""
        content = yaml.safe_load(text)
        return content if isinstance(content, dict) else {}
