"""Who listens to which conversation: wakes their streams when something happens, and bounds their number."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class TooManyStreams(Exception):
    """A conversation, or the server, has as many open streams as it may."""


class Listener:
    """One open stream; it looks at the history whenever it is woken, so nothing depends on the waking."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()
        self.over = False

    def wake(self) -> None:
        """Lets the stream look at what is new."""
        self._woken.set()

    def end(self) -> None:
        """Lets the stream come to its end."""
        self.over = True
        self._woken.set()

    async def wait(self, seconds: float) -> bool:
        """Waits to be woken; False when that took too long."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
            self._woken.clear()
            return True
        return False


class Hub:
    """The listeners of all conversations, and which conversations have a turn running."""

    def __init__(self, of_one: int, in_all: int) -> None:
        """`of_one` conversation and `in_all` are the most streams that may be open."""
        self._of_one = of_one
        self._in_all = in_all
        self._listeners: dict[str, set[Listener]] = {}
        self._turns: Counter[str] = Counter()
        self._closed = False

    @contextmanager
    def listening(self, conversation: str) -> Iterator[Listener]:
        """A listener as long as the block lasts; raises TooManyStreams."""
        own = self._listeners.get(conversation, set())
        if len(own) >= self._of_one or self.count >= self._in_all:
            raise TooManyStreams
        listener = Listener()
        listener.over = self._closed
        self._listeners.setdefault(conversation, set()).add(listener)
        try:
            yield listener
        finally:
            left = self._listeners[conversation]
            left.discard(listener)
            if not left:
                del self._listeners[conversation]

    @property
    def count(self) -> int:
        """How many streams are open."""
        return sum(len(listeners) for listeners in self._listeners.values())

    @contextmanager
    def turn(self, conversation: str) -> Iterator[None]:
        """The conversation's streams are told when a turn begins, and when the last one has ended."""
        self._turns[conversation] += 1
        self.wake(conversation)
        try:
            yield
        finally:
            self._turns[conversation] -= 1
            if not self._turns[conversation]:
                del self._turns[conversation]
            self.wake(conversation)

    def is_typing(self, conversation: str) -> bool:
        """Whether a turn is running."""
        return conversation in self._turns

    def wake(self, conversation: str) -> None:
        """Lets all streams of a conversation look at what is new."""
        for listener in self._listeners.get(conversation, ()):
            listener.wake()

    def close(self) -> None:
        """Ends all streams, also those that come later."""
        self._closed = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.end()
