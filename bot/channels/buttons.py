"""Buttons under opaque ids: what a press means is kept by the server and never travels through typed text."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Collection
from typing import Any

from bot.reply import Button

OLD_BUTTON_INTENT = "old_button"
# What these mean depends on where the conversation stands: pressed after it moved, they would move it twice.
MOVING_INTENTS = frozenset(
    {
        "affirm", "deny", "explain_step", "it_failed", "it_worked", "next_step", "no_tool", "other_method",
        "previous_step", "repeat_step", "step_done", "undo",
    }
)  # fmt: skip
_ANSWERS = frozenset({"affirm", "deny"})
# Turns beside the way: the conversation stands where it stood before them, unless they ask something.
_ASIDES = frozenset({"answer", "choice", "not-covered", "refused", "talk", "unclear", "warning"})
_ID = re.compile(r"b:[A-Za-z0-9_-]{22}")
_PAYLOAD = re.compile(r"/(?P<intent>[^\s{@/]+)(?P<entities>\{.*\})?", re.DOTALL)


class UnreadablePayload(ValueError):
    """A button's payload is not `/intent` or `/intent{"entity": "value"}`."""


def new_id() -> str:
    """An unguessable id of 24 characters (128 random bits), short enough for every channel."""
    return "b:" + secrets.token_urlsafe(16)


def is_id(message: str) -> bool:
    """Whether a message has the form of a button id, known or not."""
    return _ID.fullmatch(message) is not None


def read_payload(title: str, payload: str) -> Button:
    """Reads an action's `/intent{"entity": "value"}`; raises UnreadablePayload for anything else."""
    match = _PAYLOAD.fullmatch(payload.strip())
    if match is None:
        raise UnreadablePayload(f'payload {payload!r} is not /intent or /intent{{"entity": "value"}}')
    try:
        entities = json.loads(match["entities"] or "{}")
    except ValueError as error:
        raise UnreadablePayload(f"entities of payload {payload!r} are not JSON: {error}") from error
    return Button(title, match["intent"], {str(name): str(value) for name, value in entities.items()})


def parse_data(title: str, intent: str, entities: dict[str, str]) -> dict[str, Any]:
    """What Rasa's NLU would have found, had the press been a perfectly understood message."""
    found = {"name": intent, "confidence": 1.0}
    return {
        "text": title,
        "intent": found,
        "intent_ranking": [dict(found)],
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
    }


def place_of(custom: dict[str, Any] | None, intents: Collection[str]) -> str | None:
    """Where a card with buttons for `intents` leaves the conversation, comparable; None for a mere aside."""
    if not custom or (custom.get("kind") in _ASIDES and _ANSWERS.isdisjoint(intents)):
        return None
    return json.dumps({key: value for key, value in custom.items() if key != "source"}, sort_keys=True)
