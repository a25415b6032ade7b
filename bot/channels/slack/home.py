"""The app's home tab: what the bot is for, how to talk to it, and how the shop itself is reached."""

from __future__ import annotations

from typing import Any

from bot.channels.shop import contact, emergency_number
from bot.channels.slack.words import escaped
from bot.reply import Phrases

SECTIONS = ("utter_slack_home", "utter_slack_home_where", "utter_slack_home_words", "utter_slack_home_person")


def home_view(phrases: Phrases, facts: dict[str, str]) -> dict[str, Any]:
    """The tab as views.publish takes it; of the shop it tells what `facts` hold and nothing else."""
    title = {"type": "plain_text", "text": escaped(phrases.text("utter_slack_home_head")), "emoji": True}
    number = emergency_number(phrases, facts)
    texts = [phrases.text(name, number=number) for name in SECTIONS]
    if reached := contact(phrases, facts):
        texts.append("\n".join(reached))
    sections = [
        {"type": "section", "text": {"type": "mrkdwn", "text": escaped(text), "verbatim": True}}
        for text in texts
    ]
    return {"type": "home", "blocks": [{"type": "header", "text": title}, *sections]}
