"""Turns as people make them, one after the other or many people at once, and the time that they take."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle, islice

from benchmarks.client import Client
from benchmarks.errors import MeasuringProblem, WrongAnswer
from benchmarks.servers import Answer

PEOPLE = 16
LOAD_SECONDS = 60.0

_numbers = count(1)


@dataclass(frozen=True)
class Talk:
    """What people say in turn, and what the answers must be; each says `turns` things, then goes."""

    name: str
    texts: Sequence[str]
    is_answer: Callable[[Answer], bool]
    turns: int = 10

    def messages(self, start: int = 0) -> Iterator[tuple[str, str]]:
        """Endless pairs of sender and text, beginning at text number `start`."""
        texts = islice(cycle(self.texts), start % len(self.texts), None)
        while True:
            sender = f"bench-{next(_numbers)}"
            for _ in range(self.turns):
                yield sender, next(texts)


@dataclass(frozen=True)
class Times:
    """Milliseconds a turn."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Times:
        """Median and 95th percentile of some turns."""
        ordered = sorted(seconds)
        rank = max(0, -(-95 * len(ordered) // 100) - 1)  # nearest rank
        return cls(statistics.median(ordered) * 1e3, ordered[rank] * 1e3)


def time_turns(port: int, talk: Talk, warm_up: int, measured: int, tick: Callable[[], None]) -> Times:
    """Times of `measured` turns after `warm_up` others; raises WrongAnswer, NoAnswer."""
    with Client(port) as client:
        messages = talk.messages()
        for sender, text in islice(messages, warm_up):
            _turn(client, talk, sender, text)
        seconds = []
        for sender, text in islice(messages, measured):
            seconds.append(_turn(client, talk, sender, text))
            tick()
    return Times.of(seconds)


def turns_per_second(
    port: int, talk: Talk, each: int, people: int = PEOPLE, limit: float = LOAD_SECONDS
) -> float:
    """Turns a second with many people at once, `each` turns a person, no longer than `limit` seconds.

    Everybody begins at another of the talk's texts, so that the mix is steady; raises MeasuringProblem.
    """
    done: list[int] = []
    problems: list[Exception] = []
    stop = threading.Event()

    def person(number: int) -> None:
        try:
            with Client(port) as client:
                for sender, text in islice(talk.messages(number), each):
                    if stop.is_set():
                        return
                    _turn(client, talk, sender, text)
                    done.append(number)
        except Exception as problem:  # told in the thread that measures
            problems.append(problem)
            stop.set()

    threads = [threading.Thread(target=person, args=(number,), daemon=True) for number in range(people)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, limit - (time.perf_counter() - began)))
    turns, seconds = len(done), time.perf_counter() - began
    stop.set()
    for thread in threads:
        thread.join()
    if problems or not turns:
        raise MeasuringProblem(
            f"{people} people at once: {problems[0] if problems else 'nobody was answered'}"
        )
    return turns / seconds


def _turn(client: Client, talk: Talk, sender: str, text: str) -> float:
    """Seconds that one turn takes."""
    began = time.perf_counter()
    answer = client.send(sender, text)
    seconds = time.perf_counter() - began
    if not talk.is_answer(answer):
        raise WrongAnswer(
            f"{talk.name}: {text!r} was answered with {answer!r}, which is not what is measured"
        )
    return seconds
