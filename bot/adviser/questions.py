"""Questions: which section answers, which of its lines, and what to say where none does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.adviser.moves import Result, Room
from bot.guide import cursor
from bot.guide.case import Case, Pending
from bot.guide.diagnosis import ask, diagnose
from bot.guide.outcome import Answer, Ask, Choose, NotCovered, Outcome, Warn
from bot.guide.triage import apply_plan, choose_plan, fits_body, reason_to_skip
from bot.guide.turn import Turn
from bot.library.model import Line, Section
from bot.search.finder import Hit

WALK = "walk_through"
OPTIONS = "ask_options"
RELEASE_FAILED = "ask_release_failed"
# Below this certainty no section answers. Chosen on held-out messages: `make evaluate` draws the curve.
FLOOR = 0.22
# A message outside all topics must be this like a document's own words before these overrule the classifier.
STRONG_WORDS = 0.6
# Words this like the document's, beside questions among the readings, bring an answer.
LIKELY_WORDS = 0.45
ASKED_SHARE = 0.7
# A question read without certainty, unlike the document's words, is outside where that is a likely reading.
UNLIKE, UNSURE, OUTSIDE = 0.3, 0.45, 0.12
# A line of the section that is talked about needs less.
IN_CONTEXT = 0.4
FOLLOW_UP_WORDS = 7
CERTAIN = 0.85
# Two sections closer than this, with nothing but words to tell them apart, are a choice.
TIE = 0.004
# Words this like a section name it; less than that, "start" means what is on offer.
NAMED_BY_WORDS = 0.35
# A line that states a gap answers only where it is clearly what was asked.
GAP_LIKENESS = 0.55


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
    hits = room.finder.sections(text, topics, case.vehicle, _about(case, text, room))
    case = replace(case, pending=None)
    if wanted == RELEASE_FAILED:
        for method in methods_named(case, text, room):
            case = replace(case, job=case.job.with_try(method, "failed"))
    if not _declares(room, case.vehicle, wanted):
        if wanted == OPTIONS and not (hits and max(h.words for h in hits) >= STRONG_WORDS):
            return diagnose(case, room.library)
        if wanted == RELEASE_FAILED:
            return cursor.failed(case, room.library, tuple(methods_named(case, text, room)))
        if wanted.startswith("ask_") and topics[wanted] >= 0.5 and (not hits or hits[0].words < STRONG_WORDS):
            return case, NotCovered("topic")
    if not hits or hits[0].score < FLOOR:
        return case, NotCovered("topic")
    if _is_tie(hits):
        return case, Choose((hits[0].section, hits[1].section))
    outside = sum(p for topic, p in topics.items() if topic.startswith("out_"))
    if hits[0].words < UNLIKE and outside > OUTSIDE and topics[wanted] < UNSURE:
        return case, NotCovered("topic")
    section = room.library.section(hits[0].section)
    is_free = section.kind == "procedure" and not case.job.section and reason_to_skip(section, case.job) is None
    if is_free and room.finder.is_general(section, text):
        return cursor.open_section(case.remembering(), room.library, section.id)
    return from_section(case, section, text, room)


def walk_through(case: Case, text: str, topics: Mapping[str, float], room: Room) -> Result:
    """Opens the method that a person wants to be led through; without a name for it, the one on offer."""
    library = room.library
    named = methods_named(case, text, room)
    asked = {topic: p for topic, p in topics.items() if topic.startswith("ask_")}
    whole = sum(asked.values())
    shares = {topic: p / whole for topic, p in asked.items()} if whole > 0 else {}
    hits = room.finder.sections(text, shares, case.vehicle)
    if not named and case.job.plan and hits[0].words < NAMED_BY_WORDS:
        return cursor.forward(replace(case, pending=None), library)
    walkable = [h for h in hits if library.section(h.section).kind == "procedure" or is_method(case, h.section, room)]
    best = next((h for h in walkable if h.section in named), next(iter(walkable), None))
    if best is None:
        return diagnose(case, library)
    if reason_to_skip(library.section(best.section), case.job):
        return from_section(case, library.section(best.section), text, room)
    return cursor.open_section(replace(case.remembering(), pending=None), library, best.section)


def from_section(case: Case, section: Section, text: str, room: Room, lead: str | None = None) -> Result:
    """The section's passage that answers; the open step stays where it is."""
    lines = room.finder.passage(section, text, _beside(case, section, room))
    gap = _stated_gap(section, text, room)
    if gap is not None:
        return case, NotCovered("gap", section=section.id, lines=lines)
    case = _remember_topic(case, section)
    fact = _fact_after(case, section)
    if fact:
        asked = replace(case, pending=Pending(about=fact, then="plan"), asked=(*case.asked, fact))
        return asked, Answer(section.id, lines, lead, fact)
    return case, Answer(section.id, lines, lead)


