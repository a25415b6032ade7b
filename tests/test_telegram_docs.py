"""docs/telegram.md names what there is: every setting and variable, the commands, the limits."""

from __future__ import annotations

import re
from pathlib import Path

from bot.channels.guard import COMMANDS
from bot.channels.settings import GuardSettings
from bot.channels.telegram.account import KEYS, WEBHOOK_PATH
from bot.channels.telegram.drawing import CAPTION_LIMIT, MESSAGE_LIMIT

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "telegram.md").read_text(encoding="utf-8")
CREDENTIALS = (ROOT / "credentials.yml").read_text(encoding="utf-8")


def test_every_setting_and_variable_is_explained() -> None:
    assert [key for key in KEYS if f"| `{key}` |" not in PAGE] == []
    variables = re.findall(r"\$\{(CURBSIDE_TELEGRAM_\w+)\}", CREDENTIALS)
    assert len(variables) == len(KEYS)
    assert [name for name in variables if name not in PAGE] == []
    assert set(re.findall(r"CURBSIDE_TELEGRAM_\w+", PAGE)) == set(variables)


def test_commands_limits_and_path_are_those_of_the_code() -> None:
    assert [name for name in COMMANDS if f"`/{name}`" not in PAGE] == []
    numbers = (MESSAGE_LIMIT, CAPTION_LIMIT, GuardSettings().max_characters)
    assert [number for number in numbers if f"{number:,}" not in PAGE] == []
    assert WEBHOOK_PATH in PAGE


def test_the_readme_leads_here() -> None:
    assert "docs/telegram.md" in (ROOT / "README.md").read_text(encoding="utf-8")
