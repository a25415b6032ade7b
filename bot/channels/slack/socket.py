"""Socket Mode: Slack's events over a connection that we open, so that nobody has to reach this machine."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

logger = logging.getLogger(__name__)

PING_SECONDS = 10.0


class Socket:
    """Keeps a connection to Slack open, and opens it anew when it breaks."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        """Connects only when it is opened: the client needs the server's event loop."""
        self._app = app
        self._app_token = app_token
        self._handler: Any = None  # Bolt says nothing of its types
        self._connecting: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connects in the background, as often as it takes; the server need not wait for Slack."""
        self._handler = AsyncSocketModeHandler(
            self._app, self._app_token, logger=logger, ping_interval=PING_SECONDS
        )
        self._connecting = asyncio.ensure_future(self._handler.connect_async())

    async def close(self) -> None:
        """Disconnects."""
        if self._connecting is not None:
            self._connecting.cancel()
        if self._handler is not None:
            await self._handler.close_async()
