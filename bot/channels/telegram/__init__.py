"""Telegram: the assistant as a bot, by webhook or by long polling; docs/telegram.md sets it up."""

from bot.channels.telegram.input import TelegramInput

__all__ = ["TelegramInput"]
