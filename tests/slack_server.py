"""Rasa's real Sanic app with the Slack channel; only what stands behind `on_new_message` is a stand-in."""

from __future__ import annotations

import asyncio
import json
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.slack import SlackInput
from tests.slack_api import APP_TOKEN, SlackApi
from tests.slack_person import Event, SlackPerson, form, signed
from tests.test_rest import Agent, Server

WEBHOOK = "/webhooks/slack/webhook"
ROOT = Path(__file__).resolve().parents[1]


class CannedAgent(Agent):
    """Answers as told, an echo with two buttons unless told otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.slow: dict[str, float] = {}

    async def handle_message(self, message: UserMessage) -> None:
        """One turn."""
        await asyncio.sleep(self.slow.get(message.text, 0))
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


class SlackServer(Server):
    """The server on a port of its own, in a thread."""

    def __init__(self, channel: SlackInput, api: SlackApi) -> None:
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
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", WEBHOOK, content, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        return SimpleNamespace(
            status=answer.status, json=json.loads(text) if text[:1] == "{" else None, text=text
        )

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
    files = {"store": str(folder / "channels.db"), "domain": str(ROOT / "domain.yml")}
    secrets = {"signing_secret": "", "app_token": APP_TOKEN} if socket else {}
    return SlackInput.from_credentials({**files, **slack.settings(), **secrets, **credentials})
