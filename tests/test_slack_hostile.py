"""1,000 requests that nobody hopes for: forged, replayed, malformed, repeated. None is acted on, none answered 5xx."""

from __future__ import annotations

import json
import random
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.slack_api import SIGNING_SECRET, SlackApi
from tests.slack_person import Event, SlackPerson, callback, form, message, new_ts, pressed, signed
from tests.slack_server import SlackServer, channel

COUNT = 1_000
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
VICTIM = "U0000VICTIM"
EVIL = "evil"
Request = tuple[bytes, dict[str, str]]
Fault = Callable[[random.Random], Request]
NOTHINGS: tuple[Any, ...] = (
    None,
    5,
    -1,
    1e99,
    True,
    "",
    "x" * 200,
    [],
    {},
    [[]],
    [None],
    {"a": {"b": []}},
    "\u0000",
    "D1:D2",
)


@pytest.fixture(scope="module")
def api() -> Iterator[SlackApi]:
    with SlackApi() as running:
        yield running


@pytest.fixture(scope="module")
def server(api: SlackApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlackServer]:
    with SlackServer(channel(tmp_path_factory.mktemp("var"), api, burst=10_000), api) as running:
        yield running


def evil() -> bytes:
    """What would be acted on, were it Slack's."""
    return json.dumps(callback(message(VICTIM, "D0000VICTIM", EVIL))).encode()


def sent(body: bytes, kind: str = JSON, **headers: str) -> Request:
    return body, {"Content-Type": kind, **headers}


# --- forged: somebody who does not know the secret --------------------------------------------------------


def unsigned(_: random.Random) -> Request:
    return sent(evil())


def wrong_secret(dice: random.Random) -> Request:
    body = evil()
    return sent(body, **signed(body, secret=f"{dice.getrandbits(128):032x}"))


def another_body(_: random.Random) -> Request:
    return sent(evil(), **signed(evil()))


def odd_signature(dice: random.Random) -> Request:
    body = evil()
    good = signed(body)["X-Slack-Signature"]
    odd = dice.choice(
        ["", "v0=", "v0", good[:-1], good.upper(), good.replace("v0", "v1"), "v0=" + "é" * 64, "x" * 9_000]
    )
    return sent(
        body, **{**signed(body), "X-Slack-Signature": odd.encode("latin-1", "replace").decode("latin-1")}
    )


def odd_time(dice: random.Random) -> Request:
    body = evil()
    odd = dice.choice(
        ["", "now", "-1", "1e9", "0x10", "9" * 400, "١٢٣".encode().decode("latin-1"), "1.5", " ", "nan"]
    )
    return sent(body, **{**signed(body), "X-Slack-Request-Timestamp": odd})


def lazy_header(_: random.Random) -> Request:
    return sent(evil(), **{"X-Slack-Bolt-Lazy-Only": "1", "X-Slack-Bolt-Lazy-Function-Name": "message"})


def ssl_check(_: random.Random) -> Request:
    return sent(urlencode({"ssl_check": "1", "payload": evil().decode()}).encode(), FORM)


# --- replayed: once Slack's, but too long ago, or from the future ------------------------------------------


def too_old(dice: random.Random) -> Request:
    body = evil()
    return sent(body, **signed(body, at=time.time() - dice.randint(302, 10**6)))


def too_early(dice: random.Random) -> Request:
    body = evil()
    return sent(body, **signed(body, at=time.time() + dice.randint(302, 10**6)))


# --- malformed, though signed ------------------------------------------------------------------------------


def no_json(dice: random.Random) -> Request:
    body = dice.choice(NO_JSON)
    return sent(body, dice.choice([JSON, FORM]), **_signed_anyhow(body))


def odd_type(dice: random.Random) -> Request:
    body, kind = (
        evil(),
        dice.choice(["text/plain", "multipart/form-data; boundary=x", "", "application/xml", "é"]),
    )
    return sent(body, kind.encode("utf-8").decode("latin-1"), **signed(body))


def odd_body(dice: random.Random) -> Request:
    """One key of the outer body is something else."""
    body = callback(message(VICTIM, "D0000VICTIM", EVIL))
    body[dice.choice(["type", "event", "event_id", "team_id"])] = dice.choice(NOTHINGS[:-2])
    return _json(body)


def odd_event(dice: random.Random) -> Request:
    """A key that matters is something else."""
    event = message(VICTIM, "D0000VICTIM", EVIL)
    event[dice.choice(["type", "user", "channel", "ts"])] = dice.choice(NOTHINGS)
    return _json(callback(event))


def odd_edit(dice: random.Random) -> Request:
    event: Event = {
        "type": "message",
        "subtype": "message_changed",
        "channel": "D0000VICTIM",
        "channel_type": "im",
    }
    inner = {"user": VICTIM, "ts": new_ts(), "text": EVIL, "edited": dice.choice(NOTHINGS)}
    event["message"] = dice.choice([inner, *NOTHINGS])
    event["previous_message"] = dice.choice(NOTHINGS)
    return _json(callback(event))


