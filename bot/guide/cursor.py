"""The position in a procedure: forward, back, done, failed, worked, taken back."""

from __future__ import annotations

from dataclasses import replace

from bot.guide.case import Case, Job, Pending
from bot.guide.outcome import Ask, HandOff, Outcome, Resolved, ShowStep, Talk
from bot.guide.triage import apply_plan, choose_plan, fact_wanted, reason_to_skip
from bot.library.model import Library, Line, Section

Move = tuple[Case, Outcome]


def step_count(section: Section) -> int:
    """Number of steps to walk; a section without a step list is walked as one step."""
    return max(len(section.steps), 1)


def step_lines(section: Section, step: int) -> tuple[Line, ...]:
    """The lines of a step (from 1)."""
    if section.steps:
        return section.steps[step - 1].lines
    return tuple(line for passage in section.passages for line in passage)


def lines_beside(section: Section) -> tuple[Line, ...]:
    """The lines that stand around the steps; none in a section without a step list, which is one step as a whole."""
    steps = {line for step in section.steps for line in step.lines}
    return tuple(line for line in section.lines if line not in steps | set(section.needs)) if steps else ()


def open_section(case: Case, library: Library, section: str, lead: str | None = None) -> Move:
    """Goes to a method's first step, or asks first for the fact that decides whether it fits."""
    chosen = library.section(section)
    if chosen.kind == "help":
        return hand_off(case, library, lead)
    wanted = fact_wanted(chosen, case)
    if wanted:
        pending = Pending(about=wanted, then="open", section=section)
        return replace(case, pending=pending, asked=(*case.asked, wanted)), Ask(wanted, lead=lead)
    solved = case.job.solved and not any(section in group for group in _methods(case, library))
    opened = replace(case.with_job(section=section, step=1, topic=section, solved=solved), pending=None)
    return opened, ShowStep(section, 1, lead)


def go_to(case: Case, section: str, step: int) -> Move:
    """Puts the cursor on a step of a method."""
    moved = replace(case.remembering().with_job(section=section, step=step, topic=section), pending=None)
    return moved, ShowStep(section, step)


def forward(case: Case, library: Library) -> Move:
    """Goes on: to the next step, to the question whether it opened, or into what was last on offer."""
    job = case.job
    if job.section:
        if job.step < step_count(library.section(job.section)):
            return go_to(case, job.section, job.step + 1)
        return replace(case, pending=Pending(about="outcome", then="outcome")), Ask("outcome")
    target = _on_offer(case, library)
    return open_section(case.remembering(), library, target) if target else (case, Talk("next"))


def backward(case: Case, library: Library) -> Move:
    """Goes one step back; on the first step it is shown again."""
    job = case.job
    if not job.section:
        return case, Talk("back")
    if case.pending and case.pending.about == "outcome":
        return replace(case, pending=None), ShowStep(job.section, job.step)
    return go_to(case, job.section, max(job.step - 1, 1))


def again(case: Case) -> Move:
    """Shows the present step once more."""
    if not case.job.section:
        return case, Talk("repeat")
    return replace(case, pending=None), ShowStep(case.job.section, case.job.step)


def done(case: Case, library: Library, section: str, step: int) -> Move:
    """Takes a person who says which step is done to the one after it."""
    if step < step_count(library.section(section)):
        return go_to(case, section, step + 1)
    opened = case.remembering().with_job(section=section, step=step, topic=section)
    return replace(opened, pending=Pending(about="outcome", then="outcome")), Ask("outcome")


def failed(case: Case, library: Library, sections: tuple[str, ...] = (), outcome: str = "failed") -> Move:
    """Notes which methods did not help and goes to the next one that applies, after the last to the hand-off."""
    job = case.job
    tried = sections or _present(case, library)
    if case.vehicle is None or not (tried or job.tried or job.plan):
        return case, Talk("it-failed")
    kept = case.remembering()
    for section in tried:
        kept = replace(kept, job=kept.job.with_try(section, outcome))
    is_open = job.solved and not any(job.outcome(section) == "worked" for section in tried)
    kept = replace(kept, job=replace(kept.job.closed(), solved=is_open), pending=None)
    following = None if is_open else next_method(kept, library)
    lead = "next_method" if outcome == "failed" else "other_method"
    if following is None:
        return hand_off(kept, library, "all_tried")
    return open_section(kept, library, following, lead)


