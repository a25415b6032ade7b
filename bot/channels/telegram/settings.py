"""Telegram's settings, as credentials.yml gives them."""

from __future__ import annotations

from typing import Any

from bot.channels.errors import BadSettings
from bot.channels.settings import GuardSettings
from bot.channels.telegram.account import CHANNEL, KEYS, Account


def read_settings(credentials: dict[str, Any] | None) -> tuple[Account, GuardSettings]:
    """Telegram's own keys and the guard's; raises BadSettings, never repeating a secret."""
    given = credentials or {}
    guard = GuardSettings.read(CHANNEL, given, KEYS)
    account = Account.of(given)
    for problem, cure in account.problems():
        raise BadSettings(f"credentials.yml: {CHANNEL}: {problem}: {cure}")
    return account, guard
