"""The REST channel: JSON in, Rasa's usual list of messages out; the plain face of the assistant."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.guard import LONGEST_SENDER, Guard, is_sender
from bot.channels.output import ChannelCard
from bot.channels.requests import Refused, bad_request, drain_at_most, read_body, read_object
from bot.channels.settings import GuardSettings, check_setting
from bot.channels.store import ChannelStore

MAX_BODY = 1024 * 1024
# Conversations of the other channels are named after these; nobody may join them from here.
OTHER_CHANNELS = ("web:", "telegram:", "slack:")
# The documents' pictures have this path here, and the same one behind the web channel's address.
_PICTURES = "pictures/"
_EXAMPLE = '{"sender": "…", "message": "…"}'


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
            drain_at_most(request)
            try:
                self._authorise(request)
                sender, message = read_message(await read_body(request, self._max_body))
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


def read_message(body: bytes) -> tuple[str, str]:
    """Sender and message of a request's body; raises Refused. Other keys are not looked at."""
    content = read_object(body, _EXAMPLE)
    for key in ("sender", "message"):
        if key not in content:
            raise bad_request(f"{key} is missing", f"send {_EXAMPLE}")
        if not isinstance(content[key], str):
            raise bad_request(f"{key} is not a string", f"send {_EXAMPLE}")
    sender, message = content["sender"], content["message"]
    if not is_sender(sender):
        raise bad_request(
            "sender is not an id", f"send 1 to {LONGEST_SENDER} printable characters, not only spaces"
        )
    if sender.startswith(OTHER_CHANNELS):
        raise bad_request("sender is the name of another channel's conversation", "send an id of your own")
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
            alt = {"alt": card.alt} if card.image and card.alt else {}
            messages.append({"recipient_id": sender, "custom": {**card.custom, **alt}})
    return messages


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
