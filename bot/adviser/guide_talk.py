"""The talk while a guide is open: along its steps, questions about it, on to another guide."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from bot.adviser import guide_answers, questions
from bot.adviser.besides import take_in
from bot.adviser.moves import Move, Result, Room
from bot.adviser.rooms import Rooms
from bot.guide import cursor
from bot.guide.case import Case
from bot.guide.outcome import Ask, HandOff, NotCovered, ShowStep, Unclear
from bot.guide.turn import Turn, VehicleSaid
from bot.language.clauses import follows_up, is_question
from bot.search.catalogue import Found, Verdict
from bot.search.catalogue.naming import Naming
from bot.search.catalogue.steps import asks_detail

# Words that say where to go in a procedure, and what is common to all documents.
MOVES = (
    "next_step", "step_done", "previous_step", "repeat_step", "all_steps", "it_worked", "it_failed", "other_method",
    "no_tool", "affirm", "deny", "cancel", "start_over", "undo", "resume", "greet", "help", "ask_source", "choose",
)  # fmt: skip
MOVING = ("next_step", "step_done", "it_worked", "it_failed", "help", "affirm", "ask_source")
CERTAIN = 0.75  # that a question only moves along
# A line must be this like a message to answer it, and this like it to come before another guide.
ASKED, TOLD, NEAR = 0.3, 0.4, 0.6
# A trouble of the documents with plans is heard beside an open guide from this certainty on.
TROUBLES, SURE = ("symptom_",), 0.6
QUESTIONS = ("ask_",)
# Words about force are met with a warning where a wish for it is at least hinted at.
FORCE, HINTED, CERTAIN_FORCE = "unsafe_force", 0.15, 0.5
GIVEN_UP = ("it_failed", "other_method", "no_tool", "deny")


class Finding(Protocol):
    """Finds guides."""

    @property
    def rooms(self) -> Rooms:
        """Where things are looked up."""

    def find(self, text: str, vehicle: str | None = None) -> Verdict:
        """The catalogue's verdict."""

    def context(self, case: Case) -> str | None:
        """The vehicle that is talked about."""

    def serve(self, case: Case, said: Turn, turn: Turn, text: str, verdict: Verdict) -> Result | None:
        """What a verdict leads to."""

    def open(self, case: Case, turn: Turn, text: str, found: Found, others: tuple[str, ...] = ()) -> Result:
        """Turns to a guide."""


def go_on(case: Case, said: Turn, turn: Turn, move: Move, named: Naming, guides: Finding) -> Result | None:
    """What a message means beside an open guide; None where it is for the documents with plans."""
    room = guides.rooms.of_guide(case.vehicle or "")
    said, turn = replace(said, vehicle=VehicleSaid()), replace(turn, vehicle=VehicleSaid())
    case = take_in(case, said, turn, room)
    if _may_be_unsafe(turn):
        return questions.warn(case, replace(turn, intent=FORCE), room)
    if _is_of_parked(case, turn, guides, room):
        return None
    if turn.intent.startswith(MOVES) and not _may_ask(turn):
        return _or_next_guide(case, turn, move(case, turn, room), guides)
    if turn.intent == guide_answers.WALK and named.status != "foreign":
        return _walk(case, said, turn, guides, room)
    if guide_answers.asks_tools(turn) and named.status != "foreign":
        listed = guide_answers.tools(case, said.text, room)
        if listed:
            return listed
    return _answer(case, said, turn, named, guides, room) or _no_answer(case, turn, move, named, room)


def _may_be_unsafe(turn: Turn) -> bool:
    """Whether a question about force may well be a wish for it."""
    unsafe = sum(p for intent, p in turn.ranking if intent.startswith("unsafe_"))
    return unsafe >= HINTED and unsafe + turn.probability("ask_forcing") >= CERTAIN_FORCE


def _is_of_parked(case: Case, turn: Turn, guides: Finding, room: Room) -> bool:
    """Whether a message is about a part that the guide never mentions, beside work on one with plans that was left."""
    parts = turn.said("part")
    if not parts or all(guides.rooms.is_guide(name) for name, _ in case.parked):
        return False
    sections = [section for document in room.library.documents for section in document.sections]
    return not any(room.finder.mentions(section, part) for section in sections for part in parts)


