"""Rasa's real Sanic app with the Telegram channel, and the way in which Telegram posts to it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.channels.telegram.input import TelegramInput
from tests.channel_server import ChannelServer
from tests.telegram_api import TelegramApi
from tests.telegram_person import TelegramPerson

SECRET = "the-secret-of-the-tests"
WEBHOOK = "/webhooks/telegram/webhook"
PUBLIC = "https://bot.example.org"
ROOT = Path(__file__).resolve().parents[1]


class TelegramServer(ChannelServer):
    """The server, as Telegram sees it."""

    def __init__(self, channel: TelegramInput, api: TelegramApi) -> None:
        super().__init__(channel)
        self.api = api

    def deliver(self, update: dict[str, Any], secret: str | None = SECRET) -> SimpleNamespace:
        """Posts an update as Telegram does."""
        answer = self.knock(json.dumps(update).encode(), secret)
        assert answer.status == 200, answer.json
        return answer

    def knock(self, body: bytes, secret: str | None = SECRET) -> SimpleNamespace:
        """Posts anything."""
        headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
        return self.request("POST", WEBHOOK, body, {"Content-Type": "application/json", **headers})

    def request(self, *given: Any) -> SimpleNamespace:
        """One request: status and the JSON of the answer."""
        status, _, content = self.fetch(*given)
        return SimpleNamespace(status=status, json=json.loads(content) if content else None)

    def newcomer(self, chat: int | None = None) -> TelegramPerson:
        """Somebody whom the bot has not met."""
        return TelegramPerson(self.api, self.deliver, chat)


def channel(folder: Path, api: TelegramApi, **credentials: Any) -> TelegramInput:
    """The channel as credentials.yml would make it, with its database in a test's folder."""
    return credentials_channel(folder, **{**api.settings(), **credentials})


def credentials_channel(folder: Path, **credentials: Any) -> TelegramInput:
    """The same, also where the stub runs in another process."""
    files = {"store": str(folder / "channels.db"), "domain": str(ROOT / "domain.yml")}
    return TelegramInput.from_credentials({**files, "url": PUBLIC, "secret": SECRET, **credentials})
