"""From an update to an answer: one conversation's updates in their order, all conversations side by side."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.channels import buttons
from bot.channels.guard import Guard
from bot.channels.inbox import MOST_RUNS, Inbox, Letter
from bot.channels.output import ChannelCard
from bot.channels.telegram.client import Client
from bot.channels.telegram.drawing import CHOSEN
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.sending import Outbox
from bot.channels.telegram.updates import (
    Arrived,
    Me,
    Membership,
    Pressed,
    Wrote,
    conversation_of,
    parse,
    read,
)

logger = logging.getLogger(__name__)

# Seconds that a group's message waits for the bot's own name, which says whether it is meant.
_NAME_SECONDS = 10.0
_MOST_REMEMBERED = 5_000


class Turns:
    """Takes updates, asks the guard, hands the cards to the outbox."""

    def __init__(self, bot_id: int, guard: Guard, client: Client, outbox: Outbox, inbox: Inbox) -> None:
        """Knows the bot's id, but not its name yet."""
        self._me = Me(bot_id)
        self._known = asyncio.Event()
        self._guard = guard
        self._client = client
        self._outbox = outbox
        self._inbox = inbox
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
        """Keeps an update, begins with it and returns at once; what is no update of ours is dropped.

        Raises sqlite3.Error for one that cannot be kept: Telegram has to send it again.
        """
        read = self._parsed(update)
        if read is None:
            return
        parsed, whole = read
        chat, user = parsed.effective_chat, parsed.effective_user
        sender = conversation_of(chat.id, chat.type == chat.PRIVATE, user.id if user else 0) if chat else ""
        letter = self._inbox.keep(f"{self._me.id}:{parsed.update_id}", sender, update)
        if letter is not None:
            self._begin(parsed, whole, letter)

    def resume(self) -> None:
        """Goes on with what an earlier process has not answered."""
        for letter in self._inbox.waiting():
            logger.warning("update %s was cut off; it is taken up again", letter.message)
            read = self._parsed(letter.content)
            if read is not None:
                self._begin(*read, letter)

    def _parsed(self, update: dict[str, Any]) -> tuple[Update, bool] | None:
        try:
            return parse(update, self._client)
        except Exception as error:
            logger.warning("an update cannot be read and is left out: %s", self._client.told(error))
            return None

    def _begin(self, update: Update, whole: bool, letter: Letter) -> None:
        chat, user = update.effective_chat, update.effective_user
        lane = (chat and chat.id, user and user.id)
        self._lanes.put(lane, lambda: self._handle(update, whole, letter))

    async def drain(self, seconds: float) -> None:
        """Waits for the turns under way, but not for ever."""
        await self._lanes.drain(seconds)

    async def _handle(self, update: Update, whole: bool, letter: Letter) -> None:
        if update.effective_chat and update.effective_chat.type != update.effective_chat.PRIVATE:
            await self._wait_for_name()
        try:
            arrived = read(update, self._me, whole)
        except Exception as error:
            logger.warning("an update makes no sense and is left out: %s", self._client.told(error))
            arrived = None
        current = isinstance(arrived, Pressed) and self._guard.is_current(
            arrived.conversation, arrived.button
        )
        cards = await self._answered(arrived, letter) if arrived else ()
        if not (cards and isinstance(arrived, Arrived)):
            self._inbox.drop(letter)
            return
        self._outbox.send(arrived.place, cards, self._inbox.delivery(letter))
        if isinstance(arrived, Pressed):
            self._close(arrived, current)

    async def _answered(self, arrived: Wrote | Pressed | Membership, letter: Letter) -> Sequence[ChannelCard]:
        """What is to be shown: what an earlier process had found already, or a new turn's cards."""
        if letter.answer is not None:
            self._guard.finish(letter.message)
            return letter.answer
        if letter.runs > MOST_RUNS:
            self._guard.finish(letter.message)
            return self._guard.sorry
        if isinstance(arrived, Membership):
            (self._outbox.welcome if arrived.member else self._outbox.block)(arrived.chat)
            return ()
        if isinstance(arrived, Pressed):
            return await self._press(arrived, letter)
        self._outbox.welcome(arrived.place.chat)
        return await self._write(arrived, letter)

    async def _write(self, wrote: Wrote, letter: Letter) -> Sequence[ChannelCard]:
        key = f"{wrote.place.chat}:{wrote.message}"
        content = hashlib.sha256(wrote.text.encode("utf-8", "surrogatepass")).hexdigest()
        changed = self._texts.put(key, content) != content
        keep = partial(self._inbox.answer, letter)
        if wrote.edited:
            if not (changed and (wrote.text or wrote.command)):  # a live location moves by edits
                return ()
            return self._guard.notice(wrote.conversation, "utter_edited", letter.message, keep)
        if wrote.album and self._albums.put(wrote.album, "seen") and not wrote.text:
            return ()  # one word about ten pictures is enough
        cards = await self._guard.turn(
            wrote.conversation,
            wrote.text,
            letter.message,
            wrote.attachments,
            wrote.command,
            typed=True,
            keep=keep,
        )
        return self._told_once(wrote.conversation, cards)

    async def _press(self, pressed: Pressed, letter: Letter) -> Sequence[ChannelCard]:
        if not pressed.own:
            cards = self._guard.notice(pressed.conversation, "utter_not_your_button", letter.message)
            self._answer(pressed.query, cards[0].text if cards else None)
            return ()
        self._answer(pressed.query)
        # What a client makes up instead of an id is an old button, and never read as text.
        button = pressed.button if buttons.is_id(pressed.button) else buttons.new_id()
        keep = partial(self._inbox.answer, letter)
        cards = await self._guard.turn(pressed.conversation, button, letter.message, keep=keep)
        return self._told_once(pressed.conversation, cards)

    def _told_once(self, conversation: str, cards: Sequence[ChannelCard]) -> Sequence[ChannelCard]:
        """That somebody is too fast is said once, not each time."""
        slowed = self._guard.is_slowed(cards)
        if slowed and conversation in self._slowed:
            return ()
        if slowed:
            self._slowed.add(conversation)
        elif cards:
            self._slowed.discard(conversation)
        return cards

    def _close(self, pressed: Pressed, current: bool) -> None:
        """Marks what was chosen; takes away what can be chosen no more."""
        if any(button.title.startswith(CHOSEN) for button in pressed.keyboard):
            return
        chosen = next((button for button in pressed.keyboard if button.payload == pressed.button), None)
        if pressed.keyboard:
            self._outbox.close_card(pressed.place.chat, pressed.message, chosen if current else None)

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
