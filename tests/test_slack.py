"""Slack by requests, on Rasa's real server: who is answered, where and how often; only the agent is a stand-in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.utils.common import class_from_module_path

from bot.channels.attachments import KINDS
from bot.channels.slack import SlackInput
from bot.channels.slack.home import home_view
from bot.reply import Phrases
from tests.slack_api import BOT_ID, BOT_TOKEN, BOT_USER, SIGNING_SECRET, Posted, SlackApi, plain
from tests.slack_person import SlackPerson, callback, changed, message, new_ts, pressed
from tests.slack_server import ROOT, SlackServer, channel

PHRASES = Phrases.load(ROOT / "domain.yml")
GARAGE = "C0000000042"


@pytest.fixture(scope="module")
def api() -> Iterator[SlackApi]:
    with SlackApi() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def server(api: SlackApi, folder: Path) -> Iterator[SlackServer]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CURBSIDE_DOCUMENTS", str(folder))
        with SlackServer(channel(folder, api, burst=10_000), api) as running:
            yield running


def said(server: SlackServer, person: SlackPerson, text: str, **more: Any) -> list[Posted]:
    """What the bot answers to a message."""
    before = len(person.shown())
    person.sends(text, **more)
    server.api.wait(lambda: len(person.shown()) > before, "answer")
    return person.shown()[before:]


def settle(server: SlackServer) -> None:
    """Returns when all that was delivered before has been taken."""
    said(server, server.newcomer(), "settled?")


# --- direct messages, mentions, threads --------------------------------------------------------------------


def test_rasa_finds_the_channel_by_the_name_in_credentials() -> None:
    credentials = (ROOT / "credentials.yml").read_text()
    assert credentials.count("bot.channels.slack.SlackInput") == 1
    assert class_from_module_path("bot.channels.slack.SlackInput") is SlackInput


def test_a_direct_message_is_answered_in_the_same_place(server: SlackServer) -> None:
    ann = server.newcomer()
    (answer,) = said(server, ann, "hi")
    assert (answer.words, answer.titles, answer.thread) == ("you said:\n\nhi", ["Next", "Coupe"], None)
    arrived = server.agent.seen[-1]
    assert (arrived.sender_id, arrived.input_channel) == (f"slack:T0000000001:{ann.user}", "slack")


def test_a_direct_message_in_a_thread_is_answered_there_and_is_the_same_conversation(
    server: SlackServer,
) -> None:
    ann = server.newcomer()
    said(server, ann, "hi")
    (answer,) = said(server, ann, "more", thread_ts="1700000000.000100")
    assert answer.thread == "1700000000.000100"
    assert server.agent.texts(ann.sender) == ["hi", "more"]


def test_slack_is_acknowledged_at_once_and_the_turn_runs_on(server: SlackServer, api: SlackApi) -> None:
    server.agent.slow["a long story"] = 1.0
    ann, before = server.newcomer(), time.monotonic()
    with api.expecting():
        ann.sends("a long story")
        assert time.monotonic() - before < 0.5
    assert time.monotonic() - before >= 1.0


def test_a_mention_begins_a_thread_in_which_no_further_mention_is_needed(
    server: SlackServer, api: SlackApi
) -> None:
    ann = server.newcomer(GARAGE)
    with api.expecting() as answers:
        ann.calls("trunk stuck")
    assert answers[0].thread == ann.thread
    (answer,) = said(server, ann, "bmw")
    assert answer.thread == ann.thread
    assert server.agent.texts(ann.sender) == ["trunk stuck", "bmw"]


def test_the_two_events_of_one_mention_are_one_turn(server: SlackServer) -> None:
    ann = server.newcomer(GARAGE)
    body = ann.calls("trunk stuck")
    server.deliver(callback({**body["event"], "type": "message", "channel_type": "channel"}))
    settle(server)
    assert server.agent.texts(ann.sender) == ["trunk stuck"]


def test_people_and_threads_are_conversations_of_their_own(server: SlackServer) -> None:
    ann, bob = server.newcomer(GARAGE), server.newcomer(GARAGE)
    ann.calls("first")
    settle(server)
    bob.thread = ann.thread
    bob.sends("me, too")
    settle(server)
    assert server.agent.texts(bob.sender) == []
    bob.calls("me, too")
    again = SlackPerson(server.api, server.deliver, GARAGE)
    again.user = ann.user
    again.calls("second")
    settle(server)
    assert server.agent.texts(bob.sender) == ["me, too"]
    assert server.agent.texts(again.sender) == ["second"]
    assert again.sender != ann.sender != bob.sender


def test_what_is_said_to_somebody_else_is_left_alone(server: SlackServer) -> None:
    ann = server.newcomer(GARAGE)
    ann.calls("stuck")
    settle(server)
    ann.sends("<@U00000JOE> can you look?")
    ann.sends("and <@U00000JOE> is here")
    settle(server)
    assert server.agent.texts(ann.sender) == ["stuck", "and @U00000JOE is here"]


def test_a_bare_mention_is_greeted(server: SlackServer) -> None:
    ann = server.newcomer(GARAGE)
    ann.calls("")
    settle(server)
    assert server.agent.intents(ann.sender) == ["greet"]


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": BOT_ID, "user": BOT_USER},
        {"bot_id": "B000000OTHR"},
        {"subtype": "bot_message", "bot_id": "B000000OTHR"},
        {"bot_profile": {"id": "B000000OTHR"}},
        {"subtype": "channel_join"},
        {"subtype": "message_deleted"},
        {"subtype": "message_replied"},
        {"subtype": "reminder_add"},
        {"hidden": True},
        {"user": "USLACKBOT"},
        {"user": None},
        {"user": "no id"},
        {"ts": "soon"},
        {"channel": "D1:D2"},
        {"text": ""},
    ],
    ids=str,
)
def test_what_is_no_persons_words_is_ignored(server: SlackServer, more: dict[str, Any]) -> None:
    ann, before = server.newcomer(), len(server.agent.seen)
    server.deliver(callback({**message(ann.user, ann.channel, "hello"), **more}))
    settle(server)
    assert len(server.agent.seen) == before + 1
    assert [posted for posted in server.api.posted if posted.channel == ann.channel] == []


def test_channel_talk_without_a_mention_is_ignored(server: SlackServer) -> None:
    ann = server.newcomer(GARAGE)
    ann.sends("my trunk is stuck")
    settle(server)
    assert "my trunk is stuck" not in [arrived.text for arrived in server.agent.seen]


def test_markup_never_reaches_rasa_and_typed_text_is_no_payload(server: SlackServer) -> None:
    ann = server.newcomer()
    emoji = [{"type": "rich_text", "elements": [{"type": "emoji", "name": "sob", "unicode": "1f62d"}]}]
    said(server, ann, "a &lt;b&gt; &amp; <https://x.org|this> :sob:", blocks=emoji)
    said(server, ann, '/choose{"body": "coupe"}')
    said(server, ann, "b:AAAAAAAAAAAAAAAAAAAAAA")
    assert server.agent.texts(ann.sender)[:2] == ["a <b> & this 😭", 'choose{"body": "coupe"}']
    assert server.agent.intents(ann.sender) == [None, None, None]


# --- once and only once ------------------------------------------------------------------------------------


def test_what_slack_repeats_is_handled_once_also_after_a_restart(
    server: SlackServer, api: SlackApi, folder: Path
) -> None:
    ann = server.newcomer()
    body = ann.sends("once")
    retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    server.deliver(body, **retry)
    settle(server)
    with SlackServer(channel(folder, api, burst=10_000), api) as restarted:
        restarted.deliver(body, **retry)
        settle(restarted)
        assert restarted.agent.texts(ann.sender) == []
    assert server.agent.texts(ann.sender) == ["once"]


def test_threads_and_buttons_outlive_a_restart(server: SlackServer, api: SlackApi, folder: Path) -> None:
    ann = server.newcomer(GARAGE)
    with api.expecting() as answers:
        ann.calls("stuck")
    with SlackServer(channel(folder, api, burst=10_000), api) as restarted:
        person = SlackPerson(api, restarted.deliver, GARAGE)
        person.user, person.thread = ann.user, ann.thread
        with api.expecting():
            person.presses(answers[0], "Coupe")
        said(restarted, person, "go on")
        assert restarted.agent.intents(person.sender) == ["choose", None]


def test_answers_stand_in_the_order_of_the_questions(server: SlackServer, api: SlackApi) -> None:
    ann = server.newcomer()
    server.agent.slow["0"] = 0.3
    with api.expecting(10):
        for number in range(10):
            ann.sends(str(number))
    assert [posted.words for posted in ann.shown()] == [f"you said:\n\n{number}" for number in range(10)]


# --- buttons -----------------------------------------------------------------------------------------------


def test_a_press_shows_what_was_chosen_and_is_answered_below(server: SlackServer, api: SlackApi) -> None:
    ann = server.newcomer(GARAGE)
    with api.expecting() as answers:
        ann.calls("stuck")
    with api.expecting() as more:
        ann.presses(answers[0], "Coupe")
    assert server.agent.intents(ann.sender) == [None, "choose"]
    assert more[0].thread == ann.thread
    update = api.of("chat.update")[-1]
    assert (update["channel"], update["ts"]) == (GARAGE, answers[0].ts)
    assert [block["type"] for block in update["blocks"]] == ["section", "context"]
    assert "*Coupe*" in update["blocks"][-1]["elements"][0]["text"]


def test_a_press_counts_once(server: SlackServer, api: SlackApi) -> None:
    ann = server.newcomer()
    (answer,) = said(server, ann, "hi")
    payload = ann.presses(answer, "Next")
    server.deliver(payload)
    settle(server)
    assert server.agent.intents(ann.sender) == [None, "next_step"]


def test_an_old_button_gets_a_friendly_word(server: SlackServer) -> None:
    ann = server.newcomer()
    (answer,) = said(server, ann, "hi")
    server.agent.answers["further"] = [
        {"text": "on", "custom": {"kind": "step", "section": "x/y", "step": 2}}
    ]
    said(server, ann, "further")
    ann.presses(answer, "Next")
    settle(server)
    assert server.agent.intents(ann.sender)[-1] == "old_button"


def test_somebody_elses_buttons_do_nothing_and_only_the_presser_is_told(
    server: SlackServer, api: SlackApi
) -> None:
    ann, bob = server.newcomer(GARAGE), server.newcomer(GARAGE)
    with api.expecting() as answers:
        ann.calls("stuck")
    bob.presses(answers[0], "Next")
    api.wait(lambda: bool(bob.whispers()), "word to the presser")
    assert bob.whispers() == [PHRASES.text("utter_not_your_button")]
    assert server.agent.intents(ann.sender) == [None]
    assert server.agent.seen[-1].sender_id == ann.sender


def test_a_button_value_that_is_no_id_is_nothing(server: SlackServer) -> None:
    ann = server.newcomer()
    (answer,) = said(server, ann, "hi")
    payload = pressed(ann.user, answer, "Next")
    payload["actions"][0]["value"] = "/restart"
    server.deliver(payload)
    settle(server)
    assert server.agent.texts(ann.sender) == ["hi"]


# --- edits -------------------------------------------------------------------------------------------------


def test_an_edit_of_what_was_not_acted_on_is_answered_with_a_lead_in(
    server: SlackServer, api: SlackApi
) -> None:
    ann = server.newcomer()
    server.agent.answers["bimer"] = [{"text": "Pardon?", "custom": {"kind": "unclear"}}]
    said(server, ann, "bimer")
    with api.expecting(2) as answers:
        body = ann.edits("bimmer")
        server.deliver(body)
    assert answers[0].words == PHRASES.text("utter_slack_edited")
    assert answers[1].words == "you said:\n\nbimmer"
    settle(server)
    assert server.agent.texts(ann.sender) == ["bimer", "bimmer"]


@pytest.mark.parametrize("case", ["moved", "older", "late"])
def test_any_other_edit_is_told_not_to_count(server: SlackServer, api: SlackApi, case: str) -> None:
    ann = server.newcomer()
    server.agent.answers["hm"] = [{"text": "Pardon?", "custom": {"kind": "unclear"}}]
    said(server, ann, "next" if case == "moved" else "hm")
    first = ann.last
    if case == "older":
        said(server, ann, "hm")
    at = f"{float(first['ts']) + 301:.6f}" if case == "late" else new_ts()
    count = len(server.agent.texts(ann.sender))
    server.deliver(callback(changed(first, "next, please", at)))
    api.wait(lambda: bool(ann.whispers()), "word about the edit")
    assert ann.whispers() == [PHRASES.text("utter_edited")]
    assert len(server.agent.texts(ann.sender)) == count


def test_a_preview_of_a_link_is_no_edit(server: SlackServer) -> None:
    ann = server.newcomer()
    said(server, ann, "see <https://x.org>")
    ann.edits("see <https://x.org>", user_edit=False)
    ann.edits("see <https://x.org>")
    settle(server)
    assert (len(ann.shown()), ann.whispers()) == (1, [])


# --- what comes along --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ({"name": "slot.jpg", "mimetype": "image/jpeg"}, "photo"),
        ({"name": "a.mp4", "mimetype": "video/mp4"}, "video"),
        ({"name": "audio_message.m4a", "mimetype": "audio/mp4", "subtype": "slack_audio"}, "voice"),
        ({"name": "clip.mp4", "mimetype": "video/mp4", "subtype": "slack_video"}, "video"),
        ({"name": "bill.pdf", "mimetype": "application/pdf"}, "file"),
        ({}, "file"),
    ],
)
def test_files_are_noted_and_answered(server: SlackServer, file: dict[str, str], kind: str) -> None:
    ann = server.newcomer()
    said(server, ann, "", subtype="file_share", files=[file])
    arrived = server.agent.seen[-1]
    assert arrived.parse_data["entities"] == [{"entity": "attachment", "value": kind}]
    assert arrived.metadata == {"attachments": [f"[{kind}: {file['name']}]" if file else f"[{kind}]"]}


def test_words_beside_a_photo_are_answered_after_a_word_about_it(server: SlackServer, api: SlackApi) -> None:
    ann = server.newcomer()
    photo = {"name": "slot.jpg", "mimetype": "image/jpeg"}
    with api.expecting(2) as answers:
        ann.sends("is it this?", subtype="file_share", files=[photo])
    assert [answer.words for answer in answers] == [PHRASES.text(KINDS["photo"]), "you said:\n\nis it this?"]


def test_a_forwarded_message_is_noted(server: SlackServer) -> None:
    ann = server.newcomer()
    said(server, ann, "", attachments=[{"is_share": True, "text": "look"}])
    assert server.agent.intents(ann.sender) == ["attachment"]


# --- errors and limits -------------------------------------------------------------------------------------


def test_an_error_inside_a_turn_is_told_and_the_conversation_goes_on(server: SlackServer) -> None:
    ann = server.newcomer()
    (answer,) = said(server, ann, "fail")
    assert answer.words == PHRASES.text("utter_error")
    (answer,) = said(server, ann, "again")
    assert answer.words == "you said:\n\nagain"


@pytest.mark.parametrize(("text", "phrase"), [("fail", "utter_error"), ("a" * 5_000, "utter_too_long")])
def test_in_a_channel_errors_and_limits_are_for_the_person_only(
    server: SlackServer, api: SlackApi, text: str, phrase: str
) -> None:
    ann = server.newcomer(GARAGE)
    count = len(ann.shown())
    ann.calls(text)
    api.wait(lambda: bool(ann.whispers()), "word to the person")
    assert [plain(text) for text in ann.whispers()] == [PHRASES.text(phrase)]
    assert len(ann.shown()) == count
    assert api.of("chat.postEphemeral")[-1]["thread_ts"] == ann.thread


def test_whoever_writes_too_fast_is_asked_to_wait(api: SlackApi, tmp_path: Path) -> None:
    with SlackServer(channel(tmp_path, api, burst=2, turns_per_minute=1), api) as server:
        ann = server.newcomer()
        answers = [said(server, ann, "hi")[0].words for _ in range(3)]
        assert answers[2] == PHRASES.text("utter_rate_limited")
        assert said(server, server.newcomer(), "hi")[0].words == "you said:\n\nhi"


# --- what Slack refuses ------------------------------------------------------------------------------------


def test_when_slack_says_wait_nothing_is_lost_or_reordered_and_others_go_on(
    server: SlackServer, api: SlackApi
) -> None:
    ann, bob = server.newcomer(), server.newcomer()
    api.fail("chat.postMessage", "ratelimited", times=2, retry_after=1, channel=ann.channel)
    before = time.monotonic()
    with api.expecting(4):
        for text in ("1", "2", "3"):
            ann.sends(text)
        said(server, bob, "hi")
        assert time.monotonic() - before < 1.0
    assert time.monotonic() - before >= 2.0
    assert [posted.words for posted in ann.shown()] == [f"you said:\n\n{n}" for n in "123"]


def test_where_posting_is_not_allowed_the_person_is_told(server: SlackServer, api: SlackApi) -> None:
    ann = server.newcomer(GARAGE)
    api.fail("chat.postMessage", "restricted_action")
    ann.calls("stuck")
    api.wait(lambda: bool(ann.whispers()), "word to the person")
    assert ann.whispers() == [PHRASES.text("utter_slack_cannot_post")]


def test_where_not_even_that_is_allowed_a_direct_message_tells(server: SlackServer, api: SlackApi) -> None:
    ann = server.newcomer(GARAGE)
    api.fail("chat.postMessage", "not_in_channel")
    api.fail("chat.postEphemeral", "not_in_channel")
    with api.expecting() as told:
        ann.calls("stuck")
    assert (told[0].channel, told[0].words) == (ann.user, PHRASES.text("utter_slack_cannot_post"))


def test_refused_blocks_leave_the_words(server: SlackServer, api: SlackApi) -> None:
    ann = server.newcomer()
    api.fail("chat.postMessage", "invalid_blocks")
    (answer,) = said(server, ann, "hi")
    assert (answer.blocks, answer.words) == ([], "you said:\n\nhi")


def test_an_update_that_fails_keeps_nobody_from_an_answer(server: SlackServer, api: SlackApi) -> None:
    ann = server.newcomer()
    (answer,) = said(server, ann, "hi")
    api.fail("chat.update", "cant_update_message")
    with api.expecting() as more:
        ann.presses(answer, "Next")
    assert more[0].words == "you said:\n\nNext"


def test_a_broken_connection_is_tried_again_later(server: SlackServer, api: SlackApi) -> None:
    ann = server.newcomer()
    api.fail("chat.postMessage", "internal_error")
    ann.sends("hi")
    settle(server)
    assert said(server, ann, "again")[-1].words == "you said:\n\nagain"


# --- pictures and the home tab -----------------------------------------------------------------------------


@pytest.fixture
def pictured(server: SlackServer, folder: Path) -> str:
    """A picture of the documents, shown to whoever says "show me"; drawings are shown by the PNG beside them."""
    (folder / "slot.png").write_bytes(b"\x89PNG fake")
    custom = {"kind": "answer", "alt": "The slot, from below"}
    server.agent.answers["show me"] = [{"text": "Look here.", "image": "slot.svg", "custom": custom}]
    return "slot.png"


def test_a_picture_is_uploaded_beside_the_words(server: SlackServer, api: SlackApi, pictured: str) -> None:
    ann = server.newcomer()
    said(server, ann, "show me", thread_ts="1700000000.000200")
    done = api.of("files.completeUploadExternal")[-1]
    assert (done["channel_id"], done["thread_ts"]) == (ann.channel, "1700000000.000200")
    assert done["files"][0]["title"] == "The slot, from below"
    assert api.uploads[done["files"][0]["id"]] == b"\x89PNG fake"
    wanted = api.of("files.getUploadURLExternal")[-1]
    assert (wanted["filename"], wanted["alt_txt"]) == (pictured, "The slot, from below")


def test_without_the_scope_the_words_still_come(server: SlackServer, api: SlackApi, pictured: str) -> None:
    ann = server.newcomer()
    api.fail("files.getUploadURLExternal", "missing_scope")
    assert said(server, ann, "show me")[0].words == "Look here."


@pytest.mark.parametrize(
    "image", ["../../etc/passwd.png", "/etc/hostname", "pyproject.toml", "none.png", "http://x/y.png"]
)
def test_only_pictures_of_the_project_are_uploaded(server: SlackServer, api: SlackApi, image: str) -> None:
    ann, before = server.newcomer(), len(api.uploads)
    server.agent.answers["show"] = [{"text": "Look.", "image": image, "custom": {"kind": "answer"}}]
    assert said(server, ann, "show")[0].words == "Look."
    assert len(api.uploads) == before


def test_the_home_tab_tells_what_the_bot_can_do(server: SlackServer, api: SlackApi) -> None:
    event = {
        "type": "app_home_opened",
        "user": "U00000ANN",
        "channel": "D1",
        "tab": "home",
        "event_ts": new_ts(),
    }
    server.deliver(callback(event))
    server.deliver(callback({**event, "tab": "messages"}))
    api.wait(lambda: bool(api.of("views.publish")), "home tab")
    settle(server)
    (published,) = api.of("views.publish")
    assert (published["user_id"], published["view"]["type"]) == ("U00000ANN", "home")
    assert PHRASES.text("utter_slack_home") in str(published["view"]["blocks"])
    assert "Hillside Auto Service" in str(published["view"]["blocks"])


def test_the_home_tab_tells_of_the_shop_what_is_filled_in_and_nothing_else() -> None:
    bare = str(home_view(PHRASES, {}))
    assert "call your local emergency number first" in bare
    assert "Phone" not in bare
    told = str(home_view(PHRASES, {"name": "Ours & Sons", "phone": "555-0199", "emergency_number": "112"}))
    assert "call 112 first" in told
    assert "Ours &amp; Sons\\nPhone: 555-0199" in told
    assert "Hours" not in told


# --- the door ----------------------------------------------------------------------------------------------


def test_slack_may_verify_the_address(server: SlackServer) -> None:
    answer = server.knock({"type": "url_verification", "challenge": "3eZbrw1aBm", "token": "x"})
    assert (answer.status, answer.json) == (200, {"challenge": "3eZbrw1aBm"})


@pytest.mark.parametrize("kind", ["reaction_added", "channel_rename", "app_uninstalled", "unknown"])
def test_other_events_are_acknowledged_and_left_alone(server: SlackServer, kind: str) -> None:
    before = len(server.agent.seen)
    server.deliver(callback({"type": kind, "user": "U00000ANN", "event_ts": new_ts()}))
    server.deliver({"type": "app_rate_limited", "team_id": "T1"})
    assert len(server.agent.seen) == before


def test_health_and_other_methods(server: SlackServer) -> None:
    assert server.request("GET", "/webhooks/slack/").json == {"status": "ok"}
    answer = server.request("GET", "/webhooks/slack/webhook", None, {"Accept": "application/json"})
    assert answer.status in (404, 405)


def test_no_secret_is_logged(server: SlackServer, api: SlackApi, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    ann = server.newcomer()
    api.fail("chat.postMessage", "fatal_error")
    ann.sends("hi")
    for _ in range(20):  # the answer comes in its own time
        settle(server)
        if "fatal_error" in caplog.text:
            break
    assert "fatal_error" in caplog.text
    for secret in (BOT_TOKEN, SIGNING_SECRET):
        assert secret not in caplog.text


def test_a_channel_without_secrets_is_off(tmp_path: Path, api: SlackApi) -> None:
    off = channel(tmp_path, api, bot_token="", signing_secret="")
    assert BOT_TOKEN not in repr(off._slack)
    with SlackServer(off, api) as quiet:
        assert quiet.request("GET", "/webhooks/slack/").json == {"status": "off"}
        assert quiet.throw(b"{}", {"Accept": "application/json"}).status == 404


def test_a_message_shaped_by_hand_is_read(server: SlackServer) -> None:
    """The shapes of the tests are Slack's: the fields that are read stand where Slack puts them."""
    event = message("U00000ANN", "D00000ANN", "hi")
    assert {"user", "type", "ts", "text", "channel", "channel_type", "blocks"} <= set(event)
