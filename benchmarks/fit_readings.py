"""`python -m benchmarks.fit_readings`: fits the weights by which readings are weighed in a conversation.

Plays the written conversations of data/conversations, whose words the classifier was not trained on. At every turn
each of the likeliest readings is tried, and the judge says which of them lead to what the conversation expects; the
weights make these likely (conditional maximum likelihood, several readings may be right), and are pulled towards
leaving all as it was. Goes on from a right turn. Writes bot/adviser/readings.json.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.heldout import Row, read_rows
from benchmarks.inprocess import InProcess, Said
from benchmarks.servers import Answer
from bot.adviser.reading import read
from bot.adviser.readings import MOST, UNWEIGHED, WEIGHTS_FILE, Features, features
from bot.commands.language import LANGUAGE, ensure_language
from bot.commands.model import ensure_model
from bot.commands.places import Places
from bot.commands.processes import stop_on_signals
from bot.guide.case import Case
from tests import person
from tests.judge import judge_dialogue, vehicle_of
from tests.turns import custom_of

PULL = 30.0
TRIED = 0.9  # probability of a reading that is tried
MOST_ASIDES = 3
LEAST_SHOWN = 0.001
Message = Mapping[str, Any]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """The readings of one turn: what speaks for each, and whether it is right."""

    found: list[Features]
    right: list[bool]


class Player:
    """Plays conversations, and tries every reading of every turn."""

    def __init__(self, assistant: InProcess) -> None:
        """The assistant must leave readings as likely as they are."""
        self._assistant = assistant

    def choices(self, row: Row) -> Iterator[Choice]:
        """The choices of one conversation that say anything: some readings right, some wrong."""
        case = Case()
        turns: list[Answer] = []
        asides: dict[int, list[Answer]] = {}
        for number, wanted in enumerate(row["turns"]):
            message = self._assistant.read(wanted["user"])
            intents = [one["name"] for one in _readings(message)[:MOST]]
            tried = [None, *intents]
            played = [self._play(row, number, case, _as(message, one), turns, asides) for one in tried]
            right = [is_right for _, _, is_right in played]
            if any(right[1:]) and not all(right[1:]):
                yield Choice(self._features(case, message, intents), right[1:])
            said, later, _ = played[right.index(True) if True in right else 0]
            case = later[-1].case if later else said.case
            turns.append(said.turn)
            asides[number] = [one.turn for one in later]

    def _features(self, case: Case, message: Message, intents: Sequence[str]) -> list[Features]:
        room = self._assistant.adviser.room
        turn = read(message, room.library, room.words, case.vehicle or case.near)
        return features(case, turn, room, intents)

    def _play(
        self,
        row: Row,
        number: int,
        case: Case,
        message: Message,
        turns: Sequence[Any],
        asides: Mapping[int, Any],
    ) -> tuple[Said, list[Said], bool]:
        """A turn, the turns after questions back, and whether it is right."""
        said = self._assistant.say(case, message)
        later = self._answer_back(row, number, said)
        so_far = {**row, "turns": row["turns"][: number + 1]}
        verdict = judge_dialogue(so_far, [*turns, said.turn], {**asides, number: [one.turn for one in later]})
        return said, later, verdict.turns[-1].right

    def _answer_back(self, row: Row, number: int, said: Said) -> list[Said]:
        texts = [turn["user"] for turn in row["turns"][: number + 1]]
        then = row["turns"][number + 1]["user"] if number + 1 < len(row["turns"]) else ""
        named = [vehicle for text in texts for vehicle in person.vehicles_named(text)]
        vehicle = named[-1] if named else vehicle_of(row)
        answers: list[Said] = []
        while len(answers) < MOST_ASIDES:
            reply = person.answer(custom_of(said.turn), vehicle, texts, then, row["turns"][number]["expect"])
            if reply is None:
                break
            said = self._assistant.say(said.case, self._assistant.read(reply))
            answers.append(said)
        return answers


def fit(choices: Sequence[Choice]) -> Features:
    """The weights under which right readings are likeliest."""
    names = {name: n for n, name in enumerate(dict.fromkeys(k for c in choices for f in c.found for k in f))}
    rows = [one for choice in choices for one in choice.found]
    places = [(row, names[name], value) for row, one in enumerate(rows) for name, value in one.items()]
    at, columns, values = (list(part) for part in zip(*places, strict=True))
    matrix = csr_matrix((values, (at, columns)), (len(rows), len(names)))
    right = np.asarray([float(one) for choice in choices for one in choice.right])
    starts = np.cumsum([0, *(len(choice.found) for choice in choices)])[:-1]
    whose = np.repeat(np.arange(len(choices)), [len(choice.found) for choice in choices])
    first = np.asarray([UNWEIGHED.get(name, 0.0) for name in names])

    def loss(weights: Values) -> tuple[float, Values]:
        scores = matrix @ weights
        shares = np.exp(scores - np.maximum.reduceat(scores, starts)[whose])
        shares /= np.add.reduceat(shares, starts)[whose]
        of_right = np.maximum(np.add.reduceat(shares * right, starts), 1e-12)
        away = weights - first
        slope = matrix.T @ (shares - shares * right / of_right[whose]) + PULL * away
        return float(-np.log(of_right).sum() + 0.5 * PULL * away @ away), slope

    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    fitted = zip(names, found.x.tolist(), strict=True)
    return {name: round(weight, 3) for name, weight in sorted(fitted) if abs(weight) >= LEAST_SHOWN}


def _readings(message: Message) -> list[Mapping[str, Any]]:
    return [one for one in message["intent_ranking"] if one["name"] != "nlu_fallback"]


def _as(message: Message, intent: str | None) -> Message:
    """The message read as one intent, or (None) as it was read."""
    if intent is None:
        return message
    others = [one for one in _readings(message) if one["name"] != intent]
    whole = sum(one["confidence"] for one in others) or 1.0
    rest = [{**one, "confidence": (1 - TRIED) * one["confidence"] / whole} for one in others]
    best = {"name": intent, "confidence": TRIED}
    return {**message, "intent": best, "intent_ranking": [best, *rest], "clauses": []}


def main() -> None:
    """Fits and writes the weights."""
    console, places = Console(stderr=True), Places.find()
    with stop_on_signals() as stop:
        os.environ[LANGUAGE] = language = ensure_language(places, console, stop)
        model = ensure_model(places, language, console, stop)
    rows = [
        row for path in sorted((places.data / "conversations").glob("*.jsonl")) for row in read_rows(path)
    ]
    from bot.understanding.parser import Parser

    parser = Parser(model)
    known: dict[str, Message] = {}

    def reader(text: str) -> Message:
        if text not in known:
            known[text] = parser.parse([text])[0]
        return known[text]

    player = Player(InProcess(places.root, reader, UNWEIGHED))
    choices = [
        choice
        for row in track(rows, "Playing conversations", console=console)
        for choice in player.choices(row)
    ]
    WEIGHTS_FILE.write_text(json.dumps(fit(choices), indent=1) + "\n", encoding="utf-8")
    console.print(
        f"fitted on {len(choices)} turns of {len(rows)} conversations: {Path(WEIGHTS_FILE).relative_to(places.root)}"
    )


if __name__ == "__main__":
    main()
