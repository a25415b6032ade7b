"""The dialogues of tests/dialogues, played with the running assistant: one file a situation, named by what happens.

A turn holds what the person says (`user`) or presses (`press`), and of what must come back any of: `says` and `never`
(words of the text), and keys of `custom` (`kind`, `section`, `step`, …). `cars` are the only documents that any turn
of the dialogue may serve.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.customer import Customer, Reply
from tests.turns import KEYS, documents_of

FILES = sorted((Path(__file__).parent / "dialogues").glob("*.yml"))
FEWEST = 25
OURS = {"user", "press", "says", "never"}
# What a turn may hold beside ours: keys that some kind of turn carries.
CUSTOM = {"kind", "section", *(key for keys in KEYS.values() for key in keys)} - {"source"}


def _read(file: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_dialogue_goes_as_written(customer: Customer, file: Path) -> None:
    dialogue = _read(file)
    for number, turn in enumerate(dialogue["turns"], 1):
        reply = customer.press(turn["press"]) if "press" in turn else customer.say(turn["user"])
        faults = _faults(turn, reply, dialogue.get("cars"))
        assert not faults, f"{file.name}, turn {number}: {'; '.join(faults)}\n{reply}"


def _faults(turn: dict[str, Any], reply: Reply, cars: list[str] | None) -> list[str]:
    wanted = {key: value for key, value in turn.items() if key not in OURS}
    faults = [f"{key} should be {value!r}" for key, value in wanted.items() if reply.custom.get(key) != value]
    faults += [f"{words!r} is not said" for words in turn.get("says", ()) if words not in reply.text]
    faults += [f"{words!r} is said" for words in turn.get("never", ()) if words in reply.text]
    foreign = documents_of(reply.custom) - set(cars) if cars is not None else set()
    return faults + [f"{name} is served to another car's owner" for name in sorted(foreign)]


def test_dialogues_are_many_named_each_and_well_formed() -> None:
    dialogues = [_read(file) for file in FILES]
    assert len(FILES) >= FEWEST
    assert len({dialogue["name"] for dialogue in dialogues}) == len(FILES)
    for file, dialogue in zip(FILES, dialogues, strict=True):
        assert set(dialogue) <= {"name", "cars", "turns"}, file.name
        for turn in dialogue["turns"]:
            assert ("user" in turn) != ("press" in turn), f"{file.name}: {turn}"
            assert set(turn) - OURS, f"{file.name} expects nothing of {turn}"
            assert set(turn) <= OURS | CUSTOM, f"{file.name}: {set(turn) - OURS - CUSTOM}"
