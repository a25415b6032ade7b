"""Keeping in touch with Telegram: the webhook announced, or the updates fetched where there is no public address."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.account import Account
from bot.channels.telegram.client import Client, seconds_of
from bot.channels.telegram.updates import ALLOWED_UPDATES

logger = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
CONFLICT = "another program or server fetches this bot's messages: stop it"
TOKEN = "Telegram does not know the bot's token: take a new one from @BotFather, then restart"
# How many updates Telegram may post at once.
_AT_ONCE = 20


class Touch:
    """Reaches Telegram again and again until it is there; nothing here ends the server."""

    def __init__(self, client: Client, settings: Account) -> None:
        """Does nothing yet."""
        self._client = client
        self._settings = settings
        self._told = ""

    async def announce(self, commands: Sequence[tuple[str, str]]) -> None:
        """Tells Telegram the commands, and where to post the updates or that they will be fetched."""
        await self._insist(self._announce_way)
        await self._insist(lambda: self._client.set_my_commands(commands))

    async def me(self) -> str:
        """The bot's name, as soon as Telegram tells it."""
        user = await self._insist(self._client.get_me)
        return str(user.username or "") if user else ""

    async def fetch(self, receive: Callable[[dict[str, Any]], object]) -> None:
        """Fetches updates for ever; one that `receive` could not keep is fetched again, with all behind it."""
        offset: int | None = None
        while True:
            for update in await self._insist(partial(self._fetch, offset)) or ():
                try:
                    receive(update)
                except sqlite3.Error:
                    logger.exception("an update cannot be kept, it is fetched again: see to the disk")
                    await asyncio.sleep(FIRST_WAIT)
                    break
                if isinstance(number := update.get("update_id"), int):
                    offset = max(number + 1, offset or 0)

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]]:
        try:
            return await self._client.fetch(offset)
        except Conflict:
            await self._client.delete_webhook()  # one that was set meanwhile; harmless for any other reason
            raise

    async def _announce_way(self) -> None:
        if self._settings.webhook_url:
            await self._client.set_webhook(
                self._settings.webhook_url, secret_token=self._settings.secret,
                allowed_updates=ALLOWED_UPDATES, max_connections=_AT_ONCE,
            )  # fmt: skip
        else:
            await self._client.delete_webhook()

    async def _insist(self, ask: Callable[[], Awaitable[Any]]) -> Any:
        """What Telegram answers, however long it takes; None where it refuses."""
        wait = FIRST_WAIT
        while True:
            try:
                answer = await ask()
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
                continue
            except BadRequest as error:
                logger.error(
                    "Telegram refuses: %s. `curbside doctor` looks into it", self._client.told(error)
                )
                return None
            except (InvalidToken, Conflict) as error:
                self._tell(logging.ERROR, TOKEN if isinstance(error, InvalidToken) else CONFLICT)
                wait = max(wait, LONGEST_WAIT / 4)
            except TelegramError as error:
                self._tell(logging.WARNING, f"Telegram is not reached: {self._client.told(error)}")
            else:
                self._tell(logging.INFO, "")
                return answer
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    def _tell(self, level: int, what: str) -> None:
        """Logs a trouble once, and its end."""
        if what != self._told:
            logger.log(level, what or "Telegram is reached again")
        self._told = what