def whole_section(case: Case, section: Section, lead: str | None = None) -> Result:
    """All lines of a section, however many."""
    return _remember_topic(replace(case, pending=None), section), Answer(section.id, section.lines, lead)


def list_tools(case: Case, turn: Turn, room: Room) -> Result:
    """What is needed: for the open method, for the car's list of tools, or for the method that fits the question."""
    if case.foreign:
        return case, NotCovered(case.foreign)
    if case.vehicle is None:
        return ask_vehicle(case, turn, dict(turn.ranking), then="tools")
    if case.job.section and not turn.vehicle.document:
        section = room.library.section(case.job.section)
        if section.needs:
            return case, Answer(section.id, section.needs)
    return tools_of_document(case, turn.text, dict(turn.ranking), room)


def tools_of_document(case: Case, text: str, topics: Mapping[str, float], room: Room) -> Result:
    """The document's list of tools, else what the method that was asked about (or comes first) needs."""
    sections = room.library.document(case.vehicle or "").sections
    listed = next((s for s in sections if s.kind == "tools"), None)
    if listed:
        return from_section(replace(case, pending=None), listed, text, room)
    hits = room.finder.sections(text, topics, case.vehicle)
    needy = [room.library.section(h.section) for h in hits if room.library.section(h.section).needs]
    named = [room.library.section(s) for s in methods_named(case, text, room)]
    on_offer = [room.library.section(s) for s in (case.job.topic, *case.job.plan, *first_methods(case, room)) if s]
    chosen = next((s for s in (*named, *on_offer, *needy) if s.needs), None)
    if chosen is None:
        return case, NotCovered("topic")
    return _remember_topic(replace(case, pending=None), chosen), Answer(chosen.id, chosen.needs)


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
    lines = room.finder.passage(section, turn.text)
    warning = next((line for line in section.lines if line.role == "warning"), None)
    if warning is not None and all(line.role != "warning" for line in lines):
        lines = (warning, *lines)
    return case, Warn(wish, section.id, lines)


def out_of_scope(case: Case, turn: Turn, room: Room) -> Result:
    """Nothing is served, unless the car's document speaks of it in nearly the same words."""
    if case.foreign:
        return case, NotCovered(case.foreign)
    if turn.intent == "out_prompt":
        return case, NotCovered("topic", matter="not_covered_prompt")
    if turn.intent == "out_general" and turn.probability("out_general") < CERTAIN:
        found = in_context(case, turn, room)
        if found:
            return found
    if turn.intent == "out_general":
        return case, NotCovered("topic", matter="not_covered_off_topic")
    outside = sum(p for intent, p in turn.ranking[1:] if intent.startswith("out_")) + turn.ranking[0][1]
    if case.vehicle and outside < UNSURE and methods_named(case, turn.text, room):
        return from_document(case, turn.text, dict(turn.ranking), room)
    if case.vehicle and asking(turn) > ASKED_SHARE * outside:
        hits = room.finder.sections(turn.text, dict(turn.ranking), case.vehicle)
        if hits and hits[0].words >= LIKELY_WORDS:
            return from_document(case, turn.text, dict(turn.ranking), room)
    return by_words(case, turn, room) or (case, NotCovered("topic"))


def asking(turn: Turn) -> float:
    """How likely a message asks about something that documents treat."""
    return sum(p for intent, p in turn.ranking if intent.startswith("ask_"))


def is_asked_in_words(case: Case, turn: Turn, room: Room, floor: float = STRONG_WORDS) -> bool:
    """Whether the car's document says nearly what an unsure reading takes for something else."""
    if case.vehicle is None:
        return False
    hits = room.finder.sections(turn.text, dict(turn.ranking), case.vehicle)
    return bool(hits) and max(h.words for h in hits) >= floor


