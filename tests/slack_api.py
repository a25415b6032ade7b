"""Slack's Web API and Socket Mode on loopback, after the public documentation: it checks what it is sent and keeps it.

Written from https://docs.slack.dev/reference/methods and /reference/block-kit: JSON or form bodies, bearer tokens,
`ok` and `error` in answers, 429 with Retry-After, uploads in three steps; blocks are refused beyond Slack's limits.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

BOT_TOKEN, APP_TOKEN = "xoxb-1111-2222-stub", "xapp-1-A0000000001-3333-stub"
SIGNING_SECRET = "0123456789abcdef0123456789abcdef"
TEAM, BOT_USER, BOT_ID, APP = "T0000000001", "U0000000BOT", "B0000000001", "A0000000001"
SCOPES = "app_mentions:read,channels:history,chat:write,files:write,groups:history,im:history"
PATIENCE = 15.0
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)|<|>")
# Blocks with the keys that they must have.
_BLOCKS = {
    "section": "text",
    "context": "elements",
    "actions": "elements",
    "image": "alt_text",
    "header": "text",
}


@dataclass
class Call:
    """One request: method, parameters, and when it came."""

    method: str
    given: dict[str, Any]
    at: float = field(default_factory=time.monotonic)


@dataclass
class Posted:
    """A message as a person sees it."""

    channel: str
    ts: str
    given: dict[str, Any]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Its blocks."""
        return self.given.get("blocks") or []

    @property
    def words(self) -> str:
        """All that it says outside of buttons, without Slack's escapes and marks."""
        said = [text_of(block) for block in self.blocks if block["type"] in ("section", "context", "header")]
        return plain("\n".join(said) if self.blocks else self.given.get("text", ""))

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """Its buttons, each with the id of its block."""
        rows = [block for block in self.blocks if block["type"] == "actions"]
        return [{**one, "block_id": row["block_id"]} for row in rows for one in row["elements"]]

    @property
    def titles(self) -> list[str]:
        """What its buttons read."""
        return [plain(button["text"]["text"]) for button in self.buttons]

    @property
    def thread(self) -> str | None:
        """The thread that it stands in."""
        return self.given.get("thread_ts")


def text_of(block: dict[str, Any]) -> str:
    """The text of a section, header or context."""
    if "text" in block:
        return str(block["text"]["text"])
    return "\n".join(str(element["text"]) for element in block["elements"])


