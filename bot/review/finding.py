"""One thing that a person should look at."""

from __future__ import annotations

from dataclasses import dataclass

from bot.library.errors import Problem

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)  # an error keeps a draft from being published


@dataclass(frozen=True)
class Finding:
    """Where it is (1-based line), what is the matter, and what to do about it."""

    document: str
    kind: str
    severity: str
    file: str
    line: int
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} - {self.cure}"


def of_problem(document: str, problem: Problem) -> Finding:
    """What keeps a file from being a document at all."""
    kind = "numbering" if " is due" in problem.what else "problem"
    return Finding(document, kind, ERROR, problem.file, problem.line, problem.what, problem.cure)


def by_weight(finding: Finding) -> tuple[int, str, int, str]:
    """Sorts findings: what weighs most first, then as they stand in the file."""
    return SEVERITIES.index(finding.severity), finding.file, finding.line, finding.what
