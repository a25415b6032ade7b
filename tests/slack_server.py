"""Rasa's real Sanic app with the Slack channel, and the ways in which Slack reaches it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.channels.slack import SlackInput
from tests.channel_server import ChannelServer
from tests.slack_api import APP_TOKEN, SlackApi
from tests.slack_person import Event, SlackPerson, form, signed

WEBHOOK = "/webhooks/slack/webhook"
ROOT = Path(__file__).resolve().parents[1]


class SlackServer(ChannelServer):
    """The server, as Slack sees it."""

    def __init__(self, channel: SlackInput, api: SlackApi) -> None:
        super().__init__(channel)
        self.api = api

    def deliver(self, body: Event, **headers: str) -> SimpleNamespace:
        """Brings an event or a press as Slack does, and it is acknowledged."""
        answer = self.knock(body, **headers)
        assert answer.status == 200, answer.json
        return answer

    def knock(self, body: Event, **headers: str) -> SimpleNamespace:
        """POSTs an event as JSON, a press as a form, signed now."""
        is_press = body.get("type") == "block_actions"
        content = form(body) if is_press else json.dumps(body).encode()
        kind = "application/x-www-form-urlencoded" if is_press else "application/json"
        return self.throw(content, {"Content-Type": kind, **signed(content), **headers})

    def throw(self, content: bytes, headers: dict[str, str]) -> SimpleNamespace:
        """POSTs anything; the answer to what is no request of Slack's need not be JSON."""
        status, _, answer = self.fetch("POST", WEBHOOK, content, headers)
        text = answer.decode()
        return SimpleNamespace(status=status, json=json.loads(text) if text[:1] == "{" else None, text=text)

    def request(self, *given: Any) -> SimpleNamespace:
        """One request: status and the JSON of the answer."""
        status, _, content = self.fetch(*given)
        return SimpleNamespace(status=status, json=json.loads(content) if content else None)

    def newcomer(self, channel: str | None = None) -> SlackPerson:
        """Somebody whom the bot has not met."""
        return SlackPerson(self.api, self.deliver, channel)

    def by_socket(self, channel: str | None = None) -> SlackPerson:
        """Somebody whose messages come through Socket Mode."""

        def deliver(body: Event) -> None:
            kind = "interactive" if body["type"] == "block_actions" else "events_api"
            envelope = self.api.send(kind, body)
            self.api.wait(lambda: envelope in self.api.acks, "acknowledgement")

        return SlackPerson(self.api, deliver, channel)


def channel(folder: Path, slack: SlackApi, socket: bool = False, **credentials: Any) -> SlackInput:
    """The channel as credentials.yml would make it, with its database in a test's folder."""
    secrets = {"signing_secret": "", "app_token": APP_TOKEN} if socket else {}
    return credentials_channel(folder, **{**slack.settings(), **secrets, **credentials})


def credentials_channel(folder: Path, **credentials: Any) -> SlackInput:
    """The same, also where the stub runs in another process."""
    files = {"store": str(folder / "channels.db"), "domain": str(ROOT / "domain.yml")}
    return SlackInput.from_credentials({**files, **credentials})
