"""The web channel on Rasa's real server: sessions, messages, streams, pages; only Rasa behind it is a stand-in."""

from __future__ import annotations

import json
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.shared.utils.common import class_from_module_path

from bot.channels.attachments import KINDS
from bot.channels.errors import BadSettings
from bot.channels.web.settings import WebSettings
from tests.chatting import JSON, ROOT, WEB, Answer, Browser, Server, channel, new_id

SHOP = "https://shop.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("var")
    bundle = folder / "dist"
    bundle.mkdir()
    (bundle / "curbside-chat.js").write_text("export {};\n")
    (bundle / "index.html").write_text("<!doctype html><title>demo</title>")
    with Server(channel(folder, origins=[SHOP], bundle=str(bundle), streams=3)) as running:
        yield running


def assert_refused(answer: Answer, status: int) -> None:
    """A refusal says what is wrong and what to do."""
    assert answer.status == status, answer.text
    assert answer.json["error"]
    assert answer.json["cure"]


# --- sessions ----------------------------------------------------------------------------------------------


def test_rasa_finds_the_channel_by_the_name_in_credentials() -> None:
    credentials = yaml.safe_load((ROOT / "credentials.yml").read_text("utf-8"))
    assert "bot.channels.web.WebInput" in credentials
    assert class_from_module_path("bot.channels.web.WebInput").name() == "web"


def test_a_session_is_a_token_and_keeps_its_conversation(server: Server) -> None:
    one = server.newcomer()
    one.say("hi")
    again = server.request("POST", f"{WEB}/session", b"{}", {**JSON, **one.bearer})
    assert again.status == 200
    assert again.json["expires"] > time.time() + 13 * 24 * 3600
    one.token = again.json["token"]
    assert [event["from"] for event in one.history()] == ["person", "shop"]
    assert server.agent.seen[-1].sender_id.startswith("web:")


