"""The dialogues of tests/dialogues, played with the running assistant: one file a situation, named by what happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.customer import Customer
from tests.scripted import is_well_formed, play, read_dialogue

FILES = sorted((Path(__file__).parent / "dialogues").glob("*.yml"))
FEWEST = 25


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_dialogue_goes_as_written(customer: Customer, file: Path) -> None:
    play(customer, file)


def test_dialogues_are_many_named_each_and_well_formed() -> None:
    assert len(FILES) >= FEWEST
    assert len({read_dialogue(file)["name"] for file in FILES}) == len(FILES)
    for file in FILES:
        is_well_formed(file)
