"""The REST channel on Rasa's real server: only what stands behind `on_new_message` is a stand-in."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hostile import HOSTILE, Hostile
from rasa.shared.utils.common import class_from_module_path

from bot.channels import careful_http
from bot.channels.errors import BadSettings
from bot.channels.rest import MAX_BODY, RestInput
from tests.channel_server import ChannelServer

DOMAIN = Path(__file__).parent / "guard_domain.yml"
WEBHOOK = "/webhooks/rest/webhook"
JSON = {"Content-Type": "application/json"}


class Server(ChannelServer):
    """REST's side of the server."""

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> SimpleNamespace:
        """One request: status, headers, and the JSON of the answer."""
        status, given, content = self.fetch(method, path, body, headers)
        return SimpleNamespace(status=status, headers=given, json=json.loads(content) if content else None)

    def post(self, body: bytes | dict[str, Any], headers: dict[str, str] | None = None) -> SimpleNamespace:
        """POSTs a body to the webhook, as JSON unless the headers say otherwise."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", WEBHOOK, content, JSON if headers is None else headers)

    def say(self, message: str, sender: str = "ann") -> list[dict[str, Any]]:
        """One turn's messages."""
        answer = self.post({"sender": sender, "message": message})
        assert answer.status == 200, answer.json
        messages: list[dict[str, Any]] = answer.json
        return messages


def channel(folder: Path, **credentials: Any) -> RestInput:
    """The channel as credentials.yml would make it, with its files in a test's folder."""
    files = {"store": str(folder / "channels.db"), "domain": str(DOMAIN)}
    return RestInput.from_credentials({**files, "burst": 10_000, **credentials})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(channel(tmp_path_factory.mktemp("var"))) as running:
        yield running


