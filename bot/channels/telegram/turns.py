"""From an update to an answer: one conversation's updates in their order, all conversations side by side."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.channels import buttons
from bot.channels.guard import Guard
from bot.channels.output import ChannelCard
from bot.channels.telegram.client import Client
from bot.channels.telegram.drawing import CHOSEN
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.sending import Outbox
from bot.channels.telegram.updates import Me, Membership, Pressed, Wrote, parse, read

logger = logging.getLogger(__name__)

# Seconds that a group's message waits for the bot's own name, which says whether it is meant.
_NAME_SECONDS = 10.0
_MOST_REMEMBERED = 5_000


class Turns:
    """Takes updates, asks the guard, hands the cards to the outbox."""

    def __init__(self, bot_id: int, guard: Guard, client: Client, outbox: Outbox) -> None:
        """Knows the bot's id, but not its name yet."""
        self._me = Me(bot_id)
        self._known = asyncio.Event()
        self._guard = guard
        self._client = client
        self._outbox = outbox
        self._lanes = Lanes()
        self._answering: set[asyncio.Task[None]] = set()
        self._texts = _Remembered()
        self._albums = _Remembered()
        self._slowed: set[str] = set()

    def know(self, name: str) -> None:
        """Learns the bot's name."""
        self._me = Me(self._me.id, name)
        self._known.set()

    def receive(self, update: dict[str, Any]) -> None:
        """Begins with an update and returns at once; what is no update of ours is dropped."""
        try:
            parsed, whole = parse(update, self._client)
            chat, user = parsed.effective_chat, parsed.effective_user
            lane = (chat and chat.id, user and user.id)
        except Exception as error:
            logger.warning("an update cannot be read and is left out: %s", self._client.told(error))
            return
        self._lanes.put(lane, lambda: self._handle(parsed, whole))

    async def drain(self, seconds: float) -> None:
        """Waits for the turns under way, but not for ever."""
        await self._lanes.drain(seconds)

    async def _handle(self, update: Update, whole: bool) -> None:
        if update.effective_chat and update.effective_chat.type != update.effective_chat.PRIVATE:
            await self._wait_for_name()
        try:
            arrived = read(update, self._me, whole)
        except Exception as error:
            logger.warning("an update makes no sense and is left out: %s", self._client.told(error))
            return
        update_id = f"{self._me.id}:{update.update_id}"
        if isinstance(arrived, Membership):
            (self._outbox.welcome if arrived.member else self._outbox.block)(arrived.chat)
        elif isinstance(arrived, Pressed):
            await self._press(arrived, update_id)
        elif isinstance(arrived, Wrote):
            self._outbox.welcome(arrived.place.chat)
            await self._write(arrived, update_id)

    async def _write(self, wrote: Wrote, update_id: str) -> None:
        key = f"{wrote.place.chat}:{wrote.message}"
        content = hashlib.sha256(wrote.text.encode("utf-8", "surrogatepass")).hexdigest()
        changed = self._texts.put(key, content) != content
        if wrote.edited:
            if changed and (wrote.text or wrote.command):  # a live location moves by edits
                self._show(wrote, self._guard.notice(wrote.conversation, "utter_edited", update_id))
            return
        if wrote.album and self._albums.put(wrote.album, "seen") and not wrote.text:
            return  # one word about ten pictures is enough
        cards = await self._guard.turn(
            wrote.conversation, wrote.text, update_id, wrote.attachments, wrote.command, typed=True
        )
        self._show(wrote, cards)

    async def _press(self, pressed: Pressed, update_id: str) -> None:
        if not pressed.own:
            cards = self._guard.notice(pressed.conversation, "utter_not_your_button", update_id)
            self._answer(pressed.query, cards[0].text if cards else None)
            return
        self._answer(pressed.query)
        # What a client makes up instead of an id is an old button, and never read as text.
        button = pressed.button if buttons.is_id(pressed.button) else buttons.new_id()
        current = self._guard.is_current(pressed.conversation, button)
        cards = await self._guard.turn(pressed.conversation, button, update_id)
        self._show(pressed, cards)
        if cards:
            self._close(pressed, current)

    def _close(self, pressed: Pressed, current: bool) -> None:
        """Marks what was chosen; takes away what can be chosen no more."""
        if any(button.title.startswith(CHOSEN) for button in pressed.keyboard):
            return
        chosen = next((button for button in pressed.keyboard if button.payload == pressed.button), None)
        if pressed.keyboard:
            self._outbox.close_card(pressed.place.chat, pressed.message, chosen if current else None)

    def _show(self, arrived: Wrote | Pressed, cards: list[ChannelCard]) -> None:
        """Sends a turn's cards; that somebody is too fast is said once, not each time."""
        slowed = self._guard.is_slowed(cards)
        if slowed and arrived.conversation in self._slowed:
            return
        if slowed:
            self._slowed.add(arrived.conversation)
        elif cards:
            self._slowed.discard(arrived.conversation)
        self._outbox.send(arrived.place, cards)

    def _answer(self, query: str, text: str | None = None) -> None:
        """Ends the waiting sign on a button, beside all else; a press that is too old is no trouble."""
        task = asyncio.ensure_future(self._answer_query(query, text))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer_query(self, query: str, text: str | None) -> None:
        try:
            await self._client.answer_callback_query(query, text, show_alert=True if text else None)
        except TelegramError as error:
            logger.debug("a press was not confirmed: %s", self._client.told(error))

    async def _wait_for_name(self) -> None:
        try:
            await asyncio.wait_for(self._known.wait(), _NAME_SECONDS)
        except asyncio.TimeoutError:
            logger.warning("Telegram did not tell the bot's name yet: only answers to it count in groups")


class _Remembered(OrderedDict[str, str]):
    """The last few things under their keys."""

    def put(self, key: str, value: str) -> str | None:
        """Keeps a value; what was there before comes back."""
        before = self.pop(key, None)
        self[key] = value
        if len(self) > _MOST_REMEMBERED:
            self.popitem(last=False)
        return before
