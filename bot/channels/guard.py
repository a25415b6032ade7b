"""The guard that every channel stands on: what reaches Rasa is harmless, what leaves is exactly one turn."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import UserMessage

from bot.channels import buttons, careful_http, speed
from bot.channels.attachments import METADATA, Attachment, caption_note, parse_attachments
from bot.channels.defuse import defuse, is_blank
from bot.channels.errors import BadSettings
from bot.channels.output import CardButton, CardOutput, ChannelCard, settle
from bot.channels.pace import Pace
from bot.channels.settings import GuardSettings
from bot.channels.store import ChannelStore
from bot.reply import Button, Phrases

logger = logging.getLogger(__name__)

speed.apply()
careful_http.apply()

LONGEST_SENDER = 128
Keep = Callable[[list[ChannelCard]], None]
PHRASES = ("utter_error", "utter_empty", "utter_too_long", "utter_rate_limited")
# Commands that a channel has of its own (/help on Telegram), and the intents that they stand for. The channel says
# that it was one; typed text never is.
COMMANDS = {"start": "greet", "help": "help", "restart": "start_over"}


@dataclass(frozen=True)
class _Said:
    """What a sender said: typed text or a button's id, what came with it, or a channel's command instead."""

    message: str
    attachments: tuple[Attachment, ...] = ()
    command: str | None = None
    typed: bool = False


def is_sender(sender: str) -> bool:
    """Whether an id can name a conversation: 1 to 128 printable characters, not only spaces."""
    return len(sender) <= LONGEST_SENDER and sender.isprintable() and not sender.isspace() and sender != ""


class Guard:
    """Stands between one channel and Rasa: limits, defusing, buttons, duplicates, order, errors."""

    def __init__(
        self,
        channel: str,
        handle: Callable[[UserMessage], Awaitable[Any]],
        phrases: Phrases,
        store: ChannelStore,
        settings: GuardSettings,
        pace: Pace | None = None,
    ) -> None:
        """`handle` is Rasa's way in; raises BadSettings when `phrases` lacks a sentence of the guard."""
        self._channel = channel
        self._handle = handle
        self._own = _own_cards(phrases, settings)
        self._phrases = phrases
        self._store = store
        self._settings = settings
        self._pace = pace or Pace(settings.turns_per_minute, settings.burst)
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: set[asyncio.Task[list[ChannelCard]]] = set()

    async def turn(
        self,
        sender: str,
        message: str,
        message_id: str | None = None,
        attachments: Sequence[Attachment] = (),
        command: str | None = None,
        typed: bool = False,
        keep: Keep | None = None,
    ) -> list[ChannelCard]:
        """Answers one message of a sender: typed text, or a button's id, and what came with it.

        The cards' buttons carry ids, exactly one card carries `custom`. A message id that was seen
        before is answered by nothing. A turn that has begun is finished even if the caller goes away.
        A `command` is one of COMMANDS and is answered instead of the message. A message that was `typed` is
        no press, even if it reads like a button's id. `keep` gets the answer before the message counts as handled.
        """
        if command is not None and command not in COMMANDS:
            raise ValueError(f"command {command!r}: use one of {', '.join(COMMANDS)}")
        if message_id is not None and not self._claim(message_id):
            return []
        said = _Said(message, tuple(attachments), command, typed)
        task = asyncio.ensure_future(self._in_order(sender, said, message_id, keep))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    def notice(
        self, sender: str, phrase: str, message_id: str, keep: Keep | None = None
    ) -> list[ChannelCard]:
        """Says a sentence of the domain without a turn, once a message id and within the sender's pace."""
        if not self._claim(message_id):
            return []
        allowed = self._pace.allows(sender)
        card = ChannelCard(self._phrases.text(phrase), custom={"kind": "unclear"}, notice=True)
        cards = [card] if allowed else []
        if keep is not None:
            keep(cards)
        self.finish(message_id)
        return cards

    @property
    def sorry(self) -> list[ChannelCard]:
        """What is said instead of a turn that cannot be run."""
        return [self._own["utter_error"]]

    def is_slowed(self, cards: Sequence[ChannelCard]) -> bool:
        """Whether all that a turn says is that it came too soon."""
        return list(cards) == [self._own["utter_rate_limited"]]

    def is_current(self, sender: str, button_id: str) -> bool:
        """Whether a press of this button would be acted on now."""
        button, stands = self._find(sender, button_id) or (None, False)
        return button is not None and (stands or button.intent not in buttons.MOVING_INTENTS)

    def finish(self, message_id: str) -> None:
        """Marks a message as handled, so that it is answered by nothing from now on."""
        try:
            self._store.finish(self._channel, message_id)
        except sqlite3.Error:
            logger.exception("message %s may be handled again after a restart: see to the disk", message_id)

    async def _in_order(
        self, sender: str, said: _Said, message_id: str | None, keep: Keep | None
    ) -> list[ChannelCard]:
        try:
            cards = await self._one_turn(sender, said)
        except Exception:
            logger.exception("error in the guard, in a turn of %s", sender)
            cards = self.sorry
        if keep is not None:
            keep(cards)
        if message_id is not None:
            self.finish(message_id)
        return cards

    async def _one_turn(self, sender: str, said: _Said) -> list[ChannelCard]:
        if not self._pace.allows(sender):
            return [self._own["utter_rate_limited"]]
        # Rasa's own lock would do, but whoever waits for it looks only once a second.
        async with self._orders.setdefault(sender, asyncio.Lock()):
            return self._seal(sender, settle(await self._answer(sender, said), self._own["utter_error"]))

    async def _answer(self, sender: str, said: _Said) -> list[ChannelCard]:
        message, attachments = said.message, said.attachments
        if said.command is not None:
            intent = COMMANDS[said.command]
            return await self._ask_rasa(sender, said.command, buttons.parse_data(said.command, intent, {}))
        if not said.typed and buttons.is_id(message.strip()):
            return await self._ask_rasa(sender, *self._pressed(sender, message.strip()))
        text = defuse(message)
        if len(text) > self._settings.max_characters:
            return [self._own["utter_too_long"]]
        noted = {METADATA: [attachment.as_noted() for attachment in attachments]} if attachments else None
        if is_blank(text) and attachments:
            return await self._ask_rasa(sender, *parse_attachments(attachments), noted)
        if is_blank(text):
            return [self._own["utter_empty"]]
        cards = await self._ask_rasa(sender, text, None, noted)
        return [caption_note(self._phrases, attachments), *cards] if attachments else cards

    def _pressed(self, sender: str, key: str) -> tuple[str, dict[str, Any] | None]:
        """The text of a press and what it means; None for a meaning that Rasa has to find in the text."""
        button, stands = self._find(sender, key) or (None, False)
        if button is None:
            old = buttons.OLD_BUTTON_INTENT
            return old, buttons.parse_data(old, old, {})
        if not stands and button.intent in buttons.MOVING_INTENTS:
            return button.title, buttons.parse_data(button.title, buttons.OLD_BUTTON_INTENT, {})
        if not button.intent:
            return defuse(button.title), None
        return button.title, buttons.parse_data(button.title, button.intent, button.entities)

    async def _ask_rasa(
        self,
        sender: str,
        text: str,
        parse_data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> list[ChannelCard]:
        output = CardOutput()
        message = UserMessage(
            text, output, sender, parse_data, input_channel=self._channel, metadata=metadata
        )
        try:
            await asyncio.wait_for(self._handle(message), self._settings.turn_seconds)
        except asyncio.TimeoutError:
            logger.error("no answer to a turn of %s within %d s", sender, self._settings.turn_seconds)
        except Exception:
            logger.exception("error inside a turn of %s", sender)
        return output.cards

    def _seal(self, sender: str, cards: list[ChannelCard]) -> list[ChannelCard]:
        """Replaces payloads by ids and remembers them, and where the turn leaves the conversation."""
        kept = [(buttons.new_id(), _meaning(button)) for card in cards for button in card.buttons]
        custom = next(card.custom for card in cards if card.custom)
        place = buttons.place_of(custom, {button.intent for _, button in kept})
        if place is None and not kept:
            return cards
        try:
            self._store.remember(sender, place, kept)
        except sqlite3.Error:
            logger.exception("buttons of %s cannot be kept, so none are shown: see to the disk", sender)
            return [replace(card, buttons=()) for card in cards]
        ids = iter(key for key, _ in kept)
        return [
            replace(card, buttons=tuple(replace(button, payload=next(ids)) for button in card.buttons))
            for card in cards
        ]

    def _find(self, sender: str, key: str) -> tuple[Button, bool] | None:
        try:
            return self._store.button(sender, key)
        except sqlite3.Error:
            logger.exception("button of %s cannot be looked up: see to the disk", sender)
            return None

    def _claim(self, message_id: str) -> bool:
        try:
            return self._store.claim(self._channel, message_id)
        except sqlite3.Error:
            logger.exception("message %s may be handled twice: see to the disk", message_id)
            return True


def _own_cards(phrases: Phrases, settings: GuardSettings) -> dict[str, ChannelCard]:
    """The guard's own answers; raises BadSettings when the domain file lacks one."""
    try:
        return {
            name: ChannelCard(
                phrases.text(name, limit=settings.max_characters),
                custom=phrases.custom(name) or {"kind": "unclear"},
                notice=True,
            )
            for name in PHRASES
        }
    except KeyError as error:
        raise BadSettings(f"{settings.domain}: {error}; the guard needs {', '.join(PHRASES)}") from error


def _meaning(button: CardButton) -> Button:
    """What a button stands for; no intent where its payload says none: then its title is what is said."""
    if button.payload == button.title:
        return Button(button.title, "")
    try:
        return buttons.read_payload(button.title, button.payload)
    except buttons.UnreadablePayload as error:
        logger.error("button '%s': %s; its title is taken as typed", button.title, error)
        return Button(button.title, "")
