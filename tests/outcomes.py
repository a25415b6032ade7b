"""Every outcome that the code can come to: the names it uses are read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import yaml

from bot.guide import outcome as o
from bot.guide import triage
from bot.guide.case import Case, Job
from bot.guide.cursor import step_count
from bot.library.model import WANTS
from bot.reply import Card, Phrases
from bot.reply.compose import Composer
from tests.cars import LIBRARY, ROOT

DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
SOURCES = sorted(p for room in ("guide", "adviser", "reply") for p in (ROOT / "bot" / room).glob("*.py"))
SHOP = {
    "phone": "555-0100",
    "hours": "all day",
    "address": "Tin Lane 1",
    "towing": "Tin Towing",
    "emergency_number": "112",
    "prices": "tin: 1",
}
FOREIGN = ("make", "model", "year")  # why a car is not covered, as `resolve` says it

Sample = tuple[o.Outcome, Case]


class Marked(Phrases):
    """Phrases that show only their names, so that all else in a text is seen; notes which were used."""

    def __init__(self) -> None:
        super().__init__({name: [{"text": f"⟦{name}⟧"}] for name in DOMAIN["responses"]})
        self.used: set[str] = set()

    def text(self, phrase: str, /, **fields: object) -> str:
        """The phrase's name in brackets; raises MissingPhrase for a name the domain lacks."""
        self.used.add(phrase)
        return super().text(phrase, **fields)


class Filled(Marked):
    """As `Marked`, with what each phrase is filled with behind its name."""

    def text(self, phrase: str, /, **fields: object) -> str:
        """The phrase's name and its fields, in brackets."""
        super().text(phrase)
        return f"⟦{' '.join([phrase, *(f'{name}={value}' for name, value in sorted(fields.items()))])}⟧"


def composer(phrases: Phrases | None = None, shop: dict[str, str] | None = None) -> Composer:
    """A composer over the three cars."""
    return Composer(LIBRARY, phrases or Phrases(DOMAIN["responses"]), SHOP if shop is None else shop)


def cards(
    phrases: Phrases | None = None, shop: dict[str, str] | None = None
) -> Iterator[tuple[Sample, Card]]:
    """Every sample with its card."""
    maker = composer(phrases, shop)
    for outcome, case in samples():
        yield (outcome, case), maker.card(outcome, case)


def intents(prefix: str) -> list[str]:
    """The domain's intents with a prefix."""
    return [name for name in DOMAIN["intents"] if name.startswith(prefix)]


# --- names in the source -------------------------------------------------------------------------------


def named(role: str, *callees: str) -> set[str]:
    """Strings that stand for a parameter of this name in calls (of these callees, or of any)."""
    found: set[str] = set()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for scope in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]:
            for call in [n for n in ast.walk(scope) if isinstance(n, ast.Call)]:
                if not callees or _callee(call) in callees:
                    found |= {s for value in _arguments(call, role) for s in _strings(value, scope)}
    return found


def _parameters() -> dict[str, list[list[str]]]:
    """Parameter names of every function and class by its name, over all sources."""
    names: dict[str, list[list[str]]] = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                names.setdefault(node.name, []).append([a.arg for a in node.args.args])
            elif isinstance(node, ast.ClassDef):
                fields = [n.target for n in node.body if isinstance(n, ast.AnnAssign)]
                names.setdefault(node.name, []).append([t.id for t in fields if isinstance(t, ast.Name)])
    return names


PARAMETERS = _parameters()


