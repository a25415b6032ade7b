"""The Telegram channel: updates in, by webhook or long polling; turns through the guard; cards out."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.guard import Guard
from bot.channels.inbox import Inbox
from bot.channels.pictures import documents_folder
from bot.channels.settings import GuardSettings
from bot.channels.store import ChannelStore
from bot.channels.telegram.account import CHANNEL, Account
from bot.channels.telegram.client import Client
from bot.channels.telegram.polling import Touch
from bot.channels.telegram.sending import Outbox
from bot.channels.telegram.settings import read_settings
from bot.channels.telegram.turns import Turns
from bot.channels.telegram.webhook import NOT_NOW, WRONG_METHOD, Refused, read_post
from bot.reply import Phrases

logger = logging.getLogger(__name__)

COMMANDS = {"start": "utter_command_start", "help": "utter_command_help", "restart": "utter_command_restart"}
# Seconds for what is under way when the server stops: turns, then messages.
_LAST_TURNS, _LAST_MESSAGES = 5.0, 3.0


class TelegramInput(InputChannel):
    """POST /webhooks/telegram/webhook for Telegram, or long polling; GET /webhooks/telegram/ says that it is there."""

    def __init__(self, telegram: Account, settings: GuardSettings) -> None:
        """Opens what the guard needs, but nothing at Telegram; raises ChannelError."""
        self._telegram = telegram
        self._settings = settings
        self._phrases = settings.phrases()
        self._store = ChannelStore(settings.store_path)
        self._inbox = Inbox(CHANNEL, settings.store_path)

    @classmethod
    def name(cls) -> str:
        """Part of the URL, and the tracker's input channel."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TelegramInput:
        """Reads the channel's settings: `token`, `url`, `secret`, `api`, and the guard's."""
        return cls(*read_settings(credentials))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's route on Rasa's server, and what begins and ends with the server."""
        guard = Guard(CHANNEL, on_new_message, self._phrases, self._store, self._settings)
        webhook = Blueprint("curbside_telegram")
        running = _Running(self._telegram, guard, self._phrases, self._inbox)

        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        async def receive(request: Request) -> HTTPResponse:
            try:
                update = await read_post(request, self._telegram.secret if self._telegram.url else "")
                running.turns.receive(update)
            except Refused as refused:
                return refused.answer()
            except sqlite3.Error:
                logger.exception("an update cannot be kept, Telegram sends it again: see to the disk")
                return NOT_NOW.answer()
            return response.json({})

        async def wrong_method(request: Request) -> HTTPResponse:
            return WRONG_METHOD.answer()

        async def start(app: Any, loop: Any) -> None:
            running.start()

        async def stop(app: Any, loop: Any) -> None:
            await running.stop()

        webhook.add_route(health, "/", methods=["GET"], name="health")
        webhook.add_route(receive, "/webhook", methods=["POST"], name="receive", stream=True)
        others = ["GET", "PUT", "PATCH", "DELETE"]
        webhook.add_route(wrong_method, "/webhook", methods=others, name="wrong_method")
        webhook.listener("after_server_start")(start)
        webhook.listener("before_server_stop")(stop)
        return webhook


class _Running:
    """What lives as long as the server."""

    def __init__(self, settings: Account, guard: Guard, phrases: Phrases, inbox: Inbox) -> None:
        """Asks nothing of the network."""
        self._settings = settings
        self._commands = [(command, phrases.text(name)) for command, name in COMMANDS.items()]
        self._client = Client(settings)
        self._touch = Touch(self._client, settings)
        self._outbox = Outbox(self._client, Path(documents_folder()))
        self.turns = Turns(settings.bot_id, guard, self._client, self._outbox, inbox)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Takes up what was cut off, and gets in touch in the background: no network is no reason not to start."""
        self.turns.resume()
        self._tasks = [asyncio.ensure_future(task) for task in (self._introduce(), self._serve())]

    async def stop(self) -> None:
        """Takes nothing more, finishes what is under way, and lets go of the network."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.turns.drain(_LAST_TURNS)
        await self._outbox.drain(_LAST_MESSAGES)
        await self._client.close_connections()

    async def _introduce(self) -> None:
        self.turns.know(await self._touch.me())

    async def _serve(self) -> None:
        await self._touch.announce(self._commands)
        if not self._settings.webhook_url:
            await self._touch.fetch(self.turns.receive)
