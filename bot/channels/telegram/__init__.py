"""Telegram: the assistant as a bot, by webhook or by long polling; docs/telegram.md sets it up."""

from typing import Any

__all__ = ["TelegramInput"]


def __getattr__(name: str) -> Any:
    """Brings Rasa in only for who wants the channel itself; `curbside doctor` looks at the account only."""
    if name == "TelegramInput":
        from bot.channels.telegram.input import TelegramInput

        return TelegramInput
    raise AttributeError(name)
