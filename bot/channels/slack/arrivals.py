"""What arrives from Slack, read strictly: a person's message, an edit, a press, or nothing that concerns anybody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.attachments import Attachment
from bot.channels.buttons import is_id
from bot.channels.slack.words import emoji_of, mentions, plain_words, starts_with_mention, unescaped

_ID = re.compile(r"[A-Z0-9]{2,32}")
_TS = re.compile(r"[0-9]{1,16}\.[0-9]{1,10}")
_OWNER = re.compile(r"for:(?P<team>[A-Z0-9]{2,32}):(?P<user>[A-Z0-9]{2,32}):[0-9]+")
# Subtypes that are still a person's own words; all others are joins, topics, bots and the like.
_PERSONS_WORDS = (None, "file_share", "thread_broadcast", "me_message")
_EDIT = "message_changed"
_SLACKBOT = "USLACKBOT"
_KINDS = {"image": "photo", "video": "video", "audio": "voice"}
_CLIPS = {"slack_audio": "voice", "slack_video": "video"}

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """Where somebody talks: a direct message, or a thread of a channel. `thread` is None outside of threads."""

    team: str
    channel: str
    user: str
    thread: str | None = None

    @property
    def direct(self) -> bool:
        """Whether nobody else reads along."""
        return self.channel.startswith("D")

    @property
    def sender(self) -> str:
        """The conversation: one for each person, and in channels one for each person and thread."""
        if self.direct:
            return f"slack:{self.team}:{self.user}"
        return f"slack:{self.team}:{self.channel}:{self.user}:{self.thread}"

    def block_id(self, number: int) -> str:
        """Names a row of buttons after whom it is for."""
        return f"for:{self.team}:{self.user}:{number}"


@dataclass(frozen=True)
class Written:
    """A person's message. `ts` is the message's, `edit` the edit's, None for a message as it was first sent."""

    place: Place
    ts: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    mentioned: bool = False
    for_others: bool = False
    edit: str | None = None

    @property
    def id(self) -> str:
        """The same for a retry, and for the two events that Slack makes of one mention."""
        return f"{self.place.channel}:{self.ts}" + (f":{self.edit}" if self.edit else "")


@dataclass(frozen=True)
class Pressed:
    """A press of a button; `place` is that of the person whom the buttons are for."""

    place: Place
    presser: str
    button: str
    title: str
    id: str
    ts: str
    text: str
    blocks: tuple[Body, ...]


def read_written(body: Body) -> Written | None:
    """The message of an Events API body; None where nobody said anything."""
    event = _object(body.get("event"))
    edited = event.get("subtype") == _EDIT
    message = _object(event.get("message")) if edited else event
    if event.get("hidden") and not edited:
        return None
    if not _is_persons(message) or (edited and not _is_changed(event)):
        return None
    team, channel, user = _id(body.get("team_id")), _id(event.get("channel")), _id(message.get("user"))
    ts, thread = _time(message.get("ts")), _time(message.get("thread_ts"))
    edit = _time(_object(message.get("edited")).get("ts")) if edited else ""
    if not (team and channel and user and ts) or (edited and not edit):
        return None
    return _written(body, message, _place(team, channel, user, thread, ts), ts, edit)


def read_pressed(body: Body) -> Pressed | None:
    """The press of a block_actions body; None for anything but one of our buttons."""
    actions = body.get("actions")
    action = _object(actions[0]) if isinstance(actions, list) and actions else {}
    container, message = _object(body.get("container")), _object(body.get("message"))
    owner = _OWNER.fullmatch(str(action.get("block_id")))
    channel = _id(_object(body.get("channel")).get("id") or container.get("channel_id"))
    presser, at = _id(_object(body.get("user")).get("id")), _time(action.get("action_ts"))
    ts = _time(container.get("message_ts") or message.get("ts"))
    thread = _time(container.get("thread_ts") or message.get("thread_ts"))
    button, blocks = action.get("value"), message.get("blocks")
    if not (owner and channel and presser and at and ts and isinstance(button, str) and is_id(button)):
        return None
    return Pressed(
        _place(owner["team"], channel, owner["user"], thread, ts),
        presser,
        button,
        unescaped(str(_object(action.get("text")).get("text") or "")),
        f"{channel}:{ts}:{presser}:{at}",
        ts,
        str(message.get("text") or ""),
        tuple(block for block in blocks if isinstance(block, dict)) if isinstance(blocks, list) else (),
    )


def read_opened_home(body: Body) -> str | None:
    """Who opened the app's home tab."""
    event = _object(body.get("event"))
    return _id(event.get("user")) or None if event.get("tab", "home") == "home" else None


def _place(team: str, channel: str, user: str, thread: str, ts: str) -> Place:
    """In a channel a message begins a thread; a direct message stands for itself."""
    place = Place(team, channel, user, thread or None)
    return place if thread or place.direct else Place(team, channel, user, ts)


def _written(body: Body, message: Body, place: Place, ts: str, edit: str) -> Written | None:
    text, bot = str(message.get("text") or ""), _bot(body)
    words, attachments = plain_words(text, bot, emoji_of(message.get("blocks"))), _attachments(message)
    mentioned = _object(body.get("event")).get("type") == "app_mention" or bot in mentions(text)
    if not (mentioned or words or attachments):
        return None
    first = starts_with_mention(text)
    return Written(place, ts, words, attachments, mentioned, bool(first) and first != bot, edit or None)


def _bot(body: Body) -> str | None:
    """Our own user id, as the event's authorization names it."""
    authorizations = body.get("authorizations")
    for one in authorizations if isinstance(authorizations, list) else ():
        if _object(one).get("is_bot") and (user := _id(one.get("user_id"))):
            return user
    return None


def _is_persons(message: Body) -> bool:
    return (
        message.get("subtype") in _PERSONS_WORDS
        and not message.get("bot_id")
        and not message.get("bot_profile")
        and message.get("user") != _SLACKBOT
    )


def _is_changed(event: Body) -> bool:
    """Whether a person changed the words; Slack also reports a preview of a link as a change."""
    message, before = _object(event.get("message")), _object(event.get("previous_message"))
    return bool(message.get("edited")) and message.get("text") != before.get("text")


def _attachments(message: Body) -> tuple[Attachment, ...]:
    files, shared = message.get("files"), message.get("attachments")
    found = [_attachment(file) for file in files if isinstance(file, dict)] if isinstance(files, list) else []
    if not found and isinstance(shared, list) and any(_object(one).get("is_share") for one in shared):
        found = [Attachment("other")]
    return tuple(found)


def _attachment(file: Body) -> Attachment:
    family = str(file.get("mimetype") or "").partition("/")[0]
    kind = _CLIPS.get(str(file.get("subtype"))) or _KINDS.get(family, "file")
    return Attachment(kind, str(file.get("name") or file.get("title") or ""))


def _object(value: Any) -> Body:
    return value if isinstance(value, dict) else {}


def _id(value: Any) -> str:
    """An id of Slack's; empty for anything else."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def _time(value: Any) -> str:
    """A message's time, which is its id within a channel; empty for anything else."""
    return value if isinstance(value, str) and _TS.fullmatch(value) else ""
