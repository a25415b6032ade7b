"""The assistant in this process: the trained model reads, the adviser answers; no server, and nothing is written down."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.counter import shop_words
from actions.payloads import message_of
from benchmarks.servers import Answer
from bot.adviser.adviser import Adviser
from bot.channels.defuse import defuse
from bot.commands.rules import NO_RULE, read_moves, read_responses, read_rules
from bot.desk.shop import SHOP_FILE, read_shop
from bot.guide.case import Case
from bot.guide.outcome import HandOff
from bot.guide.turn import Turn
from bot.language.encoder import SentenceEncoder
from bot.library.shelf import Shelf
from bot.reply import Phrases

RESPONSE = "utter_"
FOR_THE_CHANNEL = ("layout", "alt")
TICKET = 1
Reader = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True)
class Said:
    """One turn and the case that it leaves."""

    turn: Answer
    case: Case


class InProcess:
    """Takes messages as the action server would."""

    def __init__(self, root: Path, reader: Reader, weights: Mapping[str, float] | None = None) -> None:
        """`reader` gives Rasa's `latest_message` for a text; `weights` are those of readings."""
        domain = root / "domain.yml"
        self.adviser = Adviser(
            Shelf(root / "data" / "documents"),
            SentenceEncoder.load(root / "build" / "encoder"),
            Phrases.load(domain),
            shop_words(read_shop(root / SHOP_FILE)),
            weights=weights,
        )
        self._reader = reader
        self._responses = Phrases(read_responses(domain))
        self._rules = read_rules(root / "data" / "stories")
        self._moves = read_moves()

    def read(self, text: str) -> Mapping[str, Any]:
        """What the model makes of a text."""
        return self._reader(defuse(text))

    def say(self, case: Case, message: Mapping[str, Any]) -> Said:
        """One turn from a message that was read."""
        action = self._rules.get(message["intent"]["name"], NO_RULE)
        if action.startswith(RESPONSE) and case.danger is None:
            keys = {"kind": "talk", **self._responses.custom(action)}
            return Said([{"text": self._responses.text(action), "custom": keys}], case)
        advice = self.adviser.advise(
            self._moves.get(action, self._moves[NO_RULE]), case, message, time.time(), _ticket
        )
        answer = message_of(advice.card)
        custom = {k: v for k, v in answer["json_message"].items() if k not in FOR_THE_CHANNEL}
        return Said([{"text": answer["text"], "custom": custom, "buttons": answer["buttons"]}], advice.case)


def _ticket(case: Case, turn: Turn, outcome: HandOff) -> int:
    return case.ticket or TICKET
