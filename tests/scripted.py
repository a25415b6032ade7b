"""Dialogues that are written down in files: what a person says or presses, and what must come back.

A turn holds what the person says (`user`) or presses (`press`), and of what must come back any of: `says` and `never`
(words of the text), and keys of `custom` (`kind`, `section`, `step`, …). `cars` are the only documents that any turn
of the dialogue may serve.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.customer import Customer, Reply
from tests.turns import KEYS, documents_of

OURS = {"user", "press", "says", "never"}
# What a turn may hold beside ours: keys that some kind of turn carries.
CUSTOM = {"kind", "section", *(key for keys in KEYS.values() for key in keys)} - {"source"}


def read_dialogue(file: Path) -> dict[str, Any]:
    """A dialogue as its file tells it."""
    return dict(yaml.safe_load(file.read_text(encoding="utf-8")))


def play(customer: Customer, file: Path) -> None:
    """Plays a dialogue; fails where a turn is not as written."""
    dialogue = read_dialogue(file)
    for number, turn in enumerate(dialogue["turns"], 1):
        reply = customer.press(turn["press"]) if "press" in turn else customer.say(turn["user"])
        faults = _faults(turn, reply, dialogue.get("cars"))
        assert not faults, f"{file.name}, turn {number}: {'; '.join(faults)}\n{reply}"


def is_well_formed(file: Path) -> None:
    """Fails where a dialogue asks for what no turn can show."""
    dialogue = read_dialogue(file)
    assert set(dialogue) <= {"name", "cars", "turns"}, file.name
    for turn in dialogue["turns"]:
        assert ("user" in turn) != ("press" in turn), f"{file.name}: {turn}"
        assert set(turn) - OURS, f"{file.name} expects nothing of {turn}"
        assert set(turn) <= OURS | CUSTOM, f"{file.name}: {set(turn) - OURS - CUSTOM}"


def _faults(turn: dict[str, Any], reply: Reply, cars: list[str] | None) -> list[str]:
    wanted = {key: value for key, value in turn.items() if key not in OURS}
    faults = [f"{key} should be {value!r}" for key, value in wanted.items() if reply.custom.get(key) != value]
    faults += [f"{words!r} is not said" for words in turn.get("says", ()) if words not in reply.text]
    faults += [f"{words!r} is said" for words in turn.get("never", ()) if words in reply.text]
    foreign = documents_of(reply.custom) - set(cars) if cars is not None else set()
    return faults + [f"{name} is served to another car's owner" for name in sorted(foreign)]
