"""The door for Slack's requests: only what Slack has signed just now, and what has Slack's shape, comes in."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import Any

from sanic import response
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_bolt.adapter.sanic.async_handler import to_sanic_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

logger = logging.getLogger(__name__)

MAX_BODY = 1024 * 1024
_MAX_DRAINED = 32 * 1024 * 1024
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_TYPES = ("application/json", "application/x-www-form-urlencoded")
# What is read of each kind of request; all others are acknowledged and left alone.
_SHAPES: dict[str, dict[str, type]] = {
    "url_verification": {"challenge": str},
    "event_callback": {"event": dict, "event_id": str, "team_id": str},
    "block_actions": {"actions": list, "user": dict, "container": dict},
}


class Door:
    """Lets Slack's requests through to Bolt; everything else is refused, and never with a 5xx."""

    def __init__(self, app: AsyncApp, verifier: SignatureVerifier) -> None:
        """`verifier` checks signature and time, against replays."""
        self._app = app
        self._verifier = verifier

    async def receive(self, request: Request) -> HTTPResponse:
        """Answers one request; turns run on in the background."""
        body = await _read(request)
        if body is None:
            return _refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
        if not self._is_signed(request, body):
            return _refusal(HTTPStatus.UNAUTHORIZED, "not signed by Slack, or too long ago")
        taken = _taken(request, body)
        if taken is None:
            return _refusal(HTTPStatus.BAD_REQUEST, "not of Slack's shape")
        return await self._dispatch(taken)

    async def _dispatch(self, taken: AsyncBoltRequest) -> HTTPResponse:
        answer = await self._app.async_dispatch(taken)
        if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, "cannot be kept now, send it again")
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return _refusal(HTTPStatus.BAD_REQUEST, "not of Slack's shape")
        if answer.status == HTTPStatus.NOT_FOUND:  # of no concern to us; Slack need not repeat it
            return response.empty(HTTPStatus.OK)
        return to_sanic_response(answer)

    def _is_signed(self, request: Request, body: bytes) -> bool:
        """Signature and time are each given once, well formed, right, and not older than five minutes."""
        times = request.headers.getall("x-slack-request-timestamp", [])
        signatures = request.headers.getall("x-slack-signature", [])
        if len(times) != 1 or len(signatures) != 1:
            return False
        if not _TIMESTAMP.fullmatch(times[0]) or not _SIGNATURE.fullmatch(signatures[0]):
            return False
        try:
            return bool(self._verifier.is_valid(body, times[0], signatures[0]))
        except ValueError:  # the body is not UTF-8
            return False


async def _read(request: Request) -> bytes | None:
    """A request's body, None for one that is too large; the rest of it is read, so that the refusal arrives."""
    stream, chunks, size = request.stream, [], 0
    assert stream is not None
    stream.request_max_size = _MAX_DRAINED
    try:
        async for chunk in stream:
            size += len(chunk)
            if size <= MAX_BODY:
                chunks.append(chunk)
    except PayloadTooLarge:
        return None
    return b"".join(chunks) if size <= MAX_BODY else None


def _taken(request: Request, body: bytes) -> AsyncBoltRequest | None:
    """The request as Bolt takes it; None where something in it is not as Slack sends it."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _TYPES:
        return None
    headers = {
        name: value for name, value in request.headers.items() if not name.lower().startswith("x-slack-bolt")
    }
    try:
        taken = AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=headers)
    except Exception as error:  # Bolt looks into whatever it is given
        logger.info("a signed request is not of Slack's shape: %s", type(error).__name__)
        return None
    return taken if _has_shape(taken.body) else None


def _has_shape(body: Any) -> bool:
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        return False
    wanted = _SHAPES.get(body["type"], {})
    if not all(isinstance(body.get(key), kind) for key, kind in wanted.items()):
        return False
    named = [body["event"].get("type")] if "event" in wanted else []
    for action in body["actions"] if "actions" in wanted else ():
        named.append(action.get("action_id") if isinstance(action, dict) else None)
    return all(isinstance(name, str) for name in named) and body.get("actions") != []


def _refusal(status: HTTPStatus, error: str) -> HTTPResponse:
    return response.json({"error": error}, status=status)
