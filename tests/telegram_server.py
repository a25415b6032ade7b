"""Rasa's real Sanic app with the Telegram channel; only what stands behind `on_new_message` is a stand-in."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.telegram.input import TelegramInput
from tests.telegram_api import TelegramApi
from tests.telegram_person import TelegramPerson
from tests.test_rest import JSON, Agent, Server

SECRET = "the-secret-of-the-tests"
WEBHOOK = "/webhooks/telegram/webhook"
PUBLIC = "https://bot.example.org"
ROOT = Path(__file__).resolve().parents[1]


class CannedAgent(Agent):
    """Answers as told, an echo with two buttons unless told otherwise; `slow` texts take a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, list[dict[str, Any]]] = {}

    async def handle_message(self, message: UserMessage) -> None:
        """One turn."""
        if message.text not in self.answers:
            return await super().handle_message(message)
        self.seen.append(message)
        for answer in self.answers[message.text]:
            await message.output_channel.send_response(message.sender_id, dict(answer))

    def texts(self, conversation: str) -> list[str]:
        """What arrived in a conversation."""
        return [message.text for message in self.seen if message.sender_id == conversation]

    def intents(self, conversation: str) -> list[str | None]:
        """The intents that arrived, None for text that Rasa has to read."""
        seen = [message for message in self.seen if message.sender_id == conversation]
        return [m.parse_data["intent"]["name"] if m.parse_data else None for m in seen]


class TelegramServer(Server):
    """The server on a port of its own, in a thread."""

    def __init__(self, channel: TelegramInput, api: TelegramApi) -> None:
        super().__init__(channel)  # type: ignore[arg-type]
        self.api = api
        self.agent: CannedAgent = CannedAgent()
        self.app.ctx.agent = self.agent
        self.running: Any = None

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.running.before_stop(), self.loop).result(20)
        super().__exit__()

    async def _start(self) -> None:
        self.running = await self.app.create_server(
            sock=self.socket, return_asyncio_server=True, access_log=False, asyncio_server_kwargs={}
        )
        await self.running.startup()
        await self.running.before_start()
        await self.running.after_start()
        await self.running.start_serving()

    def deliver(self, update: dict[str, Any], secret: str | None = SECRET) -> SimpleNamespace:
        """Posts an update as Telegram does."""
        answer = self.knock(json.dumps(update).encode(), secret)
        assert answer.status == 200, answer.json
        return answer

    def knock(self, body: bytes, secret: str | None = SECRET) -> SimpleNamespace:
        """Posts anything."""
        headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
        return self.request("POST", WEBHOOK, body, {**JSON, **headers})

    def newcomer(self, chat: int | None = None) -> TelegramPerson:
        """Somebody whom the bot has not met."""
        return TelegramPerson(self.api, self.deliver, chat)


def channel(folder: Path, api: TelegramApi, **credentials: Any) -> TelegramInput:
    """The channel as credentials.yml would make it, with its database in a test's folder."""
    files = {"store": str(folder / "channels.db"), "domain": str(ROOT / "domain.yml")}
    webhook = {"url": PUBLIC, "secret": SECRET}
    return TelegramInput.from_credentials({**files, **api.settings(), **webhook, **credentials})
