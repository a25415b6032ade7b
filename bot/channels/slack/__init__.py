"""Slack: Events API and Socket Mode over the shared guard, drawn with Block Kit."""

from bot.channels.slack.input import SlackInput

__all__ = ["SlackInput"]
