"""How the chat's routes are hung up: origin and method are looked at first, refusals and headers come by themselves."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic_cors.core import SANIC_CORS_EVALUATED

from bot.channels.requests import Refused, drain_at_most
from bot.channels.web import policy
from bot.channels.web.settings import WebSettings
from bot.reply import Phrases

logger = logging.getLogger(__name__)

Handler = Callable[..., Awaitable[HTTPResponse | None]]
# What a person reads where they can do better.
SAID = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "utter_too_long",
    HTTPStatus.TOO_MANY_REQUESTS: "utter_rate_limited",
}
OURS = ("/webhooks/web/", "/widget/", "/pictures/")
_ALL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Routes:
    """Hangs handlers up at a blueprint; a handler may raise Refused."""

    def __init__(self, settings: WebSettings, phrases: Phrases) -> None:
        """Takes whom to let in, and the words of refusals."""
        self._settings = settings
        self._phrases = phrases

    def add(self, blueprint: Blueprint, method: str, uri: str, handler: Handler) -> None:
        """Hangs up one handler; `method` is GET, which answers HEAD too, or POST."""
        allowed = ("GET", "HEAD") if method == "GET" else (method,)

        async def answer(request: Request, **values: str) -> HTTPResponse | None:
            drain_at_most(request)
            try:
                self._look_at(request, allowed)
                answered = await handler(request, **values)
            except Refused as refused:
                answered = self.refusal(refused)
            except sqlite3.Error:
                logger.exception("the channels' database does not answer: see to the disk")
                answered = self.refusal(_unavailable())
            if answered is not None:
                for name, value in self.headers(request).items():
                    answered.headers.setdefault(name, value)
            return answered

        name = f"{method}_{uri}".translate(str.maketrans("/<>:", "____"))
        blueprint.add_route(answer, uri, methods=_ALL_METHODS, name=name, stream=True)

    def refusal(self, refused: Refused) -> HTTPResponse:
        """A refusal, with what the person should read where there is something."""
        phrase = SAID.get(refused.status)
        if phrase is None:
            return refused.answer()
        return refused.answer(text=self._phrases.text(phrase, limit=self._settings.guard.max_characters))

    def headers(self, request: Request) -> dict[str, str]:
        """Headers of every answer."""
        origins = self._settings.origins
        return {
            "Cache-Control": "no-store",
            **policy.plain(origins),
            **policy.cors(self._settings, origin_of(request)),
        }

    async def before_all(self, request: Request) -> HTTPResponse | None:
        """Answers browsers that ask whether they may ask, whatever Rasa's --cors says about other channels."""
        if request.path != "/" and not request.path.startswith(OURS):
            return None
        setattr(request.ctx, SANIC_CORS_EVALUATED, "1")
        if request.method != "OPTIONS":
            return None
        origin = origin_of(request)
        headers = {**policy.plain(()), **policy.cors(self._settings, origin, preflight=True)}
        return response.empty(HTTPStatus.NO_CONTENT, headers)

    def _look_at(self, request: Request, allowed: tuple[str, ...]) -> None:
        """Raises Refused for a page or a method that has no business here."""
        origins = request.headers.getall("origin", [])
        if len(origins) > 1 or not self._settings.allows(origin_of(request), request.host):
            raise Refused(
                HTTPStatus.FORBIDDEN,
                "pages of this origin may not use the chat",
                "add the origin to `origins` of the web channel in credentials.yml: see docs/web.md",
            )
        if request.method not in allowed:
            raise Refused(
                HTTPStatus.METHOD_NOT_ALLOWED,
                f"{request.method} is not allowed",
                f"use {allowed[0]}: see docs/web-protocol.md",
                {"Allow": ", ".join(allowed)},
            )


def origin_of(request: Request) -> str | None:
    """The page that asks, as its browser names it."""
    origin = request.headers.get("origin")
    return origin.lower() if isinstance(origin, str) else None


def _unavailable() -> Refused:
    return Refused(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "the conversations cannot be reached",
        "send the same again in a moment; the shop sees to the disk",
        {"Retry-After": "5"},
    )
