"""Telegram tells the same as REST: the trained assistant, one conversation over both, turn by turn."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from tests.conftest import Newcomer
from tests.customer import Customer, Reply
from tests.serving import Served
from tests.situations import (
    BATTERY_CHECK,
    BMW_COUPE_DEAD,
    BMW_DEAD,
    BREAK_IN,
    FAILED,
    GERMAN,
    MASERATI_DEAD,
    NEXT,
    PRYING,
    REPEAT,
    SAFE,
    SHUT_IN,
    STUCK,
    WORKED,
)
from tests.telegram_api import Shown, TelegramApi
from tests.telegram_person import TelegramPerson

# What is said in each conversation; "[title]" presses the button of this title on the last card.
CONVERSATIONS: dict[str, list[str]] = {
    "a plan, steps by button, a failure, success": [
        BMW_DEAD, "[Jump-starting the car]", "[Done, next]", "[Back]", "[Didn't work]", WORKED,
    ],
    "the car is asked for first": [STUCK, "[BMW 328i]", "no lights at all", NEXT],
    "a question in the middle": [BMW_COUPE_DEAD, NEXT, BATTERY_CHECK, REPEAT, "[All steps at once]"],
    "a danger outranks all": [MASERATI_DEAD, SHUT_IN, NEXT, SAFE],
    "unsafe, refused, not covered, not understood": [
        PRYING.format("BMW 328i"), BREAK_IN, "my Honda Civic trunk won't open", GERMAN, "",
    ],
    "everything fails": [MASERATI_DEAD, *[FAILED] * 6],
    "a person, please": [BMW_DEAD, "I want to talk to a person", "555 0134"],
}  # fmt: skip
COMMANDS = {"/start": "hello", "/help": "help", "/restart": "start over"}
MARKS = re.compile("⚠️ |🧰 ")
TICKET = re.compile(r"\b\d+\b")


@dataclass
class Both:
    """One person on Telegram and their double on REST, who say the same."""

    customer: Customer
    person: TelegramPerson

    def say(self, line: str, instead: str | None = None) -> tuple[Reply, list[Shown]]:
        """Says a line to both, `instead` to REST; what each of them got."""
        before = len(self.person.screen)
        title = line[1:-1] if line.startswith("[") else None
        reply = self.customer.press(title) if title else self.customer.say(instead or line)
        if title:
            self.person.deliver(
                self.person.press_update(self.person.screen[-1], self.person.screen[-1].buttons[title])
            )
        else:
            self.person.write(line or "\u200b")
        cards = sum(1 for message in reply.messages if message.get("text"))
        return reply, self.person.api.shown(self.person.chat, before + cards)[before:]


@pytest.fixture
def both(served: Served, newcomer: Newcomer, telegram_api: TelegramApi) -> Both:
    """A newcomer on both channels."""
    return Both(newcomer(), TelegramPerson(telegram_api, telegram_api.post))


def agree(reply: Reply, shown: list[Shown]) -> None:
    """Same words, same buttons, the same turn; numbers of tickets differ."""

    def words(text: str) -> str:
        text = MARKS.sub("", text)
        return " ".join((TICKET.sub("#", text) if reply.kind == "handoff" else text).split())

    assert words("\n".join(one.text for one in shown)) == words(reply.text), reply
    assert list(shown[-1].buttons) == list(reply.buttons), reply


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_telegram_shows_what_rest_tells(name: str, both: Both) -> None:
    for line in CONVERSATIONS[name]:
        agree(*both.say(line))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_what_its_words_are(command: str, both: Both) -> None:
    agree(*both.say(BMW_DEAD))
    agree(*both.say(command, instead=COMMANDS[command]))


def test_warnings_stand_out_and_the_source_is_in_italics(both: Both) -> None:
    both.say(BMW_DEAD)
    reply, shown = both.say(NEXT)
    assert reply.kind == "step"
    html = "\n".join(one.html for one in shown)
    assert re.search(r"^<b>Step 1 of 5: ", html)
    assert "<b>⚠️ Warning: " in html
    assert re.search(r"<i>[^<]*guide[^<]*</i>", html)


def test_an_old_button_gets_a_friendly_word_and_the_present_step(both: Both) -> None:
    both.say(BMW_DEAD)
    both.say(NEXT)
    old = both.person.screen[-1]
    press = both.person.press_update(old, old.buttons["Done, next"])
    both.say(NEXT)
    before = len(both.person.screen)
    both.person.deliver(press)
    shown = both.person.api.shown(both.person.chat, before + 1)[before]
    assert "That button is from an earlier step." in shown.text
    assert "step 2 of 5" in shown.text.lower()


def test_a_photo_is_noted_for_the_ticket(both: Both, served: Served) -> None:
    from bot.desk.tickets import read_ticket

    both.say(BMW_DEAD)
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]
    assert "I cannot look at photos" in both.person.say(photo=photo).text
    reply = both.person.say("I want to talk to a person")
    numbers = [int(number) for number in TICKET.findall(reply.text)]
    tickets = [read_ticket(served.desk, number) for number in numbers[:1]]
    assert any("[photo]" in str(ticket.transcript) for ticket in tickets if ticket), reply.text


def test_the_token_stands_in_no_log(both: Both, served: Served, telegram_api: TelegramApi) -> None:
    both.say(BMW_DEAD)
    token = telegram_api.settings()["token"]
    logs = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in (served.places.var / "log").glob("*.log")
    ]
    assert logs
    assert not [log for log in logs if token in log]
    assert token not in (served.places.var / "credentials.yml").read_text(encoding="utf-8")
