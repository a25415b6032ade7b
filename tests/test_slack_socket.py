"""Socket Mode: the real client over a real socket; envelopes are acknowledged at once and handled once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack_api import APP_TOKEN, SlackApi
from tests.slack_person import callback, message
from tests.slack_server import SlackServer, channel


@pytest.fixture(scope="module")
def api() -> Iterator[SlackApi]:
    with SlackApi() as running:
        yield running


@pytest.fixture(scope="module")
def server(api: SlackApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlackServer]:
    with SlackServer(channel(tmp_path_factory.mktemp("var"), api, socket=True), api) as running:
        api.wait(lambda: api.opened > 0, "socket")
        yield running


def test_a_message_and_a_press_are_answered_over_the_web_api(server: SlackServer, api: SlackApi) -> None:
    ann = server.by_socket()
    with api.expecting() as answers:
        ann.sends("hi")
    with api.expecting() as more:
        ann.presses(answers[0], "Coupe")
    assert [posted.words for posted in (*answers, *more)] == ["you said:\n\nhi", "you said:\n\nCoupe"]
    assert server.agent.intents(ann.sender) == [None, "choose"]


def test_a_slow_turn_is_acknowledged_at_once(server: SlackServer, api: SlackApi) -> None:
    server.agent.slow["a long story"] = 1.0
    ann, before = server.by_socket(), time.monotonic()
    with api.expecting():
        ann.sends("a long story")  # returns with the acknowledgement
        assert time.monotonic() - before < 0.5
    assert time.monotonic() - before >= 1.0


def test_what_slack_repeats_is_handled_once(server: SlackServer, api: SlackApi) -> None:
    ann = server.by_socket()
    with api.expecting():
        body = ann.sends("once")
    again = api.send("events_api", body, retry_attempt=1, retry_reason="timeout")
    api.wait(lambda: again in api.acks, "acknowledgement")
    with api.expecting():
        ann.sends("twice")
    assert server.agent.texts(ann.sender) == ["once", "twice"]


@pytest.mark.parametrize(
    "raw",
    [
        "not json",
        "[]",
        '{"type": "events_api"}',
        '{"type": "events_api", "envelope_id": "x", "payload": null}',
        '{"type": "events_api", "envelope_id": "x", "payload": {"type": "event_callback", "event": []}}',
        '{"type": "interactive", "envelope_id": "x", "payload": {"type": "block_actions", "actions": 5}}',
        '{"type": "slash_commands", "envelope_id": "x", "payload": {"command": "/x"}}',
        '{"type": "unknown"}',
    ],
)
def test_malformed_envelopes_harm_nothing(server: SlackServer, api: SlackApi, raw: str) -> None:
    api.send_raw(raw)
    ann = server.by_socket()
    with api.expecting() as answers:
        ann.sends("still there?")
    assert answers[0].words == "you said:\n\nstill there?"


def test_when_slack_asks_the_client_comes_again(server: SlackServer, api: SlackApi) -> None:
    opened = api.opened
    api.disconnect()
    api.wait(lambda: api.opened > opened, "new socket")
    ann = server.by_socket()
    with api.expecting() as answers:
        ann.sends("hi again")
    assert answers[0].words == "you said:\n\nhi again"


def test_a_closed_connection_is_opened_anew(server: SlackServer, api: SlackApi) -> None:
    opened = api.opened
    api.cut()
    api.wait(lambda: api.opened > opened, "new socket")
    ann = server.by_socket()
    with api.expecting():
        ann.sends("hi again")


def test_without_a_signing_secret_no_request_is_taken(server: SlackServer) -> None:
    before = len(server.agent.seen)
    answer = server.knock(callback(message("U00000ANN", "D00000ANN", "hi")), Accept="application/json")
    assert answer.status == 404
    assert len(server.agent.seen) == before


def test_the_server_starts_and_stops_while_slack_is_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with SlackApi() as gone:
        settings = channel(tmp_path, gone, socket=True, api="http://127.0.0.1:9/api/")
        before = time.monotonic()
        with SlackServer(settings, gone) as server:
            assert server.request("GET", "/webhooks/slack/").json == {"status": "ok"}
        assert time.monotonic() - before < 5
    assert APP_TOKEN not in caplog.text
