"""The web channel: a chat for the shop's own page, with its conversations, pages and files, on Rasa's server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic

from bot.channels.errors import BadSettings
from bot.channels.guard import Guard
from bot.channels.output import ChannelCard
from bot.channels.pace import Pace
from bot.channels.store import ChannelStore
from bot.channels.web.api import Api
from bot.channels.web.conversations import Conversations
from bot.channels.web.history import History
from bot.channels.web.hub import Hub
from bot.channels.web.pages import Pages
from bot.channels.web.routing import Routes
from bot.channels.web.settings import CHANNEL, WebSettings
from bot.channels.web.site import Site
from bot.channels.web.tokens import Tokens, signing_key
from bot.reply import MissingPhrase


class WebInput(InputChannel):
    """Everything below /webhooks/web/, and `/`, /widget/ and /pictures/ beside it."""

    def __init__(self, settings: WebSettings) -> None:
        """Opens what the chat needs; raises ChannelError."""
        self._settings = settings
        self._phrases = settings.guard.phrases()
        try:
            self._pages = Pages(self._phrases)
            self._sorry = ChannelCard(
                self._phrases.text("utter_error"), custom={"kind": "unclear"}, notice=True
            )
        except MissingPhrase as error:
            raise BadSettings(f"{settings.guard.domain}: {error.args[0]}") from error
        key = settings.key or signing_key(settings.key_path)
        self._tokens = Tokens(key, settings.token_days)
        self._store = ChannelStore(settings.guard.store_path)
        self._history = History(settings.guard.store_path)

    @classmethod
    def name(cls) -> str:
        """Part of the URL, and the tracker's input channel."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebInput:
        """Reads the channel's settings; raises BadSettings."""
        return cls(WebSettings.read(credentials))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes on Rasa's server."""
        settings, limits = self._settings, self._settings.guard
        guard = Guard(CHANNEL, on_new_message, self._phrases, self._store, limits)
        hub = Hub(settings.streams, settings.streams_in_all)
        pace = Pace(limits.turns_per_minute, limits.burst)
        conversations = Conversations(guard, self._history, hub, pace, self._sorry)
        routes, site = Routes(settings, self._phrases), Site(settings, self._pages)
        api = Api(settings, self._tokens, conversations, self._history, hub, self._pages)
        below, files = _Below("curbside_web"), Blueprint("curbside_web_files")
        below.ctx.files = files
        api.hang_up(below, routes)
        site.hang_up(below, files, routes)
        _listen(below, routes, site, conversations, hub)
        return below


class _Below(Blueprint):
    """The routes below the channel's address, which bring those at the root with them."""

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Hangs both up; Rasa knows of this one only."""
        super().register(app, options)
        app.blueprint(self.ctx.files)


def _listen(blueprint: Blueprint, routes: Routes, site: Site, conversations: Conversations, hub: Hub) -> None:
    """What happens when the server starts and stops."""

    async def go_first(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        # Rasa's own route `/` and its handling of OPTIONS can only be met before them.
        app.request_middleware.extendleft([site.front, routes.before_all])

    async def resume(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        conversations.resume()

    async def end_streams(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        hub.close()

    blueprint.listener("before_server_start")(go_first)
    blueprint.listener("after_server_start")(resume)
    blueprint.listener("before_server_stop")(end_streams)
