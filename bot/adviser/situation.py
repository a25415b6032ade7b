"""Where a conversation stands, in one word."""

from __future__ import annotations

from bot.guide.case import Case
from bot.guide.cursor import step_count
from bot.library.model import Library

NEW = "new"
FACTS = ("vehicle", "model", "body", "year", "power", "cabin", "seats", "cause", "symptom")


def situation(case: Case, library: Library) -> str:
    """What the person is in the middle of: a danger, a question back, a step, an answer, a plan, or nothing."""
    pending = case.pending.about if case.pending else ""
    if case.danger:
        return "in_danger"
    if case.refused:
        return "refused"
    if pending in FACTS:
        return f"asked_{pending}"
    if case.job.section:
        return "asked_outcome" if pending == "outcome" else _at_a_step(case, library)
    if pending:
        return f"offered_{pending}"
    if case.job.solved:
        return "solved"
    return (
        "answered" if case.job.topic else "planned" if case.job.plan else "car_known" if case.vehicle else NEW
    )


def _at_a_step(case: Case, library: Library) -> str:
    last = step_count(library.section(case.job.section or ""))
    return "last_step" if case.job.step >= last else "first_step" if case.job.step == 1 else "step"
