"""Inputs that nobody hopes for, crowds, and a crash: the person gets a polite turn, and nothing is lost."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from benchmarks.client import LOOPBACK, TURN_SECONDS, WEBHOOK, Client
from tests.conftest import Newcomer
from tests.customer import SORRY, Customer
from tests.hostile import HOSTILE
from tests.serving import Served
from tests.situations import BMW_DEAD, KEY, MASERATI_DEAD, NEXT, REPEAT, SLOT
from tests.turns import custom_of, documents_of, text_of, turn_faults

CROWD = 16
FEWEST, FEWEST_FAMILIES = 200, 8
# Nothing in these is about a car or a step.
OF_NO_CAR = (
    "",
    "\x07\x07\x07",
    "<script>alert(1)</script>",
    "'; DROP TABLE events;--",
    "{{7*7}}",
    "a" * 10_000,
)


@pytest.fixture(scope="module")
def connection(served: Served) -> Iterator[http.client.HTTPConnection]:
    """A connection that sends whatever it is given; http.client opens it again after a refusal."""
    opened = http.client.HTTPConnection(LOOPBACK, served.address.port, timeout=TURN_SECONDS)
    yield opened
    opened.close()


def _post(connection: http.client.HTTPConnection, body: bytes) -> tuple[int, Any]:
    try:
        connection.request("POST", WEBHOOK, body, {"Content-Type": "application/json"})
        reply = connection.getresponse()
        return reply.status, json.loads(reply.read())
    except BaseException:
        connection.close()
        raise


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= FEWEST
    assert len({hostile.family for hostile in HOSTILE}) >= FEWEST_FAMILIES


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=lambda n: f"{n}-{HOSTILE[n].family}")
def test_a_hostile_input_gets_a_polite_turn_or_a_clear_refusal(
    connection: http.client.HTTPConnection, number: int
) -> None:
    hostile = HOSTILE[number]
    status, answer = _post(connection, hostile.request_body(f"hostile-{number}"))
    assert status == hostile.status, f"{hostile.name}: {answer}"
    if status == http.client.OK:
        assert turn_faults(answer) == (), hostile.name
        assert SORRY not in text_of(answer), f"{hostile.name}: something broke inside"
    else:
        assert answer["error"], hostile.name
        assert answer["cure"], hostile.name


def test_the_servers_still_answer(customer: Customer) -> None:
    assert customer.say(BMW_DEAD, NEXT).shows(kind="step", section=SLOT, step=1)


@pytest.mark.parametrize("message", OF_NO_CAR, ids=lambda message: repr(message[:20]))
def test_a_hostile_message_in_the_middle_moves_nothing(customer: Customer, message: str) -> None:
    customer.say(BMW_DEAD, NEXT, NEXT, message)
    assert customer.say(REPEAT).shows(kind="step", section=SLOT, step=2), customer.reply


# Many at once


def _talk(port: int, number: int) -> list[tuple[str, set[str]]]:
    """One of the crowd: kinds of its turns and documents that they served."""
    opening = MASERATI_DEAD if number % 2 else BMW_DEAD
    with Client(port) as client:
        turns = [client.send(f"crowd-{number}", text) for text in (opening, NEXT, REPEAT)]
    assert [fault for turn in turns for fault in turn_faults(turn)] == []
    return [(custom_of(turn)["kind"], documents_of(custom_of(turn))) for turn in turns]


def test_sixteen_people_at_once_are_each_answered_about_their_own_car(served: Served) -> None:
    with ThreadPoolExecutor(CROWD) as crowd:
        talks = list(crowd.map(lambda number: _talk(served.address.port, number), range(CROWD)))
    for number, talk in enumerate(talks):
        car = {"maserati"} if number % 2 else {"bmw-328i"}
        assert talk == [("plan", car), ("step", car), ("step", car)]


def test_one_person_on_five_phones_gets_every_step_once(served: Served, customer: Customer) -> None:
    customer.say(BMW_DEAD)

    def press(_: int) -> int:
        with Client(served.address.port) as client:
            turn = client.send(customer.sender, NEXT)
        assert turn_faults(turn) == ()
        return int(custom_of(turn)["step"])

    with ThreadPoolExecutor(5) as phones:
        assert sorted(phones.map(press, range(5))) == [1, 2, 3, 4, 5]
    assert customer.say(REPEAT).shows(kind="step", section=SLOT, step=5)


# A crash


def test_a_killed_action_server_costs_one_polite_turn_and_no_place(
    served: Served, newcomer: Newcomer
) -> None:
    """Small talk needs no actions; what does gets an apology, and the conversation goes on where it was."""
    one, other = newcomer(), newcomer()
    one.say(BMW_DEAD, NEXT, NEXT)
    other.say(MASERATI_DEAD)
    served.kill_actions()
    try:
        with Client(served.address.port) as client:
            for customer in (one, other):
                turn = client.send(customer.sender, NEXT)
                assert turn_faults(turn) == ()
                assert (custom_of(turn), text_of(turn)) == ({"kind": "unclear"}, SORRY)
        assert newcomer().say("thanks").shows(kind="talk", intent="thanks")
    finally:
        served.start_actions()
    assert one.say(REPEAT).shows(kind="step", section=SLOT, step=2), one.reply
    assert one.say(NEXT).shows(kind="step", section=SLOT, step=3), one.reply
    assert other.say(NEXT).shows(kind="step", section=KEY, step=1), other.reply
