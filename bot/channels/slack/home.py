"""The app's home tab: what the bot is for and how to talk to it."""

from __future__ import annotations

from typing import Any

from bot.channels.slack.words import escaped
from bot.reply import Phrases

SECTIONS = ("utter_slack_home", "utter_slack_home_where", "utter_slack_home_words", "utter_slack_home_person")


def home_view(phrases: Phrases) -> dict[str, Any]:
    """The tab as views.publish takes it."""
    title = {"type": "plain_text", "text": escaped(phrases.text("utter_slack_home_head")), "emoji": True}
    sections = [
        {"type": "section", "text": {"type": "mrkdwn", "text": escaped(phrases.text(name)), "verbatim": True}}
        for name in SECTIONS
    ]
    return {"type": "home", "blocks": [{"type": "header", "text": title}, *sections]}
