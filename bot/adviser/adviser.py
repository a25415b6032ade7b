"""The adviser: reads a message, makes one move, and hands out one card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.adviser import people
from bot.adviser.asked import asked_in_other_words
from bot.adviser.besides import take_in
from bot.adviser.expectation import hear
from bot.adviser.guides import Guides
from bot.adviser.matters import (
    BREAK_IN,
    GRAVE,
    WISHES,
    main_matter,
    outside_first,
    says_that_it_is_over,
    unsafe_first,
    without_an_end,
    without_doubtful_gravity,
)
from bot.adviser.moves import Move, Room
from bot.adviser.reading import read
from bot.adviser.readings import fitted, weigh
from bot.adviser.rooms import Rooms
from bot.guide.case import Case, Job, Pending
from bot.guide.cursor import step_count
from bot.guide.outcome import Ask, Emergency, HandOff, Outcome, Refuse
from bot.guide.turn import Turn
from bot.library.model import Library
from bot.library.place import Place
from bot.library.shelf import Shelf
from bot.reply import Card, Phrases
from bot.reply.compose import Composer, Shop
from bot.search.catalogue import Encoder, open_catalogue

# After this silence (seconds) a person is asked whether to go on where they were.
LONG_SILENCE = 3 * 3600.0
# Words that say where to go in a procedure: after a long silence these first meet the question whether to go on.
MOVING_ON = ("next_step", "step_done", "greet", "affirm", "previous_step", "repeat_step", "help")
# Only somebody who tells of a car in trouble, or begins anew, is listened to again after a refusal.
ENDS_REFUSAL = ("symptom_", "inform_", "emergency_", "danger_over", "start_over", "request_human", "choose")
OUTRANKING = ("emergency_", "danger_over", "break_in", "request_human", "give_contact")

TicketDesk = Callable[[Case, Turn, HandOff], int]


@dataclass(frozen=True)
class Advice:
    """What a turn came to: the new case, the outcome, and the card that shows it."""

    case: Case
    turn: Turn
    outcome: Outcome
    card: Card


class Adviser:
    """Leads through the library; holds no conversation's state."""

    def __init__(
        self,
        shelf: Shelf,
        encoder: Encoder,
        phrases: Phrases,
        shop: Shop,
        place: Place | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        """Takes the shelf, the encoder, the phrases, what the shop says of itself; guides are found in a place's index.

        `weights` are those of readings (`readings.py`), the fitted ones where none are given.
        """
        self._rooms = Rooms(shelf, encoder, open_catalogue(place, encoder) if place else None)
        self._guides = Guides(self._rooms)
        self._phrases = phrases
        self._shop = shop
        self._weights = fitted() if weights is None else weights

    @property
    def room(self) -> Room:
        """The documents with plans and their search as they are now; a changed document is taken up here."""
        return self._rooms.advised

    def room_of(self, document: str | None) -> Room:
        """The room of the documents with plans, or of the guide that is named."""
        return self._rooms.of_guide(document or "") if self._rooms.is_guide(document) else self.room

    @property
    def library(self) -> Library:
        """All documents as they are now."""
        return self._rooms.library

    def advise(
        self, move: Move, case: Case, message: Mapping[str, Any], now: float, open_ticket: TicketDesk
    ) -> Advice:
        """One turn: what was read, the move, the card. `now` is in seconds; `open_ticket` issues a ticket's number."""
        room = self.room
        case = on_the_shelf(case, self.library)
        current = None if self._rooms.is_guide(case.vehicle) else case.vehicle
        turn = read(message, room.library, room.words, current or case.near)
        turn = replace(turn, mentions={**turn.mentions, "sign": room.finder.signs(turn.text)})
        silence = now - case.at if case.at else 0.0
        case, outcome = self._move(move, replace(case, at=now), turn, room, silence)
        if isinstance(outcome, HandOff):
            case = replace(case, ticket=open_ticket(case, turn, outcome))
        card = Composer(self.library, self._phrases, self._shop).card(outcome, case)
        return Advice(case, turn, outcome, card)

    def _move(self, move: Move, case: Case, turn: Turn, room: Room, silence: float) -> tuple[Case, Outcome]:
        turn = weigh(case, turn, self.room_of(case.vehicle), self._weights)
        said = turn if case.danger else without_an_end(turn)
        if not (case.refused and said.intent == BREAK_IN):
            said = outside_first(unsafe_first(without_doubtful_gravity(said, is_led(case))))
        main = main_matter(said)
        turn, move = hear(case, main)
        outranks = turn.intent.startswith(OUTRANKING)
        if case.danger and says_that_it_is_over(said):
            case = replace(case, danger=None) if turn.intent.startswith(WISHES) else case
            move = move if turn.intent.startswith(WISHES) else people.danger_over
        elif case.danger and not outranks:
            return case, Emergency(case.danger)
        if silence > LONG_SILENCE and case.job.section and turn.intent in MOVING_ON:
            return replace(case, pending=Pending(about="resume", then="resume")), Ask("resume")
        if case.refused and not turn.intent.startswith(ENDS_REFUSAL):
            return case, Refuse()
        case = replace(case, refused=False)
        return self._guides.first(case, said, turn, move) or self._advised(case, said, turn, move, room)

    def _advised(self, case: Case, said: Turn, turn: Turn, move: Move, room: Room) -> tuple[Case, Outcome]:
        """What the documents with plans have for a message, or a guide where they have nothing."""
        before = case = self._guides.leave(case, turn)
        if not turn.intent.startswith(GRAVE):
            case = take_in(case, said, turn, room)
        result = asked_in_other_words(case, turn, room) or move(case, turn, room)
        return self._guides.instead(before, said, turn, result)


def is_led(case: Case) -> bool:
    """Whether a person has been led into a car's trouble already."""
    return case.vehicle is not None and bool(case.job.plan or case.job.section or case.job.topic)


def on_the_shelf(case: Case, library: Library) -> Case:
    """Drops from a case what a document that has left the shelf (or lost sections) no longer holds."""
    parked = tuple((name, job) for name, job in case.parked if library.holds(name) and _holds(library, job))
    case = replace(case, parked=parked) if parked != case.parked else case
    if (case.vehicle is None or library.holds(case.vehicle)) and _holds(library, case.job):
        return case
    return Case(ticket=case.ticket, at=case.at, danger=case.danger)


def _holds(library: Library, job: Job) -> bool:
    """Whether all that a work names is in the library."""
    tried = (t.section for t in job.tried)
    named = {job.section, job.topic, *job.plan, *job.offered, *tried} - {None}
    is_whole = all(library.holds(str(section)) for section in named)
    return is_whole and (job.section is None or job.step <= step_count(library.section(job.section)))
