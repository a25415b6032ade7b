"""Puts an outcome into words: lines of the documents, joined by the domain's phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, ClassVar

from bot.guide import outcome as o
from bot.guide.case import Case
from bot.guide.cursor import step_count, step_lines
from bot.library.model import Library, Line, Section
from bot.reply import cars, choices
from bot.reply.card import Button, Card, Image, Part, laid_out
from bot.reply.phrases import Phrases
from bot.reply.source import source

Shop = dict[str, str]
Block = list[Part]
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
        steps, lines = step_count(section), _warnings_first(step_lines(section, shown.step))
        needs = section.needs if shown.step == 1 and section.steps else ()
        head = self._say("step_head", step=shown.step, steps=steps, title=section.title)
        blocks = [
            self._lead(shown.lead, case),
            [Part("head", head)],
            _needs(needs, section),
            _words(lines),
            self._cite(shown.section),
        ]
        keys = {"section": shown.section, "step": shown.step, "steps": steps}
        keys["source"] = source(self._library, shown.section, (*needs, *lines))
        buttons = choices.for_step(
            self._phrases, section, shown.step, steps, choices.is_in_guide(self._library, case)
        )
        return self._made("step", blocks, buttons, keys, (*needs, *lines))

    def _answer(self, shown: o.Answer, case: Case) -> Card:
        keys = {"section": shown.section, "source": source(self._library, shown.section, shown.lines)}
        section = self._library.section(shown.section)
        lead = self._said(f"lead_{shown.lead}", title=section.title, step=case.job.step) if shown.lead else []
        is_whole = shown.lead == "all_steps"
        lines = self._numbered(section, shown.lines) if is_whole else [_words(shown.lines)]
        blocks = [lead, *lines, self._cite(shown.section), self._after(case, shown.ask)]
        buttons = choices.after_answer(self._phrases, self._library, case, shown.section, shown.ask)
        return self._made("answer", blocks, buttons, keys, shown.lines)

    def _numbered(self, section: Section, lines: Iterable[Line]) -> list[Block]:
        """Lines of a whole procedure: what is needed as such, each step under its number."""
        number_of = {line: step.number for step in section.steps for line in step.lines}
        blocks, runs = [], [(number, list(run)) for number, run in groupby(lines, key=number_of.get)]
        for number, run in runs:
            head = [Part("head", self._say("step_number", step=number))] if number else []
            blocks.append([*head, *_needs(run, section)])
        return blocks

    def _warn(self, shown: o.Warn, case: Case) -> Card:
        keys: dict[str, Any] = {}
        blocks = [[Part("warning", self._say(f"warning_{shown.wish}"))], _words(shown.lines)]
        if shown.section:
            keys = {"section": shown.section, "source": source(self._library, shown.section, shown.lines)}
            blocks.append(self._cite(shown.section))
        buttons = choices.after_answer(self._phrases, self._library, case, shown.section, shown.ask)
        blocks.append(self._after(case, shown.ask))
        return self._made("warning", blocks, buttons, keys, shown.lines)

    def _plan(self, shown: o.ShowPlan, case: Case) -> Card:
        titles = [self._library.section(s).title for s in shown.sections]
        methods = "\n".join(f"{n}. {title}" for n, title in enumerate(titles, 1))
        left_out = "\n".join(
            self._say(f"skipped_{reason}", title=self._library.section(section).title)
            for section, reason in shown.skipped.items()
        )
        document = self._library.document(case.vehicle or "")
        first = {"title": titles[0]} if titles else {}
        blocks = [
            self._said("going_by", "cite", title=document.title),
            self._said("plan_head", "head", title=shown.title),
            [Part("list", methods)],
            [Part("skipped", left_out)],
            self._said("plan_start" if titles else "plan_empty", "question", **first),
        ]
        keys = {
            "vehicle": case.vehicle,
            "cause": shown.cause,
            "sections": list(shown.sections),
            "skipped": dict(shown.skipped),
        }
        return self._made(
            "plan", blocks, choices.for_plan(self._phrases, self._library, shown.sections), keys
        )

    def _ask(self, shown: o.Ask, case: Case) -> Card:
        buttons = choices.for_question(self._phrases, self._library, case, shown)
        return self._made(
            "ask",
            [self._lead(shown.lead, case), self._question(shown.about, case)],
            buttons,
            {"about": shown.about},
        )

    def _choose(self, shown: o.Choose, case: Case) -> Card:
        buttons = choices.for_sections(self._library, shown.sections)
        keys = {"sections": list(shown.sections)}
        return self._made("choice", [self._said("choice", "question")], buttons, keys)

    def _not_covered(self, shown: o.NotCovered, case: Case) -> Card:
        keys: dict[str, Any] = {"reason": REASONS.get(shown.reason, shown.reason)}
        name = shown.matter or f"not_covered_{shown.reason}"
        blocks = [
            self._said(name, **self._known_cars(), **cars.years(self._library, self._phrases, shown, case)),
            _words(shown.lines),
        ]
        if shown.section:
            keys["section"] = shown.section
            keys["source"] = source(self._library, shown.section, shown.lines)
            blocks.append(self._cite(shown.section))
        prices = self._shop.get("prices") if shown.matter == "not_covered_shop" else None
        blocks += [
            self._shop_contact(),
            self._said("shop_prices", "contact", prices=prices) if prices else [],
        ]
        blocks += [self._said("handoff_on_offer", "question"), self._after(case, None)]
        return self._made("not-covered", blocks, choices.for_not_covered(self._phrases, case), keys)

    def _unclear(self, shown: o.Unclear, case: Case) -> Card:
        blocks = [self._said(shown.matter or "unclear"), self._after(case, None)]
        return self._made("unclear", blocks, choices.when_unclear(self._phrases, case), {})

    def _resolved(self, shown: o.Resolved, case: Case) -> Card:
        buttons = choices.after_success(self._phrases, self._library, case, shown.sections)
        keys = {"section": shown.section, "sections": list(shown.sections)}
        blocks = [
            self._said(self._fitting("resolved", case)),
            self._said("resolved_offer", "question") if shown.sections else [],
        ]
        return self._made("resolved", blocks, buttons, keys)

    def _hand_off(self, shown: o.HandOff, case: Case) -> Card:
        keys: dict[str, Any] = {"ticket": case.ticket}
        if shown.lead == CONTACT_NOTED:
            return self._made("handoff", [self._said("handoff_noted", ticket=case.ticket)], (), keys)
        blocks = [
            self._lead(shown.lead, case),
            self._said("handoff", ticket=case.ticket),
            self._shop_contact(),
            _words(shown.lines),
        ]
        if shown.section and shown.lines:
            keys["section"] = shown.section
            keys["source"] = source(self._library, shown.section, shown.lines)
            blocks.append(self._cite(shown.section))
        return self._made("handoff", [*blocks, self._said("handoff_contact", "question")], (), keys)

    def _emergency(self, shown: o.Emergency, case: Case) -> Card:
        number = self._shop.get("emergency_number") or self._say("emergency_number_unknown")
        blocks = [
            self._said(shown.matter, "warning", number=number),
            self._shop_contact(),
            self._said("emergency_until_over"),
        ]
        return self._made("emergency", blocks, choices.in_danger(self._phrases), {})

    def _refuse(self, shown: o.Refuse, case: Case) -> Card:
        return self._made("refused", [self._said("refused")], (), {})

    def _talk(self, shown: o.Talk, case: Case) -> Card:
        name = "talk_" + shown.intent.replace("-", "_")
        blocks = [self._said(name, **self._known_cars()), self._after(case, None)]
        return self._made(
            "talk", blocks, choices.in_talk(self._phrases, self._library, case), {"intent": shown.intent}
        )

    def _made(
        self,
        kind: str,
        blocks: Iterable[Sequence[Part]],
        buttons: Iterable[Button],
        keys: dict[str, Any],
        shown: Iterable[Line] = (),
    ) -> Card:
        """A card; of the lines that it shows, the first with a picture gives its own."""
        text, layout = laid_out(blocks)
        image = self._image(keys.get("section"), tuple(shown))
        return Card(kind, text, tuple(buttons), image, keys, layout)

    def _image(self, section: str | None, lines: tuple[Line, ...]) -> Image | None:
        """The first picture of the lines, else that of a step which one of them belongs to."""
        book = self._library.document(self._library.section(section).document).sections if section else ()
        steps = (step.lines for one in book for step in one.steps)
        besides = (other for step in steps if set(step) & set(lines) for other in step)
        pictures = (line.picture for line in (*lines, *besides) if line.picture)
        return next((Image(picture.file, picture.alt) for picture in pictures), None)

    def _say(self, name: str, /, **fields: object) -> str:
        return self._phrases.text(f"utter_{name}", **fields)

    def _said(self, name: str, role: str = "say", /, **fields: object) -> Block:
        return [Part(role, self._say(name, **fields))]

    def _lead(self, name: str | None, case: Case) -> Block:
        return self._said(self._fitting(f"lead_{name}", case)) if name else []

    def _cite(self, section: str) -> Block:
        document = self._library.document(self._library.section(section).document)
        return self._said("from_guide", "cite", title=document.title)

    def _question(self, about: str, case: Case) -> Block:
        if about == "vehicle" and case.pending and case.pending.then == "guide":
            about = "guide_vehicle"
        return self._said(
            self._fitting(f"ask_{about}", case), "question", **self._known_cars(), **self._position(case)
        )

    def _position(self, case: Case) -> dict[str, object]:
        if not case.job.section:
            return {"step": "", "steps": "", "title": ""}
        section = self._library.section(case.job.section)
        return {"step": case.job.step, "steps": step_count(section), "title": section.title}

    def _after(self, case: Case, ask: str | None) -> Block:
        """Closes a turn beside the path: with a question of its own, or the way back to the open step."""
        if ask:
            return self._question(ask, case)
        job = case.job
        if not job.section or case.danger:
            return []
        return self._said("go_on", "question", **self._position(case))

    def _known_cars(self) -> dict[str, str]:
        return {"cars": cars.known(self._library, self._phrases)}

    def _fitting(self, name: str, case: Case) -> str:
        """The phrase's name, or that of its variant for guides, which are about more than a lid."""
        return self._phrases.variant(name, choices.is_in_guide(self._library, case))

    def _shop_contact(self) -> Block:
        fields = ("name", "phone", "hours", "address", "towing")
        said = [
            self._say(f"shop_{field}", **{field: self._shop[field]})
            for field in fields
            if self._shop.get(field)
        ]
        return [Part("contact", "\n".join(said))]

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


def _words(lines: Iterable[Line]) -> Block:
    """The lines as they follow, neighbours of one role together."""
    runs = groupby(lines, key=_role)
    return [Part(role, "\n".join(line.text for line in run)) for role, run in runs]


def _needs(lines: Sequence[Line], section: Section) -> Block:
    """The lines, those as needs that tell what must be at hand; of a step its warnings come first."""
    if not set(lines) <= set(section.needs):
        return _words(_warnings_first(lines))
    return [Part("needs" if part.role == "words" else part.role, part.text) for part in _words(lines)]


def _warnings_first(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.role != "warning")


def _role(line: Line) -> str:
    return "words" if line.role == "text" else line.role