def _may_ask(turn: Turn) -> bool:
    """Whether words that seem to move along are rather a question."""
    is_moving = turn.intent in MOVING
    asks = is_question(turn.text) or follows_up(turn.text)
    return is_moving and asks and turn.probability(turn.intent) < CERTAIN


def _answer(case: Case, said: Turn, turn: Turn, named: Naming, guides: Finding, room: Room) -> Result | None:
    """An answer from the open guide, or from the one that a message is for."""
    if named.status == "foreign":
        return case, NotCovered("vehicle")
    verdict = guides.find(said.text, guides.context(case))
    mine = next((one for one in verdict.found if one.document == case.vehicle), None)
    is_mine = mine is not None and (mine is verdict.found[0] or verdict.kind != "section")
    section, line, likeness = guide_answers.nearest(case, said.text, room)
    is_detail = mine is not None and mine.step is not None and asks_detail(said.text)
    if mine and is_mine and (is_detail or not case.job.section):
        return guide_answers.answer(case, turn, said.text, mine, room)
    if mine and is_mine and room.finder.is_general(room.library.section(mine.section), said.text):
        return cursor.again(case)
    if not is_mine and likeness < NEAR:
        served = guides.serve(case, said, turn, said.text, verdict)
        if served:
            return served
    asks = is_question(said.text) or follows_up(said.text)
    if section and line and likeness >= (ASKED if asks else TOLD) and not _is_of_others(turn, likeness):
        return guide_answers.from_line(case, section, line, said.text, room)
    return guide_answers.answer(case, turn, said.text, mine, room) if mine and is_mine else None


def _is_of_others(turn: Turn, likeness: float) -> bool:
    """Whether a message is surely about a trouble of the documents with plans."""
    return turn.intent.startswith(TROUBLES) and turn.probability(turn.intent) >= SURE and likeness < NEAR


def _no_answer(case: Case, turn: Turn, move: Move, named: Naming, room: Room) -> Result | None:
    """What follows where the open guide says nothing of it."""
    if turn.intent.startswith((*TROUBLES, *QUESTIONS)) and turn.probability(turn.intent) >= SURE:
        return None
    if turn.intent.startswith(MOVES):
        return move(case, turn, room)
    if turn.intent.startswith("inform_"):
        return cursor.again(case) if case.job.section else (case, Ask("symptom"))
    if turn.intent.startswith("out_") or is_question(turn.text):
        return case, NotCovered("topic")
    return case, Unclear()


def _walk(case: Case, said: Turn, turn: Turn, guides: Finding, room: Room) -> Result:
    """Step by step: through what a message asks for, else through what is talked about."""
    verdict = guides.find(said.text, guides.context(case))
    if verdict.kind == "section" and verdict.found[0].document != case.vehicle:
        served = guides.serve(case, said, turn, said.text, verdict)
        if served:
            return served
    if case.job.section:
        return cursor.again(case)
    topic = case.job.topic
    main = guide_answers.main_procedure(room)
    is_walkable = bool(topic) and cursor.is_walkable(case.job, room.library, topic or "")
    target = topic if is_walkable else main.id if main else None
    if target is None:
        return case, NotCovered("topic")
    return cursor.open_section(replace(case.remembering(), pending=None), room.library, target)


def _or_next_guide(case: Case, turn: Turn, result: Result, guides: Finding) -> Result:
    """Where a guide did not help, the next one that the search had beside it, before a person takes over."""
    failed, outcome = result
    rest = [section for section in case.job.offered if guides.rooms.library.holds(section)]
    if not isinstance(outcome, HandOff) or not turn.intent.startswith(GIVEN_UP) or not rest:
        return result
    document = guides.rooms.library.section(rest[0]).document
    silent = replace(turn, ranking=())
    moved, shown = guides.open(failed, silent, "", Found(document, rest[0], 1.0), tuple(rest[1:]))
    moved = moved.with_job(tried=tuple(dict.fromkeys((*failed.job.tried, *moved.job.tried))))
    return moved, replace(shown, lead="next_method") if isinstance(shown, ShowStep) else shown
