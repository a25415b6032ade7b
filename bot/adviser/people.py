"""Moves around people: greeting, help, hand-off, contact, the shop, danger, refusal."""

from __future__ import annotations

from dataclasses import replace

from bot.adviser import walking
from bot.adviser.moves import Result, Room
from bot.guide import cursor, diagnosis
from bot.guide.case import Case, Pending
from bot.guide.outcome import Ask, Emergency, HandOff, NotCovered, Refuse, Talk, Unclear
from bot.guide.turn import Turn


def greet(case: Case, turn: Turn, room: Room) -> Result:
    """Says hello; a car that is named at once is taken in."""
    if turn.vehicle.document and not case.job.section:
        return replace(case, pending=Pending(about="symptom")), Ask("symptom")
    return case, Talk("greet")


def small_talk(case: Case, turn: Turn, room: Room) -> Result:
    """Answers thanks, goodbyes and the like; what is open stays open."""
    return case, Talk(turn.intent.replace("_", "-"))


def vent(case: Case, turn: Turn, room: Room) -> Result:
    """Meets anger with understanding, and asks what happens."""
    return case, Unclear("talk_vent")


def help_(case: Case, turn: Turn, room: Room) -> Result:
    """Says what can be done here."""
    return case, Talk("help")


def cite_source(case: Case, turn: Turn, room: Room) -> Result:
    """Says where the words come from."""
    return case, Talk("source")


def hand_off(case: Case, turn: Turn, room: Room) -> Result:
    """Hands over at once, with everything tried so far."""
    return cursor.hand_off(case, room.library)


def take_contact(case: Case, turn: Turn, room: Room) -> Result:
    """Notes how the person can be reached; without a ticket one is issued."""
    if case.ticket is None:
        return cursor.hand_off(case, room.library)
    return replace(case, pending=None), HandOff(lead="contact_noted")


def shop_matter(case: Case, turn: Turn, room: Room) -> Result:
    """What the shop has filled in about itself; the rest is for a person."""
    return case, NotCovered("topic", matter="not_covered_shop")


def emergency(case: Case, turn: Turn, room: Room) -> Result:
    """Danger outranks whatever is open and stays until it is said to be over."""
    return replace(case, danger=turn.intent), Emergency(turn.intent)


def danger_over(case: Case, turn: Turn, room: Room) -> Result:
    """Ends the emergency; the open step is offered, not opened."""
    case = replace(case, danger=None)
    if case.job.section:
        return replace(case, pending=Pending(about="resume", then="resume")), Ask(
            "resume", lead="danger_over"
        )
    if case.vehicle is None:
        asked, outcome = diagnosis.ask(case, "vehicle")
        return asked, replace(outcome, lead="danger_over") if isinstance(outcome, Ask) else outcome
    return replace(case, pending=Pending(about="symptom")), Ask("symptom", lead="danger_over")


def refuse(case: Case, turn: Turn, room: Room) -> Result:
    """No help with a car whose owner does not know."""
    return replace(case.with_job(section=None, step=0), pending=None, refused=True), Refuse()


def other_language(case: Case, turn: Turn, room: Room) -> Result:
    """One sentence that replies are in English."""
    return case, Unclear("unclear_language")


def previous_step(case: Case, turn: Turn, room: Room) -> Result:
    """One step back."""
    return cursor.backward(case, room.library)


def repeat_step(case: Case, turn: Turn, room: Room) -> Result:
    """The present step once more, or the question that is open."""
    if (
        case.pending
        and not case.job.section
        and case.pending.about in ("vehicle", "power", "body", "symptom")
    ):
        return case, Ask(case.pending.about, case.pending.options)
    return cursor.again(case)


def restart(case: Case, turn: Turn, room: Room) -> Result:
    """From the beginning."""
    return cursor.restart(case)


def stop(case: Case, turn: Turn, room: Room) -> Result:
    """Closes what is open."""
    return cursor.stop(case)


def undo(case: Case, turn: Turn, room: Room) -> Result:
    """Takes the last move back; where none was made, "no" after a way was told says that it failed."""
    moved, outcome = cursor.take_back(case)
    if isinstance(outcome, Talk) and case.vehicle and (case.job.topic or case.job.plan):
        return walking.it_failed(case, turn, room)
    return moved, outcome


def resume(case: Case, turn: Turn, room: Room) -> Result:
    """Back to the open step, or to the method that was closed last."""
    if case.job.section:
        return cursor.again(case)
    before = case.taken_back()
    if before and before.job.section and before.vehicle == case.vehicle and not case.job.solved:
        return cursor.take_back(case)
    if case.vehicle is None or case.job.solved:
        return case, Talk("greet")
    topic = case.job.topic
    if topic and cursor.is_walkable(case.job, room.library, topic):
        return cursor.open_section(case.remembering(), room.library, topic)
    return (
        diagnosis.show_plan(case, room.library) if case.job.plan else diagnosis.diagnose(case, room.library)
    )


def attachment(case: Case, turn: Turn, room: Room) -> Result:
    """Says honestly that a photo, a voice note or the like is noted, but not looked at."""
    kind = next(iter(turn.said("attachment")), "other")
    return case, Unclear(f"attachment_{kind}")
