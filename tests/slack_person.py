"""Somebody in Slack: writes, mentions, edits and presses, in the shapes in which Slack reports it."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from tests.slack_api import APP, BOT_ID, BOT_USER, SIGNING_SECRET, TEAM, Posted, SlackApi

Event = dict[str, Any]
_NUMBERS = itertools.count(1)
CHANNEL = "C0000000001"


def signed(body: bytes, at: float | None = None, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """The headers with which Slack signs a body."""
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}


def new_ts() -> str:
    """A message's time, unlike any other."""
    return f"{int(time.time())}.{next(_NUMBERS):06d}"


def callback(event: Event, event_id: str | None = None) -> Event:
    """An event in the body of the Events API."""
    return {
        "token": "deprecated",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": event_id or f"Ev{next(_NUMBERS):010d}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-eyJl",
    }


def message(user: str, channel: str, text: str, ts: str | None = None, **more: Any) -> Event:
    """A person's message, as `message` events report it."""
    ts = ts or new_ts()
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {
        "user": user,
        "type": "message",
        "ts": ts,
        "client_msg_id": f"c0ffee-{next(_NUMBERS)}",
        "text": text,
        "team": TEAM,
        "blocks": [{"type": "rich_text", "block_id": "q/x", "elements": [rich]}],
        "channel": channel,
        "event_ts": ts,
        "channel_type": "im" if channel.startswith("D") else "channel",
        **more,
    }


def changed(before: Event, text: str, at: str | None = None, user_edit: bool = True) -> Event:
    """An edit of a message; without `user_edit` what Slack reports when it adds a preview."""
    inner = {key: before[key] for key in ("user", "type", "ts", "client_msg_id", "team")}
    thread = {"thread_ts": before["thread_ts"]} if "thread_ts" in before else {}
    edited = {"edited": {"user": before["user"], "ts": at or new_ts()}} if user_edit else {}
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": {**inner, **thread, **edited, "text": text},
        "previous_message": {**inner, **thread, "text": before["text"]},
        "channel": before["channel"],
        "hidden": True,
        "ts": new_ts(),
        "event_ts": new_ts(),
        "channel_type": before["channel_type"],
    }


def pressed(user: str, posted: Posted, title: str, at: str | None = None) -> Event:
    """A press of a button, as the interactivity request reports it."""
    index = posted.titles.index(title)
    button = posted.buttons[index]
    ts, thread = posted.ts, posted.thread
    in_thread = {"thread_ts": thread} if thread else {}
    return {
        "type": "block_actions",
        "user": {"id": user, "username": "ann", "name": "ann", "team_id": TEAM},
        "api_app_id": APP,
        "token": "deprecated",
        "container": {
            "type": "message",
            "message_ts": ts,
            "channel_id": posted.channel,
            "is_ephemeral": False,
            **in_thread,
        },
        "trigger_id": f"12.34.{next(_NUMBERS)}",
        "team": {"id": TEAM, "domain": "shop"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": posted.channel, "name": "directmessage"},
        "message": {
            "user": BOT_USER,
            "type": "message",
            "ts": ts,
            "bot_id": BOT_ID,
            "app_id": APP,
            "text": posted.given["text"],
            "team": TEAM,
            "blocks": posted.blocks,
            **in_thread,
        },
        "state": {"values": {}},
        "response_url": "https://hooks.slack.com/actions/T0/1/x",
        "actions": [
            {
                "action_id": button["action_id"],
                "block_id": button["block_id"],
                "text": button["text"],
                "value": button["value"],
                "type": "button",
                "action_ts": at or new_ts(),
            }
        ],
    }


def form(payload: Event) -> bytes:
    """An interactivity request's body."""
    return urlencode({"payload": json.dumps(payload)}).encode()


class SlackPerson:
    """Somebody who talks to the bot; `deliver` brings an event or a press to it."""

    def __init__(self, api: SlackApi, deliver: Callable[[Event], Any], channel: str | None = None) -> None:
        """In a direct message of their own, or in a channel."""
        number = next(_NUMBERS)
        self.user = f"U{number:010d}"
        self.channel = channel or f"D{number:010d}"
        self.api = api
        self._deliver = deliver
        self.thread: str | None = None
        self.last: Event = {}

    @property
    def sender(self) -> str:
        """The conversation's id."""
        if self.channel.startswith("D"):
            return f"slack:{TEAM}:{self.user}"
        return f"slack:{TEAM}:{self.channel}:{self.user}:{self.thread}"

    def sends(self, text: str, **more: Any) -> Event:
        """Writes something; the event's body comes back."""
        thread = {"thread_ts": self.thread} if self.thread else {}
        self.last = message(self.user, self.channel, text, **thread, **more)
        body = callback(self.last)
        self._deliver(body)
        return body

    def calls(self, text: str, **more: Any) -> Event:
        """Mentions the bot in the channel; the thread begins there."""
        body = self.sends(f"<@{BOT_USER}> {text}", **{"type": "app_mention", **more})
        self.thread = self.thread or body["event"]["ts"]
        return body

    def presses(self, posted: Posted, title: str, **more: Any) -> Event:
        """Presses a button of a message."""
        payload = pressed(self.user, posted, title, **more)
        self._deliver(payload)
        return payload

    def edits(self, text: str, **more: Any) -> Event:
        """Changes the last message."""
        body = callback(changed(self.last, text, **more))
        self._deliver(body)
        return body

    def shown(self) -> list[Posted]:
        """All that the bot has posted where this person talks."""
        return [posted for posted in self.api.posted if posted.channel == self.channel]

    def whispers(self) -> list[str]:
        """All that only this person has seen."""
        calls = self.api.of("chat.postEphemeral")
        return [str(call["text"]) for call in calls if call["user"] == self.user]
