"""Questions: which section answers, which of its lines, and what to say where none does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.adviser.evidence import (
    STRONG_WORDS,
    about,
    declares,
    first_methods,
    is_method,
    method_hinted,
    methods_named,
)
from bot.adviser.moves import Result, Room
from bot.guide import cursor
from bot.guide.case import Case, Pending, Question
from bot.guide.diagnosis import diagnose
from bot.guide.outcome import Answer, Ask, Choose, NotCovered, Talk, Warn
from bot.guide.triage import fact_wanted, fits_body, reason_to_skip
from bot.guide.turn import Turn
from bot.library.model import Section
from bot.search.finder import Hit

WALK = "walk_through"
OPTIONS = "ask_options"
RELEASE_FAILED = "ask_release_failed"
ABOUT_IT = "ask_about_it"
# Below this certainty no section answers. Chosen on held-out messages: `make evaluate` draws the curve.
FLOOR = 0.22
# A question read without certainty, unlike the document's words, is outside where that is a likely reading.
UNLIKE, UNSURE, OUTSIDE = 0.3, 0.45, 0.12
# A question why a way failed notes that it did from this certainty on.
FAILED_BEFORE = 0.5
# A topic this certain that the document does not treat is not covered, unless in so many words.
SURE_TOPIC = 0.38
# At a step, a line of the open method this close to the question, or nearly as close as another's, answers it.
NEAR_AT_STEP, NEARLY = 0.6, 0.05
# A line this like the question treats it.
NEAR_LINE = 0.63
# Two sections closer than this, with nothing but words to tell them apart, are a choice.
TIE = 0.004
# What a section gains by being what is talked of, for a question that says nothing else of what it means.
LEANING = 0.9
# A line of the section that is talked about needs less likeness, for a message of at most so many words.
IN_CONTEXT, FOLLOW_UP_WORDS = 0.4, 7
# Words this like a section name it; less than that, "start" means what is on offer.
NAMED_BY_WORDS, NAMED_BESIDE_OFFER = 0.35, 0.6


def answer(case: Case, turn: Turn, room: Room) -> Result:
    """Answers a question from the car's document; without a car it is asked for first."""
    topics = dict(turn.ranking)
    if turn.vehicle.status == "ambiguous":
        return ask_vehicle(case, turn, topics)
    if case.foreign:
        return case, NotCovered(case.foreign)
    if case.vehicle is None:
        return ask_vehicle(case, turn, topics)
    return from_document(case, turn.text, topics, room)


def ask_vehicle(case: Case, turn: Turn, topics: Mapping[str, float], then: str = "answer") -> Result:
    """Asks for the car and keeps the question for right after."""
    asked = case.asked if "vehicle" in case.asked else (*case.asked, "vehicle")
    kept = tuple(topics.items())
    pending = Pending(about="vehicle", then=then, text=turn.text, topics=kept)
    return replace(case, asked=asked, pending=pending), Ask("vehicle", turn.vehicle.candidates)


def from_document(case: Case, text: str, topics: Mapping[str, float], room: Room) -> Result:
    """The best section of the car's document, as an answer or as the first step of a walk."""
    wanted = max(topics, key=lambda t: topics[t], default="")
    if wanted == WALK:
        return walk_through(case, text, topics, room)
    context = about(case, text, room)
    if wanted == ABOUT_IT and context:
        return about_it(case, text, topics, context, room)
    if wanted == ABOUT_IT:
        topics = _without(topics, ABOUT_IT)
        wanted = max(topics, key=lambda t: topics[t], default="")
    hits = room.finder.sections(text, topics, case.vehicle, context)
    case = replace(case, pending=None)
    if wanted == RELEASE_FAILED and topics[wanted] >= FAILED_BEFORE:
        for method in methods_named(case, text, room):
            case = replace(case, job=case.job.with_try(method, "failed"))
    elsewhere = _without_a_section(case, text, wanted, topics, hits, room)
    if elsewhere is not None:
        return elsewhere
    section = _open_rather(case, room.library.section(hits[0].section), text, room)
    return opened_or_told(case, section, text, room, topics)


def opened_or_told(
    case: Case, section: Section, text: str, room: Room, topics: Mapping[str, float] | None = None
) -> Result:
    """The first step of a method that was asked for in general; else the lines that answer."""
    is_free = section.kind == "procedure" and not case.job.section and not reason_to_skip(section, case.job)
    if is_free and room.finder.is_general(section, text):
        return cursor.open_section(case.remembering(), room.library, section.id)
    return from_section(case, section, text, room, topics=topics)


