"""Conversations of the web chat: what a person says is kept, answered by a turn, and the answer kept and told."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from http import HTTPStatus

from bot.channels.guard import Guard
from bot.channels.output import ChannelCard
from bot.channels.pace import Pace
from bot.channels.requests import Refused, bad_request
from bot.channels.web import events
from bot.channels.web.history import History, Waiting
from bot.channels.web.hub import Hub
from bot.channels.web.messages import Said

logger = logging.getLogger(__name__)

# A turn that was cut off is run again once; one that is cut off each time might be what ends the server.
MOST_RUNS = 2


class Conversations:
    """Takes messages at once and answers them by events, one turn after the other."""

    def __init__(self, guard: Guard, history: History, hub: Hub, pace: Pace, sorry: ChannelCard) -> None:
        """`sorry` is said where a turn was cut off twice."""
        self._guard = guard
        self._history = history
        self._hub = hub
        self._pace = pace
        self._sorry = sorry
        self._running: set[asyncio.Task[None]] = set()

    def take(self, conversation: str, message: str, said: Said) -> tuple[int, bool]:
        """Keeps a message and starts its turn; its number, and whether it is new. Raises Refused."""
        seq = self._history.find(conversation, message)
        if seq is not None:
            return seq, False
        if not self._pace.allows(conversation):
            raise too_fast("too many messages at once")
        event = events.by_person(self._shown(conversation, said), message)
        waiting = self._history.add(conversation, message, event, said)
        self._start(waiting)
        return waiting.seq, True

    def resume(self) -> None:
        """Answers what an earlier process was asked and did not answer."""
        for waiting in self._history.take_waiting():
            logger.warning("turn %d of %s was cut off; it is run again", waiting.seq, waiting.conversation)
            self._start(waiting)

    def _shown(self, conversation: str, said: Said) -> str:
        """What the history shows of it; raises Refused for a button that this conversation never had."""
        if said.attachment is not None:
            return said.attachment.as_noted()
        if said.button is None:
            return said.typed or ""
        title = self._history.button(conversation, said.button)
        if title is None:
            raise bad_request(
                "this conversation shows no such button", "send the id of a button that an event shows"
            )
        return title

    def _start(self, waiting: Waiting) -> None:
        task = asyncio.ensure_future(self._run(waiting))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _run(self, waiting: Waiting) -> None:
        with self._hub.turn(waiting.conversation):
            cards = await self._answer(waiting)
            try:
                self._history.answer(waiting, [events.by_shop(card) for card in cards])
            except sqlite3.Error:
                logger.exception("an answer to %s cannot be kept: see to the disk", waiting.conversation)

    async def _answer(self, waiting: Waiting) -> list[ChannelCard]:
        if waiting.runs > MOST_RUNS:
            return [self._sorry]
        said = waiting.said
        sent = (said.attachment,) if said.attachment else ()
        return await self._guard.turn(
            waiting.conversation, said.button or said.typed or "", attachments=sent, typed=said.button is None
        )


def too_fast(error: str, seconds: int = 5) -> Refused:
    """Too much at once; it may be tried again after so many seconds."""
    cure = "wait as long as Retry-After says, then send the same again"
    return Refused(HTTPStatus.TOO_MANY_REQUESTS, error, cure, {"Retry-After": str(seconds)})
