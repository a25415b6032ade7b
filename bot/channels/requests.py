"""How channels read requests: JSON only, of limited size, and refused with words that help its sender."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from sanic import response
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse

# A body up to this size is read and dropped, so that its sender is free to read the refusal.
_MAX_DRAINED = 32 * 1024 * 1024


@dataclass(eq=False)
class Refused(Exception):
    """A request that nothing can be made of; error and cure are for whoever wrote the client."""

    status: HTTPStatus
    error: str
    cure: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self, **further: str) -> HTTPResponse:
        """The refusal as JSON, with further keys."""
        headers = {"WWW-Authenticate": "Bearer"} if self.status == HTTPStatus.UNAUTHORIZED else {}
        return response.json(
            {"error": self.error, "cure": self.cure, **further},
            status=self.status,
            headers={**headers, **self.headers},
        )


def bad_request(error: str, cure: str) -> Refused:
    """A request that cannot be meant."""
    return Refused(HTTPStatus.BAD_REQUEST, error, cure)


def drain_at_most(request: Request) -> None:
    """Bounds what is read of a body, whatever the handler takes of it."""
    assert request.stream is not None
    request.stream.request_max_size = _MAX_DRAINED


async def read_body(request: Request, limit: int) -> bytes:
    """A body that is sent as JSON, of at most `limit` bytes; raises Refused."""
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
            if size <= limit:
                body.append(chunk)
    except PayloadTooLarge:
        size = _MAX_DRAINED
    if size > limit:
        raise Refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"the body is larger than {limit} bytes",
            "send a shorter message, or raise max_body in credentials.yml",
        )
    return b"".join(body)


def read_object(body: bytes, example: str) -> dict[str, Any]:
    """A body's JSON object; raises Refused, which shows an example."""
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise bad_request("the body is not JSON", f"send {example} in UTF-8") from None
    if not isinstance(content, dict):
        raise bad_request("the body is not a JSON object", f"send {example}")
    return content
