"""The way out: each chat's messages in their order, as fast as Telegram allows, and again when it was not reached."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.channels.inbox import Delivery
from bot.channels.output import CardButton, ChannelCard
from bot.channels.pictures import find
from bot.channels.telegram.client import Client, seconds_of
from bot.channels.telegram.drawing import CHOSEN, Drawn, draw
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.pictures import FileIds
from bot.channels.telegram.updates import Place

logger = logging.getLogger(__name__)

# Seconds between attempts where the network is away, and how long an answer is worth while.
FIRST_WAIT, LONGEST_WAIT, WORTH = 0.5, 60.0, 3600.0
_MOST_BLOCKED = 10_000


@dataclass(frozen=True)
class _Message:
    """One message on its way to a place."""

    place: Place
    drawn: Drawn
    picture: Path | str | None = None


class Outbox:
    """Sends to many chats at once; a chat that has to wait holds up no other."""

    def __init__(self, client: Client, root: Path) -> None:
        """Pictures are looked for below `root`."""
        self._client = client
        self._root = root
        self._lanes = Lanes()
        self._blocked: OrderedDict[int, None] = OrderedDict()
        self._file_ids = FileIds()

    def send(self, place: Place, cards: Sequence[ChannelCard], delivery: Delivery) -> None:
        """Shows cards, after all that the chat was sent before; without those that `delivery` has shown already."""
        for message in list(self._messages(place, cards))[delivery.shown :]:
            self._put(place.chat, partial(self._show, message), delivery.count)

        async def close() -> None:
            delivery.close()

        self._lanes.put(place.chat, close)

    def _messages(self, place: Place, cards: Sequence[ChannelCard]) -> Iterator[_Message]:
        for card in cards:
            picture = find(card.image, self._root)
            for drawn in draw(card, with_image=picture is not None):
                yield _Message(place, drawn, picture if drawn.image else None)

    def close_card(self, chat: int, message: int, chosen: CardButton | None) -> None:
        """Takes a card's buttons away, but for the one that was chosen."""
        marked = chosen and CardButton(CHOSEN + chosen.title, chosen.payload)
        keyboard = _keyboard((marked,) if marked else ())

        async def edit(chat: int) -> None:
            try:
                await self._client.edit_message_reply_markup(chat, message, reply_markup=keyboard)
            except BadRequest as error:  # it was deleted, or looks like this already
                logger.debug("a card's buttons stay: %s", self._client.told(error))

        self._put(chat, edit)

    def welcome(self, chat: int) -> None:
        """Sends to a chat again that had blocked the bot."""
        self._blocked.pop(chat, None)

    def block(self, chat: int) -> None:
        """Sends nothing more to a chat, until it is heard of; told once."""
        if chat not in self._blocked:
            logger.info("chat %d does not want to hear from the bot: nothing is sent to it any more", chat)
        self._blocked[chat] = None
        if len(self._blocked) > _MOST_BLOCKED:
            self._blocked.popitem(last=False)

    async def drain(self, seconds: float) -> None:
        """Waits until everything is sent, but not for ever."""
        await self._lanes.drain(seconds)

    def _put(
        self, chat: int, send: Callable[[int], Awaitable[None]], done: Callable[[], None] | None = None
    ) -> None:
        async def job() -> None:
            await self._until_done(chat, send)
            if done is not None:
                done()

        self._lanes.put(chat, job)

    async def _until_done(self, chat: int, send: Callable[[int], Awaitable[None]]) -> None:
        """Tries until Telegram has taken or refused it; nothing goes to who blocked the bot."""
        loop, wait = asyncio.get_running_loop(), FIRST_WAIT
        limit = loop.time() + WORTH
        while chat not in self._blocked:
            try:
                return await send(chat)
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except ChatMigrated as error:
                chat = error.new_chat_id
            except Forbidden:
                return self.block(chat)
            except (BadRequest, InvalidToken) as error:
                return logger.error("a message to chat %d was refused: %s", chat, self._client.told(error))
            except NetworkError as error:
                if loop.time() > limit:
                    return logger.error("a message to chat %d was given up: Telegram was not reached", chat)
                logger.warning("Telegram is not reached, again in %.0f s: %s", wait, self._client.told(error))
                await asyncio.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)

    async def _show(self, message: _Message, chat: int) -> None:
        """Sends a message; what Telegram refuses in its full form is sent in a plainer one, never nothing."""
        try:
            await self._send(chat, message)
        except BadRequest as error:
            if _is_hopeless(error):
                return self.block(chat)
            logger.warning("sent in a plain form, for Telegram said: %s", self._client.told(error))
            if message.drawn.plain:
                await self._send_plain(chat, message)

    async def _send(self, chat: int, message: _Message) -> None:
        drawn, form = message.drawn, _form(message.place, message.drawn.buttons)
        if message.picture is None:
            await self._client.send_message(
                chat, drawn.html, parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True), **form,
            )  # fmt: skip
            return
        caption = {"caption": drawn.html, "parse_mode": ParseMode.HTML} if drawn.html else {}
        await self._send_picture(chat, message.picture, {**caption, **form})

    async def _send_picture(self, chat: int, picture: Path | str, form: dict[str, Any]) -> None:
        if isinstance(picture, str):
            await self._client.send_photo(chat, picture, **form)
            return
        content = picture.read_bytes()
        if file_id := self._file_ids.get(content):
            try:
                await self._client.send_photo(chat, file_id, **form)
                return
            except BadRequest:
                self._file_ids.drop(content)
        sent: Message = await self._client.send_photo(chat, content, filename=picture.name, **form)
        if sent.photo:
            self._file_ids.keep(content, sent.photo[-1].file_id)

    async def _send_plain(self, chat: int, message: _Message) -> None:
        form = _form(replace(message.place, topic=None, answers=None), message.drawn.buttons)
        await self._client.send_message(chat, message.drawn.plain, **form)


def _form(place: Place, buttons: Sequence[CardButton]) -> dict[str, Any]:
    """Where a message goes and what stands below it."""
    answers = place.answers and ReplyParameters(place.answers, allow_sending_without_reply=True)
    return {
        "message_thread_id": place.topic,
        "reply_parameters": answers or None,
        "reply_markup": _keyboard(buttons) if buttons else None,
    }


def _keyboard(buttons: Sequence[CardButton]) -> InlineKeyboardMarkup:
    """One button a row: a thumb in a glove finds it."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(b.title, callback_data=b.payload)] for b in buttons])


def _is_hopeless(error: BadRequest) -> bool:
    """Whether there is no such chat, or nothing may be written there: no form of a message will do."""
    text = error.message.lower()
    return any(
        said in text
        for said in ("chat not found", "have no rights", "not enough rights", "chat_write_forbidden")
    )
