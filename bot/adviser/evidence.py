"""What speaks for a reading of a message: the intents' shares, the document's words, the methods that are named."""

from __future__ import annotations

from bot.adviser.moves import Room
from bot.guide.case import Case
from bot.guide.triage import apply_plan, choose_plan
from bot.guide.turn import Turn

# A message outside all topics must be this like a document's own words before these overrule the classifier.
STRONG_WORDS = 0.6
# Words this like the document's, beside questions among the readings, bring an answer.
LIKELY_WORDS = 0.45


def asking(turn: Turn) -> float:
    """How likely a message asks about something that documents treat."""
    return sum(p for intent, p in turn.ranking if intent.startswith("ask_"))


def is_asked_in_words(case: Case, turn: Turn, room: Room, floor: float = STRONG_WORDS) -> bool:
    """Whether the car's document says nearly what an unsure reading takes for something else."""
    if case.vehicle is None:
        return False
    hits = room.finder.sections(turn.text, dict(turn.ranking), case.vehicle)
    return bool(hits) and max(h.words for h in hits) >= floor


def methods_named(case: Case, text: str, room: Room) -> list[str]:
    """The methods of the car's plans that a message names by one of the words people have for them."""
    if case.vehicle is None:
        return []
    document = room.library.document(case.vehicle)
    planned = dict.fromkeys(m for plan in document.plans for group in plan.methods for m in group)
    names = {m: room.finder.named_by(room.library.section(m), text) for m in planned}
    # "jump pack" names the portable starter, though "jump" alone would name the jump start.
    return [m for m, name in names.items() if name and not any(name < other for other in names.values())]


def method_hinted(case: Case, text: str, room: Room) -> str | None:
    """The one method that a word of the message points at, of all the words in the methods' names and tools."""
    if case.vehicle is None:
        return None
    document = room.library.document(case.vehicle)
    planned = dict.fromkeys(m for plan in document.plans for group in plan.methods for m in group)
    hinted = room.finder.hinted([room.library.section(m) for m in planned], text)
    return hinted.id if hinted else None


def first_methods(case: Case, room: Room) -> tuple[str, ...]:
    """The methods that a plan would propose now, best first."""
    document = room.library.document(case.vehicle or "")
    plan = choose_plan(document, case.job)
    return apply_plan(plan, room.library, case.job).sections if plan else ()


def is_method(case: Case, section: str, room: Room) -> bool:
    """Whether a plan of the car names the section."""
    plans = room.library.document(case.vehicle or "").plans
    return any(section in group for plan in plans for group in plan.methods)


def about(case: Case, text: str, room: Room) -> set[str]:
    """The sections that the conversation is about: open, answered from last, first of the plan, or named now."""
    job = case.job
    present = job.section or job.topic or next(iter(job.plan), None)
    return {section for section in (present, *methods_named(case, text, room)) if section}


def declares(room: Room, document: str | None, topic: str) -> bool:
    return any(topic in s.topics for s in room.library.document(document or "").sections)
