"""From a described trouble to a plan, with at most the questions that change it."""

from __future__ import annotations

from dataclasses import replace

from bot.guide.case import Case, Pending
from bot.guide.outcome import Ask, NotCovered, Outcome, ShowPlan
from bot.guide.triage import apply_plan, choose_plan, missing_fact
from bot.library.model import Library

MOST_QUESTIONS = 2


def diagnose(case: Case, library: Library) -> tuple[Case, Outcome]:
    """A plan where the car is known and no open question would change it, else one question or why none covers it."""
    if case.foreign:
        return replace(case, pending=None), NotCovered(case.foreign)
    if case.vehicle is None:
        return ask(case, "vehicle")
    document = library.document(case.vehicle)
    fact = missing_fact(document, case.job)
    if fact and fact not in case.asked and len(case.asked) < MOST_QUESTIONS:
        return ask(case, fact, tuple(p.cause for p in document.plans) if fact == "cause" else ())
    return show_plan(case, library)


def show_plan(case: Case, library: Library) -> tuple[Case, Outcome]:
    """The best plan for what is known, with the first method on offer."""
    document = library.document(case.vehicle or "")
    plan = choose_plan(document, case.job)
    if plan is None:
        return replace(case, pending=None), NotCovered("topic")
    applied = apply_plan(plan, library, case.job)
    job = replace(case.job.closed(), cause=plan.cause, plan=applied.sections, topic=None, solved=False)
    shown = replace(case, job=job, pending=Pending(about="start", then="start"))
    return shown, ShowPlan(plan.cause, plan.title, applied.sections, applied.skipped)


def ask(case: Case, about: str, options: tuple[str, ...] = ()) -> tuple[Case, Outcome]:
    """Asks one question whose answer leads to the plan."""
    asked = case.asked if about in case.asked else (*case.asked, about)
    pending = Pending(about=about, then="plan", options=options)
    return replace(case, asked=asked, pending=pending), Ask(about, options)
