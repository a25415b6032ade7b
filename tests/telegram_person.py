"""Somebody on Telegram: makes updates in the Bot API's real shapes and reads what the bot shows."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable
from typing import Any

from tests.telegram_api import Shown, TelegramApi

UPDATE_IDS = itertools.count(100_000_001)
PEOPLE = itertools.count(5_000_001)
Deliver = Callable[[dict[str, Any]], object]


class TelegramPerson:
    """One person in a chat of their own, or in a group (a negative chat id)."""

    def __init__(self, api: TelegramApi, deliver: Deliver, chat: int | None = None) -> None:
        self.api = api
        self.deliver = deliver
        self.id = next(PEOPLE)
        self.chat = chat or self.id

    @property
    def conversation(self) -> str:
        """The conversation's name at Rasa."""
        return f"telegram:{self.chat}" if self.chat > 0 else f"telegram:{self.chat}:{self.id}"

    @property
    def screen(self) -> list[Shown]:
        """All that the bot has shown in the chat."""
        return list(self.api.chats.get(self.chat, []))

    def user(self) -> dict[str, Any]:
        """The person in the Bot API's form."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": "Ann",
            "username": f"ann{self.id}",
            "language_code": "en",
        }

    def message(self, text: str | None = None, **content: Any) -> dict[str, Any]:
        """A message in the Bot API's form."""
        chat = {"id": self.chat, "type": "private", "first_name": "Ann"}
        if self.chat < 0:
            chat = {"id": self.chat, "type": "supergroup", "title": "Family"}
        message = {
            "message_id": self.api.new_id(),
            "from": self.user(),
            "chat": chat,
            "date": int(time.time()),
        }
        if text is not None:
            message["text"] = text
            message["entities"] = entities(text)
        return {**message, **content}

    def update(self, **content: Any) -> dict[str, Any]:
        """An update with a number of its own."""
        return {"update_id": next(UPDATE_IDS), **content}

    def write(self, text: str | None = None, **content: Any) -> dict[str, Any]:
        """Sends a message; the update comes back."""
        update = self.update(message=self.message(text, **content))
        self.deliver(update)
        return update

    def say(self, text: str | None = None, messages: int = 1, **content: Any) -> Shown:
        """Sends a message and waits for the answer, which comes in so many messages; the last one comes back."""
        wanted = len(self.screen) + messages
        self.write(text, **content)
        return self.api.shown(self.chat, wanted)[wanted - 1]

    def press_update(self, shown: Shown, data: str, **message: Any) -> dict[str, Any]:
        """The update of a press."""
        query = {
            "id": str(next(UPDATE_IDS)), "from": self.user(), "message": {**shown.as_json(), **message},
            "chat_instance": "-17", "data": data,
        }  # fmt: skip
        return self.update(callback_query=query)

    def press(self, title: str, shown: Shown | None = None, messages: int = 1) -> Shown:
        """Presses a button and waits for the answer."""
        shown = shown or self.screen[-1]
        wanted = len(self.screen) + messages
        self.deliver(self.press_update(shown, shown.buttons[title]))
        return self.api.shown(self.chat, wanted)[wanted - 1]


def entities(text: str) -> list[dict[str, Any]]:
    """The entities that Telegram finds: a command at the beginning, names."""
    found = []
    if text.startswith("/") and len(text) > 1:
        found.append({"type": "bot_command", "offset": 0, "length": len(text.split()[0])})
    for match in [] if found else re.finditer(r"@\w+", text):
        offset = len(text[: match.start()].encode("utf-16-le")) // 2
        found.append({"type": "mention", "offset": offset, "length": len(match[0])})
    return found
