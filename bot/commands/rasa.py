"""Rasa's own command line, without what this project's model does not need: `python -m bot.commands.rasa run …`."""

from __future__ import annotations

from pathlib import Path

CONFIG = Path("config.yml")


def main() -> None:
    """Does what `rasa` does with the same arguments."""
    from bot.understanding import light

    light.apply(CONFIG)
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
