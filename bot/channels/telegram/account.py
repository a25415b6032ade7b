"""What is known of the bot and its server, and what of it cannot be meant; `curbside doctor` asks without Rasa."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

CHANNEL = "telegram"
API = "https://api.telegram.org"
WEBHOOK_PATH = "/webhooks/telegram/webhook"
KEYS = ("token", "url", "secret", "api")
_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_PORTS = (None, 443, 80, 88, 8443)  # those that Telegram sends to


@dataclass(frozen=True)
class Account:
    """Token, and for a webhook the server's public address and the secret that Telegram sends along."""

    token: str = field(repr=False)
    url: str = ""
    secret: str = field(default="", repr=False)
    api: str = API

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Account:
        """The account that a channel's settings name; what is not given is empty."""
        own = {key: str(given[key]) for key in KEYS if given.get(key) is not None}
        return cls(**{"token": "", **own})

    @property
    def bot_id(self) -> int:
        """The bot's own id, which its token begins with."""
        return int(self.token.partition(":")[0])

    @property
    def webhook_url(self) -> str:
        """Where Telegram posts updates to; empty where they are fetched by long polling."""
        return self.url.rstrip("/") + WEBHOOK_PATH if self.url else ""

    def problems(self) -> list[tuple[str, str]]:
        """What cannot be meant, each with its cure; secrets are not repeated."""
        found = []
        if not _TOKEN.fullmatch(self.token):
            found.append(
                (
                    "the token is missing or has not the form of one",
                    "copy all that @BotFather gave, from the first digit on",
                )
            )
        if self.url:
            found += _url_problems(self.url)
            if not _SECRET.fullmatch(self.secret):
                found.append(
                    (
                        "a webhook needs a secret of 16 to 256 letters, digits, _ and -",
                        "make one with `openssl rand -hex 32`",
                    )
                )
        if urlsplit(self.api).scheme not in ("http", "https"):
            found.append(("api is no address", f"leave it out, it is {API}"))
        return found


def _url_problems(url: str) -> list[tuple[str, str]]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return [("url is no address", "write it like https://bot.example.org")]
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        return [("url is not https", "give the server's public address, like https://bot.example.org")]
    if parts.path.rstrip("/").endswith("/webhook"):
        return [("url names the webhook itself", f"leave {WEBHOOK_PATH} out")]
    if port not in _PORTS:
        return [(f"Telegram does not send to port {port}", "use 443, 80, 88 or 8443")]
    return []
