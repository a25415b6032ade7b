"""What is measured of one bot in one round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks import load
from benchmarks.load import Talk
from benchmarks.servers import Answer, Command, Server, run_to_end

TRAIN_SECONDS = 1_800.0

Tell = Callable[[str], None]
Tick = Callable[[], None]


@dataclass(frozen=True)
class Counts:
    """How often what is measured; the defaults are those of the README's table."""

    rounds: int = 3
    warm_up: int = 20
    turns: int = 200
    each: int = 25  # turns of each of the people at once


@dataclass(frozen=True)
class Bot:
    """A bot with all that a round needs of it."""

    name: str
    train: Callable[[], Command]
    server: Callable[[], Server]
    first_words: str
    is_answer: Callable[[Answer], bool]
    ready_seconds: float
    talks: Sequence[Talk]
    crowd: Talk
    figures: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, value: float) -> None:
        """Keeps a figure of a round."""
        self.figures.setdefault(name, []).append(value)


def turns_of(bot: Bot, counts: Counts) -> int:
    """Turns that are measured one after the other in one round."""
    return len(bot.talks) * counts.turns


def play_round(bot: Bot, counts: Counts, tell: Tell, tick: Tick) -> None:
    """Trains, starts, talks to and stops a bot once; raises MeasuringProblem."""
    tell("trains")
    bot.note("training_s", run_to_end(bot.train(), TRAIN_SECONDS))
    tell("starts")
    with bot.server() as server:
        bot.note("start_s", server.first_answer(bot.first_words, bot.is_answer, bot.ready_seconds))
        for talk in bot.talks:
            tell(f"{talk.name}, one after the other")
            times = load.time_turns(server.port, talk, counts.warm_up, counts.turns, tick)
            bot.note(f"{talk.name}_p50_ms", times.p50)
            bot.note(f"{talk.name}_p95_ms", times.p95)
        tell(f"{load.PEOPLE} people at once")
        bot.note("crowd_per_s", load.turns_per_second(server.port, bot.crowd, counts.each))
        bot.note("memory_mb", server.memory_mb())
        server.check_alive()
        tell("stops")
