"""What only Telegram has, with the trained assistant: commands, bold warnings, noted photos. The rest: test_contract*."""

from __future__ import annotations

import re

import pytest

from bot.desk.tickets import read_ticket
from tests.conftest import Come
from tests.customer import Customer
from tests.everywhere import OnTelegram
from tests.serving import Served
from tests.situations import BMW_DEAD, NEXT
from tests.telegram_api import TelegramApi
from tests.turns import text_of

COMMANDS = {"/start": "greet", "/help": "help", "/restart": "restart"}


@pytest.fixture
def ann(come: Come) -> OnTelegram:
    """A newcomer on Telegram."""
    person = come("telegram")
    assert isinstance(person, OnTelegram)
    return person


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_what_its_words_are(command: str, ann: OnTelegram) -> None:
    customer = Customer(ann)
    customer.say(BMW_DEAD)
    assert customer.say(command).shows(kind="talk", intent=COMMANDS[command]), customer.reply


def test_warnings_stand_out_and_the_source_is_in_italics(ann: OnTelegram) -> None:
    before = len(Customer(ann).say(BMW_DEAD).messages)
    ann.send(NEXT)
    html = "\n".join(shown.html for shown in ann.person.screen[before - 1 :])
    assert re.search(r"^<b>Step 1 of 5: ", html, re.MULTILINE)
    assert "<b>⚠️ Warning: " in html
    assert re.search(r"<i>[^<]*guide[^<]*</i>", html)


def test_a_photo_is_noted_for_the_ticket(ann: OnTelegram, served: Served) -> None:
    customer = Customer(ann)
    customer.say(BMW_DEAD)
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]
    assert "I cannot look at photos" in text_of(ann.send("", photo=photo))
    reply = customer.say("I want to talk to a person")
    assert "[photo]" in str(read_ticket(served.desk, reply.custom["ticket"]).transcript)


def test_the_token_stands_in_no_log(ann: OnTelegram, served: Served, telegram_api: TelegramApi) -> None:
    ann.send(BMW_DEAD)
    token = telegram_api.settings()["token"]
    logs = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in (served.places.var / "log").glob("*.log")
    ]
    assert logs
    assert not [log for log in logs if token in log]
    assert token not in (served.places.var / "credentials.yml").read_text(encoding="utf-8")
