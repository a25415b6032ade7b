"""Questions in the document's own words, or about what is talked about, that were read as something else."""

from __future__ import annotations

from bot.adviser.evidence import about, methods_named
from bot.adviser.moves import Result, Room
from bot.adviser.outside import in_context
from bot.adviser.questions import from_section
from bot.guide.case import Case
from bot.guide.triage import fits_body
from bot.guide.turn import Turn
from bot.language.clauses import follows_up, is_question

# A question this like a line of the document is a question for that line, though it was read as a trouble; read as
# something outside it needs less. Chosen on held-out messages: troubles in the form of a question reach 0.61.
TROUBLES, NEAR_TROUBLE = ("symptom_", "it_failed", "ask_release_failed", "inform_"), 0.64
OUTSIDE, NEAR_OUTSIDE = ("out_car",), 0.68
OTHERS, NEAR_OTHER = ("nlu_", "ask_options", "ask_source", "help"), 0.53
# A question read as one of these with less certainty may be about what is talked about.
DOUBTFUL = (
    "out_",
    "shop_",
    "nlu_",
    "step_done",
    "next_step",
    "ask_source",
    "help",
    "inform_",
    "previous_step",
)
UNSURE = 0.55
# A fact told in the form of a question, with a method's name in it, needs more certainty to be no question.
UNSURE_FACT = 0.7


def asked_in_other_words(case: Case, turn: Turn, room: Room) -> Result | None:
    """An answer to such a question; None for all else."""
    if case.foreign or case.vehicle is None or (case.pending is not None and case.pending.about == "vehicle"):
        return None
    if not (is_question(turn.text) or follows_up(turn.text)):
        return None
    return _near_a_line(case, turn, room) or _about_what_is_talked_of(case, turn, room)


def _near_a_line(case: Case, turn: Turn, room: Room) -> Result | None:
    floors = ((TROUBLES, NEAR_TROUBLE), (OTHERS, NEAR_OTHER), (OUTSIDE, NEAR_OUTSIDE))
    least = next((floor for intents, floor in floors if turn.intent.startswith(intents)), None)
    if least is None:
        return None
    sections = room.library.document(case.vehicle or "").sections
    fitting = [s for s in sections if fits_body(s, case.job.known)]
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
