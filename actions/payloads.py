"""A card as the one message that Rasa carries to the channel."""

from __future__ import annotations

import json
from typing import Any

from bot.reply import Button, Card


def message_of(card: Card) -> dict[str, Any]:
    """Arguments of `utter_message`: text, buttons, picture and custom of one card.

    For the channel alone, `custom` also holds the layout and the words that stand in for the picture.
    """
    alt = {"alt": card.image.alt} if card.image else {}
    return {
        "text": card.text,
        "buttons": [_button(b) for b in card.buttons],
        "image": card.image.src if card.image else None,
        "json_message": {**card.custom, "layout": card.layout, **alt},
    }


def _button(button: Button) -> dict[str, str]:
    entities = json.dumps(button.entities) if button.entities else ""
    return {"title": button.title, "payload": f"/{button.intent}{entities}"}
