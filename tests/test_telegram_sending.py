"""Telegram's way out: long texts, pictures, flood control, who blocked the bot, and a network that is away."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.telegram_api import Call, Refused, TelegramApi, failing
from tests.telegram_server import TelegramServer, channel

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
STEP = {"kind": "step", "section": "x/y", "step": 1, "steps": 3}
LONG = "\n\n".join(f"Paragraph {n}. " + "Some words stand here. " * 30 for n in range(20))


@pytest.fixture(scope="module")
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as running:
        yield running


@pytest.fixture(scope="module")
def server(api: TelegramApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    project = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CURBSIDE_DOCUMENTS", str(project))
        (project / "slot.png").write_bytes(PNG)
        with TelegramServer(channel(project / "var", api), api) as running:
            running.agent.answers |= {
                "long": [
                    {"text": LONG, "buttons": [{"title": "Next", "payload": "/next_step"}], "custom": STEP}
                ],
                "picture": [{"text": "Find <it>", "image": "slot.svg", "custom": STEP}],
                "no picture": [{"text": "Find it", "image": "missing.png", "custom": STEP}],
            }
            api.wait(lambda: api.of("setMyCommands"))
            yield running


def test_a_long_answer_comes_in_parts_with_the_buttons_on_the_last(server: TelegramServer) -> None:
    person = server.newcomer()
    person.say("long", messages=4)
    assert [list(shown.buttons) for shown in person.screen] == [[], [], [], ["Next"]]
    assert all(shown.text.startswith("Paragraph") for shown in person.screen), "cut between paragraphs"
    assert " ".join(" ".join(shown.text for shown in person.screen).split()) == " ".join(LONG.split())


def test_a_picture_is_uploaded_once_and_then_known(server: TelegramServer) -> None:
    person = server.newcomer()
    first = person.say("picture")
    assert (first.photo, first.text, first.given["parse_mode"]) == (PNG, "Find <it>", "HTML")
    second = person.say("picture")
    assert second.photo == f"file-{hash(PNG)}"


def test_a_picture_that_telegram_forgot_is_uploaded_again(server: TelegramServer) -> None:
    server.newcomer().say("picture")

    def forgot(call: Call) -> None:
        if call.method == "sendPhoto" and not call.files:
            raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")

    with failing(server.api, forgot):
        assert server.newcomer().say("picture").photo == PNG


def test_a_picture_that_telegram_refuses_leaves_the_words(server: TelegramServer) -> None:
    def refuse(call: Call) -> None:
        if call.method == "sendPhoto":
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")

    with failing(server.api, refuse):
        assert server.newcomer().say("picture").text == "Find <it>"
    assert server.newcomer().say("no picture").text == "Find it"


def test_what_telegram_cannot_parse_is_sent_plain(server: TelegramServer) -> None:
    def refuse(call: Call) -> None:
        if call.given.get("parse_mode"):
            raise Refused(400, "Bad Request: can't parse entities: no reason")

    with failing(server.api, refuse):
        assert server.newcomer().say("a <b> c").text == "you said:\n\na <b> c"


def test_flood_control_holds_up_one_chat_and_keeps_its_order(
    server: TelegramServer, api: TelegramApi
) -> None:
    slow, quick = server.newcomer(), server.newcomer()
    until = time.monotonic() + 1.0

    def flooded(call: Call) -> None:
        if call.given.get("chat_id") == str(slow.chat) and time.monotonic() < until:
            raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)

    with failing(api, flooded):
        for number in range(5):
            slow.write(f"message {number}")
        quick.say("hi")
        assert time.monotonic() < until, "another chat waits for nobody"
        assert slow.screen == []
        shown = api.shown(slow.chat, 5)
    assert [one.text.rpartition("\n")[2] for one in shown] == [f"message {n}" for n in range(5)]
    refused = [call for call in api.of("sendMessage") if call.given["chat_id"] == str(slow.chat)]
    assert len(refused) == 6, "asked again once, after the time that Telegram named"
    assert refused[1].at - refused[0].at >= 1


def test_a_connection_that_breaks_loses_nothing(server: TelegramServer, api: TelegramApi) -> None:
    person, left = server.newcomer(), [2]

    def broken(call: Call) -> None:
        if call.method == "sendMessage" and left[0]:
            left[0] -= 1
            raise OSError

    with failing(api, broken):
        for number in range(3):
            person.write(f"message {number}")
        shown = api.shown(person.chat, 3)
    assert [one.text.rpartition("\n")[2] for one in shown] == [f"message {n}" for n in range(3)]


def test_who_blocked_the_bot_is_left_alone_until_they_write_again(
    server: TelegramServer, api: TelegramApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    person = server.newcomer()

    def blocked(call: Call) -> None:
        if call.given.get("chat_id") == str(person.chat):
            raise Refused(403, "Forbidden: bot was blocked by the user")

    with failing(api, blocked):
        person.write("long")
        server.newcomer().say("hi")
    asked = [call for call in api.of("sendMessage") if call.given["chat_id"] == str(person.chat)]
    assert len(asked) == 1, "the other parts of the answer are not even tried"
    assert person.say("hi").text.endswith("hi")
    told = "does not want to hear from the bot"
    for _ in range(50):  # the server writes it down on its own thread
        if told in caplog.text:
            break
        time.sleep(0.1)
    assert caplog.text.count(told) == 1


def test_a_bot_that_is_told_of_its_removal_sends_nothing(server: TelegramServer, api: TelegramApi) -> None:
    person = server.newcomer()
    person.say("hi")

    def changed(status: str) -> dict[str, Any]:
        bot = {"id": 1, "is_bot": True, "first_name": "Curbside"}
        member = {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}
        chat = {"id": person.chat, "type": "private"}
        return person.update(
            my_chat_member={
                "chat": chat, "from": person.user(), "date": 1, "new_chat_member": member,
                "old_chat_member": {"user": bot, "status": "member"},
            }
        )  # fmt: skip

    server.deliver(changed("kicked"))
    server.deliver(changed("member"))
    assert person.say("hello").text.endswith("hello")


def test_a_group_that_became_a_supergroup_gets_its_answer_there(
    server: TelegramServer, api: TelegramApi
) -> None:
    person = server.newcomer()
    moved = -1_009_999_999_999

    def migrated(call: Call) -> None:
        if call.given.get("chat_id") == str(person.chat):
            raise Refused(
                400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=moved
            )

    with failing(api, migrated):
        person.write("hi")
        assert api.shown(moved, 1)[0].text.endswith("hi")


# --- long polling, restarts, no network ----------------------------------------------------------------------


def polling(folder: Path, api: TelegramApi) -> TelegramServer:
    """A server without a public address."""
    return TelegramServer(channel(folder, api, url="", secret=""), api)


def test_long_polling_takes_the_webhook_away_and_answers(tmp_path: Path) -> None:
    with TelegramApi() as api:
        api.webhook = {"url": "https://old.example.org"}
        with polling(tmp_path, api) as server:
            person = server.newcomer()
            person.deliver = api.post
            card = person.say("hi")
            person.press("Coupe", card)
            assert server.agent.intents(person.conversation) == [None, "choose"]
            assert api.webhook["url"] == ""
            api.wait(lambda: not api.updates), "confirmed by the next request"
            assert server.knock(b"{}", "").status == 403
            assert server.knock(b"{}", None).status == 403


def test_an_update_that_cannot_be_read_does_not_hide_those_behind_it(tmp_path: Path) -> None:
    with TelegramApi() as api, polling(tmp_path, api) as server:
        person = server.newcomer()
        api.post(person.update(message="no object"))
        api.post(person.update(callback_query={"id": 5}))
        api.post(person.update(message={"chat": {}}))
        person.deliver = api.post
        assert person.say("hi").text.endswith("hi")


def test_the_server_starts_without_a_network_and_answers_when_it_is_there(tmp_path: Path) -> None:
    with TelegramApi() as api:
        away = [True]

        def offline(call: Call) -> None:
            if away[0]:
                raise OSError

        with failing(api, offline), polling(tmp_path, api) as server:
            api.wait(lambda: len(api.calls) >= 3)
            assert server.request("GET", "/webhooks/telegram/").status == 200
            away[0] = False
            person = server.newcomer()
            person.deliver = api.post
            assert person.say("hi").text.endswith("hi")


def test_a_webhook_that_comes_back_while_polling_is_taken_away_again(tmp_path: Path) -> None:
    with TelegramApi() as api, polling(tmp_path, api) as server:
        api.wait(lambda: api.of("getUpdates"))
        api.webhook = {"url": "https://elsewhere.example.org"}
        api.wait(lambda: len(api.of("deleteWebhook")) >= 2)
        assert api.webhook["url"] == ""
        assert server.request("GET", "/webhooks/telegram/").status == 200


def test_an_update_is_handled_once_also_after_a_restart(api: TelegramApi, tmp_path: Path) -> None:
    with TelegramServer(channel(tmp_path, api), api) as server:
        person = server.newcomer()
        card = person.say("hi")
        update, other = (person.press_update(card, card.buttons[title]) for title in ("Next", "Coupe"))
        server.deliver(update)
        api.shown(person.chat, 2)
    with TelegramServer(channel(tmp_path, api), api) as again:
        person.deliver = again.deliver
        again.deliver(update)
        person.say("hello")
        assert again.agent.texts(person.conversation) == ["hello"]
        again.deliver(other)
        api.shown(person.chat, 4)
        assert again.agent.intents(person.conversation) == [None, "choose"], "buttons outlive a restart"


def test_what_is_under_way_when_the_server_stops_is_finished(api: TelegramApi, tmp_path: Path) -> None:
    with TelegramServer(channel(tmp_path, api), api) as server:
        person = server.newcomer()
        for number in range(10):
            person.write(f"message {number}")
    assert len(api.shown(person.chat, 10)) == 10
