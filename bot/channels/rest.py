"""The REST channel: JSON in, Rasa's usual list of messages out; the plain face of the assistant."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.guard import LONGEST_SENDER, Guard, is_sender
from bot.channels.output import ChannelCard
from bot.channels.settings import GuardSettings, check_setting
from bot.channels.store import ChannelStore

MAX_BODY = 1024 * 1024
# A body up to this size is read and dropped, so that its sender is free to read the refusal.
_MAX_DRAINED = 32 * 1024 * 1024
# Conversations of the other channels are named after these; nobody may join them from here.
OTHER_CHANNELS = ("web:", "telegram:", "slack:")
# The documents' pictures have this path here, and the same one behind the web channel's address.
_PICTURES = "pictures/"
_EXAMPLE = '{"sender": "…", "message": "…"}'


@dataclass(eq=False)
class Refused(Exception):
    """A request that no turn can be made of; error and cure are for whoever wrote the client."""

    status: HTTPStatus
    error: str
    cure: str

    def answer(self) -> HTTPResponse:
        """The refusal as JSON."""
        headers = {"WWW-Authenticate": "Bearer"} if self.status == HTTPStatus.UNAUTHORIZED else {}
        return response.json({"error": self.error, "cure": self.cure}, status=self.status, headers=headers)


class RestInput(InputChannel):
    """POST /webhooks/rest/webhook with {"sender", "message"}; GET /webhooks/rest/ says that it is there."""

    def __init__(self, settings: GuardSettings, token: str | None = None, max_body: int = MAX_BODY) -> None:
        """Opens what the guard needs; raises ChannelError. Without a token, listen on loopback only."""
        self._settings = settings
        self._token = token
        self._max_body = max_body
        self._phrases = settings.phrases()
        self._store = ChannelStore(settings.store_path)

    @classmethod
    def name(cls) -> str:
        """Part of the URL, and the tracker's input channel."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> RestInput:
        """Reads the channel's settings: the guard's, `token` and `max_body` (bytes)."""
        given = credentials or {}
        settings = GuardSettings.read(cls.name(), given, ("token", "max_body"))
        check_setting(cls.name(), given, "token", str)
        check_setting(cls.name(), given, "max_body", int)
        return cls(settings, given.get("token"), given.get("max_body", MAX_BODY))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes on Rasa's server."""
        guard = Guard(self.name(), on_new_message, self._phrases, self._store, self._settings)
        webhook = Blueprint("curbside_rest")

        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        async def receive(request: Request) -> HTTPResponse:
            assert request.stream is not None
            request.stream.request_max_size = _MAX_DRAINED
            try:
                self._authorise(request)
                sender, message = read_message(await self._read_body(request))
            except Refused as refused:
                return refused.answer()
            return response.json(rasa_messages(sender, await guard.turn(sender, message)))

        async def wrong_method(request: Request) -> HTTPResponse:
            return response.json(
                {"error": f"{request.method} is not allowed", "cure": f"POST {_EXAMPLE}"},
                status=HTTPStatus.METHOD_NOT_ALLOWED,
                headers={"Allow": "POST"},
            )

        webhook.add_route(health, "/", methods=["GET"], name="health")
        webhook.add_route(receive, "/webhook", methods=["POST"], name="receive", stream=True)
        others = ["GET", "HEAD", "PUT", "PATCH", "DELETE"]
        webhook.add_route(wrong_method, "/webhook", methods=others, name="wrong_method")
        return webhook

    def _authorise(self, request: Request) -> None:
        if self._token is None:
            return
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(_bytes(given), _bytes(f"Bearer {self._token}")):
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                "no valid token",
                "send the header Authorization: Bearer <token>, with the token of credentials.yml",
            )

    async def _read_body(self, request: Request) -> bytes:
        media_type, _, parameters = request.headers.get("content-type", "").lower().partition(";")
        charset = parameters.partition("charset=")[2].strip(' "')
        # Pages of other sites can post text/plain or forms without asking; JSON they cannot.
        if media_type.strip() != "application/json" or charset not in ("", "utf-8", "utf8"):
            raise Refused(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                "the body is not sent as JSON in UTF-8",
                "send the header Content-Type: application/json",
            )
        stream, body, size = request.stream, [], 0
        assert stream is not None  # it is taken away only after the answer
        try:
            async for chunk in stream:
                size += len(chunk)
                if size <= self._max_body:
                    body.append(chunk)
        except PayloadTooLarge:
            size = _MAX_DRAINED
        if size > self._max_body:
            raise Refused(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"the body is larger than {self._max_body} bytes",
                "send a shorter message, or raise max_body in credentials.yml",
            )
        return b"".join(body)


def read_message(body: bytes) -> tuple[str, str]:
    """Sender and message of a request's body; raises Refused. Other keys are not looked at."""
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _bad("the body is not JSON", f"send {_EXAMPLE} in UTF-8") from None
    if not isinstance(content, dict):
        raise _bad("the body is not a JSON object", f"send {_EXAMPLE}")
    for key in ("sender", "message"):
        if key not in content:
            raise _bad(f"{key} is missing", f"send {_EXAMPLE}")
        if not isinstance(content[key], str):
            raise _bad(f"{key} is not a string", f"send {_EXAMPLE}")
    sender, message = content["sender"], content["message"]
    if not is_sender(sender):
        raise _bad("sender is not an id", f"send 1 to {LONGEST_SENDER} printable characters, not only spaces")
    if sender.startswith(OTHER_CHANNELS):
        raise _bad("sender is the name of another channel's conversation", "send an id of your own")
    return sender, message


def rasa_messages(sender: str, cards: list[ChannelCard]) -> list[dict[str, Any]]:
    """Cards in the form of Rasa's REST channel, `custom` as an element of its own."""
    messages: list[dict[str, Any]] = []
    for card in cards:
        shown: dict[str, Any] = {"text": card.text} if card.text else {}
        if card.buttons:
            shown["buttons"] = [{"title": button.title, "payload": button.payload} for button in card.buttons]
        if card.image:
            shown["image"] = f"/{card.image}" if card.image.startswith(_PICTURES) else card.image
        if shown:
            messages.append({"recipient_id": sender, **shown})
        if card.custom:
            messages.append({"recipient_id": sender, "custom": card.custom})
    return messages


def _bad(error: str, cure: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, error, cure)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
