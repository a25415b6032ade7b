"""Weighs the readings of a message by where the conversation stands: what is likely at a step is not so after a plan.

The classifier sees a message alone. Here each of its likeliest readings gets a score: its log probability, and weights
for what the reading is beside the situation and the words (`features`). A softmax over the scores gives the new
probabilities. `python -m benchmarks.fit_readings` fits the weights on written conversations.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bot.adviser.moves import Room
from bot.adviser.situation import NEW, situation
from bot.guide.case import Case
from bot.guide.turn import Turn
from bot.language.clauses import asks_why, follows_up, is_question
from bot.library.model import Section
from bot.search.reports import Report

WEIGHTS_FILE = Path(__file__).with_name("readings.json")
# So many of a message's likeliest readings are weighed; a message of which none is this likely was not understood.
MOST, LEAST = 15, 0.2
# Weights by which all readings stay as likely as they were.
UNWEIGHED = {"log": 1.0}
LEAST_LOG, LEAST_OF_CLAUSE, USUAL_OF_CLAUSE = 1e-3, 1e-2, 0.1
LATER_TOPIC = 0.9
# Readings that count by themselves; all others count as one of their family.
FAMILIES = ("ask_", "symptom_", "emergency_", "unsafe_", "inform_", "shop_")
SINGLE = frozenset(
    (
        "step_done", "next_step", "it_worked", "it_failed", "other_method", "no_tool", "affirm", "deny", "undo",
        "previous_step", "repeat_step", "all_steps", "walk_through", "resume", "cancel", "start_over", "ask_options",
        "ask_tools", "ask_source", "ask_release_failed", "ask_professional_help", "ask_model_coverage",
        "ask_possible_when_dead", "ask_about_it", "request_human", "give_contact", "out_car", "out_general",
        "out_prompt", "break_in", "vent", "danger_over", "inform_vehicle", "inform_tools", "inform_power_ok", "help",
        "thanks",
    )
)  # fmt: skip
TALK = "talk"
# No situation makes these less likely.
UNMISTAKABLE = ("emergency_", "break_in", "unsafe_", "other_language")
LENGTHS = (1, 3, 6, 12)  # words
MENTIONED = ("tool", "not_tool", "state", "power", "part")

Features = dict[str, float]


@dataclass(frozen=True)
class Scene:
    """What the features of all readings of one message share."""

    where: str
    length: int
    asks: bool
    traits: tuple[str, ...]
    present: Section | None
    is_open: bool
    likeness: Mapping[str, float]
    report: Report | None
    told: Report | None
    has_trouble: bool
    asked: Mapping[str, float]
    of_clauses: Mapping[str, float]


def weigh(case: Case, turn: Turn, room: Room, weights: Mapping[str, float]) -> Turn:
    """The turn with the probabilities that its readings have here.

    It stays as it is where it was not understood at all, where nothing was said before, and where it tells of a
    danger or an unsafe wish.
    """
    if len(turn.ranking) < 2 or turn.ranking[0][1] < LEAST or turn.intent.startswith(UNMISTAKABLE):
        return turn
    if situation(case, room.library) == NEW:
        return turn
    candidates = [intent for intent, _ in turn.ranking[:MOST]]
    scores = [
        sum(weights.get(name, 0.0) * value for name, value in one.items())
        for one in features(case, turn, room, candidates)
    ]
    highest = max(scores)
    shares = [math.exp(score - highest) for score in scores]
    whole = sum(shares)
    ranking = sorted(
        ((intent, share / whole) for intent, share in zip(candidates, shares, strict=True)),
        key=lambda one: -one[1],
    )
    return replace(turn, intent=ranking[0][0], ranking=tuple(ranking))


def features(case: Case, turn: Turn, room: Room, intents: Iterable[str]) -> list[Features]:
    """What speaks for and against each reading, by name."""
    document = turn.vehicle.document
    case = case.for_vehicle(document) if case.vehicle is None and document else case
    scene = _scene(case, turn, room)
    return [_of_reading(case, turn, room, scene, intent) for intent in intents]


def _scene(case: Case, turn: Turn, room: Room) -> Scene:
    job, finder, library, text = case.job, room.finder, room.library, turn.text
    here = job.section or job.topic or next(iter(job.plan), None)
    present = library.section(here) if here else None
    opened = library.section(job.section) if job.section else None
    report = finder.reports.step(opened, text) if opened and opened.steps else None
    traits = {
        "matterless": not finder.has_matter(text),
        "why": asks_why(text),
        "follows": follows_up(text),
        "car": bool(turn.vehicle.document or turn.vehicle.body or turn.vehicle.year),
        "other car": turn.vehicle.document not in (None, case.vehicle),
        **{label: bool(turn.said(label)) for label in MENTIONED},
    }
    of_clauses: dict[str, float] = {}
    for clause in turn.clauses:
        for intent, p in clause.ranking:
            of_clauses[intent] = max(of_clauses.get(intent, 0.0), p)
    return Scene(
        where=situation(case, library),
        length=sum(len(text.split()) > most for most in LENGTHS),
        asks=is_question(text) or "?" in text,
        traits=tuple(name for name, holds in traits.items() if holds),
        present=present,
        is_open=opened is not None,
        likeness={h.section: h.words for h in finder.sections(text, {}, case.vehicle)}
        if case.vehicle
        else {},
        report=report if report and report.step >= job.step else None,
        told=finder.reports.told(opened, text) if opened and opened.steps else None,
        has_trouble=present is not None and finder.trouble(present, text) is not None,
        asked=dict(case.question.topics) if case.question else {},
        of_clauses=of_clauses,
    )


def kind_of(intent: str) -> str:
    """The name under which a reading is weighed."""
    if intent in SINGLE:
        return intent
    return next((family for family in FAMILIES if intent.startswith(family)), TALK)


def _of_reading(case: Case, turn: Turn, room: Room, scene: Scene, intent: str) -> Features:
    kind = kind_of(intent)
    log = math.log(max(turn.probability(intent), LEAST_LOG))
    found = {
        "log": log,
        kind: 1.0,
        f"{scene.where}|{kind}": 1.0,
        f"length {scene.length}|{kind}": 1.0,
        **{f"{trait}|{kind}": 1.0 for trait in scene.traits},
    }
    if turn.clauses:
        clause = max(scene.of_clauses.get(intent, 0.0), LEAST_OF_CLAUSE)
        found |= {"log_of_clause": math.log(clause / USUAL_OF_CLAUSE), "log_beside_clauses": log}
    if scene.asks:
        found[f"asks|{kind}"] = 1.0
        found |= {f"asks_at_step|{kind}": 1.0} if scene.is_open else {}
    if intent.startswith(("ask_", "unsafe_")):
        found |= _of_question(case, room, scene, intent)
    return found | _of_report(case, scene, kind)


def _of_question(case: Case, room: Room, scene: Scene, intent: str) -> Features:
    """How far a question is one about what is talked of, and in the words of a section that treats it."""
    found = {"asked last": scene.asked.get(intent, 0.0)}
    if scene.present is not None:
        here = _rank(scene.present, intent)
        found["here"] = here
        found |= {"here, open": here} if scene.is_open else {}
        found |= {"here, matterless": here} if "matterless" in scene.traits else {}
        found |= {"here_in_few": here} if scene.length < 2 else {}
    sections = room.library.document(case.vehicle).sections if case.vehicle else ()
    words = max((scene.likeness.get(s.id, 0.0) * _rank(s, intent) for s in sections), default=0.0)
    return found | {"words": words, "words behind": words - max(scene.likeness.values(), default=0.0)}


def _rank(section: Section, intent: str) -> float:
    return LATER_TOPIC ** section.topics.index(intent) if intent in section.topics else 0.0


def _of_report(case: Case, scene: Scene, kind: str) -> Features:
    """How far a message is a report of the open method's steps, or tells of a trouble that its document knows."""
    report, told = scene.report, scene.told
    likeness = report.likeness if report else 0.0
    found = {
        "step_done": {
            "report": likeness,
            "report leads": report.lead if report else 0.0,
            "told": told.likeness if told and told.step >= case.job.step else 0.0,
        },
        "next_step": {"report_going_on": likeness},
        "it_worked": {"told, success": told.likeness if told else 0.0},
        "it_failed": {"trouble": float(scene.has_trouble), "report, failure": likeness},
    }
    return found.get(kind, {})


@lru_cache(maxsize=1)
def fitted() -> Features:
    """The weights as they were fitted."""
    values: Features = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return values
