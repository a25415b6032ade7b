"""Rasa's own command line, without what this project does not need: `python -m bot.commands.rasa run …`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.language import LANGUAGE
from bot.commands.places import Places

if TYPE_CHECKING:
    from bot.understanding.ahead import Ahead


def main() -> None:
    """Does what `rasa` does with the same arguments; a training's examples are encoded meanwhile."""
    from bot.understanding import light

    places = Places.find()
    ahead = _ahead(places) if sys.argv[1:2] == ["train"] else None
    light.apply(places.root / "config.yml")
    from rasa.__main__ import main as rasa

    from bot.understanding import speed

    speed.apply(ahead)
    rasa()


def _ahead(places: Places) -> Ahead:
    from bot.commands.training_data import read_training_data
    from bot.understanding.ahead import Ahead

    texts = [example.text for example in read_training_data(places)[0]]
    return Ahead(Path(os.environ[LANGUAGE]), texts)


if __name__ == "__main__":
    main()
