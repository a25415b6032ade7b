"""The events of a conversation, as they are kept and as browsers get them: docs/web-protocol.md."""

from __future__ import annotations

from typing import Any

from bot.channels.output import ChannelCard

Event = dict[str, Any]
PICTURES = "pictures/"  # as a card names them, below the documents' folder


def by_person(text: str, message: str) -> Event:
    """What a person said, under the id that the client gave it."""
    return {**_event("person", text), "message": message}


def by_shop(card: ChannelCard) -> Event:
    """One card of the answer."""
    return {
        **_event("shop", card.text),
        "parts": [{"role": part.role, "text": part.text} for part in card.drawn if part.text],
        "buttons": [{"title": button.title, "id": button.payload} for button in card.buttons],
        "kind": card.kind,
        "custom": card.custom,
        "image": _image(card),
        "notice": card.notice,
    }


def _event(who: str, text: str) -> Event:
    return {
        "from": who, "text": text, "parts": [], "buttons": [], "kind": None, "custom": None, "image": None,
        "notice": False,
    }  # fmt: skip


def _image(card: ChannelCard) -> dict[str, str] | None:
    """Where a picture of the documents is served; no other is, the pages' policy would not load it."""
    if not card.image or not card.image.startswith(PICTURES):
        return None
    return {"src": f"/{card.image}", "alt": card.alt}