def _callee(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _arguments(call: ast.Call, role: str) -> list[ast.expr]:
    found = [k.value for k in call.keywords if k.arg == role]
    for parameters in PARAMETERS.get(_callee(call), []):
        place = parameters.index(role) if role in parameters else len(call.args)
        found += call.args[place : place + 1]
    return found


def _strings(value: ast.expr, scope: ast.FunctionDef) -> set[str]:
    if isinstance(value, ast.Constant):
        return {value.value} if isinstance(value.value, str) else set()
    if isinstance(value, ast.IfExp):
        return _strings(value.body, scope) | _strings(value.orelse, scope)
    if isinstance(value, ast.Name):
        given = [n.value for n in ast.walk(scope) if isinstance(n, ast.Assign) and _sets(n, value.id)]
        return {s for v in given for s in (_strings(v, scope) if not isinstance(v, ast.Name) else set())}
    return set()


def _sets(node: ast.Assign, name: str) -> bool:
    return any(isinstance(t, ast.Name) and t.id == name for t in node.targets)


INTO_ANSWERS = ("Answer", "from_section", "whole_section")
ANSWER_LEADS = sorted(named("lead", *INTO_ANSWERS))
WALK_LEADS = sorted(named("lead", *(set(PARAMETERS) | {"replace"}) - set(INTO_ANSWERS)) - {"contact_noted"})
QUESTIONS = sorted(named("about", "Ask", "ask") | named("ask") | {"power", "cause", *WANTS})
REASONS = sorted(named("reason", "NotCovered") | set(FOREIGN))
SKIPPED = sorted(value for name, value in vars(triage).items() if name.startswith("SKIP_"))
TALKS = sorted(named("intent", "Talk"))
NO_MATTERS = sorted(named("matter", "NotCovered"))
UNCLEAR_MATTERS = sorted(named("matter", "Unclear"))


# --- outcomes ------------------------------------------------------------------------------------------


def samples() -> Iterator[Sample]:
    """Outcomes of every class, with every name that the code gives them, beside every sort of case."""
    for section in LIBRARY.sections:
        case = Case(vehicle=section.document, ticket=3)
        for step in range(1, step_count(section) + 1):
            yield o.ShowStep(section.id, step), case.with_job(section=section.id, step=step)
        for passage in section.passages:
            yield o.Answer(section.id, passage), case
            yield o.Warn("force", section.id, passage), case
            yield o.NotCovered("gap", section=section.id, lines=passage), case
        yield o.Answer(section.id, section.lines, "all_steps"), case
        yield o.HandOff(section.id, section.passages[0]), case
    for case in cases():
        yield from _plain(case)
        if case.vehicle:
            yield from _of_a_car(case)


def cases() -> list[Case]:
    """No car; a car; a car with an open step, with and without danger."""
    none, known = Case(ticket=3), [Case(vehicle=d.id, ticket=3) for d in LIBRARY.documents]
    walking = [
        c.with_job(section=s.id, step=step_count(s))
        for c in known
        for s in LIBRARY.document(c.vehicle or "").sections
        if s.kind == "procedure"
    ]
    return [none, *known, *walking, *(replace(c, danger="emergency_fire") for c in walking)]


def _plain(case: Case) -> Iterator[Sample]:
    yield from ((o.Ask(about, (), lead), case) for about, lead in product(QUESTIONS, (None, *WALK_LEADS)))
    yield from ((o.Talk(intent), case) for intent in TALKS)
    yield from ((o.Emergency(matter), case) for matter in intents("emergency_"))
    yield from ((o.NotCovered(reason), case) for reason in REASONS if reason != "gap")
    yield from ((o.NotCovered("topic", matter=matter), case) for matter in NO_MATTERS)
    yield from ((o.Unclear(matter), case) for matter in (None, *UNCLEAR_MATTERS))
    yield from (
        (o.Warn(wish.partition("_")[2], ask=ask), case)
        for wish, ask in product(intents("unsafe_"), (None, "vehicle"))
    )
    yield from ((o.HandOff(lead=lead), case) for lead in (None, *WALK_LEADS, "contact_noted"))
    yield o.Resolved(None), case
    yield o.Refuse(), case


def _of_a_car(case: Case) -> Iterator[Sample]:
    document = LIBRARY.document(case.vehicle or "")
    sections = tuple(s.id for s in document.sections)
    for plan in document.plans:
        methods = tuple(m for group in plan.methods for m in group)
        for reason in SKIPPED:
            yield o.ShowPlan(plan.cause, plan.title, methods[1:], {methods[0]: reason}), case
        yield o.ShowPlan(plan.cause, plan.title, (), dict.fromkeys(methods, "tried")), case
    yield o.Choose(sections[:2]), case
    yield o.Resolved(sections[0], document.afterwards), case
    for section, lead, ask in product(document.sections, (None, *ANSWER_LEADS), (None, "power")):
        yield o.Answer(section.id, section.passages[0], lead, ask), case
    if case.job == Job():
        for section, lead in product(document.sections, WALK_LEADS):
            yield o.ShowStep(section.id, 1, lead), case.with_job(section=section.id, step=1)
