"""Telegram's Bot API on loopback, after its public documentation: it checks what it is sent and keeps it.

Written from https://core.telegram.org/bots/api: form or multipart requests, `ok`/`description`/`parameters` in
answers, flood control by `retry_after`, 403 for who blocked the bot, getUpdates that confirms by offset and is in
conflict with a webhook, HTML with few tags, texts of 4,096 and captions of 1,024 UTF-16 units, 64 bytes a button.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.parser import BytesParser
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

BOT_ID, BOT_NAME = 7_000_001, "curbside_test_bot"
TOKEN = f"{BOT_ID}:AAE-stub_token_of_thirty_five_chars"
TAGS = {"b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}
PATIENCE = 15.0


class Refused(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Call:
    """One request: method, parameters (JSON ones read), files, and when it came."""

    method: str
    given: dict[str, Any]
    files: dict[str, bytes]
    at: float = field(default_factory=time.monotonic)


@dataclass
class Shown:
    """A message as a person sees it in a chat."""

    chat: int
    id: int
    text: str
    html: str = ""
    buttons: dict[str, str] = field(default_factory=dict)
    photo: bytes | str | None = None
    given: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The message in the Bot API's form."""
        chat = {"id": self.chat, "type": "private" if self.chat > 0 else "supergroup"}
        message: dict[str, Any] = {
            "message_id": self.id, "date": int(time.time()), "chat": chat, "text": self.text,
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "Curbside", "username": BOT_NAME},
        }  # fmt: skip
        if self.photo is not None:
            message["caption"] = message.pop("text")
            size = {"file_unique_id": "u", "width": 90, "height": 60}
            file_id = self.photo if isinstance(self.photo, str) else f"file-{hash(self.photo)}"
            message["photo"] = [{**size, "file_id": f"small-{file_id}"}, {**size, "file_id": file_id}]
        if self.buttons:
            rows = [[{"text": title, "callback_data": data}] for title, data in self.buttons.items()]
            message["reply_markup"] = {"inline_keyboard": rows}
        return message


