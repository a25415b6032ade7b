"""What is needed: for the open method, for the car's list of tools, or for the method that fits the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.adviser import questions
from bot.adviser.evidence import first_methods, methods_named
from bot.adviser.moves import Result, Room
from bot.guide.case import Case
from bot.guide.outcome import Answer, NotCovered
from bot.guide.turn import Turn


def list_tools(case: Case, turn: Turn, room: Room) -> Result:
    """What is needed: for the open method, for the car's list of tools, or for the method that fits the question."""
    if case.foreign:
        return case, NotCovered(case.foreign)
    if case.vehicle is None:
        return questions.ask_vehicle(case, turn, dict(turn.ranking), then="tools")
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
        return questions.from_section(replace(case, pending=None), listed, text, room)
    hits = room.finder.sections(text, topics, case.vehicle)
    needy = [room.library.section(h.section) for h in hits if room.library.section(h.section).needs]
    named = [room.library.section(s) for s in methods_named(case, text, room)]
    on_offer = [
        room.library.section(s) for s in (case.job.topic, *case.job.plan, *first_methods(case, room)) if s
    ]
    chosen = next((s for s in (*named, *on_offer, *needy) if s.needs), None)
    if chosen is None:
        return case, NotCovered("topic")
    return questions.remember_topic(replace(case, pending=None), chosen), Answer(chosen.id, chosen.needs)
