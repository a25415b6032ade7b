"""The Slack channel's settings, as credentials.yml gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channels.errors import BadSettings
from bot.channels.settings import check_setting

KEYS = ("bot_token", "signing_secret", "app_token", "api")
SECRETS = KEYS[:3]
API = "https://slack.com/api/"
BOT_TOKEN, APP_TOKEN = "xoxb-", "xapp-"


@dataclass(frozen=True)
class SlackSettings:
    """Tokens and where Slack's Web API is; a signing secret takes requests, an app token opens a socket."""

    bot_token: str = ""
    signing_secret: str = ""
    app_token: str = ""
    api: str = API

    def __repr__(self) -> str:
        """Names no secret."""
        return f"SlackSettings(active={self.active}, api={self.api!r})"

    @property
    def active(self) -> bool:
        """Whether the channel is set up at all."""
        return bool(self.bot_token)

    @classmethod
    def read(cls, channel: str, credentials: dict[str, Any] | None) -> SlackSettings:
        """Reads the channel's keys; an empty secret counts as left out. Raises BadSettings, naming no secret."""
        given = {key: value for key, value in (credentials or {}).items() if key in KEYS and value != ""}
        for key in KEYS:
            if key in SECRETS and not isinstance(given.get(key, ""), str):
                raise BadSettings(f"credentials.yml: {channel}: {key} is no text: put it in quotes")
            if key not in SECRETS:
                check_setting(channel, given, key, str)
        settings = cls(**given)
        settings._check(channel)
        return settings

    def _check(self, channel: str) -> None:
        if not self.active:
            if self.signing_secret or self.app_token:
                raise BadSettings(f"credentials.yml: {channel}: bot_token is missing: see docs/slack.md")
            return
        if not self.bot_token.startswith(BOT_TOKEN):
            raise BadSettings(
                f"credentials.yml: {channel}: bot_token does not begin with {BOT_TOKEN}:"
                " take the Bot User OAuth Token of the page OAuth & Permissions"
            )
        if self.app_token and not self.app_token.startswith(APP_TOKEN):
            raise BadSettings(
                f"credentials.yml: {channel}: app_token does not begin with {APP_TOKEN}:"
                " take the App-Level Token of the page Basic Information"
            )
        if not (self.signing_secret or self.app_token):
            raise BadSettings(
                f"credentials.yml: {channel}: give app_token (Socket Mode) or signing_secret"
                " (Events API), as docs/slack.md says"
            )
