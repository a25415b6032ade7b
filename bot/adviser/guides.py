"""Guides, which are documents without plans: the messages that go to them, before or after the documents with plans."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from bot.adviser import guide_answers, guide_talk
from bot.adviser.guide_vehicles import fits, is_general, is_named, names_only, noted, talked_about
from bot.adviser.moves import Move, Result
from bot.adviser.rooms import Rooms
from bot.guide import cursor
from bot.guide.case import Case, Pending, Question
from bot.guide.facts import OTHER_CAR_IS_DONOR
from bot.guide.outcome import Ask, Choose, NotCovered, Outcome, Talk, Unclear, Warn
from bot.guide.turn import Turn
from bot.language.clauses import follows_up, is_question
from bot.search.catalogue import Found, Verdict
from bot.search.catalogue.naming import Naming
from bot.search.catalogue.steps import asks_detail

GUIDE = "guide"  # what a question back to a person is for
# What is never a matter for a guide.
ALONE = (
    "emergency_", "danger_over", "break_in", "request_human", "give_contact", "shop_", "out_prompt",
    "other_language", "old_button", "attachment", "thanks", "goodbye", "bot_challenge",
)  # fmt: skip
# What is unsafe comes before any guide from this certainty of the whole message on.
UNSAFE, SURELY_UNSAFE = "unsafe_", 0.5
# Readings that go back to another vehicle.
BACK = ("resume", "previous_step", "repeat_step", "inform_vehicle", "start_over")
# Readings of what documents with plans treat: from this certainty on, and this like their words, their question for the
# car comes first.
TREATED, SURE, LIKE_TREATED = ("symptom_", "ask_", "inform_", "walk_through"), 0.5, 0.3
CLOSE, MOST = 0.8, 3  # of the best's certainty: on offer beside it, so many at most
FEW_WORDS = 3  # a talk's word with so few is for nobody's guide
NOT_FREE = ("not_covered_prompt", "not_covered_shop")
UNNAMED = Naming("unnamed")
LOG = logging.getLogger(__name__)
UNREADABLE = "index"  # begins the log of what it raised; a start brings it up to date


@dataclass(frozen=True)
class Guides:
    """Finds guides through the catalogue; keeps nothing between turns."""

    rooms: Rooms

    def first(self, case: Case, said: Turn, turn: Turn, move: Move) -> Result | None:
        """What a message leads to that is for a guide: one that is open, named, or picked; None for all else."""
        if not self.rooms.has_guides:
            return None
        picked = next(iter(turn.said("section")), None)
        if picked:
            return self._picked(case, picked, turn)
        is_open = self.rooms.is_guide(case.vehicle)
        if _is_alone(turn, said):
            return move(case, turn, self.rooms.of_guide(case.vehicle or "")) if is_open else None
        named = self._naming(said.text)
        told = self._vehicle_told(case, said, turn, named)
        if told or turn.vehicle.status in ("covered", "ambiguous") or turn.said("vehicle"):
            return told
        is_donor = case.vehicle is not None and turn.intent in OTHER_CAR_IS_DONOR and not is_open
        found = (
            None if is_donor else self._back(case, said, turn) or self._asked_again(case, said, turn, named)
        )
        if named.status == "named" and not is_donor:
            found = found or self._for_named(case, said, turn, named)
        if found:
            return found
        return guide_talk.go_on(case, said, turn, move, named, self) if is_open else None

    def instead(self, case: Case, said: Turn, turn: Turn, result: Result) -> Result:
        """What a guide has where the documents with plans lead to nothing; `case` is the one before the message."""
        if not self.rooms.has_guides:
            return result
        named = self._naming(said.text)
        is_others = named.status != "unnamed" and turn.vehicle.status not in ("covered", "ambiguous")
        after, outcome = (noted(result[0], said.text) if is_others else result[0]), result[1]
        if _is_alone(turn, said) or not _is_free(outcome, said):
            return after, outcome
        asks_car = isinstance(outcome, Ask)
        if not (asks_car and self._is_treated(said, turn)):
            verdict = self.find(said.text, None if named.status != "unnamed" else self.context(case))
            served = self.serve(case, said, turn, said.text, verdict)
            if served:
                return served
        is_ours = named.status == "named" and not self._names_advised(said.text)
        if is_ours and (asks_car or isinstance(outcome, NotCovered)):
            return replace(noted(case, said.text), foreign=None), NotCovered("topic")
        if asks_car and after.pending and not after.pending.text:
            after = replace(after, pending=replace(after.pending, text=said.text, topics=turn.ranking))
        return after, outcome

    def leave(self, case: Case, turn: Turn) -> Case:
        """Turns from a guide to the documents with plans: to the one that was talked about last, else to none yet."""
        if not self.rooms.is_guide(case.vehicle):
            return replace(case, said=None) if turn.vehicle.document else case
        parked = [name for name, _ in case.parked if not self.rooms.is_guide(name)]
        left = case.aside()
        if turn.vehicle.status != "none":
            return replace(left, said=None)
        if parked:
            return replace(left.for_vehicle(parked[-1]), said=None)
        return replace(left, foreign="vehicle") if case.said else left

    def serve(self, case: Case, said: Turn, turn: Turn, text: str, verdict: Verdict) -> Result | None:
        """What a verdict on a text leads to, None where no guide answers; what a vehicle is, is never guessed."""
        found = [one for one in verdict.found if self.rooms.library.holds(one.section)]
        if verdict.kind == "not-covered" or not found or not self.rooms.is_guide(found[0].document):
            return None
        close = [f for f in found if f.score >= CLOSE * found[0].score and self.rooms.is_guide(f.document)][
            :MOST
        ]
        best = self.rooms.library.document(found[0].document)
        if verdict.kind == "ask-vehicle" or (verdict.vehicle == "unnamed" and not is_general(best)):
            return _ask_vehicle(case, turn, text, close)
        if verdict.kind == "choice" and len(close) > 1:
            pending = Pending(about="choice", then=GUIDE, text=text, topics=turn.ranking)
            return replace(case, pending=pending), Choose(tuple(one.section for one in close))
        return self.open(case, turn, text, close[0], tuple(one.section for one in close[1:]))

    def open(self, case: Case, turn: Turn, text: str, found: Found, others: tuple[str, ...] = ()) -> Result:
        """Turns to a guide and answers from it; `others` are what else may help."""
        returns = case.vehicle != found.document
        turned = replace(case.remembering().for_vehicle(found.document), pending=None)
        asked = (
            Question(found.document, self._naming(text).rest or text, turn.ranking) if text else case.question
        )
        turned = replace(turned.with_job(offered=others, solved=False), question=asked)
        room = self.rooms.of_guide(found.document)
        return guide_answers.answer(turned, turn, text, found, room, returns)

    def find(self, text: str, vehicle: str | None = None) -> Verdict:
        """The catalogue's verdict; an index that cannot be read holds nothing."""
        if self.rooms.catalogue is None:
            return Verdict("not-covered")
        try:
            return self.rooms.catalogue.find(text, vehicle)
        except Exception:  # whatever a broken index raises: nobody is left without a reply
            LOG.exception(UNREADABLE)
            return Verdict("not-covered")

    def context(self, case: Case) -> str | None:
        """The vehicle that is talked about, in words; None where it may be any."""
        return talked_about(case, self.rooms.library)

    def _is_treated(self, said: Turn, turn: Turn) -> bool:
        """Whether a message is surely about what documents with plans treat."""
        if not turn.intent.startswith(TREATED) or turn.probability(turn.intent) < SURE:
            return False
        hits = self.rooms.advised.finder.sections(said.text, {})
        return bool(hits) and max(hit.words for hit in hits) >= LIKE_TREATED

    def _names_advised(self, text: str) -> bool:
        return any(is_named(document, text) for document in self.rooms.advised.library.documents)

    def _naming(self, text: str) -> Naming:
        if self.rooms.catalogue is None:
            return UNNAMED
        try:
            return self.rooms.catalogue.naming(text)
        except Exception:
            LOG.exception(UNREADABLE)
            return UNNAMED

    def _picked(self, case: Case, section: str, turn: Turn) -> Result | None:
        """A button of a guide's section, with the question that was kept for it."""
        library = self.rooms.library
        if not library.holds(section) or not self.rooms.is_guide(library.section(section).document):
            return None
        pending = case.pending if case.pending and case.pending.then == GUIDE else None
        text = pending.text if pending else ""
        asked = replace(turn, ranking=pending.topics or turn.ranking) if pending else turn
        document = library.section(section).document
        found = Found(document, section, 1.0)
        if text:
            verdict = self.find(text, self._name_of(document))
            found = next((one for one in verdict.found if one.section == section), found)
        return self.open(replace(case, said=None), asked, text, found)

    def _name_of(self, document: str) -> str | None:
        return self.context(Case(vehicle=document))

    def _vehicle_told(self, case: Case, said: Turn, turn: Turn, named: Naming) -> Result | None:
        """The answer to the question for the vehicle, with what was kept for it; None where it is none."""
        pending = case.pending
        if pending is None or pending.about != "vehicle" or not pending.text:
            return None
        if turn.intent in ("affirm", "deny") and pending.options:
            if turn.intent == "affirm" and len(pending.options) == 1:
                return self._picked(case, pending.options[0], turn)
            return replace(case, pending=None), NotCovered("vehicle")
        is_advised = turn.vehicle.status == "covered"
        if named.status != "named" or (is_advised and pending.then != GUIDE):
            return (
                self._still_unnamed(case, said, named) if not is_advised and pending.then == GUIDE else None
            )
        if is_question(said.text) and self.find(said.text).kind != "not-covered":
            return None
        told = replace(noted(case, said.text), pending=None)
        kept = replace(turn, intent=_wish(pending), ranking=pending.topics or turn.ranking)
        served = self.serve(told, said, kept, pending.text, self.find(pending.text, said.text))
        if is_advised and turn.vehicle.document:
            told = replace(told.for_vehicle(turn.vehicle.document), said=None)
        return served or (told, NotCovered("topic"))

    def _still_unnamed(self, case: Case, said: Turn, named: Naming) -> Result | None:
        """A vehicle is asked for once: what names none, or one that the library lacks, is not covered."""
        if named.status == "unnamed" and is_question(said.text):
            return None
        return replace(noted(case, said.text), pending=None), NotCovered("vehicle")

    def _for_named(self, case: Case, said: Turn, turn: Turn, named: Naming) -> Result | None:
        """What the library has for a vehicle that a message names, None where that is nothing."""
        told = noted(case, said.text)
        verdict = self.find(said.text)
        if verdict.found and verdict.found[0].document == case.vehicle:
            return None  # more of what is open
        served = self.serve(told, said, turn, said.text, verdict)
        if served:
            return served
        if self.rooms.is_guide(case.vehicle):
            is_open = fits(self.rooms.library.document(case.vehicle or ""), said.text)
            return None if is_open else (case, NotCovered("topic"))
        if names_only(named):
            return replace(told.aside(), pending=Pending(about="symptom", then="plan")), Ask("symptom")
        return None

    def _asked_again(self, case: Case, said: Turn, turn: Turn, named: Naming) -> Result | None:
        """What was asked of a guide last, now of the vehicle that a message names and nothing more."""
        last = case.question
        if last is None or not self.rooms.is_guide(last.vehicle) or not names_only(named):
            return None
        if not (is_question(said.text) or follows_up(said.text) or turn.intent in BACK):
            return None
        if named.status == "foreign":
            return case, NotCovered("vehicle")
        asked = replace(turn, intent="nlu_fallback", ranking=last.topics)
        told = noted(case, said.text)
        return self.serve(told, said, asked, last.text, self.find(last.text, said.text)) or (
            case,
            NotCovered("topic"),
        )

    def _back(self, case: Case, said: Turn, turn: Turn) -> Result | None:
        """Back to a guide that was left for something else, where its vehicle is named."""
        if turn.vehicle.document:
            return None
        library = self.rooms.library
        left = [name for name, _ in reversed(case.parked) if self.rooms.is_guide(name)]
        target = next((name for name in left if is_named(library.document(name), said.text)), None)
        if target is None:
            return None
        if turn.intent not in BACK:
            verdict = self.find(said.text, self._name_of(target))
            if not verdict.found or verdict.found[0].document != target or asks_detail(said.text):
                return None
        back = replace(case.remembering().for_vehicle(target), pending=None, said=None)
        topic = back.job.topic
        if back.job.section or topic is None:
            return cursor.again(back)
        return cursor.open_section(back, library, topic)