def about_it(
    case: Case, text: str, topics: Mapping[str, float], context: Collection[str], room: Room
) -> Result:
    """Answers a question that leans on what was said last, the sections of the `context`."""
    hits = room.finder.sections(text, topics, case.vehicle, context, LEANING)
    section = room.library.section(hits[0].section)
    return from_section(replace(case, pending=None), section, text, room, topics=topics)


def _without(topics: Mapping[str, float], one: str) -> dict[str, float]:
    """The other readings, as likely as they are without one."""
    rest = {topic: p for topic, p in topics.items() if topic != one}
    whole = sum(rest.values())
    return {topic: p / whole for topic, p in rest.items()} if whole > 0 else rest


def _open_rather(case: Case, section: Section, text: str, room: Room) -> Section:
    """The open method, where one of its lines is about as close to the question as the best of the section found."""
    if not case.job.section or section.document != case.vehicle:
        return section
    present = room.library.section(case.job.section)
    mine, other = (room.finder.best_line(one, text)[1] for one in (present, section))
    return present if mine >= max(NEAR_AT_STEP, other - NEARLY) else section


def _without_a_section(
    case: Case, text: str, wanted: str, topics: Mapping[str, float], hits: list[Hit], room: Room
) -> Result | None:
    """What a question leads to that no single section answers; None where the best section does."""
    if not hits or hits[0].score < FLOOR or _is_outside(wanted, topics, hits[0]):
        asks_what_is_left = wanted == OPTIONS and bool(case.job.plan or case.job.symptoms or case.job.topic)
        if asks_what_is_left:
            return diagnose(case, room.library)
        return in_context(case, text, room) or (case, NotCovered("topic"))
    if not declares(room, case.vehicle, wanted):
        if wanted == OPTIONS and max(h.words for h in hits) < STRONG_WORDS:
            return diagnose(case, room.library)
        if wanted == RELEASE_FAILED:
            return cursor.failed(case, room.library, tuple(methods_named(case, text, room)))
        if (
            wanted.startswith("ask_")
            and topics[wanted] >= SURE_TOPIC
            and not _is_said(case, text, hits, room)
        ):
            gap = _gap_for(case, text, room)
            return (case, gap) if gap else in_context(case, text, room) or (case, NotCovered("topic"))
    return (case, Choose((hits[0].section, hits[1].section))) if _is_tie(hits) else None


def in_context(case: Case, text: str, room: Room, least: float | None = None) -> Result | None:
    """An answer from the section that is talked about, where one of its lines is like a question, or at `least` so like."""
    context = case.job.section or case.job.topic
    if context is None:
        return None
    section = room.library.section(context)
    short = len(text.split()) <= FOLLOW_UP_WORDS
    asked = f"{next(iter(section.called), section.title)}: {text}" if short else text
    least = least or (IN_CONTEXT if short else STRONG_WORDS)
    return (
        from_section(case, section, asked, room)
        if room.finder.best_line(section, asked)[1] >= least
        else None
    )


def _is_said(case: Case, text: str, hits: list[Hit], room: Room) -> bool:
    """Whether the car's document speaks of a question in so many words."""
    sections = room.library.document(case.vehicle or "").sections
    return hits[0].words >= STRONG_WORDS or room.finder.nearest(sections, text)[1] >= NEAR_LINE


def _gap_for(case: Case, text: str, room: Room) -> NotCovered | None:
    """What the car's document says of a matter that it does not treat, None where it says nothing of it."""
    found = room.finder.gap(room.library.document(case.vehicle or "").sections, text)
    return NotCovered("gap", section=found[0].id, lines=(found[1],)) if found else None


def _is_outside(wanted: str, topics: Mapping[str, float], best: Hit) -> bool:
    outside = sum(p for topic, p in topics.items() if topic.startswith("out_"))
    return best.words < UNLIKE and outside > OUTSIDE and topics[wanted] < UNSURE


