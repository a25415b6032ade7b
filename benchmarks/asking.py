"""Puts held-out messages, dialogues and facts to a running assistant and has the answers judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from benchmarks.client import Client
from benchmarks.errors import NoAnswer, ServerProblem
from benchmarks.heldout import Row
from benchmarks.servers import Answer
from tests import person
from tests.judge import DialogueVerdict, Verdict, judge_dialogue, judge_message, vehicle_of
from tests.turns import custom_of, text_of, turn_faults

MOST_FAILURES = 10
MOST_ASIDES = 3
Tick = Callable[[], None]


@dataclass(frozen=True)
class Asked:
    """One message with its last turn; `replied` is what the judge said to a question about the vehicle."""

    row: Row
    turn: Answer
    verdict: Verdict
    replied: str | None = None


@dataclass(frozen=True)
class Played:
    """One dialogue; `turns` are all that were had, asides included."""

    row: Row
    turns: list[Answer]
    verdict: DialogueVerdict


@dataclass(frozen=True)
class Fact:
    """One fact with the turn that its question brought, and the patterns that are not in it."""

    row: Row
    turn: Answer
    missing: tuple[str, ...]
    faults: tuple[str, ...]


class Interview:
    """Talks to an assistant, each time as somebody new; `check` raises when its servers are gone."""

    def __init__(self, client: Client, check: Callable[[], None]) -> None:
        """Everything goes over one connection."""
        self._client = client
        self._check = check
        self._numbers = count(1)
        self._failures = 0

    def ask(self, row: Row) -> Asked:
        """One message, and where the judge may name the vehicle the turn after that."""
        sender = self._fresh()
        turn = self._say(sender, row["text"])
        verdict = judge_message(row, turn)
        reply = None if verdict.right else person.vehicle_reply(row, custom_of(turn))
        if reply is None:
            return Asked(row, turn, verdict)
        turn = self._say(sender, reply)
        return Asked(row, turn, judge_message(row, turn), reply)

    def play(self, dialogue: Row) -> Played:
        """One dialogue; questions back are answered as a person would."""
        sender = self._fresh()
        turns: list[Answer] = []
        asides: dict[int, list[Answer]] = {}
        said: list[str] = []
        for number, wanted in enumerate(dialogue["turns"]):
            said.append(wanted["user"])
            turns.append(self._say(sender, wanted["user"]))
            asides[number] = self._answer_back(sender, dialogue, number, turns[-1], said)
        verdict = judge_dialogue(dialogue, turns, asides)
        everything = [turn for number, first in enumerate(turns) for turn in (first, *asides[number])]
        return Played(dialogue, everything, verdict)

    def check_fact(self, row: Row) -> Fact:
        """One fact by its question."""
        turn = self._say(self._fresh(), row["asks"])
        text = text_of(turn)
        missing = tuple(pattern for pattern in row["says"] if not re.search(pattern, text, re.IGNORECASE))
        return Fact(row, turn, missing, turn_faults(turn))

    def _answer_back(
        self, sender: str, dialogue: Mapping[str, object], number: int, turn: Answer, said: Sequence[str]
    ) -> list[Answer]:
        turns = dialogue["turns"]
        assert isinstance(turns, list)
        then = turns[number + 1]["user"] if number + 1 < len(turns) else ""
        named = [vehicle for text in said for vehicle in person.vehicles_named(text)]
        vehicle = named[-1] if named else vehicle_of(dialogue)
        answers: list[Answer] = []
        wanted = turns[number]["expect"]
        labels = [wanted] if isinstance(wanted, str) else wanted
        while len(answers) < MOST_ASIDES:
            reply = person.answer(custom_of(turn), vehicle, said, then, labels)
            if reply is None:
                break
            turn = self._say(sender, reply)
            answers.append(turn)
        return answers

    def _fresh(self) -> str:
        return f"evaluate-{next(self._numbers)}"

    def _say(self, sender: str, text: str) -> Answer:
        """A turn, empty where none came; raises ServerProblem when that goes on."""
        try:
            turn = self._client.send(sender, text)
            self._failures = 0
            return turn
        except NoAnswer as problem:
            self._check()
            self._failures += 1
            if self._failures >= MOST_FAILURES:
                raise ServerProblem(
                    f"{self._failures} messages in a row got no answer: {problem}"
                ) from problem
            return []