def customs(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All `custom` objects of a turn."""
    return [message["custom"] for message in messages if "custom" in message]


# --- what comes back ---------------------------------------------------------------------------------------


def test_rasa_finds_the_channel_by_the_name_in_credentials() -> None:
    credentials = (Path(__file__).parent.parent / "credentials.yml").read_text()
    assert credentials.count("bot.channels.rest.RestInput") == 1
    assert class_from_module_path("bot.channels.rest.RestInput") is RestInput


def test_a_turn_is_rasas_list_with_one_custom(server: Server) -> None:
    shown, custom = server.say("hi", "Zoë 1")
    assert shown["recipient_id"] == custom["recipient_id"] == "Zoë 1"
    assert shown["text"] == "you said:\n\nhi"
    assert shown["image"] == "step.png"
    assert [button["title"] for button in shown["buttons"]] == ["Next", "Coupe"]
    assert all(set(button) == {"title", "payload"} for button in shown["buttons"])
    assert not any("/" in button["payload"] for button in shown["buttons"])
    assert custom["custom"] == {"kind": "step", "section": "x/y", "step": 1, "steps": 3}


def test_a_button_is_pressed_by_sending_its_payload(server: Server) -> None:
    shown, _ = server.say("hi", "presser")
    server.say(shown["buttons"][1]["payload"], "presser")
    pressed = server.agent.seen[-1]
    assert pressed.text == "Coupe"
    assert pressed.parse_data["intent"] == {"name": "choose", "confidence": 1.0}
    assert pressed.parse_data["entities"] == [{"entity": "body", "value": "coupe"}]
    server.say(shown["buttons"][1]["payload"], "somebody else")
    assert server.agent.seen[-1].parse_data["intent"]["name"] == "old_button"


@pytest.mark.parametrize("sender", ["web:x", "telegram:1", "slack:T1:C1"])
def test_nobody_joins_another_channels_conversation(server: Server, sender: str) -> None:
    assert_refused(server.post({"sender": sender, "message": "hi"}), 400)


def test_nothing_of_the_request_is_trusted_but_sender_and_message(server: Server) -> None:
    claims = {"input_channel": "telegram", "metadata": {"admin": True}, "parse_data": {"intent": {}}}
    server.post({"sender": "ann", "message": "/restart", **claims})
    message = server.agent.seen[-1]
    assert (message.text, message.input_channel) == ("restart", "rest")
    assert (message.metadata, message.parse_data) == (None, None)


def test_an_error_inside_a_turn_is_a_polite_turn(server: Server) -> None:
    shown, custom = server.say("fail", "unlucky")
    assert shown["text"] == "Sorry, something went wrong on our side."
    assert custom["custom"] == {"kind": "unclear"}
    assert customs(server.say("hi", "unlucky")) == [{"kind": "step", "section": "x/y", "step": 1, "steps": 3}]


def test_health(server: Server) -> None:
    answer = server.request("GET", "/webhooks/rest/")
    assert (answer.status, answer.json) == (200, {"status": "ok"})


# --- what is refused ---------------------------------------------------------------------------------------


def assert_refused(answer: SimpleNamespace, status: int) -> None:
    """A refusal says what is wrong and what to do."""
    assert answer.status == status, answer.json
    assert set(answer.json) == {"error", "cure"}
    assert all(answer.json.values())


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(server: Server, method: str) -> None:
    answer = server.request(method, WEBHOOK, b"{}", JSON)
    assert_refused(answer, 405)
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain; application/json",
     "application/json; charset=latin-1", "application/jsonp", ""],
)  # fmt: skip
def test_only_json_is_taken(server: Server, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    assert_refused(server.post({"sender": "ann", "message": "hi"}, headers), 415)


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"'],
)
def test_json_may_name_its_charset(server: Server, content_type: str) -> None:
    answer = server.post({"sender": "ann", "message": "hi"}, {"Content-Type": content_type})
    assert answer.status == 200


@pytest.mark.parametrize("spaces", [MAX_BODY, 3 * MAX_BODY])
def test_a_body_that_is_too_big_is_refused_and_the_next_one_is_not(server: Server, spaces: int) -> None:
    body = json.dumps({"sender": "ann", "message": "hi"}).encode()
    assert_refused(server.post(b" " * spaces + body), 413)
    assert server.post(b" " * (MAX_BODY - len(body)) + body).status == 200


def test_a_chunked_body_has_the_same_limit(server: Server) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    chunks = (b" " * 65_536 for _ in range(32))
    connection.request("POST", WEBHOOK, chunks, JSON, encode_chunked=True)
    answer = connection.getresponse()
    assert (answer.status, set(json.load(answer))) == (413, {"error", "cure"})
    connection.close()


def test_a_kept_connection_serves_many_turns_and_refusals(server: Server) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    statuses = []
    for body in (b'{"sender": "ann", "message": "hi"}', b"{", b'{"sender": "ann", "message": "hi"}'):
        connection.request("POST", WEBHOOK, body, JSON)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    assert statuses == [200, 400, 200]


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: -5",
        b"Content-Length: five",
        b"Content-Length: +5",
        b"Content-Length: 3\r\nContent-Length: 31",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: gzip",
        b"Transfer-Encoding: chunked\r\n\r\n-5",
    ],
)
def test_a_length_that_nobody_can_tell_ends_the_connection_not_the_server(
    server: Server, head: bytes
) -> None:
    start = f"POST {WEBHOOK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(start + head + b'\r\n\r\n{"sender": "ann", "message": "hi"}')
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1
    assert server.say("hi")


def test_another_sanic_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("sanic.__version__", "22.3.0")
    assert not careful_http.apply()
    assert "Sanic is 22.3.0" in caplog.text


def test_a_token_is_asked_for_where_one_is_set(tmp_path: Path) -> None:
    body = {"sender": "ann", "message": "hi"}
    with Server(channel(tmp_path, token="sésame")) as guarded:
        for wrong in (
            {},
            {"Authorization": "Bearer x"},
            {"Authorization": "sésame".encode().decode("latin-1")},
        ):
            answer = guarded.post(body, {**JSON, **wrong})
            assert_refused(answer, 401)
            assert answer.headers["WWW-Authenticate"] == "Bearer"
        right = {"Authorization": "Bearer sésame".encode().decode("latin-1")}
        assert guarded.post(body, {**JSON, **right}).status == 200
        assert guarded.request("GET", "/webhooks/rest/").status == 200
        assert len(guarded.agent.seen) == 1


@pytest.mark.parametrize("credentials", [{"token": ""}, {"token": None}, {"max_body": 0}, {"tokens": "x"}])
def test_credentials_that_cannot_be_meant_stop_the_start(tmp_path: Path, credentials: dict[str, Any]) -> None:
    with pytest.raises(BadSettings, match=r"credentials\.yml: rest"):
        channel(tmp_path, **credentials)


@pytest.mark.parametrize("content", [None, "", "responses", "intents: [a]", "a: [", "\x00"])
def test_a_domain_without_responses_stops_the_start(tmp_path: Path, content: str | None) -> None:
    domain = tmp_path / "domain.yml"
    if content is not None:
        domain.write_text(content)
    with pytest.raises(
        BadSettings, match=r"(?s)domain\.yml holds no responses .*start in the project's folder"
    ):
        channel(tmp_path, domain=str(domain))


# --- what nobody hopes for ---------------------------------------------------------------------------------


def test_the_hostile_inputs_are_many() -> None:
    families = Counter(hostile.family for hostile in HOSTILE)
    assert len(HOSTILE) >= 200
    assert len(families) >= 8
    assert len({hostile.request_body("x") for hostile in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_hostile_input_gets_a_polite_turn_or_a_refusal(server: Server, hostile: Hostile) -> None:
    reached = len(server.agent.seen)
    answer = server.post(hostile.request_body("hostile"))
    if hostile.status != 200:
        assert_refused(answer, hostile.status)
        assert len(server.agent.seen) == reached
        return
    assert answer.status == 200, answer.json
    assert any(message.get("text") for message in answer.json)
    assert len(customs(answer.json)) == 1
    for message in server.agent.seen[reached:]:
        assert not message.text.startswith("/")
        intent = (message.parse_data or {}).get("intent", {}).get("name")
        assert intent in (None, "old_button")


# --- many at once, and restarts ----------------------------------------------------------------------------


def test_turns_of_a_sender_do_not_overlap(server: Server) -> None:
    jobs = [(f"crowd {number % 4}", str(number)) for number in range(80)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda job: server.say(job[1], job[0]), jobs))
    for (sender, text), (shown, _) in zip(jobs, answers, strict=True):
        assert (shown["recipient_id"], shown["text"]) == (sender, f"you said:\n\n{text}")
    assert server.agent.overlaps == 0


def test_a_flood_is_slowed_down_politely(tmp_path: Path) -> None:
    with Server(channel(tmp_path, burst=5, turns_per_minute=1)) as slow:
        texts = [slow.say("hi", "flood")[0]["text"] for _ in range(10)]
        assert texts[5:] == ["One moment, please."] * 5
        assert slow.say("hi", "patient")[0]["text"] == "you said:\n\nhi"
        assert len(slow.agent.seen) == 6


def test_buttons_outlive_a_restart(tmp_path: Path) -> None:
    with Server(channel(tmp_path)) as first:
        shown, _ = first.say("hi")
    with Server(channel(tmp_path)) as second:
        second.say(shown["buttons"][0]["payload"])
        assert second.agent.seen[-1].parse_data["intent"]["name"] == "next_step"
