"""A live stream: what the history holds after a number, then what happens, with a sign of life in between."""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from typing import Any

from bot.channels.web.events import Event
from bot.channels.web.history import PAGE, History
from bot.channels.web.hub import Hub, Listener

logger = logging.getLogger(__name__)

EVENT_STREAM = "text/event-stream; charset=utf-8"
HEARTBEAT_SECONDS = 15.0
# Sanic cuts an answer that takes longer than Rasa's hour, without a proper end.
MOST_SECONDS = 3_000.0


async def send_stream(
    answer: Any, history: History, hub: Hub, listener: Listener, conversation: str, after: int, left: float
) -> None:
    """Sends events until the listener is ended, or `left` seconds or the longest time are over."""
    end = time.monotonic() + min(left, MOST_SECONDS)
    typing = False
    await answer.send(_COMMENT)  # opens the stream at once, also where nothing is to be told
    while not listener.over:
        try:
            found = history.after(conversation, after)
        except sqlite3.Error:
            logger.exception("a stream of %s ends: see to the disk", conversation)
            break
        for event in found:
            await answer.send(_written(event))
            after = event["seq"]
        if len(found) == PAGE:
            continue
        if hub.is_typing(conversation) != typing:
            typing = not typing
            await answer.send(_TYPING[typing])
        wait = min(HEARTBEAT_SECONDS, end - time.monotonic())
        if wait <= 0:
            break
        if not await listener.wait(wait):
            await answer.send(_COMMENT)
    await answer.eof()


_COMMENT = ":\n\n"
_TYPING = {on: f"event: typing\ndata: {json.dumps({'on': on})}\n\n" for on in (True, False)}


def _written(event: Event) -> str:
    return f"id: {event['seq']}\ndata: {json.dumps(event, separators=(',', ':'))}\n\n"
