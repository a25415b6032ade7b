"""Scores turns of the REST channel against what held-out messages and dialogues expect; pure functions.

Labels are those of the held-out files: section ids, `diagnose`, `ask-vehicle`, `out-of-scope`, `handoff`,
`emergency`, the intents of small talk; in dialogues also behaviours. A turn that breaks the contract
(`turn_faults`), or serves another vehicle's section, is wrong whatever it says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.behaviours import Scene, meets
from tests.person import vehicles_named
from tests.served import LinesOf, lines_of
from tests.turns import Turn, custom_of, documents_of, labels_of, text_of, turn_faults

__all__ = ["DialogueVerdict", "Verdict", "judge_dialogue", "judge_message", "labels_of", "vehicle_of"]


@dataclass(frozen=True)
class Verdict:
    """Whether a turn is right, and if not why; `foreign` are documents of other vehicles that it serves."""

    expected: tuple[str, ...]
    got: tuple[str, ...]
    reason: str = ""
    faults: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether nothing is wrong."""
        return not self.reason


@dataclass(frozen=True)
class DialogueVerdict:
    """The verdicts of a dialogue's turns; it is right when each of them is."""

    name: str
    turns: tuple[Verdict, ...]

    @property
    def right(self) -> bool:
        """Whether every turn is right."""
        return all(verdict.right for verdict in self.turns)

    @property
    def reason(self) -> str:
        """What went wrong, turn by turn."""
        return "; ".join(f"turn {n}: {v.reason}" for n, v in enumerate(self.turns, 1) if not v.right)


def judge_message(row: Mapping[str, Any], turn: Turn, lines: LinesOf = lines_of) -> Verdict:
    """The verdict on the answer to one message: `expect` or one of `alt`, nothing of another vehicle's.

    A vehicle that the row knows and its text does not name may be asked for: say `person.vehicle_reply` once
    and judge the turn that follows.
    """
    expected = (*_listed(row["expect"]), *row.get("alt", ()))
    allowed = {row["vehicle"]} if row.get("vehicle") else set()
    met = bool(set(expected) & labels_of(turn))
    return _verdict(expected, turn, met, [], allowed, lines)


def judge_dialogue(
    dialogue: Mapping[str, Any],
    turns: Sequence[Turn],
    asides: Mapping[int, Sequence[Turn]] | None = None,
    lines: LinesOf = lines_of,
) -> DialogueVerdict:
    """The verdict on a dialogue; `asides` holds, by number of turn (from 0), the turns after `person.answer`.

    An expectation is met by the turn or by the last of its asides; a question back must lead to a plan.
    """
    verdicts: list[Verdict] = []
    said: list[str] = []
    scene = Scene()
    for number, wanted in enumerate(dialogue["turns"]):
        said.append(wanted["user"])
        named = vehicles_named(wanted["user"])
        newly = named[-1] if named else None
        scene = Scene(newly, newly or scene.vehicle or vehicle_of(dialogue), scene.before, scene.opened)
        played = [turns[number], *(asides or {}).get(number, ())] if number < len(turns) else [[]]
        verdicts.append(_judge_turn(wanted, played, scene, _allowed(dialogue, wanted, said), lines))
        scene = scene.after(custom_of(played[-1]))
    return DialogueVerdict(dialogue["name"], tuple(verdicts))


def vehicle_of(dialogue: Mapping[str, Any]) -> str | None:
    """The vehicle that a dialogue is about: its `vehicle`, else that of the first section that it expects."""
    expected = [label for turn in dialogue["turns"] for label in _listed(turn["expect"])]
    return dialogue.get("vehicle") or next(iter(_documents(expected)), None)


def _judge_turn(
    wanted: Mapping[str, Any], played: Sequence[Turn], scene: Scene, allowed: Collection[str], lines: LinesOf
) -> Verdict:
    expected = tuple(_listed(wanted["expect"]))
    first, last = played[0], played[-1]
    met = any(meets(label, turn, scene) for label in expected for turn in (first, last))
    text = "\n".join(text_of(turn) for turn in played).lower()
    wrong = [f"{words!r} is not said" for words in wanted.get("must_contain", ()) if not _holds(text, words)]
    wrong += [f"{words!r} is said" for words in wanted.get("must_not", ()) if _holds(text, words)]
    if len(played) > 1 and custom_of(last).get("kind") not in {"plan", "step", "answer"}:
        wrong.append(f"the question back led to no plan, but to {_shown(last)}")
    for turn in played[:-1]:
        wrong += turn_faults(turn, lines)
    return _verdict(expected, last, met, wrong, allowed, lines)


def _verdict(
    expected: tuple[str, ...],
    turn: Turn,
    met: bool,
    wrong: list[str],
    allowed: Collection[str],
    lines: LinesOf,
) -> Verdict:
    faults = turn_faults(turn, lines)
    foreign = tuple(sorted(documents_of(custom_of(turn)) - set(allowed))) if allowed else ()
    reasons = [] if met else [f"expected {' or '.join(expected)}, got {_shown(turn)}"]
    reasons += [*wrong, *(f"serves {name} to another vehicle's owner" for name in foreign), *faults]
    return Verdict(expected, tuple(sorted(labels_of(turn))), "; ".join(reasons), faults, foreign)


def _allowed(dialogue: Mapping[str, Any], wanted: Mapping[str, Any], said: Iterable[str]) -> set[str]:
    """Documents that a turn may serve: those expected, else those named so far, else the dialogue's."""
    expected = _documents(_listed(wanted["expect"]))
    named = [vehicle for text in said for vehicle in vehicles_named(text)]
    about = vehicle_of(dialogue)
    return set(expected) or set(named) or ({about} if about else set())


def _listed(labels: str | Sequence[str]) -> Sequence[str]:
    return [labels] if isinstance(labels, str) else labels


def _documents(labels: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(label.split("/")[0] for label in labels if "/" in label))


def _holds(text: str, words: str) -> bool:
    """Whether a text holds the words, or one of the alternatives in `a|b`."""
    return any(part in text for part in words.lower().split("|"))


def _shown(turn: Turn) -> str:
    custom = custom_of(turn)
    details = [
        str(custom[key]) for key in ("section", "about", "reason", "cause", "intent") if custom.get(key)
    ]
    return " ".join([str(custom.get("kind", "no answer")), *details])