def plain(text: str) -> str:
    """Slack's text as it is read."""
    text = re.sub(r"^\*(.*)\*$", r"\1", text, flags=re.MULTILINE)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class SlackApi:
    """The stub; `url` is its base address."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.posted: list[Posted] = []
        self.acks: dict[str, float] = {}
        self.uploads: dict[str, bytes] = {}
        self.failures: dict[str, list[dict[str, Any]]] = {}
        self.opened = 0
        self.held = threading.Event()  # as long as it is set, no message is taken
        self.changed = threading.Condition()
        self._numbers = itertools.count(1)
        self._sockets: list[web.WebSocketResponse] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self.port = 0

    @property
    def url(self) -> str:
        """The base address of the Web API."""
        return f"http://127.0.0.1:{self.port}/api/"

    def settings(self) -> dict[str, str]:
        """The channel's settings in credentials.yml that lead here."""
        return {"bot_token": BOT_TOKEN, "signing_secret": SIGNING_SECRET, "api": self.url}

    def environment(self) -> dict[str, str]:
        """The same for a server of its own, as the shop would set them; events come both ways."""
        named = {**self.settings(), "app_token": APP_TOKEN}
        return {f"CURBSIDE_SLACK_{key.upper()}": value for key, value in named.items()}

    def __enter__(self) -> SlackApi:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    # what a test does

    def fail(self, method: str, error: str, times: int = 1, retry_after: int = 0, channel: str = "") -> None:
        """Lets the next calls of a method fail, in one channel only if one is named."""
        answer = {"error": error, "retry_after": retry_after, "channel": channel}
        self.failures.setdefault(method, []).extend([answer] * times)

    @contextmanager
    def expecting(self, more: int = 1, seconds: float = PATIENCE) -> Iterator[list[Posted]]:
        """The messages that the block leads to; fails if there come fewer."""
        before, found = len(self.posted), []
        yield found
        self.wait(lambda: len(self.posted) >= before + more, f"{more} more messages", seconds)
        found += self.posted[before:]

    def wait(self, true: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Waits until something is true of what has arrived."""
        with self.changed:
            assert self.changed.wait_for(true, seconds), f"no {what}: {[c.method for c in self.calls[-9:]]}"

    def of(self, method: str) -> list[dict[str, Any]]:
        """The parameters of all calls of a method."""
        return [call.given for call in self.calls if call.method == method]

    def send(self, kind: str, payload: dict[str, Any], envelope: str | None = None, **more: Any) -> str:
        """Sends an envelope through the newest socket; its id comes back."""
        self.wait(lambda: bool(self._sockets), "socket")
        envelope = envelope or f"envelope-{next(self._numbers)}"
        content = {
            "type": kind,
            "envelope_id": envelope,
            "payload": payload,
            "accepts_response_payload": False,
        }
        self._through(json.dumps({**content, **more}))
        return envelope

    def send_raw(self, text: str) -> None:
        """Sends anything through the newest socket."""
        self._through(text)

    def disconnect(self) -> None:
        """Asks the client to come again, as Slack does every few hours."""
        self._through(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))

    def cut(self) -> None:
        """Breaks the newest connection."""
        socket = self._sockets.pop()
        asyncio.run_coroutine_threadsafe(socket.close(), self._loop).result(10)

    def _through(self, text: str) -> None:
        asyncio.run_coroutine_threadsafe(self._sockets[-1].send_str(text), self._loop).result(10)

    # what Slack does

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._ready.set()
        self._loop.run_forever()

    async def _start(self) -> None:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_post("/api/{method}", self._call)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/link", self._link)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]

    async def _stop(self) -> None:
        for socket in self._sockets:
            await socket.close()
        await self._runner.cleanup()

    async def _call(self, request: web.Request) -> web.Response:
        method, given = request.match_info["method"], await _given(request)
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or given.get("token")
        if token != wanted:
            return web.json_response({"ok": False, "error": "invalid_auth" if token else "not_authed"})
        if method == "chat.postMessage" and self.held.is_set():
            return await self._hold()
        failure = self._failure(method, given)
        if failure and failure["retry_after"]:
            self._keep(Call(f"{method} 429", given))
            headers = {"Retry-After": str(failure["retry_after"])}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        error = failure["error"] if failure else _wrong(method, given)
        self._keep(Call(method if not error else f"{method} {error}", given))
        if error:
            return web.json_response({"ok": False, "error": error})
        return web.json_response(
            {"ok": True, **self._answer(method, given)}, headers={"X-OAuth-Scopes": SCOPES}
        )

    async def _hold(self) -> web.Response:
        """Answers only when nobody waits for it any more."""
        while self.held.is_set():
            await asyncio.sleep(0.01)
        return web.json_response({"ok": False, "error": "internal_error"})

    def _failure(self, method: str, given: dict[str, Any]) -> dict[str, Any] | None:
        for failure in self.failures.get(method, ()):
            if failure["channel"] in ("", given.get("channel")):
                self.failures[method].remove(failure)
                return failure
        return None

    def _answer(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        if method == "auth.test":
            return {
                "team": "Shop",
                "team_id": TEAM,
                "user": "curbside",
                "user_id": BOT_USER,
                "bot_id": BOT_ID,
            }
        if method == "apps.connections.open":
            return {"url": f"ws://127.0.0.1:{self.port}/link?ticket={next(self._numbers)}"}
        if method == "chat.postMessage":
            ts = f"{int(time.time())}.{next(self._numbers):06d}"
            with self.changed:
                self.posted.append(Posted(given["channel"], ts, given))
                self.changed.notify_all()
            return {"channel": given["channel"], "ts": ts}
        if method == "files.getUploadURLExternal":
            file = f"F{next(self._numbers):010d}"
            return {"file_id": file, "upload_url": f"http://127.0.0.1:{self.port}/upload/{file}"}
        if method == "files.completeUploadExternal":
            return {"files": given["files"]}
        return {}

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads[request.match_info["file"]] = await request.read()
        return web.Response(text="OK", content_type="text/plain")

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        hello = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}}
        await socket.send_str(json.dumps(hello))
        with self.changed:
            self._sockets.append(socket)
            self.opened += 1
            self.changed.notify_all()
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                envelope = json.loads(message.data).get("envelope_id")
                with self.changed:
                    self.acks[envelope] = time.monotonic()
                    self.changed.notify_all()
        return socket

    def _keep(self, call: Call) -> None:
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()


async def _given(request: web.Request) -> dict[str, Any]:
    """Parameters of a JSON, form or query request; JSON in them is read."""
    if request.content_type == "application/json":
        found = await request.json()
        return found if isinstance(found, dict) else {}
    given: dict[str, Any] = {**request.query, **await request.post()}
    for key in ("blocks", "files", "view"):
        if isinstance(given.get(key), str):
            given[key] = json.loads(given[key])
    return given


def _wrong(method: str, given: dict[str, Any]) -> str:
    """What Slack would find wrong with a call."""
    if method.startswith("chat.") and not given.get("channel"):
        return "channel_not_found"
    if method in ("chat.postMessage", "chat.update", "chat.postEphemeral"):
        if not given.get("text"):
            return "no_text"
        if len(given["text"]) > 40_000:
            return "msg_too_long"
        if _ENTITY.search(given["text"]):
            return "unescaped"
        return wrong_blocks(given.get("blocks") or [])
    if method == "views.publish":
        return wrong_blocks(given["view"]["blocks"])
    return ""


def wrong_blocks(blocks: list[dict[str, Any]]) -> str:
    """`invalid_blocks` for what goes beyond Slack's limits; `unescaped` for what could be a mention."""
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    actions = [
        one["action_id"] for block in blocks if block["type"] == "actions" for one in block["elements"]
    ]
    if len(blocks) > 50 or len(set(ids)) != len(ids) or len(set(actions)) != len(actions):
        return "invalid_blocks"
    if sum(len(text_of(block)) for block in blocks if block["type"] in ("section", "context")) > 12_000:
        return "msg_blocks_too_long"
    return next((error for block in blocks if (error := _wrong_block(block))), "")


def _wrong_block(block: dict[str, Any]) -> str:
    kind = block["type"]
    if kind not in _BLOCKS or _BLOCKS[kind] not in block or len(block.get("block_id", "")) > 255:
        return "invalid_blocks"
    if kind == "actions":
        wrong = [one for one in block["elements"] if _wrong_button(one)]
        return "invalid_blocks" if wrong or not 1 <= len(block["elements"]) <= 25 else ""
    if kind == "image":
        return ""
    texts = [block["text"]] if kind != "context" else block["elements"]
    longest = 150 if kind == "header" else 3_000
    if not 1 <= len(texts) <= 10 or any(not 1 <= len(t["text"]) <= longest for t in texts):
        return "invalid_blocks"
    return "unescaped" if any(_ENTITY.search(t["text"]) for t in texts) else ""


def _wrong_button(button: dict[str, Any]) -> bool:
    title, value = button["text"], button["value"]
    lengths = len(title["text"]) > 75 or not title["text"] or len(value) > 2_000
    return button["type"] != "button" or title["type"] != "plain_text" or lengths
