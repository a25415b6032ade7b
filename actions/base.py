"""What every action shares: case out of the slot, one move of the adviser, one card, case back into the slot."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.counter import counter
from actions.payloads import message_of
from bot.adviser.moves import Move
from bot.guide.case import Case

CASE, DANGER = "case", "danger"


class GuideAction(Action, ABC):
    """Runs one move of the adviser."""

    @property
    @abstractmethod
    def move(self) -> Move:
        """The move that this action stands for."""

    def name(self) -> str:
        """The action's name in the domain: the class's in snake case."""
        return _snake(type(self).__name__)

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Makes the move and sends its card."""
        case = Case.from_dict(tracker.get_slot(CASE))
        advice = counter().advise(self.move, case, tracker, time.time())
        dispatcher.utter_message(**message_of(advice.card))
        return [SlotSet(CASE, advice.case.to_dict()), SlotSet(DANGER, advice.case.danger is not None)]


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
