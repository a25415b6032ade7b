"""Telegram and Slack after a kill: what was acknowledged is answered at the next start, once, and nothing twice."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from benchmarks.servers import free_ports
from tests.everywhere import by_request
from tests.forking import Forks
from tests.slack_api import SlackApi
from tests.slack_person import SlackPerson
from tests.telegram_api import TelegramApi
from tests.telegram_person import TelegramPerson
from tests.telegram_server import SECRET, WEBHOOK

WAYS = ("webhook", "polling", "slack")


class Stage:
    """A chat service, a person in it, and servers that come and go on one port."""

    def __init__(self, way: str, forks: Forks, folder: Path, api: Any) -> None:
        self.api = api
        self.channel = "slack" if way == "slack" else "telegram"
        self.folder = folder
        self._forks = forks
        (self.port,) = free_ports(1)
        self._settings = api.settings() | ({"url": ""} if way == "polling" else {})
        bring = api.post if way == "polling" else self._post
        self.person: Any = (
            SlackPerson(api, lambda body: by_request(self.port, body))
            if way == "slack"
            else TelegramPerson(api, bring)
        )

    def server(self, closed: bool = False) -> Any:
        """A server; `closed` lets no turn get to its end."""
        return self._forks.running(
            self.channel, self.port, folder=str(self.folder), closed=closed, **self._settings
        )

    def say(self, text: str) -> dict[str, Any]:
        """Writes something, which is acknowledged; the update or event comes back."""
        sent: dict[str, Any] = (self.person.sends if self.channel == "slack" else self.person.write)(text)
        self.until(lambda: text in str(self.kept()) or text in self.shown())  # it may be answered already
        return sent

    def repeat(self, sent: dict[str, Any]) -> None:
        """Brings the same once more, as services do that are not sure."""
        deliver = self.person._deliver if self.channel == "slack" else self.person.deliver
        deliver(sent)

    def shown(self) -> list[str]:
        """What the person has been answered."""
        if self.channel == "slack":
            return [posted.words.split("\n")[-1] for posted in self.person.shown()]
        return [shown.text.split("\n")[-1] for shown in self.person.screen]

    def kept(self) -> list[tuple[Any, ...]]:
        """What waits for an answer: its content and, where the turn is over, the answer."""
        with closing(sqlite3.connect(f"file:{self.folder / 'channels.db'}?mode=ro", uri=True)) as database:
            return database.execute("SELECT content, answer FROM inbox ORDER BY number").fetchall()

    def until(self, true: Any) -> None:
        """Waits until something is so."""
        end = time.monotonic() + 10
        while not true():
            assert time.monotonic() < end, (self.shown(), self.kept())
            time.sleep(0.005)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """The service takes nothing that is to be shown as long as the block lasts."""
        held: threading.Event = self.api.held
        held.set()
        yield
        held.clear()

    def _post(self, update: dict[str, Any]) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}
            connection.request("POST", WEBHOOK, json.dumps(update).encode(), headers)
            assert connection.getresponse().status == 200
        finally:
            connection.close()


@pytest.fixture(params=WAYS)
def stage(request: pytest.FixtureRequest, forks: Forks, tmp_path: Path) -> Iterator[Stage]:
    """A service of its own for each test, as updates wait there while nobody fetches them."""
    with SlackApi() if request.param == "slack" else TelegramApi() as api:
        yield Stage(request.param, forks, tmp_path, api)


def test_a_kill_in_the_middle_of_a_turn_loses_no_message(stage: Stage) -> None:
    with stage.server(closed=True) as first:
        sent = [stage.say("one"), stage.say("two")]
        first.kill()
    assert stage.shown() == []
    with stage.server():
        stage.until(lambda: len(stage.shown()) >= 2)
        for update in sent:
            stage.repeat(update)
        stage.say("three")
        stage.until(lambda: len(stage.shown()) >= 3)
        stage.until(lambda: stage.kept() == [])
    assert stage.shown() == ["one", "two", "three"]
    with stage.server():  # nothing is left to be answered
        stage.say("four")
        stage.until(lambda: len(stage.shown()) >= 4)
    assert stage.shown() == ["one", "two", "three", "four"]


def test_a_kill_between_the_turn_and_its_answer_runs_no_turn_twice(stage: Stage) -> None:
    """The second server would answer nothing new: its turns never end. What it shows is what the first one found."""
    with stage.holding(), stage.server() as first:
        sent = stage.say("one")
        stage.until(lambda: stage.kept()[0][1] is not None)
        first.kill()
    with stage.server(closed=True):
        stage.until(lambda: stage.shown() == ["one"])
        stage.until(lambda: stage.kept() == [])
        stage.repeat(sent)
        time.sleep(0.1)
        assert (stage.shown(), stage.kept()) == (["one"], [])


def test_a_message_that_ends_the_server_each_time_is_apologised_for(stage: Stage) -> None:
    with stage.server(closed=True) as first:
        stage.say("one")
        first.kill()
    with stage.server(closed=True) as second:
        second.kill()
    with stage.server(closed=True):
        stage.until(lambda: len(stage.shown()) == 1)
        assert stage.shown()[0].startswith("Sorry")
        stage.until(lambda: stage.kept() == [])