def _is_alone(turn: Turn, said: Turn) -> bool:
    """Whether a message is of a kind that no guide is asked about."""
    if turn.intent.startswith(UNSAFE):
        return sum(p for intent, p in said.ranking if intent.startswith(UNSAFE)) >= SURELY_UNSAFE
    return turn.intent.startswith(ALONE)


def _is_free(outcome: Outcome, said: Turn) -> bool:
    """Whether the documents with plans have led to nothing but a question for the car, or to nothing at all."""
    if isinstance(outcome, NotCovered):
        return outcome.section is None and outcome.matter not in NOT_FREE
    if isinstance(outcome, Warn):
        return outcome.section is None
    if isinstance(outcome, Talk):
        return len(said.text.split()) > FEW_WORDS
    if isinstance(outcome, Ask):
        return outcome.about in ("vehicle", "symptom")
    return isinstance(outcome, Unclear) and outcome.matter is None


def _ask_vehicle(case: Case, turn: Turn, text: str, close: list[Found]) -> Result:
    options = tuple(one.section for one in close)
    pending = Pending(about="vehicle", then=GUIDE, text=text, topics=turn.ranking, options=options)
    return replace(case, pending=pending), Ask("vehicle", options)


def _wish(pending: Pending) -> str:
    return max(pending.topics, key=lambda one: one[1])[0] if pending.topics else "nlu_fallback"
