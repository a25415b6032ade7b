"""What a message leads to and why: its readings, the vehicle, the sections with their scores, the card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.adviser.adviser import Adviser
from bot.adviser.moves import Move
from bot.adviser.reading import read
from bot.commands.rules import NO_RULE
from bot.guide.case import Case
from bot.guide.outcome import HandOff
from bot.guide.turn import Turn
from bot.reply import Card, Phrases
from bot.search.finder import Hit

RESPONSE = "utter_"
NO_TICKET = 0  # nothing is written down for a message that is only tried


@dataclass(frozen=True)
class SourceLine:
    """One line of a document that was served."""

    file: str
    number: int
    text: str


@dataclass(frozen=True)
class Explanation:
    """One message as a new person's first; `vehicle` is the document that the turn ends with."""

    turn: Turn
    entities: tuple[Mapping[str, Any], ...]
    action: str
    vehicle: str | None
    foreign: str | None
    sections: tuple[Hit, ...]
    outcome: str
    card: Card

    def source_lines(self, root: Path) -> list[SourceLine]:
        """The lines that the card's source names, as they stand in their file."""
        source = self.card.keys.get("source")
        if not source:
            return []
        lines = (root / source["file"]).read_text(encoding="utf-8-sig").splitlines()
        numbers = (number for first, last in source["lines"] for number in range(first, last + 1))
        return [SourceLine(source["file"], number, lines[number - 1]) for number in numbers]

    def as_json(self, root: Path) -> dict[str, Any]:
        """Everything for other programs."""
        said = asdict(self.turn.vehicle)
        return {
            "text": self.turn.text,
            "intent": self.turn.intent,
            "ranking": [{"intent": name, "confidence": round(p, 4)} for name, p in self.turn.ranking],
            "action": self.action,
            "entities": [dict(entity) for entity in self.entities],
            "mentions": {label: list(values) for label, values in self.turn.mentions.items()},
            "vehicle": {"document": self.vehicle, "not_covered": self.foreign, "said": said},
            "sections": [{k: _rounded(v) for k, v in asdict(hit).items()} for hit in self.sections],
            "outcome": self.outcome,
            "card": {
                **self.card.custom,
                "text": self.card.text,
                "buttons": [asdict(button) for button in self.card.buttons],
            },
            "source_lines": [asdict(line) for line in self.source_lines(root)],
        }


class Explainer:
    """Takes messages as the assistant would, and tells what it saw."""

    def __init__(
        self, adviser: Adviser, phrases: Phrases, rules: Mapping[str, str], moves: Mapping[str, Move]
    ) -> None:
        """Takes the adviser, the responses that rules name, each intent's action and each action's move."""
        self._adviser = adviser
        self._phrases = phrases
        self._rules = rules
        self._moves = moves

    def explain(self, message: Mapping[str, Any], vehicle: str | None, now: float) -> Explanation:
        """One message of somebody new, or of somebody whose car is known; `now` is in seconds."""
        room, case = self._adviser.room, Case()
        if vehicle is not None:
            case = case.for_vehicle(self._adviser.library.document(vehicle).id)
        turn = read(message, room.library, room.words, case.vehicle)
        action = self._rules.get(turn.intent, NO_RULE)
        if action.startswith(RESPONSE):
            card = self._response(action)
            outcome = "Response"
        else:
            advice = self._adviser.advise(self._moves[action], case, message, now, _no_ticket)
            case, card, outcome = advice.case, advice.card, type(advice.outcome).__name__
        found = self._adviser.room_of(case.vehicle).finder.sections(
            turn.text, dict(turn.ranking), case.vehicle
        )
        hits = [hit for hit in found if hit.score > 0]
        entities = tuple(message.get("entities") or ())
        return Explanation(turn, entities, action, case.vehicle, case.foreign, tuple(hits), outcome, card)

    def _response(self, name: str) -> Card:
        keys = self._phrases.custom(name)
        return Card(str(keys.pop("kind", "talk")), self._phrases.text(name), keys=keys)


def _no_ticket(case: Case, turn: Turn, outcome: HandOff) -> int:
    return NO_TICKET


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value
