"""Turns in Slack: who is answered and where, edits, presses; one after the other for each conversation."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Coroutine
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from bot.channels.guard import PHRASES, Guard
from bot.channels.inbox import MOST_RUNS, Inbox, Letter
from bot.channels.output import ChannelCard
from bot.channels.settings import GuardSettings
from bot.channels.slack.arrivals import Body, Place, Pressed, Written, read_pressed, read_written
from bot.channels.slack.home import home_view
from bot.channels.slack.sending import Outbox
from bot.channels.store import ChannelStore
from bot.reply import Phrases

logger = logging.getLogger(__name__)

CHANNEL = "slack"
# An edit is heard this long after the message, and only if the message had not moved the conversation on.
EDIT_SECONDS = 300.0
EDITED = "utter_edited"
_MOVED = frozenset({"step", "resolved", "handoff"})
_MOST_REMEMBERED = 5_000


class Turns:
    """Takes what arrives, lets the guard answer it in the background, and shows the answer."""

    def __init__(
        self,
        guard: Guard,
        outbox: Outbox,
        phrases: Phrases,
        store: ChannelStore,
        inbox: Inbox,
        settings: GuardSettings,
    ) -> None:
        """`store` tells which threads are conversations."""
        self._guard = guard
        self._inbox = inbox
        self._outbox = outbox
        self._phrases = phrases
        self._store = store
        self._home = home_view(phrases, settings.shop_facts())
        # The guard's own sentences (limits, errors) are for the person only, not for a whole channel.
        self._private = {phrases.text(name, limit=settings.max_characters) for name in PHRASES}
        self._beside = phrases.text(EDITED)
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._last: OrderedDict[str, tuple[str, str | None]] = OrderedDict()
        self._running: set[asyncio.Task[None]] = set()

    def take(self, body: Body) -> None:
        """Keeps a message that is meant for the bot and answers it in the background.

        Raises sqlite3.Error for one that cannot be kept: Slack has to send it again.
        """
        written = read_written(body)
        if written is None or not self._concerns_us(written):
            return
        letter = self._inbox.keep(written.id, written.place.sender, dict(body))
        if letter is not None:
            self._start(self._write(written, letter))

    def press(self, body: Body) -> None:
        """Keeps a press and answers it in the background; another person's buttons are nobody else's."""
        pressed = read_pressed(body)
        if pressed is None:
            return
        if pressed.presser != pressed.place.user:
            text = self._phrases.text("utter_not_your_button")
            self._start(self._outbox.whisper(pressed.place, text, pressed.presser))
            return
        letter = self._inbox.keep(pressed.id, pressed.place.sender, dict(body))
        if letter is not None:
            self._start(self._press(pressed, letter))

    def resume(self) -> None:
        """Goes on with what an earlier process has not answered."""
        for letter in self._inbox.waiting():
            logger.warning("message %s was cut off; it is taken up again", letter.message)
            written, pressed = read_written(letter.content), read_pressed(letter.content)
            if written is not None:
                self._start(self._write(written, letter))
            elif pressed is not None:
                self._start(self._press(pressed, letter))

    def greet(self, user: str) -> None:
        """Shows the home tab."""
        self._start(self._outbox.publish_home(user, self._home))

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

    async def _write(self, written: Written, letter: Letter) -> None:
        async with self._order(written.place):
            cards = self._earlier(letter)
            if cards is None:
                cards = await (self._edited(written, letter) if written.edit else self._turn(written, letter))
            self._show(written.place, cards, letter)

    async def _turn(self, written: Written, letter: Letter, lead: str | None = None) -> list[ChannelCard]:
        """The cards of a new turn, after some words of our own."""
        first = [ChannelCard(lead)] if lead else []
        # Nothing but our name: whoever calls is greeted.
        command = None if written.text or written.attachments else "start"
        cards = await self._guard.turn(
            written.place.sender, written.text, written.id, written.attachments, command, typed=True,
            keep=lambda found: self._inbox.answer(letter, [*first, *found]),
        )  # fmt: skip
        self._remember(written.place.sender, written.ts, cards)
        return [*first, *cards] if cards else []

    async def _edited(self, written: Written, letter: Letter) -> list[ChannelCard]:
        """An edit is a new message where the first wording changed nothing yet; else the person is told."""
        last, kind = self._last.get(written.place.sender, (None, None))
        late = float(written.edit or 0) - float(written.ts) > EDIT_SECONDS
        if not self._knows(written.place):  # only now it is meant for the bot
            return await self._turn(written, letter)
        if last == written.ts and kind not in _MOVED and not late:
            return await self._turn(written, letter, self._phrases.text("utter_slack_edited"))
        keep = partial(self._inbox.answer, letter)
        return self._guard.notice(written.place.sender, EDITED, written.id, keep)

    async def _press(self, pressed: Pressed, letter: Letter) -> None:
        place = pressed.place
        async with self._order(place):
            cards = self._earlier(letter)
            if cards is None:
                keep = partial(self._inbox.answer, letter)
                cards = await self._guard.turn(place.sender, pressed.button, pressed.id, keep=keep)
                self._remember(place.sender, pressed.id, cards)
            if cards:
                self._start(self._outbox.show_choice(pressed))
            self._show(place, cards, letter)

    def _earlier(self, letter: Letter) -> list[ChannelCard] | None:
        """What an earlier process had found to answer; None where a turn has to be run."""
        if letter.answer is None and letter.runs <= MOST_RUNS:
            return None
        self._guard.finish(letter.message)
        return self._guard.sorry if letter.answer is None else list(letter.answer)

    def _show(self, place: Place, cards: list[ChannelCard], letter: Letter) -> None:
        """Hands an answer to the outbox; tasks begin in the order in which they are made."""
        if cards:
            said = [(card, self._is_private(card, place)) for card in cards]
            self._start(self._outbox.say(place, said, self._inbox.delivery(letter)))
        else:
            self._inbox.drop(letter)

    def _is_private(self, card: ChannelCard, place: Place) -> bool:
        return card.text == self._beside or (card.text in self._private and not place.direct)

    def _order(self, place: Place) -> asyncio.Lock:
        return self._orders.setdefault(place.sender, asyncio.Lock())

    def _remember(self, sender: str, ts: str, cards: list[ChannelCard]) -> None:
        if not cards:
            return
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
