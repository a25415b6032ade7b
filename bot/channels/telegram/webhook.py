"""What Telegram posts: let in only with the secret, read in full only when let in, never answered by an error of ours."""

from __future__ import annotations

import hmac
import json
from http import HTTPStatus
from typing import Any

from sanic import response
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse

SECRET_HEADER = "x-telegram-bot-api-secret-token"
MAX_BODY = 1024 * 1024


class Refused(Exception):
    """A request that is no update of Telegram's."""

    def __init__(self, status: HTTPStatus, error: str, cure: str) -> None:
        """For whoever posted it."""
        super().__init__(error)
        self.status, self.error, self.cure = status, error, cure

    def answer(self) -> HTTPResponse:
        """The refusal as JSON."""
        return response.json({"error": self.error, "cure": self.cure}, status=self.status)


WRONG_METHOD = Refused(HTTPStatus.METHOD_NOT_ALLOWED, "not allowed", "only Telegram has to post here")
NOT_NOW = Refused(HTTPStatus.SERVICE_UNAVAILABLE, "cannot be kept now", "post it again in a moment")


async def read_post(request: Request, secret: str) -> dict[str, Any]:
    """The update that was posted; raises Refused. Without a secret nothing is let in."""
    given = request.headers.getall(SECRET_HEADER, ())
    if not secret or len(given) != 1 or not hmac.compare_digest(_bytes(given[0]), _bytes(secret)):
        raise Refused(
            HTTPStatus.FORBIDDEN, "not from Telegram", "set url and secret in credentials.yml and start again"
        )
    return read_update(await _read_body(request))


def read_update(body: bytes) -> dict[str, Any]:
    """The update in a body; raises Refused for what is none."""
    try:
        update = json.loads(body.decode())
    except (ValueError, RecursionError):
        update = None
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(update, dict) or type(number) is not int:
        raise Refused(
            HTTPStatus.BAD_REQUEST, "not an update", "post what the Bot API calls an Update, as JSON"
        )
    return update


async def _read_body(request: Request) -> bytes:
    stream, body = request.stream, b""
    assert stream is not None  # it is taken away only after the answer
    stream.request_max_size = 2 * MAX_BODY
    too_large = Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large", f"send at most {MAX_BODY} bytes")
    try:
        async for chunk in stream:
            body += chunk
            if len(body) > MAX_BODY:
                raise too_large
    except PayloadTooLarge:
        raise too_large from None
    return body


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
