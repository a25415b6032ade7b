"""One person on each channel: what they type or press, and what they see, in the form in which REST tells a turn.

What a turn was (`custom`) REST and web tell; of Telegram and Slack, which show cards to people only, the
conversation's own record tells it. Words, buttons and pictures are always those that the person sees.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Protocol

from benchmarks.client import Client
from benchmarks.servers import Answer
from bot.reply import Phrases
from tests.chatting import Browser, Site, new_id
from tests.slack_api import Posted, SlackApi
from tests.slack_person import Event, SlackPerson, form, pressed, signed
from tests.telegram_api import Shown, TelegramApi
from tests.telegram_person import TelegramPerson

ROOT = Path(__file__).resolve().parents[1]
CHANNELS = ("rest", "web", "telegram", "slack")
# The guard's own words: said without a turn, so no record holds what they were.
GUARDS = ("utter_error", "utter_empty", "utter_too_long", "utter_rate_limited")
# What Telegram and Slack set before the words to make them stand out.
MARKS = re.compile("(?m)^(?:⚠️ |🧰 |• |:[a-z_]+: )|^[●○]+\n")
INVISIBLE = "\u200b"  # what comes closest to an empty message where none can be sent
PATIENCE = 30.0


class Person(Protocol):
    """Somebody whom the assistant has not met; `sender` is the name of their conversation."""

    sender: str

    def send(self, text: str) -> Answer:
        """Types a text; the turn."""

    def tap(self, button: str) -> Answer:
        """Presses a button by its id, whoever it was shown to; nothing where that is refused outright."""


class RestPerson:
    """An integrator's customer; a press is sent like a text."""

    def __init__(self, client: Client, sender: str) -> None:
        self._client = client
        self.sender = sender

    def send(self, text: str) -> Answer:
        """Types a text."""
        return self._client.send(self.sender, text)

    tap = send


class WebPerson:
    """Somebody with the chat in a browser."""

    def __init__(self, port: int) -> None:
        self._browser: Browser = Site(port).newcomer()
        self.sender = self._browser.conversation

    def send(self, text: str) -> Answer:
        """Types a text."""
        return _of_events(self._browser.say(text))

    def tap(self, button: str) -> Answer:
        """Presses a button; one that this conversation never showed is refused."""
        if any(button == one["id"] for event in self._browser.events for one in event["buttons"]):
            return _of_events(self._browser.press(button))
        refused = self._browser.post({"id": new_id(), "button": button})
        assert (refused.status, refused.json["error"]) == (400, "this conversation shows no such button")
        return []


class OnTelegram:
    """Somebody in a private chat with the bot."""

    def __init__(self, api: TelegramApi, tracker: Path) -> None:
        self.person = TelegramPerson(api, api.post)
        self.sender = self.person.conversation
        self._record = Record(tracker, self.sender)

    def send(self, text: str, **content: Any) -> Answer:
        """Types a text, or sends something else."""
        before = len(self.person.screen)
        self.person.write(None if content else text or INVISIBLE, **content)
        return self._answer(before)

    def tap(self, button: str) -> Answer:
        """Presses a button, or lets a made-up client send its id."""
        before, screen = len(self.person.screen), self.person.screen
        below = next((shown for shown in screen if button in shown.buttons.values()), screen[-1:] or None)
        if not isinstance(below, Shown):
            below = below[0] if below else Shown(self.person.chat, self.person.api.new_id(), "old")
        self.person.deliver(self.person.press_update(below, button))
        return self._answer(before)

    def _answer(self, before: int) -> Answer:
        chat, api = self.person.chat, self.person.api
        api.shown(chat, before + 1)
        kept = self._record.turn()

        def all_words() -> bool:
            return _covers("\n".join(shown.text for shown in api.chats[chat][before:]), kept)

        api.wait(all_words, PATIENCE)
        shown = self.person.screen[before:]
        text = MARKS.sub("", "\n".join(one.text for one in shown if one.text))
        pictures = [picture_of(one.photo) for one in shown if one.photo]
        return _turn(text, shown[-1].buttons, pictures, kept)


