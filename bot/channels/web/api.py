"""The chat itself: sessions, messages, history, live streams and transcripts; docs/web-protocol.md."""

from __future__ import annotations

import re
import time
from http import HTTPStatus

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.pace import Pace
from bot.channels.requests import Refused, bad_request, read_body, read_object
from bot.channels.web import policy
from bot.channels.web.conversations import Conversations, too_fast
from bot.channels.web.history import PAGE, History
from bot.channels.web.hub import Hub, TooManyStreams
from bot.channels.web.messages import read_said
from bot.channels.web.pages import Pages
from bot.channels.web.routing import Routes
from bot.channels.web.settings import WebSettings
from bot.channels.web.stream import EVENT_STREAM, send_stream
from bot.channels.web.tokens import NoToken, Token, Tokens, new_conversation

_NUMBER = re.compile(r"[0-9]{1,15}")
_BEARER = "Bearer "


class Api:
    """The routes that need a token, and the one that gives it."""

    def __init__(
        self,
        settings: WebSettings,
        tokens: Tokens,
        conversations: Conversations,
        history: History,
        hub: Hub,
        pages: Pages,
    ) -> None:
        """Takes what the routes work with."""
        self._settings = settings
        self._tokens = tokens
        self._conversations = conversations
        self._history = history
        self._hub = hub
        self._pages = pages
        self._newcomers = Pace(settings.sessions_per_minute, settings.sessions_burst)

    def hang_up(self, blueprint: Blueprint, routes: Routes) -> None:
        """Adds the routes."""
        self._routes = routes
        routes.add(blueprint, "POST", "/session", self.session)
        routes.add(blueprint, "POST", "/message", self.message)
        routes.add(blueprint, "GET", "/events", self.events)
        routes.add(blueprint, "GET", "/stream", self.stream)
        routes.add(blueprint, "GET", "/transcript", self.transcript)

    async def session(self, request: Request) -> HTTPResponse:
        """A new conversation, or a token that lasts longer for the one whose token is sent along."""
        read_object(await read_body(request, self._settings.max_body), "{}")
        if "authorization" in request.headers:
            return _told(self._tokens.renewed(self._authorise(request)), HTTPStatus.OK)
        if not self._newcomers.allows(self._address(request)):
            raise too_fast("too many new conversations from this address", 30)
        return _told(self._tokens.issue(new_conversation()), HTTPStatus.CREATED)

    async def message(self, request: Request) -> HTTPResponse:
        """Takes a message; its answer comes as events."""
        token = self._authorise(request)
        body = await read_body(request, self._settings.max_body)
        message, said = read_said(body, self._settings.guard.max_characters)
        seq, is_new = self._conversations.take(token.conversation, message, said)
        return response.json({"seq": seq}, HTTPStatus.ACCEPTED if is_new else HTTPStatus.OK)

    async def events(self, request: Request) -> HTTPResponse:
        """A page of the history."""
        conversation = self._authorise(request).conversation
        count = min(_number(request, "last") or 0, PAGE)
        if count:
            found = self._history.newest(conversation, count + 1)
            page, after = found[-count:], 0
        else:
            after = _number(request, "after") or 0
            found = self._history.after(conversation, after, PAGE + 1)
            page = found[:PAGE]
        last = page[-1]["seq"] if page else after
        return response.json({"events": page, "last": last, "more": len(found) > len(page)})

    async def stream(self, request: Request) -> None:
        """The events as they happen, until the stream's time is over or its reader goes away."""
        token = self._authorise(request)
        after = _number(request, "after")
        if after is None:
            last = request.headers.get("last-event-id", "")
            after = int(last) if _NUMBER.fullmatch(last) else 0
        try:
            with self._hub.listening(token.conversation) as listener:
                headers = {**self._routes.headers(request), "X-Accel-Buffering": "no"}
                answer = await request.respond(headers=headers, content_type=EVENT_STREAM)
                left = token.expires - time.time()
                await send_stream(answer, self._history, self._hub, listener, token.conversation, after, left)
        except TooManyStreams:
            raise too_fast("too many open streams", 30) from None

    async def transcript(self, request: Request) -> HTTPResponse:
        """The whole conversation as text."""
        conversation = self._authorise(request).conversation
        found, after = [], 0
        while page := self._history.after(conversation, after):
            found += page
            after = page[-1]["seq"]
        headers = {"Content-Disposition": 'attachment; filename="conversation.txt"'}
        return response.text(self._pages.transcript(found), headers=headers)

    def _authorise(self, request: Request) -> Token:
        given = request.headers.get("authorization", "")
        try:
            if not given.startswith(_BEARER):
                raise NoToken("none was sent")
            return self._tokens.read(given[len(_BEARER) :])
        except NoToken as error:
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                f"no valid token: {error}",
                "begin anew with POST session without the header Authorization",
            ) from None

    def _address(self, request: Request) -> str:
        """Where a request comes from, as far as the proxies before us can be trusted."""
        hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",")]
        proxies = self._settings.proxies
        return hops[-proxies] if 0 < proxies <= len(hops) and hops[-proxies] else str(request.ip)


def _told(token: Token, status: HTTPStatus) -> HTTPResponse:
    content = {"token": token.text, "expires": token.expires, "after": 0}
    return response.json(content, status, headers=policy.plain(()))


def _number(request: Request, name: str) -> int | None:
    """A number of the address, None where it is missing; raises Refused."""
    values = request.args.getlist(name) or []
    if not values:
        return None
    if len(values) > 1 or not _NUMBER.fullmatch(values[0]):
        raise bad_request(f"{name} is no number", f"give {name} once, as digits, or leave it out")
    return int(values[0])
