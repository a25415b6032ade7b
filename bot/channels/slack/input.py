"""The Slack channel: requests or a socket in, the guard in the middle, Block Kit out."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.guard import Guard
from bot.channels.inbox import Inbox
from bot.channels.pictures import documents_folder
from bot.channels.settings import GuardSettings
from bot.channels.slack.arrivals import read_opened_home
from bot.channels.slack.door import Door
from bot.channels.slack.drawing import CHOICE
from bot.channels.slack.sending import Outbox, make_client
from bot.channels.slack.settings import KEYS, SlackSettings
from bot.channels.slack.socket import Socket
from bot.channels.slack.turns import CHANNEL, Turns
from bot.channels.store import ChannelStore

logger = logging.getLogger(__name__)

SECONDS_TO_FINISH = 10.0
_ANY = re.compile(".*")


class SlackInput(InputChannel):
    """POST /webhooks/slack/webhook takes events and presses; with an app token they come over a socket, too."""

    def __init__(self, guard: GuardSettings, slack: SlackSettings) -> None:
        """Opens what the guard needs, if the channel is set up; raises ChannelError."""
        self._settings = guard
        self._slack = slack
        if slack.active:
            self._phrases = guard.phrases()
            self._store = ChannelStore(guard.store_path)
            self._inbox = Inbox(CHANNEL, guard.store_path)

    @classmethod
    def name(cls) -> str:
        """Part of the URL, and the tracker's input channel."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SlackInput:
        """Reads the channel's settings: the guard's, the secrets, and `api`."""
        settings = GuardSettings.read(cls.name(), credentials, KEYS)
        return cls(settings, SlackSettings.read(cls.name(), credentials))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes on Rasa's server; without secrets it only says that it is off."""
        webhook = Blueprint("curbside_slack")

        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok" if self._slack.active else "off"})

        webhook.add_route(health, "/", methods=["GET"], name="health")
        if self._slack.active:
            self._serve(webhook, on_new_message)
        return webhook

    def _serve(self, webhook: Blueprint, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        client = make_client(self._slack.bot_token, self._slack.api)
        turns = self._turns(client, on_new_message)
        app = _bolt(self._slack, turns)
        sockets = [Socket(app, self._slack.app_token)] if self._slack.app_token else []
        if self._slack.signing_secret:
            _add_door(webhook, Door(app, SignatureVerifier(self._slack.signing_secret)))

        async def start(*_: Any) -> None:
            client.session = aiohttp.ClientSession()
            for socket in sockets:
                await socket.open()

        async def stop(*_: Any) -> None:
            for socket in sockets:
                await socket.close()
            await turns.finish(SECONDS_TO_FINISH)
            if client.session is not None:
                await client.session.close()

        async def resume(*_: Any) -> None:
            turns.resume()

        webhook.listener("before_server_start")(start)
        webhook.listener("after_server_start")(resume)
        webhook.listener("before_server_stop")(stop)

    def _turns(self, client: AsyncWebClient, handle: Callable[[UserMessage], Awaitable[Any]]) -> Turns:
        guard = Guard(self.name(), handle, self._phrases, self._store, self._settings)
        outbox = Outbox(client, self._phrases, Path(documents_folder()))
        return Turns(guard, outbox, self._phrases, self._store, self._inbox, self._settings)


def _add_door(webhook: Blueprint, door: Door) -> None:
    async def receive(request: Request) -> HTTPResponse:
        return await door.receive(request)

    webhook.add_route(receive, "/webhook", methods=["POST"], name="receive", stream=True)


def _bolt(slack: SlackSettings, turns: Turns) -> AsyncApp:
    """Bolt's app: every listener keeps what came, acknowledges it, and lets the turn run in the background."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """One workspace, one token: asking Slack about each request would cost of the three seconds it grants."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=slack.bot_token)

    # Without a signing secret there is no door, and Bolt verifies no signatures on a socket.
    app = AsyncApp(
        name="curbside",
        logger=logger,
        client=AsyncWebClient(base_url=slack.api),
        authorize=authorize,
        signing_secret=slack.signing_secret,
        process_before_response=True,  # or Bolt would acknowledge what is not kept yet
    )

    async def message(body: dict[str, Any]) -> BoltResponse | None:
        return _kept(turns.take, body)

    async def home(body: dict[str, Any]) -> None:
        user = read_opened_home(body)
        if user is not None:
            turns.greet(user)

    async def press(ack: Callable[[], Awaitable[Any]], body: dict[str, Any]) -> BoltResponse | None:
        refused = _kept(turns.press, body)
        if refused is None:
            await ack()
        return refused

    async def nothing(body: dict[str, Any]) -> None:
        """Other events are acknowledged, so that Slack does not repeat them."""

    app.event("app_mention")(message)
    app.event("message")(message)
    app.event("app_home_opened")(home)
    app.action(re.compile(rf"{CHOICE}-\d+"))(press)
    app.event(_ANY)(nothing)
    return app


def _kept(take: Callable[[dict[str, Any]], None], body: dict[str, Any]) -> BoltResponse | None:
    """Takes what came; where it cannot be kept it is not acknowledged, and Slack repeats it."""
    try:
        take(body)
    except sqlite3.Error:
        logger.exception("an event cannot be kept, Slack sends it again: see to the disk")
        return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    return None
