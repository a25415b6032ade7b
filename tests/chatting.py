"""The web channel on Rasa's real server with a canned Rasa behind it, and a browser's side of the chat."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import jwt

from bot.channels.web.channel import WebInput
from tests.channel_server import Agent, ChannelServer

ROOT = Path(__file__).resolve().parents[1]
WEB = "/webhooks/web"
JSON = {"Content-Type": "application/json"}
Event = dict[str, Any]


class Chatty(Agent):
    """Answers with a card in parts and a picture of the documents."""

    def echo(self, text: str) -> dict[str, Any]:
        """The card."""
        layout = [["head", 0, 9], ["words", 11, 11 + len(text)]]
        card = super().echo(text)
        return {
            **card, "image": "pictures/slot.svg", "custom": {**card["custom"], "alt": "The slot", "layout": layout}
        }  # fmt: skip


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.content)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()


@dataclass
class Site:
    """A server of the chat, as its port shows it."""

    port: int

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def newcomer(self) -> Browser:
        """Somebody who opens the chat for the first time."""
        answer = self.request("POST", f"{WEB}/session", b"{}", JSON)
        assert answer.status == 201, answer.text
        return Browser(self, answer.json["token"])


@dataclass
class Browser:
    """One person's browser; `seen` is the number of the last event that it knows."""

    site: Site
    token: str
    seen: int = 0
    events: list[Event] = field(default_factory=list)

    @property
    def conversation(self) -> str:
        """The conversation's name at Rasa, which the token holds."""
        return str(jwt.decode(self.token, options={"verify_signature": False})["sub"])

    @property
    def bearer(self) -> dict[str, str]:
        """The header that names the conversation."""
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str, **headers: str) -> Answer:
        """A request that carries the token."""
        return self.site.request("GET", f"{WEB}/{path}", None, {**self.bearer, **headers})

    def post(self, content: Any, **headers: str) -> Answer:
        """Posts a message."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.site.request("POST", f"{WEB}/message", body, {**JSON, **self.bearer, **headers})

    def say(self, text: str) -> list[Event]:
        """Types a text and waits for the answer; the events that came."""
        return self.turn({"text": text})

    def press(self, button: str) -> list[Event]:
        """Presses a button."""
        return self.turn({"button": button})

    def turn(self, content: dict[str, Any]) -> list[Event]:
        """One turn of any form; its events, the person's own first."""
        answer = self.post({"id": new_id(), **content})
        assert answer.status == 202, answer.text
        own = answer.json["seq"]
        with self.stream(own - 1) as stream:
            events = []
            while not events or events[-1]["from"] == "person" or events[-1]["custom"] is None:
                events.append(stream.next_event())
        self.seen = events[-1]["seq"]
        self.events += events
        return events

    def history(self) -> list[Event]:
        """All events, page by page."""
        events: list[Event] = []
        while True:
            page = self.get(f"events?after={events[-1]['seq'] if events else 0}").json
            events += page["events"]
            if not page["more"]:
                return events

    @contextmanager
    def stream(self, after: int = 0) -> Iterator[Stream]:
        """A live stream."""
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=20)
        try:
            connection.request("GET", f"{WEB}/stream?after={after}", headers=self.bearer)
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
            yield Stream(answer)
        finally:
            connection.close()


@dataclass
class Stream:
    """The reader's side of a live stream."""

    answer: HTTPResponse

    def next(self) -> tuple[str, Any]:
        """The next event: its name and content."""
        while True:
            fields = self._block()
            if "data" in fields:
                return fields.get("event", "message"), json.loads(fields["data"])

    def next_event(self) -> Event:
        """The next event of the conversation."""
        while True:
            name, content = self.next()
            if name == "message":
                event: Event = content
                return event

    def _block(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        while line := self.answer.readline().decode().rstrip("\n"):
            name, _, value = line.partition(": ")
            fields[name] = value
        if not fields:
            raise EOFError
        return fields


class Server(ChannelServer, Site):
    """Rasa's Sanic app on a port of its own, in a thread."""

    def __init__(self, channel: WebInput) -> None:
        super().__init__(channel, Chatty())


def channel(folder: Path, **credentials: Any) -> WebInput:
    """The channel as credentials.yml would make it, with its files in a test's folder."""
    files = {
        "store": str(folder / "channels.db"),
        "key_file": str(folder / "web.key"),
        "domain": str(ROOT / "domain.yml"),
        "documents": str(ROOT / "data" / "documents"),
    }
    plenty = {"burst": 100_000, "sessions_burst": 100_000}
    return WebInput.from_credentials({**files, **plenty, **credentials})


def new_id() -> str:
    """A message's id, as a browser makes it."""
    return secrets.token_urlsafe(18)
