"""From candidates to a verdict: whether anything answers, whether one does, whether the vehicle must be known first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.search.catalogue.features import Prepared, Question
from bot.search.catalogue.naming import Naming
from bot.search.catalogue.parts import other_end
from bot.search.catalogue.ranking import Matrix
from bot.search.catalogue.snapshot import Snapshot
from bot.search.catalogue.steps import answering_step
from bot.search.catalogue.verdicts import Found, Verdict
from bot.search.catalogue.words import words_of

SURE = 0.4  # from which a section answers
NEAR = 0.15  # further ones are listed where they are no less likely than this share of the best
CLOSE = 0.8  # of the best's certainty: a choice between the two
MOST = 5


@dataclass(frozen=True, eq=False)
class Candidate:
    """A section, whose vehicle it is for, and what speaks for it."""

    section: Prepared
    owner: int
    score: float
    row: Matrix  # what speaks for it, see ranking.COLUMNS
    question: Question


def decide(candidates: Sequence[Candidate], naming: Naming, snapshot: Snapshot) -> Verdict:
    """The verdict on candidates, the surest first; of each document only the best section counts."""
    best: dict[str, Candidate] = {}
    for one in candidates:
        if other_end(one.question.words, words_of(one.section.entry.matter)):
            continue
        best.setdefault(one.section.entry.document, one)
    ranked = list(best.values())
    if not ranked or ranked[0].score < SURE:
        return Verdict("not-covered", vehicle=naming.status)
    listed = [one for one in ranked if one.score >= NEAR * ranked[0].score][:MOST]
    found = tuple(_found(one) for one in listed)
    rivals = [one for one in listed[1:] if one.score >= CLOSE * ranked[0].score]
    if naming.status == "unnamed" and _depends(ranked[0], rivals, snapshot):
        return Verdict("ask-vehicle", found)
    return Verdict("choice" if rivals else "section", found, naming.status)


def _depends(first: Candidate, rivals: Sequence[Candidate], snapshot: Snapshot) -> bool:
    """Whether it matters which vehicle is meant: the best guide and others as good are for different ones."""
    if first.owner in snapshot.general:
        return False
    return any(one.owner != first.owner and one.owner not in snapshot.general for one in rivals)


def _found(one: Candidate) -> Found:
    step = answering_step(one.question, one.section)
    entry = one.section.entry
    number, text = step if step else (None, "")
    return Found(entry.document, entry.section, round(one.score, 4), number, text)
