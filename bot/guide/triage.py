"""From symptoms and what is known to a cause and the ordered methods that apply."""

from __future__ import annotations

from dataclasses import dataclass

from bot.guide.case import NO, POWER_GOOD, YES, Case, Job, Known
from bot.guide.tools import is_equipped
from bot.library.model import Document, Library, Plan, Section

SKIP_BODY, SKIP_CABIN, SKIP_TOOL, SKIP_TRIED, SKIP_CAUSE = "body", "cabin", "tool", "tried", "cause"


@dataclass(frozen=True)
class Applied:
    """A plan with the methods that apply in order, and why the others are left out."""

    plan: Plan
    sections: tuple[str, ...]
    skipped: dict[str, str]


def choose_plan(document: Document, job: Job) -> Plan | None:
    """The plan that fits best what is known; the first of the document where nothing tells them apart."""
    if not document.plans:
        return None
    fitting = [p for p in document.plans if not _contradicts(p, job.known)] or list(document.plans)
    return max(fitting, key=lambda p: (_fit(p, job), -document.plans.index(p)))


def missing_fact(document: Document, job: Job) -> str | None:
    """The fact whose answer would change the plan: "power", "cause", or None where the plan stands."""
    fitting = [p for p in document.plans if not _contradicts(p, job.known)]
    if len(fitting) < 2:
        return None
    if any(_names(p, job) for p in fitting):
        return None
    if job.known.power is None and len({p.power for p in fitting}) > 1:
        return "power"
    if job.known.power is None and len({p.methods for p in fitting}) > 1:
        return "cause"
    return None


def apply_plan(plan: Plan, library: Library, job: Job) -> Applied:
    """Orders the plan's methods for this car and person; of alternatives the one at hand comes first."""
    sections: list[str] = []
    skipped: dict[str, str] = {}
    for group in plan.methods:
        equal_failed = any(job.outcome(section) == "failed" for section in group)
        for section in sorted(group, key=lambda s: _is_at_hand(library.section(s), job.known), reverse=True):
            reason = reason_to_skip(library.section(section), job) or (SKIP_CAUSE if equal_failed else None)
            if reason:
                skipped[section] = reason
            else:
                sections.append(section)
    return Applied(plan, tuple(sections), skipped)


def reason_to_skip(section: Section, job: Job) -> str | None:
    """Why a method does not apply to what is known, None where it does."""
    if job.outcome(section.id) in ("failed", "skipped"):
        return SKIP_TRIED
    if not fits_body(section, job.known):
        return SKIP_BODY
    if section.cabin and job.known.cabin == NO:
        return SKIP_CABIN
    if not is_equipped(section, job.known):
        return SKIP_TOOL
    return None


def fits_body(section: Section, known: Known) -> bool:
    """Whether a method may be proposed for the car's body; an unknown body rules nothing out."""
    if known.body is None or not section.bodies:
        return not (section.folding_bodies and known.seats == NO)
    if known.body in section.folding_bodies:
        return known.seats == YES
    return known.body in section.bodies and not (section.folding_bodies and known.seats == NO)


def fact_wanted(section: Section, case: Case) -> str | None:
    """A fact that must be asked before the section's first step."""
    for fact in section.wants:
        if getattr(case.job.known, fact, None) is None and fact not in case.asked:
            return fact
    return None


def _contradicts(plan: Plan, known: Known) -> bool:
    if known.power is None or plan.power is None:
        return False
    return (plan.power == POWER_GOOD) != (known.power == POWER_GOOD)


def _names(plan: Plan, job: Job) -> bool:
    if set(plan.signs) & set(job.signs):
        return True
    decisive = job.known.power is not None or plan.power is None
    return decisive and bool(set(plan.symptoms) & set(job.symptoms))


def _fit(plan: Plan, job: Job) -> float:
    power = 2.0 if plan.power and plan.power == job.known.power else 0.0
    signs = 1.5 * len(set(plan.signs) & set(job.signs))
    return power + signs + len(set(plan.symptoms) & set(job.symptoms))


def _is_at_hand(section: Section, known: Known) -> bool:
    names = {name for tool in section.tools for name in (tool.name, *tool.instead)}
    return bool(names & set(known.have))
