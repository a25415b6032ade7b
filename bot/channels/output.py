"""Rasa's side of a turn's answer: each message that an action sends is collected as one card."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.reply import Part, parts_of

logger = logging.getLogger(__name__)

LAYOUT, ALT = "layout", "alt"  # what a message's `custom` holds for the channel alone
_MOST_IMPORTANT = ("emergency", "refused")


@dataclass(frozen=True)
class CardButton:
    """A button as shown; its payload is an opaque id once the card has passed the guard."""

    title: str
    payload: str


@dataclass(frozen=True)
class ChannelCard:
    """One card on its way out: channels draw it in their own form.

    `parts` are the text's, each with its role (bot/reply/card.py); empty where nothing says what is what.
    `image` is a path below the documents' folder (pictures/slot.svg, with a .png beside it); `alt` says what it shows.
    A `notice` is said by the guard itself: no turn was taken.
    """

    text: str
    buttons: tuple[CardButton, ...] = ()
    image: str | None = None
    custom: dict[str, Any] | None = None
    parts: tuple[Part, ...] = ()
    alt: str = ""
    notice: bool = False

    @property
    def drawn(self) -> tuple[Part, ...]:
        """The text in parts, the whole as one where nothing says what is what."""
        return self.parts or (Part("say", self.text),)

    @property
    def kind(self) -> str | None:
        """The contract's kind of turn, None where the card carries none."""
        return self.custom.get("kind") if self.custom else None


class CardOutput(OutputChannel):
    """Collects a turn's messages as cards, in the order in which Rasa sends them."""

    def __init__(self) -> None:
        """Starts with no card."""
        self.cards: list[ChannelCard] = []

    @classmethod
    def name(cls) -> str:
        """Name under which response variations could be given; cards are the same everywhere."""
        return "cards"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps one message whole, where Rasa's own channels would split it."""
        text = str(message.get("text") or "").strip()
        image, custom = message.get("image") or None, dict(message.get("custom") or {})
        layout, alt = custom.pop(LAYOUT, ()), str(custom.pop(ALT, None) or "")
        parts = parts_of(text, layout) if layout else ()
        if text or image or custom:
            self.cards.append(ChannelCard(text, _buttons(message), image, custom or None, parts, alt))

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Keeps a bare text, which Rasa sends outside of responses."""
        await self.send_response(recipient_id, {"text": text})


def settle(cards: Sequence[ChannelCard], otherwise: ChannelCard) -> list[ChannelCard]:
    """The cards that leave: some words and exactly one `custom`; `otherwise` fills in what is missing."""
    if not any(card.text or card.image for card in cards):
        return [otherwise]
    kinds = [card for card in cards if card.custom]
    if not kinds:
        return [replace(cards[0], custom=otherwise.custom), *cards[1:]]
    chosen = min(kinds, key=_rank)
    if len(kinds) > 1:
        logger.error(
            "one turn sent %d cards (%s): only '%s' is shown; make the action send one card",
            len(kinds), ", ".join(str(card.kind) for card in kinds), chosen.kind,
        )  # fmt: skip
    return [card for card in cards if card is chosen or not card.custom]


def _rank(card: ChannelCard) -> int:
    return _MOST_IMPORTANT.index(card.kind) if card.kind in _MOST_IMPORTANT else len(_MOST_IMPORTANT)


def _buttons(message: dict[str, Any]) -> tuple[CardButton, ...]:
    found: Iterable[dict[str, Any]] = message.get("buttons") or ()
    return tuple(
        CardButton(str(b["title"]), str(b.get("payload") or b["title"])) for b in found if b.get("title")
    )
