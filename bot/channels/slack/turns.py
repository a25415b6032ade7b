"""Turns in Slack: who is answered and where, edits, presses; one after the other for each conversation."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any
from weakref import WeakValueDictionary

from bot.channels.guard import PHRASES, Guard
from bot.channels.output import ChannelCard
from bot.channels.settings import GuardSettings
from bot.channels.slack.arrivals import Place, Pressed, Written
from bot.channels.slack.home import home_view
from bot.channels.slack.sending import Outbox
from bot.channels.store import ChannelStore
from bot.reply import Phrases

logger = logging.getLogger(__name__)

CHANNEL = "slack"
# An edit is heard this long after the message, and only if the message had not moved the conversation on.
EDIT_SECONDS = 300.0
_MOVED = frozenset({"step", "resolved", "handoff"})
_MOST_REMEMBERED = 5_000


class Turns:
    """Takes what arrives, lets the guard answer it in the background, and shows the answer."""

    def __init__(
        self, guard: Guard, outbox: Outbox, phrases: Phrases, store: ChannelStore, settings: GuardSettings
    ) -> None:
        """`store` tells which threads are conversations."""
        self._guard = guard
        self._outbox = outbox
        self._phrases = phrases
        self._store = store
        # The guard's own sentences (limits, errors) are for the person only, not for a whole channel.
        self._private = {phrases.text(name, limit=settings.max_characters) for name in PHRASES}
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._last: OrderedDict[str, tuple[str, str | None]] = OrderedDict()
        self._running: set[asyncio.Task[None]] = set()

    def take(self, written: Written) -> None:
        """Answers a message in the background, if it is meant for the bot."""
        if self._concerns_us(written):
            self._start(self._edited(written) if written.edit else self._answered(written))

    def press(self, pressed: Pressed) -> None:
        """Answers a press in the background; another person's buttons are nobody else's."""
        if pressed.presser != pressed.place.user:
            text = self._phrases.text("utter_not_your_button")
            self._start(self._outbox.whisper(pressed.place, text, pressed.presser))
            return
        self._start(self._pressed(pressed))

    def greet(self, user: str) -> None:
        """Shows the home tab."""
        self._start(self._outbox.publish_home(user, home_view(self._phrases)))

    async def finish(self, seconds: float) -> None:
        """Waits for what has begun, turns and then their answers, for a while."""
        end = time.monotonic() + seconds
        while self._running and (left := end - time.monotonic()) > 0:
            await asyncio.wait(set(self._running), timeout=left)

    def _concerns_us(self, written: Written) -> bool:
        """Direct messages, mentions, and what follows in a thread that is a conversation with this person."""
        if written.place.direct or written.mentioned:
            return True
        return not written.for_others and self._knows(written.place)

    def _knows(self, place: Place) -> bool:
        return place.sender in self._last or self._store.knows(place.sender)

    async def _answered(self, written: Written, lead: str | None = None) -> None:
        place = written.place
        async with self._orders.setdefault(place.sender, asyncio.Lock()):
            bare = not (written.text or written.attachments)  # nothing but our name: whoever calls is greeted
            command = "start" if bare else None
            cards = await self._guard.turn(
                place.sender, written.text, written.id, written.attachments, command, typed=True
            )
            if not cards:
                return
            self._remember(place.sender, written.ts, cards)
            if lead:
                cards = [ChannelCard(lead), *cards]
            self._show(place, cards)

    async def _edited(self, written: Written) -> None:
        """An edit is a new message where the first wording changed nothing yet; else the person is told."""
        last, kind = self._last.get(written.place.sender, (None, None))
        late = float(written.edit or 0) - float(written.ts) > EDIT_SECONDS
        if not self._knows(written.place):  # only now it is meant for the bot
            await self._answered(written)
        elif last == written.ts and kind not in _MOVED and not late:
            await self._answered(written, self._phrases.text("utter_slack_edited"))
        else:
            for card in self._guard.notice(written.place.sender, "utter_edited", written.id):
                await self._outbox.whisper(written.place, card.text)

    async def _pressed(self, pressed: Pressed) -> None:
        place = pressed.place
        async with self._orders.setdefault(place.sender, asyncio.Lock()):
            cards = await self._guard.turn(place.sender, pressed.button, pressed.id)
            if not cards:
                return
            self._remember(place.sender, pressed.id, cards)
            self._start(self._outbox.show_choice(pressed))
            self._show(place, cards)

    def _show(self, place: Place, cards: list[ChannelCard]) -> None:
        """Hands cards to the outbox; tasks begin in the order in which they are made."""
        for card in cards:
            if card.text in self._private and not place.direct:
                self._start(self._outbox.whisper(place, card.text))
            else:
                self._start(self._outbox.say(place, card))

    def _remember(self, sender: str, ts: str, cards: list[ChannelCard]) -> None:
        self._last.pop(sender, None)
        self._last[sender] = (ts, next((card.kind for card in cards if card.custom), None))
        if len(self._last) > _MOST_REMEMBERED:
            self._last.popitem(last=False)

    def _start(self, turn: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(turn)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("error in a turn in Slack", exc_info=error)