class OnSlack:
    """Somebody in a direct message with the bot."""

    def __init__(self, api: SlackApi, bring: Callable[[Event], object], tracker: Path) -> None:
        """`bring` is the way to the server: request or socket."""
        self._bring = bring
        self.person = SlackPerson(api, bring)
        self.sender = self.person.sender
        self._record = Record(tracker, self.sender)

    def send(self, text: str) -> Answer:
        """Types a text; Slack escapes three characters."""
        for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            text = text.replace(plain, entity)
        before = len(self.person.shown()), len(self._uploads())
        self.person.sends(text or INVISIBLE)
        return self._answer(*before)

    def tap(self, button: str) -> Answer:
        """Presses a button, or lets somebody with Slack's key send its id."""
        before = len(self.person.shown()), len(self._uploads())
        for posted in self.person.shown():
            titles = [
                one
                for one, given in zip(posted.titles, posted.buttons, strict=True)
                if given["value"] == button
            ]
            if titles:
                self.person.presses(posted, titles[0])
                return self._answer(*before)
        self._bring(self._forged(button))
        return self._answer(*before)

    def _forged(self, button: str) -> Event:
        element = {
            "type": "button", "action_id": "choose-0", "value": button,
            "text": {"type": "plain_text", "text": "Next"},
        }  # fmt: skip
        owner = self.sender.removeprefix("slack:")
        row = {"type": "actions", "block_id": f"for:{owner}:0", "elements": [element]}
        posted = Posted(self.person.channel, "1700000000.000100", {"text": "old", "blocks": [row]})
        return pressed(self.person.user, posted, "Next")

    def _answer(self, before: int, uploads: int) -> Answer:
        api = self.person.api
        api.wait(lambda: len(self.person.shown()) > before, "answer", PATIENCE)
        kept = self._record.turn()

        def all_words() -> bool:
            return _covers("\n".join(posted.words for posted in self.person.shown()[before:]), kept)

        api.wait(all_words, "further messages", PATIENCE)
        shown = self.person.shown()[before:]
        text = MARKS.sub("", "\n".join(posted.words for posted in shown))
        ids = [(one["text"]["text"], one["value"]) for posted in shown for one in posted.buttons]
        pictures = [
            {**picture_of(api.uploads[file["id"]]), "alt": file["title"]}
            for file in self._uploads()[uploads:]
        ]
        return _turn(text, dict(ids), pictures, kept)

    def _uploads(self) -> list[dict[str, Any]]:
        done = self.person.api.of("files.completeUploadExternal")
        return [file for call in done if call["channel_id"] == self.person.channel for file in call["files"]]


class Record:
    """What the assistant itself keeps of a conversation: the messages of each turn."""

    def __init__(self, tracker: Path, sender: str) -> None:
        self._tracker = tracker
        self._sender = sender
        self._last = 0

    def turn(self) -> list[dict[str, Any]]:
        """The messages since the last look; none where the guard answered alone."""
        query = "SELECT id, data FROM events WHERE sender_id = ? AND type_name = 'bot' AND id > ? ORDER BY id"
        with sqlite3.connect(f"file:{self._tracker}?mode=ro", uri=True) as database:
            rows = database.execute(query, (self._sender, self._last)).fetchall()
        self._last = rows[-1][0] if rows else self._last
        return [json.loads(data) for _, data in rows]


def by_request(port: int, body: Event) -> None:
    """Brings an event or a press to a server as Slack does, and it is acknowledged."""
    is_press = body["type"] == "block_actions"
    content = form(body) if is_press else json.dumps(body).encode()
    kind = "application/x-www-form-urlencoded" if is_press else "application/json"
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(
            "POST", "/webhooks/slack/webhook", content, {"Content-Type": kind, **signed(content)}
        )
        assert connection.getresponse().status == 200
    finally:
        connection.close()


def picture_of(content: bytes | str) -> dict[str, str]:
    """Which of the documents' pictures was sent: its bytes, or the id that the stub of Telegram gave them."""
    for path in (ROOT / "data" / "documents" / "pictures").glob("*.png"):
        if content in (path.read_bytes(), f"file-{hash(path.read_bytes())}"):
            return {"file": path.stem}
    raise AssertionError("a picture that is none of the documents'")


def words(text: str) -> str:
    """A text without regard to where its lines break."""
    return " ".join(text.split())


def _covers(shown: str, kept: list[dict[str, Any]]) -> bool:
    """Whether everything that the turn says has been shown, or at least so much."""
    wanted = words("\n".join(message["text"] or "" for message in kept))
    return len(words(MARKS.sub("", shown))) >= len(wanted)


def _of_events(events: list[dict[str, Any]]) -> Answer:
    """The shop's events of a turn; their parts hold the whole text."""
    messages: list[dict[str, Any]] = []
    for event in events:
        if event["from"] == "person":
            continue
        assert words("\n".join(part["text"] for part in event["parts"])) == words(event["text"])
        buttons = {button["title"]: button["id"] for button in event["buttons"]}
        image = event["image"]
        pictures = [{"file": Path(image["src"]).stem, "alt": image["alt"]}] if image else []
        messages += _shown(event["text"], buttons, pictures)
        messages += [{"custom": event["custom"]}] if event["custom"] else []
    return messages


def _turn(text: str, buttons: Mapping[str, str], pictures: list[dict[str, str]], kept: Any) -> Answer:
    """What was seen, with what the record says that it was."""
    customs = [message["data"]["custom"] for message in kept if (message.get("data") or {}).get("custom")]
    if not kept:
        customs = [PHRASES.custom(name) for name in GUARDS if words(PHRASES.text(name)) == words(text)]
    told = [{k: v for k, v in custom.items() if k not in ("layout", "alt")} for custom in customs]
    return [*_shown(text, buttons, pictures), *({"custom": custom} for custom in told)]


def _shown(text: str, buttons: Mapping[str, str], pictures: list[dict[str, str]]) -> list[dict[str, Any]]:
    message: dict[str, Any] = {"text": text}
    if buttons:
        message["buttons"] = [{"title": title, "payload": key} for title, key in buttons.items()]
    if pictures:
        (message["image"],) = pictures
    return [message]


PHRASES = Phrases.load(ROOT / "domain.yml")
