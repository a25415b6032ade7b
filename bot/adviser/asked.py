"""Questions in the document's own words, or about what is talked about, that were read as something else."""

from __future__ import annotations

from dataclasses import replace

from bot.adviser.evidence import about, methods_named
from bot.adviser.moves import Result, Room
from bot.adviser.outside import in_context
from bot.adviser.questions import from_document, from_section
from bot.guide import cursor
from bot.guide.case import Case
from bot.guide.triage import fits_body
from bot.guide.turn import Turn
from bot.language.clauses import asks_why, follows_up, is_question

# A question this like a line of the document is a question for that line, though it was read as a trouble; read as
# something outside it needs less. Chosen on held-out messages: troubles in the form of a question reach 0.61.
TROUBLES, NEAR_TROUBLE = ("symptom_", "it_failed", "ask_release_failed", "inform_"), 0.64
# Who asks why, after a first answer, wants no other way to open it.
NEAR_WHY = 0.45
OUTSIDE, NEAR_OUTSIDE = ("out_car",), 0.68
OTHERS, NEAR_OTHER = ("nlu_", "ask_options", "ask_source", "help"), 0.53
# A question read as one of these with less certainty may be about what is talked about.
DOUBTFUL = (
    "out_",
    "shop_",
    "nlu_",
    "step_done",
    "ask_source",
    "help",
    "inform_",
)
# What may only name another car, in a message of at most so many words.
ONLY_THE_CAR, MOST_WORDS = ("inform_vehicle", "ask_model_coverage"), 7
# Readings by which words without a matter ask what is on offer, and how likely they must be together.
ON_OFFER = ("help", "next_step", "walk_through", "ask_options", "start_over")
ASKS_ON = 0.3
UNSURE = 0.55
# A fact told in the form of a question, with a method's name in it, needs more certainty to be no question.
UNSURE_FACT = 0.7


def asked_in_other_words(case: Case, turn: Turn, room: Room) -> Result | None:
    """An answer to such a question; None for all else."""
    if case.foreign or case.vehicle is None or (case.pending is not None and case.pending.about == "vehicle"):
        return None
    if not (is_question(turn.text) or follows_up(turn.text)):
        return None
    again = _again_for_another_car(case, turn, room)
    if again:
        return again
    if not room.finder.has_matter(turn.text):
        return _what_to_do(case, turn, room) or _about_what_is_talked_of(case, turn, room)
    return _near_a_line(case, turn, room) or _about_what_is_talked_of(case, turn, room)


def _again_for_another_car(case: Case, turn: Turn, room: Room) -> Result | None:
    """What was asked last, now of the car that is named ("and the quattroporte?")."""
    last = case.question
    if last is None or case.vehicle in (None, last.vehicle) or turn.vehicle.document != case.vehicle:
        return None
    if not turn.intent.startswith(ONLY_THE_CAR) or len(turn.text.split()) > MOST_WORDS:
        return None
    return from_document(replace(case, pending=None), last.text, dict(last.topics), room)


def _what_to_do(case: Case, turn: Turn, room: Room) -> Result | None:
    """Words that ask for nothing in particular ("where do i start") mean what is on offer; None where nothing is."""
    asks_what_is_on = sum(turn.probability(intent) for intent in ON_OFFER) >= ASKS_ON
    return cursor.forward(case, room.library) if asks_what_is_on and case.job.plan else None


def _near_a_line(case: Case, turn: Turn, room: Room) -> Result | None:
    floors = ((TROUBLES, NEAR_TROUBLE), (OTHERS, NEAR_OTHER), (OUTSIDE, NEAR_OUTSIDE))
    least = next((floor for intents, floor in floors if turn.intent.startswith(intents)), None)
    if least is None:
        return None
    sections = room.library.document(case.vehicle or "").sections
    fitting = [s for s in sections if fits_body(s, case.job.known)]
    if least == NEAR_TROUBLE and asks_why(turn.text) and (case.job.topic or case.job.plan):
        least, fitting = NEAR_WHY, [s for s in fitting if s.kind == "explanation"]
    section, likeness = room.finder.nearest(fitting, turn.text, about(case, turn.text, room))
    return from_section(case, section, turn.text, room) if section and likeness >= least else None


def _about_what_is_talked_of(case: Case, turn: Turn, room: Room) -> Result | None:
    p = turn.probability(turn.intent)
    named = next(iter(methods_named(case, turn.text, room)), None)
    least = UNSURE_FACT if named and turn.intent.startswith("inform_") else UNSURE
    if not turn.intent.startswith(DOUBTFUL) or p >= least:
        return None
    if named:
        return from_section(case, room.library.section(named), turn.text, room)
    return in_context(case, turn, room)
