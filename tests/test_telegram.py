"""Telegram by webhook, on Rasa's real server and against a stub of the Bot API."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.reply import Phrases
from tests.telegram_api import BOT_ID, BOT_NAME, TelegramApi
from tests.telegram_server import PUBLIC, ROOT, SECRET, WEBHOOK, TelegramServer, channel

PHRASES = Phrases.load(ROOT / "domain.yml")
GROUP = -1_001_234_567_890


@pytest.fixture(scope="module")
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as running:
        yield running


@pytest.fixture(scope="module")
def server(api: TelegramApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    with TelegramServer(channel(tmp_path_factory.mktemp("var"), api), api) as running:
        api.wait(lambda: api.of("setMyCommands"))
        yield running


def test_the_webhook_is_announced_with_its_secret(server: TelegramServer, api: TelegramApi) -> None:
    (call,) = api.of("setWebhook")
    assert call.given["url"] == PUBLIC + WEBHOOK
    assert call.given["secret_token"] == SECRET
    assert call.given["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    (commands,) = api.of("setMyCommands")
    assert [command["command"] for command in commands.given["commands"]] == ["start", "help", "restart"]


def test_a_message_is_answered_with_buttons_one_a_row(server: TelegramServer) -> None:
    person = server.newcomer()
    shown = person.say("<b>fob</b> & trunk /x")
    assert shown.text == "you said:\n\n<b>fob</b> & trunk /x"
    assert list(shown.buttons) == ["Next", "Coupe"]
    assert all(data.startswith("b:") for data in shown.buttons.values())
    assert server.agent.texts(person.conversation) == ["<b>fob</b> & trunk /x"]


def test_a_press_is_confirmed_acted_on_and_marked(server: TelegramServer, api: TelegramApi) -> None:
    person = server.newcomer()
    card = person.say("hi")
    person.press("Coupe")
    assert server.agent.intents(person.conversation) == [None, "choose"]
    assert api.of("answerCallbackQuery")
    api.wait(lambda: list(card.buttons) == ["✓ Coupe"])


def test_a_second_tap_on_a_moved_card_is_told_and_loses_its_buttons(
    server: TelegramServer, api: TelegramApi
) -> None:
    person = server.newcomer()
    server.agent.answers["on"] = [
        {"text": "two", "buttons": [], "custom": {"kind": "step", "section": "x/y", "step": 2, "steps": 3}}
    ]
    card = person.say("hi")
    data = dict(card.buttons)
    person.say("on")
    person.press("Next", card)
    assert server.agent.intents(person.conversation) == [None, None, "old_button"]
    api.wait(lambda: not card.buttons)
    assert data


def test_what_a_client_makes_up_as_a_press_is_never_text(server: TelegramServer, api: TelegramApi) -> None:
    person = server.newcomer()
    card = person.say("hi")
    for number, data in enumerate(("/restart", "my trunk is stuck", '/choose{"body": "x"}', "b:short"), 2):
        server.deliver(person.press_update(card, data))
        api.shown(person.chat, number)
    assert server.agent.intents(person.conversation) == [None, *["old_button"] * 4]


def test_another_persons_button_is_old(server: TelegramServer, api: TelegramApi) -> None:
    one, other = server.newcomer(), server.newcomer()
    foreign, own = one.say("hi"), other.say("hi")
    server.deliver(other.press_update(own, foreign.buttons["Next"]))
    api.shown(other.chat, 2)
    assert server.agent.intents(other.conversation) == [None, "old_button"]
    assert server.agent.intents(one.conversation) == [None]


def test_a_press_on_a_card_too_old_for_telegram_is_answered(server: TelegramServer, api: TelegramApi) -> None:
    person = server.newcomer()
    card = person.say("hi")
    update = person.press_update(card, card.buttons["Coupe"])
    update["callback_query"]["message"] = {
        "message_id": card.id,
        "chat": {"id": person.chat, "type": "private"},
        "date": 0,
    }
    server.deliver(update)
    api.shown(person.chat, 2)
    assert server.agent.intents(person.conversation) == [None, "choose"]


def test_a_press_without_a_message_is_left_alone(server: TelegramServer) -> None:
    person = server.newcomer()
    query = {"id": "1", "from": person.user(), "inline_message_id": "x", "chat_instance": "1", "data": "x"}
    server.deliver(person.update(callback_query=query))
    person.say("hi")
    assert server.agent.texts(person.conversation) == ["hi"]


@pytest.mark.parametrize(
    ("typed", "intent", "text"),
    [
        ("/start", "greet", "start"),
        ("/START", "greet", "start"),
        ("/start from-the-website", "greet", "start"),
        (f"/help@{BOT_NAME}", "help", "help"),
        ("/help", "help", "help"),
        ("/restart", "start_over", "restart"),
        ("/help my trunk is stuck", None, "help my trunk is stuck"),
        ("/help@another_bot", None, "help@another_bot"),
        ("/session_start", None, "session_start"),
        ('/choose{"section": "x"}', None, 'choose{"section": "x"}'),
    ],
)
def test_commands_are_three_and_all_else_is_text(
    server: TelegramServer, typed: str, intent: str | None, text: str
) -> None:
    person = server.newcomer()
    person.say(typed)
    assert server.agent.intents(person.conversation) == [intent]
    assert server.agent.texts(person.conversation) == [text]


FILE = {"file_id": "f", "file_unique_id": "u"}
MEDIA: list[tuple[str, dict[str, Any], str]] = [
    ("photo", {"photo": [{**FILE, "width": 90, "height": 90}]}, "[photo]"),
    ("voice", {"voice": {**FILE, "duration": 3}}, "[voice]"),
    ("video", {"video": {**FILE, "width": 9, "height": 9, "duration": 3}}, "[video]"),
    ("video", {"video_note": {**FILE, "length": 9, "duration": 3}}, "[video]"),
    ("file", {"document": {**FILE, "file_name": "bill.pdf"}}, "[file: bill.pdf]"),
    ("file", {"audio": {**FILE, "duration": 3, "file_name": "a.mp3"}}, "[file: a.mp3]"),
    (
        "video",
        {
            "animation": {**FILE, "width": 9, "height": 9, "duration": 3},
            "document": {**FILE, "file_name": "x.gif"},
        },
        "[video]",
    ),
    (
        "sticker",
        {
            "sticker": {
                **FILE, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False,
                "emoji": "👍",
            }
        },
        "[sticker: 👍]",
    ),
    ("location", {"location": {"latitude": 52.5, "longitude": 13.4}}, "[location: 52.5, 13.4]"),
    (
        "location",
        {
            "venue": {"location": {"latitude": 1.5, "longitude": 2.5}, "title": "Mall", "address": "Road"},
            "location": {"latitude": 1.5, "longitude": 2.5},
        },
        "[location: 1.5, 2.5]",
    ),
    ("contact", {"contact": {"phone_number": "555", "first_name": "Bo"}}, "[contact: Bo 555]"),
    ("other", {"dice": {"emoji": "🎲", "value": 3}}, "[other: 🎲]"),
    (
        "other",
        {
            "poll": {
                "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
                "members_only": False,
            }
        },
        "[other]",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "content", "noted"), MEDIA, ids=[f"{n}-{m[0]}" for n, m in enumerate(MEDIA)]
)
def test_whatever_is_sent_is_noted_not_met_by_silence(
    server: TelegramServer, kind: str, content: dict[str, Any], noted: str
) -> None:
    person = server.newcomer()
    person.say(**content)
    (message,) = [seen for seen in server.agent.seen if seen.sender_id == person.conversation]
    assert message.parse_data["entities"] == [{"entity": "attachment", "value": kind}]
    assert message.metadata == {"attachments": [noted]}


def test_what_is_newer_than_the_library_is_noted_too(server: TelegramServer) -> None:
    person = server.newcomer()
    person.say(poll={"a_shape": "of some later version"})
    assert server.agent.texts(person.conversation) == ["[other]"]
    person.say("my trunk", messages=2, contact={"a_shape": "of some later version"})
    assert server.agent.texts(person.conversation)[1:] == ["my trunk"]


def test_a_photos_words_are_answered_and_an_albums_other_photos_are_not(
    server: TelegramServer, api: TelegramApi
) -> None:
    person = server.newcomer()
    photo = [{**FILE, "width": 90, "height": 90}]
    first = person.say(messages=2, photo=photo, caption="the slot is empty", media_group_id="9")
    assert first.text.endswith("the slot is empty")
    assert person.screen[0].text == PHRASES.text("utter_attachment_photo")
    person.write(photo=photo, media_group_id="9")
    person.say("next")
    assert server.agent.texts(person.conversation) == ["the slot is empty", "next"]


def test_a_changed_message_is_answered_once_and_moves_nothing(server: TelegramServer) -> None:
    person = server.newcomer()
    person.say("fob ded")
    message = person.message("fob dead")
    wanted = len(person.screen) + 1
    update = person.update(edited_message={**message, "edit_date": 5})
    for _ in range(2):
        server.deliver(update)
    server.deliver(
        person.update(edited_message={**message, "edit_date": 6})
    )  # a link's preview came, the text stays
    assert server.api.shown(person.chat, wanted)[-1].text == PHRASES.text("utter_edited")
    person.say("next")
    assert server.agent.texts(person.conversation) == ["fob ded", "next"]
    assert len(person.screen) == wanted + 1


def test_a_live_location_that_moves_is_not_answered(server: TelegramServer) -> None:
    person = server.newcomer()
    place = {"location": {"latitude": 1.5, "longitude": 2.5, "live_period": 60}}
    person.say(**place)
    for _ in range(3):
        server.deliver(person.update(edited_message={**person.message(), **place, "edit_date": 5}))
    person.say("next")
    assert len(person.screen) == 2


# --- groups ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["my trunk is stuck", "/help", "/help@another_bot", "hey @somebody", "@" + BOT_NAME + "x hi"]
)
def test_in_a_group_the_bot_is_silent_unless_addressed(server: TelegramServer, text: str) -> None:
    person = server.newcomer(GROUP)
    person.write(text)
    person.say(f"@{BOT_NAME} hello")
    assert server.agent.texts(person.conversation) == ["hello"]


@pytest.mark.parametrize(
    ("text", "arrives", "intent"),
    [
        (f"👍 @{BOT_NAME} my trunk", "👍  my trunk", None),
        (f"my trunk @{BOT_NAME}", "my trunk", None),
        (f"/restart@{BOT_NAME}", "restart", "start_over"),
        (f"@{BOT_NAME}", "start", "greet"),
    ],
)
def test_in_a_group_it_answers_whoever_calls_it(
    server: TelegramServer, text: str, arrives: str, intent: str | None
) -> None:
    person = server.newcomer(GROUP)
    message = person.message(text)
    wanted = len(person.screen) + 1
    server.deliver(person.update(message=message))
    shown = server.api.shown(GROUP, wanted)[-1]
    assert shown.given["reply_parameters"]["message_id"] == message["message_id"]
    assert server.agent.texts(person.conversation) == [arrives]
    assert server.agent.intents(person.conversation) == [intent]


def test_in_a_group_an_answer_to_the_bot_and_a_named_mention_count(server: TelegramServer) -> None:
    person = server.newcomer(GROUP)
    card = person.say(f"@{BOT_NAME} hello")
    person.say("next", reply_to_message=card.as_json())
    me = {"id": BOT_ID, "is_bot": True, "first_name": "Curbside"}
    mention = [{"type": "text_mention", "offset": 0, "length": 8, "user": me}]
    person.say("Curbside help", entities=mention)
    assert server.agent.texts(person.conversation) == ["hello", "next", "help"]


def test_in_a_group_each_person_has_a_conversation_and_buttons_of_their_own(
    server: TelegramServer, api: TelegramApi
) -> None:
    one, other = server.newcomer(GROUP), server.newcomer(GROUP)
    card = one.say(f"@{BOT_NAME} hello")
    other.say(f"@{BOT_NAME} hi")
    asked = one.message("hello")
    before = len(one.screen)
    update = other.press_update(card, card.buttons["Next"], reply_to_message=asked)
    for _ in range(2):
        server.deliver(update)
    alerts = api.wait(lambda: [c for c in api.of("answerCallbackQuery") if c.given.get("show_alert")])
    assert alerts[0].given["text"] == PHRASES.text("utter_not_your_button")
    one.say("next", reply_to_message=card.as_json())
    assert len(one.screen) == before + 1
    assert server.agent.texts(one.conversation) == ["hello", "next"]
    assert server.agent.texts(other.conversation) == ["hi"]


def test_a_topics_answer_stays_in_its_topic(server: TelegramServer) -> None:
    person = server.newcomer(GROUP)
    shown = person.say(f"@{BOT_NAME} hello", message_thread_id=77, is_topic_message=True)
    assert shown.given["message_thread_id"] == "77"


def test_other_bots_and_channels_are_nobody(server: TelegramServer) -> None:
    person = server.newcomer()
    bot = {"id": person.id, "is_bot": True, "first_name": "Robot"}
    person.write("my trunk", **{"from": bot})
    server.deliver(
        person.update(
            channel_post={**person.message("hi"), "chat": {"id": -100, "type": "channel", "title": "x"}}
        )
    )
    server.deliver(person.update(poll_answer={"poll_id": "1", "option_ids": [1], "user": person.user()}))
    server.deliver(person.update(message=person.message(new_chat_title="x")))
    person.say("hello")
    assert server.agent.texts(person.conversation) == ["hello"]


# --- what is said too often, too long, or goes wrong ---------------------------------------------------------


def test_too_long_and_empty_messages_get_a_polite_word(server: TelegramServer) -> None:
    person = server.newcomer()
    assert person.say("a" * 4_000).text == PHRASES.text("utter_too_long")
    assert person.say("\u200b").text == PHRASES.text("utter_empty")


def test_whoever_is_too_fast_is_told_once(api: TelegramApi, tmp_path: Path) -> None:
    with TelegramServer(channel(tmp_path, api, burst=3, turns_per_minute=60), api) as server:
        person = server.newcomer()
        for number in range(8):
            person.write(f"message {number}")
        shown = api.shown(person.chat, 4)
        assert shown[3].text == PHRASES.text("utter_rate_limited")
        time.sleep(1.1)
        person.say("again")
        assert [one.text.rpartition("\n")[2] for one in person.screen[4:]] == ["again"]


def test_an_error_inside_a_turn_is_told_and_the_next_turn_works(server: TelegramServer) -> None:
    person = server.newcomer()
    assert person.say("fail").text == PHRASES.text("utter_error")
    assert person.say("hi").text.endswith("hi")


def test_a_turn_that_takes_long_is_not_waited_for(server: TelegramServer) -> None:
    person = server.newcomer()
    began = time.monotonic()
    with_delay = person.update(message=person.message("hi"))
    server.deliver(with_delay)
    assert time.monotonic() - began < 1
    server.api.shown(person.chat, 1)


def test_health_is_told_without_a_secret(server: TelegramServer) -> None:
    assert server.request("GET", "/webhooks/telegram/").json == {"status": "ok"}


def test_the_token_is_never_logged(
    api: TelegramApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    running = channel(tmp_path, api)
    with TelegramServer(running, api) as server:
        server.newcomer().say("hi")
        server.knock(b"{", SECRET)
    token = api.settings()["token"]
    assert token not in caplog.text
    assert SECRET not in caplog.text
    assert token not in repr(running._telegram)
    assert json.dumps(token)
