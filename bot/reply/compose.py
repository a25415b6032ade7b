"""Puts an outcome into words: lines of the documents, joined by the domain's phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from bot.guide import outcome as o
from bot.guide.case import Case
from bot.guide.cursor import step_count, step_lines
from bot.library.model import Library, Line
from bot.reply import choices
from bot.reply.card import Button, Card
from bot.reply.phrases import Phrases
from bot.reply.source import source

Shop = dict[str, str]
CONTACT_NOTED = "contact_noted"
# Why a car is not covered is told apart in words only; the contract knows one reason.
REASONS = {"make": "vehicle", "model": "vehicle"}


class Composer:
    """Makes the card of a turn from what the guide decided."""

    def __init__(self, library: Library, phrases: Phrases, shop: Shop) -> None:
        """Takes the documents, the connecting phrases, and what the shop has filled in of itself."""
        self._library = library
        self._phrases = phrases
        self._shop = shop

    def card(self, outcome: o.Outcome, case: Case) -> Card:
        """The card for an outcome; `case` tells what is open beside it."""
        return self._makers[type(outcome)](self, outcome, case)

    def _step(self, shown: o.ShowStep, case: Case) -> Card:
        section = self._library.section(shown.section)
        steps, lines = step_count(section), step_lines(section, shown.step)
        needs = section.needs if shown.step == 1 and section.steps else ()
        head = self._say("step_head", step=shown.step, steps=steps, title=section.title)
        parts = [self._lead(shown.lead), head, _words(needs), _words(_warnings_first(lines))]
        keys = {"section": shown.section, "step": shown.step, "steps": steps}
        keys["source"] = source(self._library, shown.section, (*needs, *lines))
        buttons = choices.for_step(self._phrases, section, shown.step, steps)
        return self._made("step", [*parts, self._cite(shown.section)], buttons, keys)

    def _answer(self, shown: o.Answer, case: Case) -> Card:
        keys = {"section": shown.section, "source": source(self._library, shown.section, shown.lines)}
        title = self._library.section(shown.section).title
        lead = self._say(f"lead_{shown.lead}", title=title) if shown.lead else ""
        parts = [lead, _words(shown.lines), self._cite(shown.section), self._after(case, shown.ask)]
        buttons = choices.after_answer(self._phrases, self._library, case, shown.section, shown.ask)
        return self._made("answer", parts, buttons, keys)

    def _warn(self, shown: o.Warn, case: Case) -> Card:
        keys: dict[str, Any] = {}
        parts = [self._say(f"warning_{shown.wish}"), _words(shown.lines)]
        if shown.section:
            keys = {"section": shown.section, "source": source(self._library, shown.section, shown.lines)}
            parts.append(self._cite(shown.section))
        buttons = choices.after_answer(self._phrases, self._library, case, shown.section, shown.ask)
        return self._made("warning", [*parts, self._after(case, shown.ask)], buttons, keys)

    def _plan(self, shown: o.ShowPlan, case: Case) -> Card:
        titles = [self._library.section(s).title for s in shown.sections]
        methods = "\n".join(f"{n}. {title}" for n, title in enumerate(titles, 1))
        left_out = "\n".join(
            self._say(f"skipped_{reason}", title=self._library.section(section).title)
            for section, reason in shown.skipped.items()
        )
        document = self._library.document(case.vehicle or "")
        parts = [
            self._say("going_by", title=document.title),
            self._say("plan_head", title=shown.title),
            methods,
            left_out,
            self._say("plan_start", title=titles[0]) if titles else self._say("plan_empty"),
        ]
        keys = {
            "vehicle": case.vehicle,
            "cause": shown.cause,
            "sections": list(shown.sections),
            "skipped": dict(shown.skipped),
        }
        return self._made("plan", parts, choices.for_plan(self._phrases, self._library, shown.sections), keys)

    def _ask(self, shown: o.Ask, case: Case) -> Card:
        buttons = choices.for_question(self._phrases, self._library, case, shown)
        return self._made(
            "ask",
            [self._lead(shown.lead), self._question(shown.about, case)],
            buttons,
            {"about": shown.about},
        )

    def _choose(self, shown: o.Choose, case: Case) -> Card:
        buttons = choices.for_sections(self._library, shown.sections)
        return self._made("choice", [self._say("choice")], buttons, {"sections": list(shown.sections)})

    def _not_covered(self, shown: o.NotCovered, case: Case) -> Card:
        keys: dict[str, Any] = {"reason": REASONS.get(shown.reason, shown.reason)}
        name = shown.matter or f"not_covered_{shown.reason}"
        parts = [self._say(name, **self._known_cars()), _words(shown.lines)]
        if shown.section:
            keys["section"] = shown.section
            keys["source"] = source(self._library, shown.section, shown.lines)
            parts.append(self._cite(shown.section))
        prices = self._shop.get("prices") if shown.matter == "not_covered_shop" else None
        parts += [self._shop_contact(), self._say("shop_prices", prices=prices) if prices else ""]
        parts += [self._say("handoff_on_offer"), self._after(case, None)]
        return self._made("not-covered", parts, choices.for_not_covered(self._phrases, case), keys)

    def _unclear(self, shown: o.Unclear, case: Case) -> Card:
        parts = [self._say(shown.matter or "unclear"), self._after(case, None)]
        return self._made("unclear", parts, choices.when_unclear(self._phrases, case), {})

    def _resolved(self, shown: o.Resolved, case: Case) -> Card:
        buttons = choices.after_success(self._phrases, self._library, shown.sections)
        keys = {"section": shown.section, "sections": list(shown.sections)}
        parts = [self._say("resolved"), self._say("resolved_offer") if shown.sections else ""]
        return self._made("resolved", parts, buttons, keys)

    def _hand_off(self, shown: o.HandOff, case: Case) -> Card:
        keys: dict[str, Any] = {"ticket": case.ticket}
        if shown.lead == CONTACT_NOTED:
            return self._made("handoff", [self._say("handoff_noted", ticket=case.ticket)], (), keys)
        parts = [
            self._lead(shown.lead),
            self._say("handoff", ticket=case.ticket),
            self._shop_contact(),
            _words(shown.lines),
        ]
        if shown.section and shown.lines:
            keys["section"] = shown.section
            keys["source"] = source(self._library, shown.section, shown.lines)
            parts.append(self._cite(shown.section))
        return self._made("handoff", [*parts, self._say("handoff_contact")], (), keys)

    def _emergency(self, shown: o.Emergency, case: Case) -> Card:
        number = self._shop.get("emergency_number") or self._say("emergency_number_unknown")
        parts = [
            self._say(shown.matter, number=number),
            self._shop_contact(),
            self._say("emergency_until_over"),
        ]
        return self._made("emergency", parts, choices.in_danger(self._phrases), {})

    def _refuse(self, shown: o.Refuse, case: Case) -> Card:
        return self._made("refused", [self._say("refused")], (), {})

    def _talk(self, shown: o.Talk, case: Case) -> Card:
        name = "talk_" + shown.intent.replace("-", "_")
        parts = [self._say(name, **self._known_cars()), self._after(case, None)]
        return self._made(
            "talk", parts, choices.in_talk(self._phrases, self._library, case), {"intent": shown.intent}
        )

    def _made(self, kind: str, parts: Iterable[str], buttons: Iterable[Button], keys: dict[str, Any]) -> Card:
        return Card(kind, "\n\n".join(p for p in parts if p), tuple(buttons), None, keys)

    def _say(self, name: str, /, **fields: object) -> str:
        return self._phrases.text(f"utter_{name}", **fields)

    def _lead(self, name: str | None) -> str:
        return self._say(f"lead_{name}") if name else ""

    def _cite(self, section: str) -> str:
        document = self._library.document(self._library.section(section).document)
        return self._say("from_guide", title=document.title)

    def _question(self, about: str, case: Case) -> str:
        return self._say(f"ask_{about}", **self._known_cars(), **self._position(case))

    def _position(self, case: Case) -> dict[str, object]:
        if not case.job.section:
            return {"step": "", "steps": "", "title": ""}
        section = self._library.section(case.job.section)
        return {"step": case.job.step, "steps": step_count(section), "title": section.title}

    def _after(self, case: Case, ask: str | None) -> str:
        """Closes a turn beside the path: with a question of its own, or the way back to the open step."""
        if ask:
            return self._question(ask, case)
        job = case.job
        if not job.section or case.danger:
            return ""
        return self._say("go_on", **self._position(case))

    def _known_cars(self) -> dict[str, str]:
        return {"cars": ", ".join(choices.car_name(d) for d in self._library.documents)}

    def _shop_contact(self) -> str:
        fields = ("name", "phone", "hours", "address", "towing")
        return "\n".join(
            self._say(f"shop_{field}", **{field: self._shop[field]})
            for field in fields
            if self._shop.get(field)
        )

    _makers: ClassVar[dict[type, Callable[[Any, Any, Case], Card]]] = {
        o.ShowStep: _step,
        o.Answer: _answer,
        o.Warn: _warn,
        o.ShowPlan: _plan,
        o.Ask: _ask,
        o.Choose: _choose,
        o.NotCovered: _not_covered,
        o.Unclear: _unclear,
        o.Resolved: _resolved,
        o.HandOff: _hand_off,
        o.Emergency: _emergency,
        o.Refuse: _refuse,
        o.Talk: _talk,
    }


def _words(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _warnings_first(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.role != "warning")
