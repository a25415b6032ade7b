"""The way to Telegram's Bot API: python-telegram-bot's client, with the token kept out of the logs."""

from __future__ import annotations

import logging
import os
from datetime import timedelta
from typing import Any

from telegram import Bot
from telegram.error import RetryAfter
from telegram.request import HTTPXRequest

from bot.channels.telegram.account import Account
from bot.channels.telegram.updates import ALLOWED_UPDATES

# How long a request for updates waits for one, in seconds.
POLL_SECONDS = 50
_CONNECTIONS = 32
os.environ.setdefault("PTB_TIMEDELTA", "true")  # or each RetryAfter warns of what comes in some later version
# These tell every address that they ask, and the token is part of it.
for _name in ("httpx", "httpcore", "telegram"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Client(Bot):
    """A bot that needs no network to come into being."""

    def __init__(self, settings: Account) -> None:
        """Connects to nothing yet."""
        base = settings.api.rstrip("/")
        super().__init__(
            settings.token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=_connections(_CONNECTIONS),
            get_updates_request=_connections(1),
        )

    async def fetch(self, offset: int | None) -> list[dict[str, Any]]:
        """The next updates as they came: one that cannot be read must not hide those behind it."""
        wanted: dict[str, Any] = {"timeout": POLL_SECONDS, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            wanted["offset"] = offset
        found = await self._post("getUpdates", wanted, read_timeout=POLL_SECONDS + 10.0)
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []

    async def close_connections(self) -> None:
        """Lets go of the network."""
        for request in self._request:
            await request.shutdown()

    def told(self, error: BaseException) -> str:
        """An error for the log, without the token."""
        return f"{type(error).__name__}: {error}".replace(self.token, "…")


def _connections(count: int) -> HTTPXRequest:
    return HTTPXRequest(count, connect_timeout=10, read_timeout=20, write_timeout=20, pool_timeout=60)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