def test_new_sessions_are_limited_for_each_address(tmp_path: Path) -> None:
    with Server(channel(tmp_path, sessions_burst=2, sessions_per_minute=1, proxies=1)) as slow:
        answers = [slow.request("POST", f"{WEB}/session", b"{}", JSON) for _ in range(3)]
        assert [answer.status for answer in answers] == [201, 201, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert answers[-1].json["text"]
        elsewhere = {**JSON, "X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
        assert slow.request("POST", f"{WEB}/session", b"{}", elsewhere).status == 201


# --- messages ----------------------------------------------------------------------------------------------


def test_an_answer_comes_as_an_event(server: Server) -> None:
    said, answer = server.newcomer().say("the fob is dead")
    keys = {"seq", "at", "from", "text", "parts", "buttons", "kind", "custom", "image", "notice"}
    assert set(answer) == keys
    assert set(said) == keys | {"message"}
    assert (said["from"], said["text"], said["parts"], said["custom"]) == (
        "person",
        "the fob is dead",
        [],
        None,
    )
    assert answer["parts"] == [
        {"role": "head", "text": "you said:"}, {"role": "words", "text": "the fob is dead"}
    ]  # fmt: skip
    assert answer["image"] == {"src": "/pictures/slot.svg", "alt": "The slot"}
    assert (answer["kind"], answer["notice"]) == ("step", False)
    assert answer["custom"] == {"kind": "step", "section": "x/y", "step": 1, "steps": 3}


def test_a_button_is_pressed_by_its_id_and_shown_by_its_title(server: Server) -> None:
    one, other = server.newcomer(), server.newcomer()
    button = one.say("hi")[1]["buttons"][1]["id"]
    reached = len(server.agent.seen)
    assert_refused(other.post({"id": new_id(), "button": button}), 400)
    assert_refused(one.post({"id": new_id(), "button": "b:AAAAAAAAAAAAAAAAAAAAAA"}), 400)
    assert len(server.agent.seen) == reached
    assert one.press(button)[0]["text"] == "Coupe"
    assert server.agent.seen[-1].parse_data["intent"]["name"] == "choose"


def test_what_is_typed_is_neither_a_command_nor_a_button(server: Server) -> None:
    one = server.newcomer()
    button = one.say('/choose{"body": "coupe"}')[1]["buttons"][0]["id"]
    assert server.agent.seen[-1].text == 'choose{"body": "coupe"}'
    one.say(f" {button} ")
    assert (server.agent.seen[-1].text, server.agent.seen[-1].parse_data) == (button, None)


@pytest.mark.parametrize("kind", KINDS)
def test_an_attachment_is_noted(server: Server, kind: str) -> None:
    said, _ = server.newcomer().turn({"attachment": {"kind": kind, "name": "IMG_1.jpg\u202e\n<b>"}})
    assert said["text"] == f"[{kind}: IMG_1.jpg <b>]"
    assert server.agent.seen[-1].parse_data["intent"]["name"] == "attachment"


@pytest.mark.parametrize(
    ("text", "phrase"), [("x" * 5000, "too long"), ("", "was empty"), ("fail", "went wrong")]
)
def test_the_guards_own_words_are_notices(server: Server, text: str, phrase: str) -> None:
    said, notice = server.newcomer().say(text)
    assert phrase in notice["text"]
    assert (notice["notice"], notice["kind"], notice["buttons"]) == (True, "unclear", [])
    assert len(said["text"]) <= 2001


def test_a_repeated_id_is_handled_once(server: Server) -> None:
    one, reached = server.newcomer(), len(server.agent.seen)
    message = {"id": new_id(), "text": "once"}
    first, second = one.post(message), one.post({**message, "text": "twice"})
    assert (first.status, second.status) == (202, 200)
    assert first.json == second.json
    with one.stream() as stream:
        assert [stream.next_event()["text"] for _ in range(2)] == ["once", "you said:\n\nonce"]
    assert len(server.agent.seen) == reached + 1


def test_a_flood_is_slowed_down_politely(tmp_path: Path) -> None:
    with Server(channel(tmp_path, burst=3, turns_per_minute=1)) as slow:
        one = slow.newcomer()
        answers = [one.post({"id": new_id(), "text": "hi"}) for _ in range(6)]
        assert [answer.status for answer in answers] == [202] * 3 + [429] * 3
        assert answers[-1].json["text"]
        assert answers[-1].headers["Retry-After"]
        assert len(slow.newcomer().say("hi")) == 2


# --- history and streams -----------------------------------------------------------------------------------


def test_two_streams_see_the_same_and_a_turn_shows_typing(server: Server) -> None:
    one = server.newcomer()
    with one.stream() as left, one.stream() as right:
        server.agent.gate.clear()
        one.post({"id": new_id(), "text": "hi"})
        told = [[stream.next() for _ in range(2)] for stream in (left, right)]
        server.agent.gate.set()
        for stream, got in zip((left, right), told, strict=True):
            got += [stream.next() for _ in range(2)]
    assert told[0] == told[1]
    assert [name for name, _ in told[0]] == ["message", "typing", "message", "typing"]
    assert [told[0][1][1], told[0][3][1]] == [{"on": True}, {"on": False}]


def test_whoever_comes_back_gets_what_was_missed(server: Server) -> None:
    one = server.newcomer()
    with one.stream() as stream:
        one.post({"id": new_id(), "text": "a"})
        last = stream.next_event()["seq"]
    one.say("b")
    with one.stream(last) as stream:
        missed = [stream.next_event()["text"] for _ in range(3)]
    assert sorted(missed) == ["b", "you said:\n\na", "you said:\n\nb"]


def _opens(one: Browser) -> bool:
    try:
        with one.stream():
            return True
    except AssertionError:
        return False


def test_streams_are_limited_and_their_ends_are_noticed(server: Server) -> None:
    one = server.newcomer()
    with one.stream(), one.stream(), one.stream():
        assert_refused(one.get("stream?after=0"), 429)
        with server.newcomer().stream():
            pass
    ended = time.monotonic() + 5
    while not _opens(one):
        assert time.monotonic() < ended


def test_a_history_of_five_hundred_comes_in_pages(tmp_path: Path) -> None:
    with Server(channel(tmp_path, turns_per_minute=100_000)) as server:
        one = server.newcomer()
        for number in range(250):
            assert one.post({"id": new_id(), "text": str(number)}).status == 202
        with one.stream() as stream:
            events = [stream.next_event() for _ in range(500)]
        assert [event["text"] for event in events if event["from"] == "person"] == [
            str(n) for n in range(250)
        ]
        assert one.history() == events
        assert one.get("events").json["more"]
        newest = one.get("events?last=50").json
        assert (newest["events"], newest["last"], newest["more"]) == (events[-50:], events[-1]["seq"], True)


def test_a_transcript_is_plain_text(server: Server) -> None:
    one = server.newcomer()
    one.say("<script>alert(1)</script>")
    answer = one.get("transcript")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "<script>alert(1)</script>" in answer.text
    assert "[Coupe]" in answer.text


# --- restarts ----------------------------------------------------------------------------------------------


def test_everything_outlives_a_restart(tmp_path: Path) -> None:
    with Server(channel(tmp_path)) as first:
        one = first.newcomer()
        events = one.say("hi")
        message = {"id": new_id(), "text": "once"}
        one.post(message)
        with one.stream(events[-1]["seq"]) as stream:
            events += [stream.next_event() for _ in range(2)]
    with Server(channel(tmp_path)) as second:
        one.site = second
        assert one.history() == events
        assert one.post(message).status == 200
        assert second.agent.seen == []
        one.press(events[1]["buttons"][0]["id"])
        assert second.agent.seen[-1].parse_data["intent"]["name"] == "next_step"
    assert stat.S_IMODE((tmp_path / "web.key").stat().st_mode) == 0o600


def test_a_turn_that_was_cut_off_is_run_again_once(tmp_path: Path) -> None:
    with Server(channel(tmp_path)) as first:
        one = first.newcomer()
        first.agent.gate.clear()
        one.post({"id": new_id(), "text": "cut off"})
    with Server(channel(tmp_path)) as second:
        one.site = second
        with one.stream() as stream:
            assert [stream.next_event()["text"] for _ in range(2)] == ["cut off", "you said:\n\ncut off"]
        assert len(second.agent.seen) == 1
    with Server(channel(tmp_path)) as third:
        assert third.agent.seen == []


# --- who may come in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["session", "message", "events", "stream", "passage", "nothing"])
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://shop.example.evil", "http://shop.example"]
)
def test_pages_of_other_origins_are_refused(server: Server, path: str, origin: str) -> None:
    method = "POST" if path in ("session", "message") else "GET"
    answer = server.request(method, f"{WEB}/{path}", b"{}", {**JSON, "Origin": origin})
    assert_refused(answer, 403)
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_allowed_pages_and_our_own_may_ask(server: Server) -> None:
    answer = server.request("POST", f"{WEB}/session", b"{}", {**JSON, "Origin": SHOP})
    assert answer.status == 201
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert "Access-Control-Allow-Credentials" not in answer.headers
    own = server.request(
        "POST", f"{WEB}/session", b"{}", {**JSON, "Origin": f"http://127.0.0.1:{server.port}"}
    )
    assert own.status == 201
    asked = {"Origin": SHOP, "Access-Control-Request-Method": "POST"}
    preflight = server.request("OPTIONS", f"{WEB}/message", None, asked)
    assert (preflight.status, preflight.headers["Access-Control-Allow-Origin"]) == (204, SHOP)
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    preflight = server.request("OPTIONS", f"{WEB}/message", None, {**asked, "Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in preflight.headers


@pytest.mark.parametrize(
    "path", ["session", "message", "events", "stream", "transcript", "passage", "page.css"]
)
def test_other_methods_are_refused(server: Server, path: str) -> None:
    method = "DELETE" if path in ("session", "message") else "POST"
    answer = server.request(method, f"{WEB}/{path}", b"{}", JSON)
    assert_refused(answer, 405)
    assert answer.headers["Allow"]


@pytest.mark.parametrize(
    "credentials",
    [{"origins": ["*"]}, {"origins": ["https://shop.example/page"]}, {"origins": 3}, {"origins": ["shop.example"]},
     {"key": "short"}, {"streams": 0}, {"colour": "red"}, {"token_days": "3"}],
)  # fmt: skip
def test_settings_that_cannot_be_meant_stop_the_start(credentials: dict[str, Any]) -> None:
    with pytest.raises(BadSettings, match=r"credentials\.yml: web"):
        WebSettings.read(credentials)


def test_a_key_file_without_a_key_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "web.key").write_text("")
    with pytest.raises(BadSettings, match="holds no key: delete it"):
        channel(tmp_path)


# --- pages and files ---------------------------------------------------------------------------------------


def test_the_demo_page_stands_at_the_root(server: Server) -> None:
    answer = server.request("GET", "/")
    assert (answer.status, answer.text) == (200, "<!doctype html><title>demo</title>")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert policy.endswith(f"frame-ancestors 'self' {SHOP}")
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_without_a_bundle_the_root_says_so(tmp_path: Path) -> None:
    with Server(channel(tmp_path, bundle=str(tmp_path / "none"))) as bare:
        answer = bare.request("GET", "/")
        assert answer.status == 200
        assert "docs/web.md" in answer.text
        assert_refused(bare.request("GET", "/widget/curbside-chat.js"), 404)


def test_files_have_an_etag_and_may_be_loaded_by_allowed_pages(server: Server) -> None:
    answer = server.request("GET", "/widget/curbside-chat.js", None, {"Origin": SHOP})
    assert (answer.status, answer.text) == (200, "export {};\n")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = server.request("GET", "/widget/curbside-chat.js", None, {"If-None-Match": answer.headers["ETag"]})
    assert (again.status, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["/widget/..%2f..%2fshop.yml", "/pictures/../bmw-328i.md", "/pictures/%2e%2e/bmw-328i.md", "/widget/.env",
     "/pictures/.", "/widget/curbside-chat.py", "/pictures/%00.svg", "/widget/" + "a" * 300 + ".js"],
)  # fmt: skip
def test_no_other_file_can_be_had(server: Server, path: str) -> None:
    assert server.request("GET", path).status in (400, 404)


def test_a_passage_shows_the_served_lines(server: Server) -> None:
    address = f"{WEB}/passage?document=bmw-328i&section=bmw-328i/manual-release"
    answer = server.request("GET", address, None, {"Accept": "application/json"})
    lines = answer.json["lines"]
    number = lines[1]["number"]
    page = server.request("GET", f"{address}&lines={number}-{number}")
    assert page.text.count("<mark") == 1
    assert f'id="line-{number}"' in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert_refused(server.request("GET", f"{address}&lines=x"), 400)
    assert (
        server.request("GET", f"{WEB}/passage?document=maserati&section=bmw-328i/manual-release").status
        == 404
    )


def test_a_procedure_is_one_page_with_its_warnings_first(server: Server) -> None:
    answer = server.request("GET", f"{WEB}/procedure?section=bmw-328i/manual-release")
    assert answer.status == 200
    assert answer.text.count("<ol") == 5
    assert answer.text.index("Warning: ") < answer.text.index("<ol")


def test_what_a_document_says_is_escaped(tmp_path: Path) -> None:
    documents = ROOT / "data" / "documents"
    shutil.copytree(documents / "pictures", tmp_path / "pictures")
    text = (documents / "maserati.md").read_text("utf-8")
    title = 'Opening & closing "a < b"'
    head = next(line for line in text.splitlines() if line.startswith("## ") and "{#" in line)
    section = head.partition("{#")[2].rstrip("}")
    (tmp_path / "maserati.md").write_text(text.replace(head, f"## {title} {{#{section}}}"), "utf-8")
    with Server(channel(tmp_path, documents=str(tmp_path))) as other:
        answer = other.request("GET", f"{WEB}/passage?document=maserati&section={section}")
        assert answer.status == 200
        assert "Opening &amp; closing &quot;a &lt; b&quot;" in answer.text


# --- what nobody hopes for ---------------------------------------------------------------------------------


def test_a_thousand_bad_requests_do_nothing(server: Server) -> None:
    victim, thief = server.newcomer(), server.newcomer()
    seen = victim.say("hi")
    used = {"id": new_id(), "text": "once"}
    first = victim.post(used)
    with victim.stream(seen[-1]["seq"]) as stream:
        seen += [stream.next_event() for _ in range(2)]
    reached = len(server.agent.seen)
    head, payload, signature = victim.token.split(".")
    tokens = ["", "x", f"{head}.{payload}.", f"{head}.{payload[:-2]}.{signature}", f"e30.{payload}.{signature}",
              f"eyJhbGciOiJub25lIn0.{payload}.", seen[0]["message"], server.agent.seen[-1].sender_id, "é" * 9]  # fmt: skip
    bodies: list[Any] = [
        b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 5000, {}, {"id": new_id()}, {"text": "hi"},
        {"id": "short", "text": "hi"}, {"id": 7, "text": "hi"}, {"id": "x" * 65, "text": "hi"},
        {"id": "' OR 1=1 -- aaaaaaaa", "text": "hi"}, {"id": new_id(), "text": None}, {"id": new_id(), "text": ["hi"]},
        {"id": new_id(), "text": "hi", "button": seen[1]["buttons"][0]["id"]}, {"id": new_id(), "button": "/restart"},
        {"id": new_id(), "button": seen[1]["buttons"][0]["id"]}, {"id": new_id(), "button": {"a": 1}},
        {"id": new_id(), "attachment": "photo"}, {"id": new_id(), "attachment": {"kind": "virus"}},
        {"id": new_id(), "attachment": {"kind": ["photo"]}}, {"id": new_id(), "attachment": {"kind": "photo", "name": 3}},
    ]  # fmt: skip
    statuses = []
    for number in range(1000):
        way = number % 4
        if way == 0:
            token = tokens[number // 4 % len(tokens)].encode().decode("latin-1")
            answer = server.request("POST", f"{WEB}/message", json.dumps({"id": new_id(), "text": "forged"}).encode(),
                                    {**JSON, "Authorization": f"Bearer {token}"})  # fmt: skip
        elif way == 1:
            answer = thief.post(bodies[number // 4 % len(bodies)])
        elif way == 2:
            answer = victim.post(used)
            assert (answer.status, answer.json) == (200, first.json)
        else:
            answer = thief.get(f"events?after={number}&conversation=web:{number}")
            assert answer.json["events"] == []
        statuses.append(answer.status)
    assert set(statuses) == {200, 400, 401}
    assert len(server.agent.seen) == reached
    assert victim.history() == seen
    assert thief.history() == []
