"""The buttons under a card: every one stands for an intent, with entities where it chooses something."""

from __future__ import annotations

from collections.abc import Iterable

from bot.guide.case import Case
from bot.guide.cursor import is_walkable, lines_beside
from bot.guide.outcome import Ask
from bot.guide.triage import reason_to_skip
from bot.library.model import Library, Section
from bot.reply.card import Button
from bot.reply.cars import car_name
from bot.reply.phrases import Phrases

MOST_CARS = 8
YES_NO = ("power", "cabin", "seats", "outcome", "resume")


def is_in_guide(library: Library, case: Case) -> bool:
    """Whether a guide is talked about: a document without plans."""
    return case.vehicle is not None and not library.document(case.vehicle).plans


def for_step(
    phrases: Phrases, section: Section, step: int, steps: int, in_guide: bool = False
) -> list[Button]:
    """What a person may do at a step."""
    names = ["next_step", "it_failed", *(["explain_step"] if lines_beside(section) else [])]
    names += ["previous_step"] if step > 1 else []
    names += ["all_steps"] if steps > 1 else ["it_worked"]
    names += ["no_tool"] if section.tools and step == 1 else []
    return _intents(phrases, names, in_guide)


def for_plan(phrases: Phrases, library: Library, sections: Iterable[str]) -> list[Button]:
    """The plan's methods, each to start with."""
    return [*for_sections(library, sections), *_intents(phrases, ["request_human"])]


def for_sections(library: Library, sections: Iterable[str]) -> list[Button]:
    """One button for each section."""
    return [Button(library.section(s).title, "choose", {"section": s}) for s in sections]


def after_answer(
    phrases: Phrases, library: Library, case: Case, section: str | None, ask: str | None
) -> list[Button]:
    """Back to the open step, into the procedure that was asked about, or the answers to a question."""
    if ask:
        return for_question(phrases, library, case, Ask(ask))
    if case.job.section:
        return _intents(phrases, ["resume", "next_step", "it_failed"])
    if section and is_walkable(case.job, library, section) and _applies(library.section(section), case):
        return [Button(phrases.text("utter_button_walk"), "choose", {"section": section})]
    return []


def for_question(phrases: Phrases, library: Library, case: Case, ask: Ask) -> list[Button]:
    """The likely answers to a question."""
    if ask.about in ("vehicle", "model"):
        if ask.options and all("/" in option for option in ask.options):
            names = {
                car_name(library.document(library.section(s).document)): s for s in reversed(ask.options)
            }
            guides = [Button(name, "choose", {"section": s}) for name, s in reversed(names.items())]
            return [*guides, Button(phrases.text("utter_button_other_car"), "choose", {"vehicle": "other"})]
        named = [Button(car_name(d), "choose", {"vehicle": d.id}) for d in library.documents if d.plans]
        return [
            *named[:MOST_CARS],
            Button(phrases.text("utter_button_other_car"), "choose", {"vehicle": "other"}),
        ]
    if ask.about == "body" and case.vehicle:
        bodies = library.document(case.vehicle).vehicle.bodies
        return [Button(body.capitalize(), "choose", {"body": body}) for body in bodies]
    if ask.about == "cause" and case.vehicle:
        plans = library.document(case.vehicle).plans
        return [Button(plan.title, "choose", {"cause": plan.cause}) for plan in plans]
    if ask.about == "outcome":
        return _intents(phrases, ["it_worked", "it_failed", "repeat_step"], is_in_guide(library, case))
    if ask.about in YES_NO:
        return [
            Button(phrases.text(f"utter_button_{ask.about}_yes"), "affirm"),
            Button(phrases.text(f"utter_button_{ask.about}_no"), "deny"),
        ]
    return []


def for_not_covered(phrases: Phrases, case: Case) -> list[Button]:
    """A person of the shop, and the way back to an open step."""
    return _intents(phrases, ["request_human", *(["resume"] if case.job.section else [])])


def when_unclear(phrases: Phrases, case: Case) -> list[Button]:
    """What one can always do."""
    return _intents(phrases, ["resume", "request_human"] if case.job.section else ["help", "request_human"])


def after_success(phrases: Phrases, library: Library, case: Case, sections: Iterable[str]) -> list[Button]:
    """What keeps it from happening again, and the way back if it was not so."""
    return [*for_sections(library, sections), *_intents(phrases, ["undo"], is_in_guide(library, case))]


def in_danger(phrases: Phrases) -> list[Button]:
    """The one way out of an emergency."""
    return _intents(phrases, ["danger_over"])


def in_talk(phrases: Phrases, library: Library, case: Case) -> list[Button]:
    """The way back to the open step, else the cars that the documents cover."""
    if case.job.section:
        return _intents(phrases, ["resume"])
    return [] if case.vehicle else for_question(phrases, library, case, Ask("vehicle"))


def _applies(section: Section, case: Case) -> bool:
    return reason_to_skip(section, case.job) is None


def _intents(phrases: Phrases, names: Iterable[str], in_guide: bool = False) -> list[Button]:
    return [Button(phrases.text(f"utter_{phrases.variant(f'button_{n}', in_guide)}"), n) for n in names]