def next_method(case: Case, library: Library) -> str | None:
    """The first method of the plan that applies and was not tried; None where only help is left."""
    document = library.document(case.vehicle) if case.vehicle else None
    plan = choose_plan(document, case.job) if document else None
    if plan is None:
        return None
    applied = apply_plan(plan, library, case.job)
    walkable = (s for s in applied.sections if library.section(s).kind not in ("help", "explanation"))
    return next((s for s in walkable if case.job.outcome(s) is None), None)


def alternative(case: Case, library: Library, section: str) -> str | None:
    """A method that a plan names beside this one as its equal, and that applies."""
    plans = library.document(library.section(section).document).plans
    groups = [group for plan in plans for group in plan.methods if section in group]
    equals = (other for group in groups for other in group if other != section)
    return next((s for s in equals if reason_to_skip(library.section(s), case.job) is None), None)


def worked(case: Case, library: Library) -> Move:
    """Notes that the lid is open and offers what comes after."""
    present = _present(case, library)
    if case.vehicle is None or not present:
        return case, Talk("it-worked")
    document = library.document(case.vehicle)
    offered = (*document.once_open, *document.afterwards)
    kept = case.remembering()
    is_noted = case.job.solved and case.job.section is None
    job = kept.job if is_noted else kept.job.with_try(present[0], "worked").closed()
    job = replace(job, solved=True, offered=offered, topic=None)
    return replace(kept, job=job, pending=Pending(about="offer", then="offer")), Resolved(present[0], offered)


def take_back(case: Case) -> Move:
    """Undoes the last move."""
    before = case.taken_back()
    if before is None:
        return case, Talk("back")
    before = replace(before, ticket=case.ticket, at=case.at, danger=case.danger)
    if before.job.section:
        return replace(before, pending=None), ShowStep(before.job.section, before.job.step, "taken_back")
    return before, Talk("back")


def stop(case: Case) -> Move:
    """Closes what is open and keeps what is known of the car."""
    return replace(case.remembering(), job=case.job.closed(), pending=None), Talk("cancel")


def restart(case: Case) -> Move:
    """Forgets the car and its trouble; a ticket that was issued stands."""
    return Case(ticket=case.ticket, at=case.at), Talk("restart")


def hand_off(case: Case, library: Library, lead: str | None = None) -> Move:
    """Hands over to a person, with what the car's document advises."""
    section = help_section(case, library)
    closed = replace(case, job=case.job.closed(), pending=Pending(about="contact", then="contact"))
    if section is None:
        return closed, HandOff(lead=lead)
    return closed, HandOff(section.id, section.passages[0] if section.passages else (), lead)


def help_section(case: Case, library: Library) -> Section | None:
    """The section of the car's document that says who helps."""
    if case.vehicle is None:
        return None
    return next((s for s in library.document(case.vehicle).sections if s.kind == "help"), None)


def _present(case: Case, library: Library) -> tuple[str, ...]:
    """The method that "it" means: the open one, the one that worked, the one asked about last, or the plan's first."""
    job = case.job
    if job.section:
        return (job.section,)
    if job.solved:
        return tuple(t.section for t in reversed(job.tried) if t.outcome == "worked")[:1]
    about = (job.topic,) if job.topic and (not job.plan or job.topic in job.plan) else ()
    untried = (s for s in (*about, *job.plan) if job.outcome(s) is None)
    return tuple(s for s in untried if library.section(s).kind != "help")[:1]


def _methods(case: Case, library: Library) -> list[tuple[str, ...]]:
    """All methods of the car's plans."""
    plans = library.document(case.vehicle).plans if case.vehicle else ()
    return [group for plan in plans for group in plan.methods]


def _on_offer(case: Case, library: Library) -> str | None:
    job = case.job
    if job.solved:
        return None
    offered = (*((job.topic,) if job.topic and is_walkable(job, library, job.topic) else ()), *job.plan)
    untried = (s for s in offered if job.outcome(s) is None)
    return next((s for s in untried if reason_to_skip(library.section(s), job) is None), None)


def is_walkable(job: Job, library: Library, section: str) -> bool:
    """Whether a section can be walked: a procedure, or a short one that the plan names as a method."""
    kind = library.section(section).kind
    return kind == "procedure" or (kind == "faq" and section in job.plan)
