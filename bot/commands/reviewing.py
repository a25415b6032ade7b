"""Drafts as `curbside review` sees them: what intake noted, what keeps them back, and what a person should look at."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.library.place import Place
from bot.library.reader import read_library, shown
from bot.publishing import Draft, draft_names, read_draft
from bot.review import ERROR, NOTE, SEVERITIES, WARNING, Finding, review
from bot.review.finding import by_weight, of_problem

# How intake writes where in the source something is, and that a number is missing there.
SOURCE_LINE = re.compile(r"line (\d{1,6}): ")
GAP = re.compile(r"\bstep \d+ follows step \d+")


@dataclass(frozen=True)
class Reviewed:
    """A draft with its findings, what weighs most first; `live` is the text that it would replace, if any."""

    draft: Draft
    findings: tuple[Finding, ...]
    live: str | None

    @property
    def replaces(self) -> bool:
        """Whether a live document has its id."""
        return self.live is not None

    @property
    def changes(self) -> list[str]:
        """The lines that differ from the live document, each behind `-` (goes) or `+` (comes)."""
        if self.live is None:
            return []
        new = self.draft.data.decode("utf-8", "replace")
        lines = difflib.unified_diff(self.live.splitlines(), new.splitlines(), n=0, lineterm="")
        return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many errors, warnings and notes."""
        return tuple(sum(one.severity == severity for one in self.findings) for severity in SEVERITIES)

    @property
    def vehicle(self) -> str:
        """The vehicle as its source wrote it."""
        if self.draft.document is None:
            return ""
        vehicle = self.draft.document.vehicle
        return vehicle.name or " ".join((vehicle.make, *vehicle.models[:1])).strip() or "any"

    @property
    def steps(self) -> int:
        """How many steps it has."""
        document = self.draft.document
        return sum(len(section.steps) for section in document.sections) if document else 0

    def noted(self, key: str) -> list[dict[str, Any]]:
        """What intake noted under a key: `taken`, `left_out`; entries of another shape are left out."""
        entries = self.draft.origin.get(key)
        return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        document = self.draft.document
        return {
            "document": self.draft.name,
            "title": document.title if document else None,
            "vehicle": self.vehicle or None,
            "source": self.draft.origin.get("source"),
            "ready": not self.counts[SEVERITIES.index(ERROR)],
            "replaces": self.replaces,
            "changes": self.changes,
            "recognised": self.noted("taken"),
            "left_out": self.noted("left_out"),
            "findings": [{k: v for k, v in asdict(one).items() if k != "document"} for one in self.findings],
        }


def review_drafts(place: Place, names: Sequence[str] = ()) -> list[Reviewed]:
    """These drafts, or all, what weighs most first; seen beside all drafts and the library. Raises UnknownDraft."""
    chosen = [read_draft(place, name) for name in dict.fromkeys(names)]
    others = [read_draft(place, name) for name in draft_names(place) if name not in names]
    documents = [draft.document for draft in (*chosen, *others) if draft.document]
    live = read_library(place.documents)[0].documents
    found = review(documents, live)
    files = {document.id: place.documents / Path(document.file).name for document in live}
    reviewed = [
        Reviewed(
            draft, tuple(sorted(_all_findings(draft, found), key=by_weight)), _text(files.get(draft.name))
        )
        for draft in (chosen if names else others)
    ]
    return reviewed if names else sorted(reviewed, key=lambda one: [-count for count in one.counts])


def _text(path: Path | None) -> str | None:
    return path.read_bytes().decode("utf-8", "replace") if path else None


def _all_findings(draft: Draft, found: dict[str, list[Finding]]) -> list[Finding]:
    own = found.get(draft.name, []) if draft.document else []
    refused = [of_problem(draft.name, problem) for problem in draft.problems]
    return [*refused, *own, *_of_intake(draft)]


def _of_intake(draft: Draft) -> list[Finding]:
    """What intake was not sure of; where it names a line, that is one of the source."""
    noted = draft.origin.get("findings")
    texts = [text for text in noted if isinstance(text, str)] if isinstance(noted, list) else []
    return [_noted(draft, text) for text in texts]


def _noted(draft: Draft, text: str) -> Finding:
    what, dash, cure = text.partition(" - ")
    file, line = shown(draft.path), 1
    if placed := SOURCE_LINE.match(what):
        file, line, what = str(draft.origin.get("source") or file), int(placed[1]), what[placed.end() :]
    gap = GAP.search(what)
    kind, severity = ("numbering", WARNING) if gap else ("intake", NOTE)
    return Finding(
        draft.name, kind, severity, file, line, what, cure if dash else "compare it with the source"
    )
