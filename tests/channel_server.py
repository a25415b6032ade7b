"""Rasa's real Sanic app with one channel; only what stands behind `on_new_message` is a stand-in."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import Counter
from http.client import HTTPConnection
from types import TracebackType
from typing import Any

import rasa.core.run
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Sanic

BUTTONS = (
    {"title": "Next", "payload": "/next_step"},
    {"title": "Coupe", "payload": '/choose{"body": "coupe"}'},
)


class Agent:
    """Rasa's agent as a channel sees it: keeps what arrives, answers as told and else with an echo.

    A text in `slow` takes so many seconds; all wait as long as the gate is closed.
    """

    def __init__(self) -> None:
        self.seen: list[UserMessage] = []
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.slow: dict[str, float] = {}
        self.gate = threading.Event()
        self.gate.set()
        self.overlaps = 0
        self._running: Counter[str] = Counter()

    async def handle_message(self, message: UserMessage) -> None:
        """One turn."""
        self.seen.append(message)
        self.overlaps += self._running[message.sender_id]
        self._running[message.sender_id] += 1
        await asyncio.sleep(self.slow.get(message.text, 0))
        while not self.gate.is_set():
            await asyncio.sleep(0.01)
        self._running[message.sender_id] -= 1
        if message.text == "fail":
            raise RuntimeError("broken")
        for answer in self.answers.get(message.text, [self.echo(message.text)]):
            await message.output_channel.send_response(message.sender_id, dict(answer))

    def echo(self, text: str) -> dict[str, Any]:
        """A card with two buttons and a picture."""
        return {
            "text": f"you said:\n\n{text}",
            "buttons": list(BUTTONS),
            "image": "step.png",
            "custom": {"kind": "step", "section": "x/y", "step": 1, "steps": 3},
        }

    def texts(self, conversation: str) -> list[str]:
        """What arrived in a conversation."""
        return [message.text for message in self.seen if message.sender_id == conversation]

    def intents(self, conversation: str) -> list[str | None]:
        """The intents that arrived, None for text that Rasa has to read."""
        seen = [message for message in self.seen if message.sender_id == conversation]
        return [m.parse_data["intent"]["name"] if m.parse_data else None for m in seen]


class ChannelServer:
    """The server on a port of its own, in a thread, from its first listener to its last."""

    def __init__(self, channel: InputChannel, agent: Agent | None = None) -> None:
        self.agent = agent or Agent()
        self.app = app_of(channel, self.agent)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.loop = asyncio.new_event_loop()
        self.started = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.running: Any = None

    def __enter__(self) -> Any:
        self.thread.start()
        assert self.started.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(20)

    def fetch(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any, bytes]:
        """One request: status, headers and body of the answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._start())
        self.started.set()
        self.loop.run_forever()
        self.loop.run_until_complete(self.running.before_stop())
        self.socket.close()

    async def _start(self) -> None:
        self.running = await self.app.create_server(
            sock=self.socket, return_asyncio_server=True, access_log=False, asyncio_server_kwargs={}
        )
        assert self.running is not None
        await self.running.startup()
        await self.running.before_start()
        await self.running.start_serving()
        await self.running.after_start()


def app_of(channel: InputChannel, agent: Agent) -> Sanic:
    """Rasa's app with a channel and a stand-in for its agent."""
    Sanic.test_mode = True  # several apps in one process
    app = rasa.core.run.configure_app([channel], enable_api=False)
    app.ctx.agent = agent
    return app