def by_words(case: Case, turn: Turn, room: Room) -> Result | None:
    """An answer by the document's own words alone, None where they are not close enough."""
    if case.vehicle is None:
        return None
    found = in_context(case, turn, room)
    if found:
        return found
    named = methods_named(case, turn.text, room)
    if named and not turn.intent.startswith("out_g"):
        return from_document(case, turn.text, dict(turn.ranking), room)
    hits = room.finder.sections(turn.text, dict(turn.ranking), case.vehicle)
    best = max(hits, key=lambda h: h.words, default=None)
    if best is None or best.words < STRONG_WORDS:
        return None
    return from_section(case, room.library.section(best.section), turn.text, room)


def in_context(case: Case, turn: Turn, room: Room) -> Result | None:
    """A short question about the section that is talked about: "what size are they"."""
    context = case.job.section or case.job.topic
    if context is None:
        return None
    section = room.library.section(context)
    short = len(turn.text.split()) <= FOLLOW_UP_WORDS
    text = f"{next(iter(section.called), section.title)}: {turn.text}" if short else turn.text
    if room.finder.best_line(section, text)[1] < (IN_CONTEXT if short else STRONG_WORDS):
        return None
    return from_section(case, section, text, room)


def methods_named(case: Case, text: str, room: Room) -> list[str]:
    """The methods of the car's plans that a message names by one of the words people have for them."""
    if case.vehicle is None:
        return []
    document = room.library.document(case.vehicle)
    planned = dict.fromkeys(m for plan in document.plans for group in plan.methods for m in group)
    return [m for m in planned if room.finder.names(room.library.section(m), text)]


def first_methods(case: Case, room: Room) -> tuple[str, ...]:
    """The methods that a plan would propose now, best first."""
    document = room.library.document(case.vehicle or "")
    plan = choose_plan(document, case.job)
    return apply_plan(plan, room.library, case.job).sections if plan else ()


def is_method(case: Case, section: str, room: Room) -> bool:
    """Whether a plan of the car names the section."""
    plans = room.library.document(case.vehicle or "").plans
    return any(section in group for plan in plans for group in plan.methods)


def explain_trouble(case: Case, turn: Turn, room: Room) -> tuple[Case, Outcome] | None:
    """A line of the open method for the very trouble that is told ("if the seatback is stuck ..."), each only once."""
    named = methods_named(case, turn.text, room)
    sections = [s for s in (*named, case.job.section or case.job.topic) if s]
    for section in map(room.library.section, dict.fromkeys(sections)):
        found = room.finder.trouble(section, turn.text)
        if found is not None and found.number not in case.job.hints:
            break
    else:
        return None
    step = next((s.number for s in section.steps if found in s.lines), case.job.step)
    hinted = case.with_job(hints=(*case.job.hints, found.number), section=section.id, step=step, topic=section.id)
    return replace(hinted, pending=None), Answer(section.id, _around(section, found), "hint")


def _around(section: Section, line: Line) -> tuple[Line, ...]:
    return next((s.lines for s in section.steps if line in s.lines), (line,))


def _beside(case: Case, section: Section, room: Room) -> list[Section]:
    """The car's other sections that suit its body."""
    sections = room.library.document(section.document).sections
    return [s for s in sections if s.kind != "help" and fits_body(s, case.job.known)]


def _remember_topic(case: Case, section: Section) -> Case:
    return case if case.job.section else case.with_job(topic=section.id)


def _fact_after(case: Case, section: Section) -> str | None:
    """A fact that an answer closes by asking for; procedures ask at their first step instead."""
    if section.kind == "procedure" or case.job.section:
        return None
    return cursor.fact_wanted(section, case)


def _about(case: Case, text: str, room: Room) -> set[str]:
    """The sections that the conversation is about: open, answered from last, first of the plan, or named now."""
    job = case.job
    present = job.section or job.topic or next(iter(job.plan), None)
    return {section for section in (present, *methods_named(case, text, room)) if section}


def _declares(room: Room, document: str | None, topic: str) -> bool:
    return any(topic in s.topics for s in room.library.document(document or "").sections)


def _is_tie(hits: list[Hit]) -> bool:
    return len(hits) > 1 and hits[0].topics == 0.0 and hits[0].score - hits[1].score < TIE


def _stated_gap(section: Section, text: str, room: Room) -> Line | None:
    line, likeness = room.finder.best_line(section, text)
    return line if line is not None and line.role == "gap" and likeness >= GAP_LIKENESS else None


__all__ = ["answer", "ask", "ask_vehicle", "by_words", "list_tools", "out_of_scope", "warn"]
