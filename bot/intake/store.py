"""The drafts' folder: two files a draft, written whole or not at all; whose id is whose."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from bot.intake.errors import Refused
from bot.intake.take import VERSION, Taken
from bot.library.place import Place

UNCHANGED, DRAFT, UPDATED = "unchanged", "draft", "updated"


class DraftStore:
    """Writes drafts and knows from which file each document came."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def status(self, document: str, file: Path, sha256: str) -> str:
        """What a file is to the document of its id; raises Refused where the id belongs to another file."""
        draft = _origin(self.place.drafts, self.place.drafts, document)
        live = _origin(self.place.documents, self.place.origins, document)
        if live is None and (self.place.documents / f"{document}.md").exists():
            raise Refused(
                f"the library has a live document {document!r} that came from elsewhere",
                "rename the file, or retract it",
            )
        origin = draft or live
        if origin is None:
            return DRAFT
        if origin.get("sha256") == sha256 and (origin is live or origin.get("intake") == VERSION):
            return UNCHANGED
        if Path(str(origin.get("source"))).resolve() != file.resolve():
            raise Refused(
                f"the id {document!r} is taken by {origin.get('source')}", "rename one of the two files"
            )
        return UPDATED

    def has(self, document: str) -> bool:
        """Whether there is a document or draft of this id."""
        return any(
            (folder / f"{document}.md").exists() for folder in (self.place.drafts, self.place.documents)
        )

    def put(self, taken: Taken) -> None:
        """Writes a draft's two files; each is there whole or not at all."""
        self.place.drafts.mkdir(parents=True, exist_ok=True)
        targets = [self.place.drafts / f"{taken.document}{ending}" for ending in (".md", ".json")]
        waiting = [target.with_name(f".{target.name}.{os.getpid()}.tmp") for target in targets]
        try:
            for path, text in zip(waiting, (taken.markdown, taken.sidecar), strict=True):
                path.write_text(text, encoding="utf-8", newline="\n")
            for path, target in zip(waiting, targets, strict=True):
                os.replace(path, target)
        finally:
            for path in waiting:
                path.unlink(missing_ok=True)


def _origin(documents: Path, sidecars: Path, document: str) -> dict[str, Any] | None:
    """The sidecar of a whole draft or document, None where it has none."""
    sidecar = sidecars / f"{document}.json"
    if not sidecar.exists() or not (documents / f"{document}.md").exists():
        return None
    try:
        content = json.loads(sidecar.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
