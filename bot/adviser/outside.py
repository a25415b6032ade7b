"""What no topic covers: nothing is served, unless the document or what is talked about speaks of it."""

from __future__ import annotations

from bot.adviser import questions
from bot.adviser.evidence import LIKELY_WORDS, STRONG_WORDS, about, asking, methods_named
from bot.adviser.moves import Result, Room
from bot.adviser.questions import UNSURE, from_document, opened_or_told
from bot.guide.case import Case
from bot.guide.outcome import NotCovered
from bot.guide.turn import Turn
from bot.language.clauses import follows_up, is_question

# Questions among the readings weigh against what is outside from this share of it.
ASKED_SHARE = 0.7
# A line this like the question is asked for, where questions are so much likelier readings than what is outside.
NEAR, SURELY_ASKED = 0.53, 2.0
# What was not understood at all is rather taken for a question about what is talked of than left without an answer.
NOT_UNDERSTOOD = 0.3
# Of sections that are about as like a message, what is talked of is taken.
TALKED_OF = 0.2
CERTAIN = 0.85


def out_of_scope(case: Case, turn: Turn, room: Room) -> Result:
    """Nothing is served, unless the car's document speaks of it in nearly the same words."""
    if case.foreign:
        return case, NotCovered(case.foreign)
    if turn.intent == "out_prompt":
        return case, NotCovered("topic", matter="not_covered_prompt")
    is_asked = is_question(turn.text) or follows_up(turn.text)
    if turn.intent == "out_general" and turn.probability("out_general") < CERTAIN and is_asked:
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
        near = room.finder.nearest(room.library.document(case.vehicle).sections, turn.text)[1]
        if hits and (
            hits[0].words >= LIKELY_WORDS or (near >= NEAR and asking(turn) > SURELY_ASKED * outside)
        ):
            return from_document(case, turn.text, dict(turn.ranking), room)
    return by_words(case, turn, room) or (case, NotCovered("topic"))


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
    talked_of = about(case, turn.text, room)
    hits = room.finder.sections(turn.text, dict(turn.ranking), case.vehicle)
    best = max(hits, key=lambda h: h.words + (TALKED_OF if h.section in talked_of else 0.0), default=None)
    if best is None or best.words < STRONG_WORDS:
        return None
    return opened_or_told(case, room.library.section(best.section), turn.text, room)


def in_context(case: Case, turn: Turn, room: Room) -> Result | None:
    """A question about the section that is talked about: "what size are they"."""
    guessed = turn.intent.startswith("nlu_") and is_question(turn.text)
    return questions.in_context(case, turn.text, room, NOT_UNDERSTOOD if guessed else None)