def walk_through(case: Case, text: str, topics: Mapping[str, float], room: Room) -> Result:
    """Opens the method that a person wants to be led through; without a name for it, the one on offer."""
    library = room.library
    named = methods_named(case, text, room) or [m for m in [method_hinted(case, text, room)] if m]
    asked = {topic: p for topic, p in topics.items() if topic.startswith("ask_")}
    whole = sum(asked.values())
    shares = {topic: p / whole for topic, p in asked.items()} if whole > 0 else {}
    hits = room.finder.sections(text, shares, case.vehicle)
    is_offered = bool(case.job.plan or case.job.topic)
    if not named and hits[0].words < (NAMED_BESIDE_OFFER if is_offered else NAMED_BY_WORDS):
        return on_offer(case, room)
    walkable = [h for h in hits if _can_be_walked(case, library.section(h.section), room)]
    best = next((h for h in walkable if h.section in named), next(iter(walkable), None))
    if best is None:
        return on_offer(case, room)
    if reason_to_skip(library.section(best.section), case.job):
        return from_section(case, library.section(best.section), text, room)
    return cursor.open_section(replace(case.remembering(), pending=None), library, best.section)


def on_offer(case: Case, room: Room) -> Result:
    """Opens what is on offer, what was spoken of last, or else the best method; the plan where nothing was said yet."""
    moved, outcome = cursor.forward(replace(case, pending=None), room.library)
    if not isinstance(outcome, Talk):
        return moved, outcome
    best = next(iter(first_methods(case, room)), None)
    if best is None or not (case.job.topic or case.question) or case.job.solved:
        return diagnose(case, room.library)
    return cursor.open_section(replace(case.remembering(), pending=None), room.library, best)


def _can_be_walked(case: Case, section: Section, room: Room) -> bool:
    """Whether a section leads anywhere: a procedure, or a short one that a plan names as a method."""
    return section.kind == "procedure" or (section.kind == "faq" and is_method(case, section.id, room))


def from_section(
    case: Case,
    section: Section,
    text: str,
    room: Room,
    lead: str | None = None,
    topics: Mapping[str, float] | None = None,
) -> Result:
    """The section's passage that answers; the open step stays where it is."""
    lines = room.finder.passage(section, text, _beside(case, section, room), topics)
    case = remember_topic(case, section)
    if topics:
        case = replace(case, question=Question(section.document, text, tuple(topics.items())))
    if room.finder.asks_for_gap(section, text):
        return case, NotCovered("gap", section=section.id, lines=lines)
    fact = _fact_after(case, section)
    if fact:
        asked = replace(case, pending=Pending(about=fact, then="plan"), asked=(*case.asked, fact))
        return asked, Answer(section.id, lines, lead, fact)
    return case, Answer(section.id, lines, lead)


def whole_section(case: Case, section: Section, lead: str | None = None) -> Result:
    """All lines of a section, however many."""
    return remember_topic(replace(case, pending=None), section), Answer(section.id, section.lines, lead)


def warn(case: Case, turn: Turn, room: Room) -> Result:
    """Meets an unsafe wish with the document's warning and the right way; the car is asked for afterwards."""
    wish = turn.intent.split("_", 1)[1]
    if case.foreign:
        return case, Warn(wish)
    if case.vehicle is None:
        pending = Pending(about="vehicle", then="answer", text=turn.text, topics=((turn.intent, 1.0),))
        return replace(case, pending=pending), Warn(wish, ask="vehicle")
    sections = room.library.document(case.vehicle).sections
    section = next((s for s in sections if turn.intent in s.topics), None)
    if section is None:
        return case, Warn(wish)
    lines = room.finder.passage(section, turn.text, _beside(case, section, room))
    warning = next((line for line in section.lines if line.role == "warning"), None)
    if warning is not None and all(line.role != "warning" for line in lines):
        lines = (warning, *lines)
    return case, Warn(wish, section.id, lines)


def _beside(case: Case, section: Section, room: Room) -> list[Section]:
    """The car's other sections that suit its body."""
    sections = room.library.document(section.document).sections
    return [s for s in sections if fits_body(s, case.job.known)]


def remember_topic(case: Case, section: Section) -> Case:
    """Notes what is talked of, where no method is open."""
    return case if case.job.section else case.with_job(topic=section.id)


def _fact_after(case: Case, section: Section) -> str | None:
    """A fact that an answer closes by asking for; procedures ask at their first step instead."""
    if section.kind == "procedure" or case.job.section:
        return None
    return fact_wanted(section, case)


def _is_tie(hits: list[Hit]) -> bool:
    return len(hits) > 1 and hits[0].topics == 0.0 and hits[0].score - hits[1].score < TIE
