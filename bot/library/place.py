"""Where a library is kept: live documents, drafts that wait for review, the search index, the log of changes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

DOCUMENTS, KEPT = "CURBSIDE_DOCUMENTS", "CURBSIDE_LIBRARY"  # how servers are told which library they serve


@dataclass(frozen=True)
class Place:
    """The files of one library; nothing has to exist yet.

    A draft is `<id>.md` in the documents' own format beside `<id>.json`, which tells where it came from.
    """

    documents: Path
    kept: Path  # the folder of what the program writes

    @classmethod
    def of(cls, folder: Path) -> Place:
        """A library of its own in one folder, as `--library DIR` names it."""
        return cls(folder / "documents", folder)

    @classmethod
    def from_environment(cls) -> Place:
        """The library that the environment names, or the project's own below the working folder."""
        return cls(
            Path(os.environ.get(DOCUMENTS, "data/documents")), Path(os.environ.get(KEPT, "var/library"))
        )

    @property
    def environment(self) -> dict[str, str]:
        """What names this library to a server."""
        return {DOCUMENTS: str(self.documents.absolute()), KEPT: str(self.kept.absolute())}

    @property
    def drafts(self) -> Path:
        """Drafts that no one is served."""
        return self.kept / "drafts"

    @property
    def retracted(self) -> Path:
        """Documents that were taken back, kept so that it can be undone."""
        return self.kept / "retracted"

    @property
    def origins(self) -> Path:
        """Where live documents came from: `<id>.json`, as it stood beside the draft."""
        return self.kept / "origins"

    @property
    def versions(self) -> Path:
        """Every content that was published, replaced or taken back, named by its SHA-256."""
        return self.kept / "versions"

    @property
    def index(self) -> Path:
        """The search index (SQLite)."""
        return self.kept / "index.sqlite"

    @property
    def log(self) -> Path:
        """What was published and retracted, one JSON object a line."""
        return self.kept / "log.jsonl"