class TelegramApi:
    """The stub; a context in which it listens. `fail` may raise Refused for a call, or OSError for no answer."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.chats: dict[int, list[Shown]] = {}
        self.webhook: dict[str, Any] = {"url": ""}
        self.updates: list[dict[str, Any]] = []
        self.fail: Callable[[Call], None] = lambda call: None
        self.held = threading.Event()  # as long as it is set, no message is taken
        self.changed = threading.Condition()
        self._ids = 1_000
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True

    def __enter__(self) -> TelegramApi:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def settings(self, **further: str) -> dict[str, str]:
        """The channel's settings in credentials.yml."""
        return {"token": TOKEN, "api": self.url, **further}

    @property
    def environment(self) -> dict[str, str]:
        """What leads a Curbside here, by long polling."""
        return {"CURBSIDE_TELEGRAM_TOKEN": TOKEN, "CURBSIDE_TELEGRAM_API": self.url}

    def new_id(self) -> int:
        """A number that no message has yet."""
        with self.changed:
            self._ids += 1
            return self._ids

    def post(self, update: dict[str, Any]) -> None:
        """Keeps an update for the next getUpdates."""
        with self.changed:
            self.updates.append(update)
            self.changed.notify_all()

    def of(self, method: str) -> list[Call]:
        """The calls of a method."""
        return [call for call in list(self.calls) if call.method == method]

    def wait(self, true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
        """Waits until something is so, and gives it."""
        with self.changed:
            assert self.changed.wait_for(true, seconds), (
                f"not within {seconds} s; last calls: {self.calls[-3:]}"
            )
            return true()

    def shown(self, chat: int, count: int) -> list[Shown]:
        """A chat's messages, once there are so many."""
        return self.wait(lambda: len(self.chats.get(chat, [])) >= count and list(self.chats[chat]))

    def answer(self, call: Call) -> Any:
        """What the Bot API answers to a call; raises Refused."""
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()
        if call.method == "sendMessage" and self.held.is_set():
            while self.held.is_set():
                time.sleep(0.01)
            raise Refused(500, "Internal Server Error")  # nobody waits for it any more
        self.fail(call)
        method = getattr(self, f"_{call.method}", None)
        if method is None:
            raise Refused(404, "Not Found")
        result = method(call)
        with self.changed:
            self.changed.notify_all()
        return result

    def _getMe(self, call: Call) -> Any:
        return {
            "id": BOT_ID, "is_bot": True, "first_name": "Curbside", "username": BOT_NAME, "can_join_groups": True,
            "can_read_all_group_messages": False, "supports_inline_queries": False,
        }  # fmt: skip

    def _getWebhookInfo(self, call: Call) -> Any:
        return {"has_custom_certificate": False, "pending_update_count": 0, **self.webhook}

    def _setWebhook(self, call: Call) -> bool:
        if not call.given["url"].startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = {"url": call.given["url"]}
        return True

    def _deleteWebhook(self, call: Call) -> bool:
        self.webhook = {"url": ""}
        return True

    def _setMyCommands(self, call: Call) -> bool:
        for command in call.given["commands"]:
            assert 1 <= len(command["command"]) <= 32
            assert 1 <= len(command["description"]) <= 256
        return True

    def _answerCallbackQuery(self, call: Call) -> bool:
        return True

    def _getUpdates(self, call: Call) -> Any:
        if self.webhook["url"]:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(call.given.get("offset", 0))
        with self.changed:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
            self.changed.wait_for(lambda: self.updates, min(float(call.given.get("timeout", 0)), 1.0))
            return list(self.updates[:100])

    def _sendMessage(self, call: Call) -> Any:
        return self._show(call, "text", 4096)

    def _sendPhoto(self, call: Call) -> Any:
        return self._show(call, "caption", 1024, _photo(call))

    def _editMessageReplyMarkup(self, call: Call) -> Any:
        chat, number = int(call.given["chat_id"]), int(call.given["message_id"])
        message = next((shown for shown in self.chats.get(chat, []) if shown.id == number), None)
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        buttons = _buttons(call.given)
        if buttons == message.buttons:
            raise Refused(400, "Bad Request: message is not modified")
        message.buttons = buttons
        return message.as_json()

    def _show(self, call: Call, key: str, limit: int, photo: bytes | str | None = None) -> Any:
        chat, html = int(call.given["chat_id"]), str(call.given.get(key, ""))
        text = _parsed(html) if call.given.get("parse_mode") == "HTML" else html
        if not text.strip() and photo is None:
            raise Refused(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > limit:
            raise Refused(400, f"Bad Request: message {key} is too long")
        shown = Shown(chat, self.new_id(), text, html, _buttons(call.given), photo, call.given)
        with self.changed:
            self.chats.setdefault(chat, []).append(shown)
        return shown.as_json()


def _buttons(given: dict[str, Any]) -> dict[str, str]:
    rows = (given.get("reply_markup") or {}).get("inline_keyboard", [])
    found = [button for row in rows for button in row]
    for button in found:
        if not button["text"].strip() or not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    assert all(len(row) == 1 for row in rows), "one button a row"
    return {button["text"]: button["callback_data"] for button in found}


def _photo(call: Call) -> bytes | str:
    given = call.given.get("photo")
    if isinstance(given, str) and given.startswith("attach://"):
        return call.files[given.removeprefix("attach://")]
    photo = call.files.get("photo") or given
    if not photo:
        raise Refused(400, "Bad Request: there is no photo in the request")
    return photo


def _parsed(html: str) -> str:
    """The text that an HTML message shows."""
    parser = _TelegramHtml()
    parser.feed(html)
    parser.close()
    if parser.open:
        raise Refused(400, f"Bad Request: can't parse entities: {parser.open[-1]} is not closed")
    return parser.text


class _TelegramHtml(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in TAGS:
            raise Refused(400, f"Bad Request: can't parse entities: unsupported start tag {tag!r}")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Refused(400, f"Bad Request: can't parse entities: unexpected end tag {tag!r}")

    def handle_data(self, data: str) -> None:
        self.text += data


def _handler(api: TelegramApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                self._answer(200, {"ok": True, "result": api.answer(self._call(body))})
            except Refused as refused:
                told = {"ok": False, "error_code": refused.code, "description": refused.description}
                told.update({"parameters": refused.parameters} if refused.parameters else {})
                self._answer(refused.code, told)
            except OSError:
                self.close_connection = True

        def _call(self, body: bytes) -> Call:
            start, _, method = self.path.removeprefix("/bot").partition("/")
            if start != TOKEN:
                raise Refused(401, "Unauthorized")
            given, files = _form(self.headers.get("Content-Type", ""), body)
            return Call(method.partition("?")[0], given, files)

        def _answer(self, status: int, content: Any) -> None:
            answer = json.dumps(content).encode()
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler


def _form(content_type: str, body: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    if not content_type.startswith("multipart/"):
        return {key: _value(value) for key, value in parse_qsl(body.decode(), keep_blank_values=True)}, {}
    message = BytesParser().parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    given, files = {}, {}
    for part in message.get_payload():  # type: ignore[union-attr]
        name = part.get_param("name", header="Content-Disposition")  # type: ignore[union-attr]
        content = part.get_payload(decode=True)  # type: ignore[union-attr]
        if part.get_filename():  # type: ignore[union-attr]
            files[str(name)] = content
        else:
            given[str(name)] = _value(content.decode())
    return given, files  # type: ignore[return-value]


def _value(text: str) -> Any:
    if text[:1] in "[{":
        with suppress(ValueError):
            return json.loads(text)
    return text


@contextmanager
def failing(api: TelegramApi, fail: Callable[[Call], None]) -> Iterator[None]:
    """Lets calls fail as long as the block lasts."""
    api.fail = fail
    try:
        yield
    finally:
        api.fail = lambda call: None
