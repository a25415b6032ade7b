"""The inbox: kept before acknowledged, forgotten when answered, and an answer that was shown in part goes on there."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.inbox import WORTH_SECONDS, Inbox
from bot.channels.output import CardButton, ChannelCard
from bot.reply import Part
from tests import slack_server, telegram_server
from tests.slack_api import SlackApi
from tests.slack_person import SlackPerson
from tests.telegram_api import TelegramApi
from tests.telegram_person import TelegramPerson

CARDS = [
    ChannelCard("I cannot look at photos."),
    ChannelCard(
        "Step 1", (CardButton("Next", "b:1"),), "pictures/slot.svg", {"kind": "step"}, (Part("head", "Step 1"),),
        "The slot", True,
    ),
]  # fmt: skip


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    inbox = Inbox("telegram", tmp_path / "channels.db")
    yield inbox
    inbox.close()


def test_what_is_kept_waits_until_it_is_dropped(inbox: Inbox) -> None:
    one, two = (inbox.keep(name, "telegram:1", {"text": name}) for name in ("one", "two"))
    assert one
    assert two
    inbox.drop(one)
    (left,) = inbox.waiting()
    assert (left.message, left.content, left.runs, left.answer) == ("two", {"text": "two"}, 2, None)


def test_the_same_message_is_kept_once_in_each_channel(inbox: Inbox, tmp_path: Path) -> None:
    first = inbox.keep("one", "telegram:1", {})
    assert first
    assert inbox.keep("one", "telegram:1", {}) is None
    slack = Inbox("slack", tmp_path / "channels.db")
    assert slack.keep("one", "slack:1", {}) is not None
    assert len(inbox.waiting()) == 1
    inbox.drop(first)
    assert inbox.keep("one", "telegram:1", {}) is not None  # that it was handled is known elsewhere
    slack.close()


def test_an_answer_outlives_the_process_as_it_was(inbox: Inbox) -> None:
    letter = inbox.keep("one", "telegram:1", {})
    assert letter
    inbox.answer(letter, CARDS)
    inbox.delivery(letter).count()
    (left,) = inbox.waiting()
    assert (left.answer, left.shown) == (tuple(CARDS), 1)
    inbox.delivery(left).close()
    assert inbox.waiting() == []


def test_who_waited_for_a_day_is_not_answered_any_more(tmp_path: Path) -> None:
    now = 1_000_000.0
    inbox = Inbox("telegram", tmp_path / "channels.db", lambda: now)
    inbox.keep("one", "telegram:1", {})
    now += WORTH_SECONDS - 1
    assert len(inbox.waiting()) == 1
    now += 2
    assert inbox.waiting() == []
    inbox.close()


def test_a_disk_that_fails_is_told_before_anything_is_acknowledged(inbox: Inbox) -> None:
    letter = inbox.keep("one", "telegram:1", {})
    assert letter
    inbox._database().execute("DROP TABLE inbox")
    with pytest.raises(sqlite3.Error):
        inbox.keep("two", "telegram:1", {})
    inbox.answer(letter, CARDS)  # of an answer that is on its way nothing may be lost
    inbox.drop(letter)


def test_telegram_goes_on_after_what_was_shown(inbox: Inbox, tmp_path: Path) -> None:
    with TelegramApi() as api:
        person = TelegramPerson(api, api.post)
        update = person.update(message=person.message("hi"))
        _shown_in_part(inbox, f"7000001:{update['update_id']}", person.conversation, update)
        with telegram_server.TelegramServer(telegram_server.channel(tmp_path, api), api) as server:
            assert api.shown(person.chat, 1)[0].text == "Step 1"
            assert server.agent.seen == []


def test_slack_goes_on_after_what_was_shown(tmp_path: Path) -> None:
    with SlackApi() as api:
        bodies: list[dict[str, Any]] = []
        person = SlackPerson(api, bodies.append)
        person.sends("hi")
        inbox = Inbox("slack", tmp_path / "channels.db")
        _shown_in_part(inbox, f"{person.channel}:{person.last['ts']}", person.sender, bodies[0])
        with api.expecting() as posted:
            with slack_server.SlackServer(slack_server.channel(tmp_path, api), api) as server:
                api.wait(lambda: bool(person.shown()), "answer")
        assert [one.words for one in posted] == ["Step 1"]
        assert server.agent.seen == []
        inbox.close()


def _shown_in_part(inbox: Inbox, message: str, sender: str, content: dict[str, Any]) -> None:
    """An earlier process had found the answer, and shown the first of its two messages."""
    letter = inbox.keep(message, sender, content)
    assert letter
    inbox.answer(letter, CARDS)
    inbox.delivery(letter).count()


@pytest.mark.parametrize("way", ["telegram", "slack"])
def test_what_cannot_be_kept_is_not_acknowledged(way: str, tmp_path: Path) -> None:
    with TelegramApi() as telegram, SlackApi() as slack:
        server: Any = (
            telegram_server.TelegramServer(telegram_server.channel(tmp_path, telegram), telegram)
            if way == "telegram"
            else slack_server.SlackServer(slack_server.channel(tmp_path, slack), slack)
        )
        with server:
            with sqlite3.connect(tmp_path / "channels.db") as database:
                database.execute("ALTER TABLE inbox RENAME TO elsewhere")
            sent: list[Any] = []
            refused = (
                SlackPerson(slack, sent.append) if way == "slack" else TelegramPerson(telegram, sent.append)
            )
            refused.sends("hi") if isinstance(refused, SlackPerson) else refused.write("hi")
            knock = server.knock if way == "slack" else lambda body: server.knock(_bytes(body))
            assert knock(sent[0]).status == 503
            with sqlite3.connect(tmp_path / "channels.db") as database:
                database.execute("ALTER TABLE elsewhere RENAME TO inbox")
            assert knock(sent[0]).status == 200
            end = time.monotonic() + 5
            while not server.agent.seen and time.monotonic() < end:
                time.sleep(0.01)
            assert [message.text for message in server.agent.seen] == ["hi"]


def _bytes(body: Any) -> bytes:
    import json

    return json.dumps(body).encode()
