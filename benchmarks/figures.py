"""Figures over what was asked: accuracy in all, by group and by label, facts, dialogues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.asking import Asked, Fact, Played
from benchmarks.servers import Answer
from tests.turns import custom_of, labels_of, serves_procedure, turn_faults

LABEL_GROUPS = ("diagnose", "ask-vehicle", "emergency", "handoff", "out-of-scope")
TALK = "talk"
# The "How good".
WANTED_MESSAGES, WANTED_DIALOGUES, WANTED_FACTS, WANTED_OUT_SERVED = 0.93, 0.85, 0.95, 0.05


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    right: int
    count: int

    @property
    def share(self) -> float:
        """Between 0 and 1; 1 of nothing."""
        return self.right / self.count if self.count else 1.0

    def as_json(self) -> dict[str, float]:
        """For the report."""
        return {"right": self.right, "count": self.count, "share": round(self.share, 4)}


@dataclass(frozen=True)
class Figures:
    """All that was asked and played."""

    asked: Sequence[Asked]
    played: Sequence[Played] = ()
    facts: Sequence[Fact] = ()
    turns: list[Answer] = field(init=False)

    def __post_init__(self) -> None:
        """Collects every turn that was had."""
        had = [a.turn for a in self.asked] + [turn for p in self.played for turn in p.turns]
        object.__setattr__(self, "turns", [turn for turn in had + [f.turn for f in self.facts] if turn])

    @property
    def messages(self) -> Share:
        """Messages answered rightly."""
        return _share(self.asked, _is_right)

    @property
    def dialogues(self) -> Share:
        """Dialogues wholly right."""
        return _share(self.played, lambda played: played.verdict.right)

    @property
    def surfaced(self) -> Share:
        """Facts that their question brings up."""
        return _share(self.facts, lambda fact: not fact.missing and not fact.faults)

    @property
    def out_served(self) -> Share:
        """Messages out of scope that were answered with a procedure all the same."""
        outside = [asked for asked in self.asked if asked.row["expect"] == "out-of-scope"]
        return _share(outside, lambda asked: serves_procedure(asked.turn))

    @property
    def foreign(self) -> int:
        """Turns that served another vehicle's section."""
        verdicts = [asked.verdict for asked in self.asked]
        verdicts += [verdict for played in self.played for verdict in played.verdict.turns]
        return sum(bool(verdict.foreign) for verdict in verdicts)

    @property
    def sourced(self) -> Share:
        """Turns with a source that say what stands at its lines, and nothing else of that file."""
        cited = (turn for turn in self.turns if "source" in custom_of(turn))
        return _share(cited, lambda turn: not turn_faults(turn))

    def by(self, name: Callable[[Asked], str]) -> dict[str, Share]:
        """Shares of the messages by a name for each."""
        names = dict.fromkeys(sorted(name(asked) for asked in self.asked))
        return {
            each: _share([asked for asked in self.asked if name(asked) == each], _is_right) for each in names
        }

    def confusion(self) -> Counter[tuple[str, str]]:
        """How often a message of one group was answered as one of another; right answers stay in theirs."""
        return Counter(
            (
                group_of(label_of(asked)),
                group_of(label_of(asked)) if asked.verdict.right else group_of_turn(asked.turn),
            )
            for asked in self.asked
        )

    def as_json(self) -> dict[str, Any]:
        """The figures of the report."""
        return {
            "messages": {**self.messages.as_json(), "wanted": WANTED_MESSAGES},
            "dialogues": {**self.dialogues.as_json(), "wanted": WANTED_DIALOGUES},
            "facts": {**self.surfaced.as_json(), "wanted": WANTED_FACTS},
            "out_of_scope_served": {**self.out_served.as_json(), "allowed": WANTED_OUT_SERVED},
            "other_vehicle_served": self.foreign,
            "words_where_named": self.sourced.as_json(),
            "groups": {
                name: share.as_json() for name, share in self.by(lambda a: group_of(label_of(a))).items()
            },
            "labels": {name: share.as_json() for name, share in self.by(label_of).items()},
            "confusion": [[*pair, count] for pair, count in sorted(self.confusion().items())],
            "kinds": dict(Counter(str(custom_of(turn).get("kind")) for turn in self.turns).most_common()),
        }


def label_of(asked: Asked) -> str:
    """What a message expects first."""
    expected = asked.row["expect"]
    return str(expected if isinstance(expected, str) else expected[0])


def group_of(label: str) -> str:
    """The group of a label: a section's document, one of the great groups, or small talk."""
    if "/" in label:
        return label.split("/")[0]
    return label if label in LABEL_GROUPS else TALK


def group_of_turn(turn: Answer) -> str:
    """The group that a turn looks like from outside."""
    labels = labels_of(turn)
    section = next((label for label in sorted(labels) if "/" in label), None)
    if section:
        return group_of(section)
    return next((group for group in LABEL_GROUPS if group in labels), TALK if labels else "no answer")


def _is_right(asked: Asked) -> bool:
    return asked.verdict.right


def _share(items: Iterable[Any], right: Callable[[Any], bool]) -> Share:
    listed = list(items)
    return Share(sum(right(item) for item in listed), len(listed))