def odd_press(dice: random.Random) -> Request:
    payload = pressed(VICTIM, POSTED[0], "Next")
    where = dice.choice([payload, payload["actions"][0], payload["container"]])
    key = dice.choice(
        [
            key
            for key in where
            if key in ("actions", "user", "type", "value", "block_id", "action_ts", "message_ts")
        ]
    )
    where[key] = dice.choice(NOTHINGS)
    body = form(payload)
    return sent(body, FORM, **signed(body))


def foreign_press(dice: random.Random) -> Request:
    """A stranger presses the buttons of somebody else, or invents an id."""
    payload = pressed(VICTIM, POSTED[0], "Next")
    if dice.random() < 0.5:
        payload["actions"][0]["value"] = dice.choice(
            ["/restart", '/choose{"body": "coupe"}', "b:short", "next", ""]
        )
        payload["user"]["id"] = OWNER[0].user
    body = form(payload)
    return sent(body, FORM, **signed(body))


# --- repeated ----------------------------------------------------------------------------------------------


def repeated(dice: random.Random) -> Request:
    """A message that was answered already, as a retry or with a fresh signature."""
    body = json.dumps(dice.choice(ANSWERED)).encode()
    return sent(
        body,
        **signed(body),
        **dice.choice([{}, {"X-Slack-Retry-Num": "2", "X-Slack-Retry-Reason": "http_error"}]),
    )


NO_JSON = (
    b"", b"{", b"null", b"[]", b"5", b'"x"', b"\xff\xfe", b"[" * 9_000, b'{"a":' * 9_000, b"{}", b"payload=",
    b"payload=[]", b"payload=%7B", b"payload=null", b"payload=5", b"payload=%ff", b'{"type": []}',
    b'{"type": null}', b"a" * 2_000_000,
)  # fmt: skip
POSTED: list[Any] = []
OWNER: list[SlackPerson] = []
ANSWERED: list[Event] = []
FAULTS: dict[str, tuple[Fault, ...]] = {
    "forged": (unsigned, wrong_secret, another_body, odd_signature, odd_time, lazy_header, ssl_check),
    "replayed": (too_old, too_early),
    "malformed": (no_json, odd_type, odd_body, odd_event, odd_edit, odd_press, foreign_press),
    "repeated": (repeated,),
}
# 413 is for a header that is longer than the server reads.
REFUSED = {"forged": {401, 413}, "replayed": {401}, "malformed": {200, 400, 401, 413}, "repeated": {200}}


def _json(body: Event) -> Request:
    content = json.dumps(body).encode()
    return sent(content, **signed(content))


def _signed_anyhow(body: bytes) -> dict[str, str]:
    """As Slack would sign it, where that is possible at all."""
    try:
        return signed(body)
    except UnicodeDecodeError:
        return signed(b"x")


def test_a_thousand_bad_requests_are_never_acted_on(server: SlackServer, api: SlackApi) -> None:
    dice = random.Random(7)
    owner = server.newcomer()
    with api.expecting() as answers:
        ANSWERED.append(owner.sends("mine"))
    with api.expecting():
        ANSWERED.append(owner.sends("mine, too"))
    POSTED.extend(answers)
    OWNER.append(owner)
    seen, posted, wrong = list(server.agent.seen), len(api.posted), []
    good = {}
    for number in range(COUNT):
        family = dice.choices(list(FAULTS), [4, 1, 5, 1])[0]
        fault = dice.choice(FAULTS[family])
        status = server.throw(*fault(dice)).status
        if status not in REFUSED[family]:
            wrong.append((number, family, fault.__name__, status))
        if number % 100 == 50:  # in between, people go on
            person = server.newcomer()
            person.sends(f"good {number}")
            good[person.sender] = [f"good {number}"]
    assert wrong == []
    api.wait(lambda: len(api.posted) >= posted + len(good), "answers to the good ones")
    arrived = server.agent.seen[len(seen) :]
    assert [message.text for message in arrived if message.sender_id not in good] == []
    assert {sender: server.agent.texts(sender) for sender in good} == good
    assert len(api.posted) == posted + len(good)
    assert server.agent.overlaps == 0


def test_the_same_requests_signed_now_would_be_acted_on(server: SlackServer, api: SlackApi) -> None:
    """The thousand fail for what is wrong with them and for nothing else."""
    body = evil()
    with api.expecting() as answers:
        assert server.throw(*sent(body, **signed(body, secret=SIGNING_SECRET))).status == 200
    assert answers[0].words == f"you said:\n\n{EVIL}"


def test_two_signatures_are_none(server: SlackServer) -> None:
    body = evil()
    headers = signed(body)
    raw = b"".join(
        [
            b"POST /webhooks/slack/webhook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n",
            *(f"{name}: {value}\r\n".encode() for name, value in headers.items()),
            b"X-Slack-Signature: v0=" + b"0" * 64 + b"\r\n",
            f"Content-Length: {len(body)}\r\n\r\n".encode(),
            body,
        ]
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(raw)
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 401 ")
