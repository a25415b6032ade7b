"""The really trained assistant in Slack: the same conversations as by REST, with the same words and buttons."""

from __future__ import annotations

import json
import sqlite3
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.conftest import Newcomer
from tests.served import lines_of, stripped
from tests.serving import Served
from tests.situations import (
    BMW_COUPE_DEAD,
    BMW_DEAD,
    FAILED,
    GERMAN,
    MASERATI_DEAD,
    NEXT,
    PRYING,
    SHUT_IN,
    STUCK,
)
from tests.slack_api import Posted, SlackApi
from tests.slack_person import Event, SlackPerson, form, signed

CONVERSATIONS = [
    [BMW_DEAD, NEXT, NEXT, "what do I need?", FAILED],
    [BMW_COUPE_DEAD, NEXT],
    [MASERATI_DEAD, NEXT, FAILED],
    [STUCK],
    [PRYING.format("BMW 328i"), SHUT_IN, "next"],
    ["hello", GERMAN, "my Honda Civic trunk won't open"],
]
WAYS = ("requests", "socket")


@pytest.fixture(params=WAYS)
def person(request: pytest.FixtureRequest, served: Served, slack_api: SlackApi) -> SlackPerson:
    """Somebody in a direct message, whose words arrive by request or by socket."""

    def by_request(body: Event) -> None:
        is_press = body["type"] == "block_actions"
        content = form(body) if is_press else json.dumps(body).encode()
        kind = "application/x-www-form-urlencoded" if is_press else "application/json"
        connection = HTTPConnection("127.0.0.1", served.address.port, timeout=10)
        connection.request(
            "POST", "/webhooks/slack/webhook", content, {"Content-Type": kind, **signed(content)}
        )
        assert connection.getresponse().status == 200
        connection.close()

    def by_socket(body: Event) -> None:
        envelope = slack_api.send("interactive" if body["type"] == "block_actions" else "events_api", body)
        slack_api.wait(lambda: envelope in slack_api.acks, "acknowledgement")

    return SlackPerson(slack_api, by_request if request.param == "requests" else by_socket)


def answer(person: SlackPerson, text: str) -> Posted:
    with person.api.expecting(seconds=60) as posted:
        person.sends(text)
    return posted[0]


def customs(served: Served, sender: str) -> list[dict[str, Any]]:
    """What each turn of a conversation was, as the tracker keeps it; tickets have numbers of their own."""
    with sqlite3.connect(f"file:{served.places.var / 'tracker.db'}?mode=ro", uri=True) as database:
        query = "SELECT data FROM events WHERE sender_id = ? AND type_name = 'bot' ORDER BY id"
        events = [json.loads(row[0]) for row in database.execute(query, (sender,))]
    return [event["data"]["custom"] for event in events if (event.get("data") or {}).get("custom")]


@pytest.mark.parametrize("said", CONVERSATIONS, ids=lambda said: said[0][:30])
def test_a_conversation_is_the_same_as_by_rest(
    served: Served, person: SlackPerson, newcomer: Newcomer, said: list[str]
) -> None:
    customer = newcomer()
    for text in said:
        reply, posted = customer.say(text), answer(person, text)
        words = posted.words.replace("• ", "")
        missing = [line for line in reply.text.splitlines() if line.strip() and line.strip() not in words]
        assert missing == []
        assert posted.titles == list(reply.buttons)
        if source := reply.custom.get("source"):
            lines = lines_of(source["file"])
            served_lines = [
                stripped(lines[n - 1]) for first, last in source["lines"] for n in range(first, last + 1)
            ]
            assert [
                line for line in served_lines if line and line.removeprefix("Warning: ") not in words
            ] == []
    assert customs(served, person.sender) == customs(served, customer.sender)


def test_a_procedure_is_walked_by_buttons(served: Served, person: SlackPerson) -> None:
    step = answer(person, BMW_DEAD)
    for title, kind, number in (
        ("Jump-starting the car", "step", 1),
        ("Done, next", "step", 2),
        ("Back", "step", 1),
    ):
        with person.api.expecting(seconds=60) as posted:
            person.presses(step, title)
        step = posted[0]
        custom = customs(served, person.sender)[-1]
        assert (custom["kind"], custom["step"]) == (kind, number)


def test_a_photo_is_answered_honestly(person: SlackPerson) -> None:
    with person.api.expecting(seconds=60) as posted:
        person.sends("", subtype="file_share", files=[{"name": "slot.jpg", "mimetype": "image/jpeg"}])
    assert "I cannot look at photos" in posted[0].words
