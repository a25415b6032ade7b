"""The channels' guard: what reaches Rasa, what leaves, in which order, and what outlives a restart."""

from __future__ import annotations

import asyncio
import sqlite3
import unicodedata
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message

from bot.channels import buttons, store
from bot.channels.defuse import defuse, is_blank
from bot.channels.errors import BadSettings, BadStore
from bot.channels.guard import Guard, is_sender
from bot.channels.output import CardButton, CardOutput, ChannelCard, settle
from bot.channels.pace import Pace
from bot.channels.settings import GuardSettings
from bot.channels.store import CARDS_REMEMBERED, ChannelStore
from bot.reply import Button, Phrases

DOMAIN = Path(__file__).parent / "guard_domain.yml"
PHRASES = Phrases.load(DOMAIN)
ANY_TEXT = st.text(st.characters(blacklist_categories=()))  # lone surrogates too
PREFIXES = st.sampled_from(["", "/", " /", "//", "\u200b/", "／", "EXTERNAL: ", "EXTERNAL:/", "\x00/"])
UNKNOWN_ID = "b:AAAAAAAAAAAAAAAAAAAAAA"


# --- typed text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("my trunk is stuck", "my trunk is stuck"),
        ("/restart", "restart"),
        ("  //restart", "restart"),
        ("/ \t/ restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\x00/restart", "restart"),
        ("\u200d/restart", "restart"),
        ("／restart", "restart"),
        ('/choose{"section": "x"}', 'choose{"section": "x"}'),
        ("EXTERNAL: restart", "EXTERNAL restart"),
        ("EXTERNAL: /restart", "EXTERNAL /restart"),
        ("/EXTERNAL: restart", "EXTERNAL restart"),
        ("the outside/inside handle", "the outside/inside handle"),
        ("fob\r\ndead\u2028again", "fob\ndead\nagain"),
        ("a\tb", "a b"),
        ("tr\u00adu\u200bn\u202ek", "trunk"),
        ("dead \ud83d fob", "dead  fob"),
        ("cafe\u0301", "café"),
        ("e\x00\u0301", "é"),
        ("👨\u200d👩\u200d👧 می\u200cخواهم", "👨\u200d👩\u200d👧 می\u200cخواهم"),
        ("///", ""),
        ("\x00\x1b\x7f", ""),
    ],
)
def test_typed_text_keeps_its_plain_words(typed: str, plain: str) -> None:
    assert defuse(typed) == plain


@given(PREFIXES, ANY_TEXT)
def test_defused_text_is_never_a_payload(prefix: str, typed: str) -> None:
    plain = defuse(prefix + typed)
    assert not UserMessage(plain).text.startswith(("/", "EXTERNAL: "))
    assert defuse(plain) == plain
    assert unicodedata.is_normalized("NFC", plain)
    assert plain == plain.strip()
    plain.encode()


@given(PREFIXES, ANY_TEXT)
def test_rasa_unpacks_nothing_from_defused_text(prefix: str, typed: str) -> None:
    message = Message({"text": UserMessage(defuse(prefix + typed)).text})
    assert YAMLStoryReader.unpack_regex_message(message) is message


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000", "\u200d", "\u200c \u200c"])
def test_blank_text_shows_nothing(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["?", "k", "👍", "中", "-"])
def test_short_text_is_not_blank(text: str) -> None:
    assert not is_blank(text)


# --- senders and pace --------------------------------------------------------------------------------------


@pytest.mark.parametrize("sender", ["a", "+1 555 0134", "Zoë", "x" * 128, "telegram:12", "../etc"])
def test_printable_ids_are_senders(sender: str) -> None:
    assert is_sender(sender)


@pytest.mark.parametrize("sender", ["", " ", "x" * 129, "a\nb", "a\x00", "\ud800", "\u200b", "\u202eabc"])
def test_other_ids_are_not_senders(sender: str) -> None:
    assert not is_sender(sender)


def test_pace_allows_a_burst_then_refills() -> None:
    clock = Clock()
    pace = Pace(per_minute=60, burst=3, clock=clock)
    assert [pace.allows("ann") for _ in range(4)] == [True, True, True, False]
    assert pace.allows("bob")
    clock.now += 2
    assert [pace.allows("ann") for _ in range(3)] == [True, True, False]
    clock.now += 1_000
    assert [pace.allows("ann") for _ in range(4)] == [True, True, True, False]


def test_pace_forgets_who_was_silent_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.pace._MOST_SENDERS", 2)
    pace = Pace(per_minute=1, burst=1, clock=Clock())
    assert [pace.allows(sender) for sender in ("ann", "bob", "cat")] == [True, True, True]
    assert not pace.allows("cat")
    assert pace.allows("ann")


# --- payloads and places -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "intent", "entities"),
    [
        ("/next_step", "next_step", {}),
        ('/choose{"section": "x/y"}', "choose", {"section": "x/y"}),
        ('/choose{"body": "coupe", "year": 2009}', "choose", {"body": "coupe", "year": "2009"}),
    ],
)
def test_payloads_are_read(payload: str, intent: str, entities: dict[str, str]) -> None:
    assert buttons.read_payload("Title", payload) == Button("Title", intent, entities)


@pytest.mark.parametrize(
    "payload", ["a", "/", "/a b", "/a{", "/a{1}", '/a{"b": 1}x', "/a@1.0", "//a", '/a{"b"}']
)
def test_other_payloads_are_not_read(payload: str) -> None:
    with pytest.raises(buttons.UnreadablePayload, match="payload"):
        buttons.read_payload("Title", payload)


def test_ids_are_short_unguessable_and_recognised() -> None:
    ids = {buttons.new_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert all(buttons.is_id(key) and len(key.encode()) <= 64 for key in ids)
    others = ("b:", "b:short", UNKNOWN_ID + "x", "c" + UNKNOWN_ID[1:], "next")
    assert not any(buttons.is_id(key) for key in others)


def test_an_aside_leaves_the_conversation_where_it_was() -> None:
    step = {"kind": "step", "section": "x/y", "step": 1, "steps": 3, "source": {"lines": [[1, 1]]}}
    assert buttons.place_of(step, ()) == buttons.place_of({**step, "source": {}}, ())
    assert buttons.place_of(step, ()) != buttons.place_of({**step, "step": 2}, ())
    assert buttons.place_of({"kind": "answer", "section": "x/y"}, {"resume", "next_step"}) is None
    assert buttons.place_of({"kind": "answer", "section": "x/y"}, {"affirm", "deny"}) is not None
    assert buttons.place_of(None, ()) is None


# --- cards -------------------------------------------------------------------------------------------------

OTHERWISE = ChannelCard("sorry", custom={"kind": "unclear"})
STEP = ChannelCard("step", custom={"kind": "step"})
ANSWER = ChannelCard("answer", custom={"kind": "answer"})
REFUSED = ChannelCard("no", custom={"kind": "refused"})
EMERGENCY = ChannelCard("call", custom={"kind": "emergency"})
BARE = ChannelCard("bare")
CUSTOM_ONLY = ChannelCard("", custom={"kind": "talk"})


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ([], [OTHERWISE]),
        ([STEP], [STEP]),
        ([STEP, ANSWER], [STEP]),
        ([STEP, REFUSED, EMERGENCY], [EMERGENCY]),
        ([STEP, REFUSED], [REFUSED]),
        ([BARE, STEP], [BARE, STEP]),
        ([BARE], [ChannelCard("bare", custom={"kind": "unclear"})]),
        ([BARE, BARE], [ChannelCard("bare", custom={"kind": "unclear"}), BARE]),
        ([CUSTOM_ONLY], [OTHERWISE]),
        ([BARE, CUSTOM_ONLY], [BARE, CUSTOM_ONLY]),
    ],
)
def test_exactly_one_custom_leaves(sent: list[ChannelCard], left: list[ChannelCard]) -> None:
    assert settle(sent, OTHERWISE) == left


def test_an_action_that_sends_several_cards_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    settle([STEP, ANSWER], OTHERWISE)
    assert "make the action send one card" in caplog.text


def test_a_message_stays_one_card() -> None:
    output = CardOutput()
    offered = [{"title": "Next", "payload": "/next_step"}, {"title": "Bare"}, {}]
    message = {"text": "a\n\nb", "buttons": offered, "image": "x.png", "custom": {"kind": "step"}}
    asyncio.run(output.send_response("ann", message))
    asyncio.run(output.send_response("ann", {"text": "", "buttons": [], "custom": {}}))
    asyncio.run(output.send_text_message("ann", "bare"))
    shown = (CardButton("Next", "/next_step"), CardButton("Bare", "Bare"))
    assert output.cards == [ChannelCard("a\n\nb", shown, "x.png", {"kind": "step"}), ChannelCard("bare")]
    assert "buttons" in message


# --- the store ---------------------------------------------------------------------------------------------


def test_buttons_of_the_last_cards_are_kept(tmp_path: Path) -> None:
    kept = ChannelStore(tmp_path / "var" / "channels.db")
    for number in range(CARDS_REMEMBERED + 1):
        kept.remember("ann", None, [(f"b:{number}", Button("Next", "choose", {"body": "coupe"}))])
    kept.remember("bob", None, [("b:bob", Button("Next", "next_step"))])
    assert kept.button("ann", "b:0") is None
    assert kept.button("ann", "b:1") == (Button("Next", "choose", {"body": "coupe"}), True)
    assert kept.button("ann", "b:bob") is None
    assert kept.button("bob", "b:bob") is not None


def test_a_button_knows_whether_its_place_still_stands(tmp_path: Path) -> None:
    kept = ChannelStore(tmp_path / "channels.db")
    kept.remember("ann", "step 1", [("b:1", Button("Next", "next_step"))])
    kept.remember("ann", None, [("b:2", Button("Resume", "resume"))])
    assert kept.button("ann", "b:1") == (Button("Next", "next_step"), True)
    kept.remember("ann", "step 2", [])
    assert kept.button("ann", "b:1") == (Button("Next", "next_step"), False)
    kept.remember("ann", "step 1", [])
    assert kept.button("ann", "b:1") == (Button("Next", "next_step"), True)


def test_the_store_outlives_a_restart(tmp_path: Path) -> None:
    first = ChannelStore(tmp_path / "channels.db")
    first.remember("ann", "step 1", [("b:1", Button("Next", "next_step"))])
    assert first.claim("rest", "1")
    assert not first.claim("rest", "1")
    assert first.claim("web", "1")
    assert first.claim("rest", "2")
    first.finish("rest", "1")
    first.close()
    second = ChannelStore(tmp_path / "channels.db")
    assert second.button("ann", "b:1") == (Button("Next", "next_step"), True)
    assert not second.claim("rest", "1"), "answered before the restart"
    assert second.claim("rest", "2"), "begun but not answered before the restart"
    assert not second.claim("rest", "2")


def test_a_sender_can_be_forgotten(tmp_path: Path) -> None:
    kept = ChannelStore(tmp_path / "channels.db")
    for sender in ("zoe", "bob"):
        kept.remember(sender, "step 1", [(f"b:{sender}", Button("Next", "next_step"))])
    kept.forget("zoe")
    assert kept.button("zoe", "b:zoe") is None
    assert kept.button("bob", "b:bob") is not None
    kept.close()
    assert "zoe" not in "\n".join(sqlite3.connect(tmp_path / "channels.db").iterdump())


def test_old_rows_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_CLAIMS_BETWEEN_PRUNINGS", 2)
    clock = Clock()
    kept = ChannelStore(tmp_path / "channels.db", clock)
    kept.remember("ann", "step 1", [("b:1", Button("Next", "next_step"))])
    assert kept.claim("rest", "1")
    clock.now += (store.DAYS_REMEMBERED + 1) * 24 * 3600
    assert kept.claim("rest", "2")
    assert kept.claim("rest", "1")
    assert kept.button("ann", "b:1") is None


@pytest.mark.parametrize("trouble", ["no database", "another version", "no folder"])
def test_an_unusable_file_is_told_with_its_cure(tmp_path: Path, trouble: str) -> None:
    path = tmp_path / "channels.db"
    if trouble == "no database":
        path.write_bytes(b"not a database " * 100)
    elif trouble == "another version":
        sqlite3.connect(path).execute("PRAGMA user_version = 99").connection.close()
    else:
        path.touch()
        path = path / "channels.db"
    with pytest.raises(BadStore, match=r"channels\.db .*(move|rights)"):
        ChannelStore(path)


# --- settings ----------------------------------------------------------------------------------------------


def test_settings_have_defaults_and_take_further_keys() -> None:
    assert GuardSettings.read("rest", None) == GuardSettings()
    assert GuardSettings.read("rest", {"burst": 5, "token": "x"}, ("token",)) == GuardSettings(burst=5)


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ({"bursts": 5}, "no setting bursts: use .*burst"),
        ({"burst": 0}, "burst is 0: give a whole number above 0"),
        ({"burst": "5"}, "burst is '5'"),
        ({"burst": True}, "burst is True"),
        ({"turn_seconds": None}, "turn_seconds is None"),
        ({"store": ""}, "store is '': give a text"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(given_: dict[str, Any], message: str) -> None:
    with pytest.raises(BadSettings, match=message):
        GuardSettings.read("rest", given_)


def test_missing_sentences_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"domain\.yml.*utter_error"):
        Guard("rest", Rasa(), Phrases({}), ChannelStore(tmp_path / "channels.db"), GuardSettings())


# --- turns -------------------------------------------------------------------------------------------------


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


Answer = Callable[[UserMessage], Awaitable[None]]


class Rasa:
    """Stands in for Rasa's way in: keeps what arrives, answers as told."""

    def __init__(self, answer: Answer | dict[str, Any] | None = None) -> None:
        self.seen: list[UserMessage] = []
        self.answer = answer or {"text": "ok", "custom": {"kind": "talk"}}

    async def __call__(self, message: UserMessage) -> None:
        self.seen.append(message)
        if callable(self.answer):
            await self.answer(message)
        else:
            await message.output_channel.send_response(message.sender_id, dict(self.answer))

    @property
    def intents(self) -> list[str | None]:
        """Intents that arrived, None for text that Rasa has to read."""
        return [m.parse_data["intent"]["name"] if m.parse_data else None for m in self.seen]


def guarded(folder: Path, rasa: Rasa, pace: Pace | None = None, **settings: Any) -> Guard:
    """A guard over the folder's store; a second one is what a restart brings."""
    kept = ChannelStore(folder / "channels.db")
    return Guard("rest", rasa, PHRASES, kept, GuardSettings(**settings), pace)


def say(guard: Guard, *messages: str, sender: str = "ann") -> list[list[ChannelCard]]:
    """Turns one after another."""

    async def turns() -> list[list[ChannelCard]]:
        return [await guard.turn(sender, message) for message in messages]

    return asyncio.run(turns())


def shown(title: str, payload: str, **custom: Any) -> dict[str, Any]:
    """A card with one button."""
    button = {"title": title, "payload": payload}
    return {"text": "card", "buttons": [button], "custom": {"kind": "step", **custom}}


def test_text_reaches_rasa_as_plain_text(tmp_path: Path) -> None:
    rasa = Rasa()
    [[card]] = say(guarded(tmp_path, rasa), '/restart{"a": "b"}\x00')
    [message] = rasa.seen
    assert (message.text, message.parse_data) == ('restart{"a": "b"}', None)
    assert (message.sender_id, message.input_channel, message.metadata) == ("ann", "rest", None)
    assert card == ChannelCard("ok", custom={"kind": "talk"})


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("", "Your message was empty."),
        ("\u200b \x00\n", "Your message was empty."),
        ("///", "Your message was empty."),
        ("a" * 21, "Please keep it under 20 characters."),
    ],
)
def test_some_turns_never_reach_rasa(tmp_path: Path, message: str, text: str) -> None:
    rasa = Rasa()
    [[card]] = say(guarded(tmp_path, rasa, max_characters=20), message)
    assert (card.text, card.kind, rasa.seen) == (text, "unclear", [])


def test_the_length_is_that_of_the_plain_text(tmp_path: Path) -> None:
    rasa = Rasa()
    say(guarded(tmp_path, rasa, max_characters=20), " " * 50 + "a" * 20 + "\u200b" * 50)
    assert len(rasa.seen) == 1


def test_a_sender_who_is_too_fast_is_told(tmp_path: Path) -> None:
    rasa, clock = Rasa(), Clock()
    guard = guarded(tmp_path, rasa, Pace(60, 2, clock))
    cards = [card.text for [card] in say(guard, "a", "b", "c")]
    assert cards == ["ok", "ok", "One moment, please."]
    clock.now += 1
    assert [card.text for [card] in say(guard, "d")] == ["ok"]
    assert [message.text for message in rasa.seen] == ["a", "b", "d"]


def test_a_press_is_what_the_action_meant(tmp_path: Path) -> None:
    rasa = Rasa(shown("Coupe", '/choose{"body": "coupe"}'))
    guard = guarded(tmp_path, rasa)
    [[card]] = say(guard, "hi")
    [button] = card.buttons
    assert button.title == "Coupe"
    assert buttons.is_id(button.payload)
    say(guard, f" {button.payload}\n")
    assert rasa.seen[1].text == "Coupe"
    assert rasa.seen[1].parse_data == {
        "text": "Coupe",
        "intent": {"name": "choose", "confidence": 1.0},
        "intent_ranking": [{"name": "choose", "confidence": 1.0}],
        "entities": [{"entity": "body", "value": "coupe"}],
    }


def test_buttons_are_valid_for_their_sender_only_and_after_a_restart(tmp_path: Path) -> None:
    rasa = Rasa(shown("Coupe", '/choose{"body": "coupe"}'))
    [[card]] = say(guarded(tmp_path, rasa), "hi")
    key = card.buttons[0].payload
    restarted = guarded(tmp_path, rasa)
    say(restarted, key)
    say(restarted, key, UNKNOWN_ID, sender="bob")
    assert rasa.intents == [None, "choose", "old_button", "old_button"]
    assert rasa.seen[2].parse_data["entities"] == []
    assert "Coupe" not in rasa.seen[2].text


def test_a_second_tap_does_not_move_twice(tmp_path: Path) -> None:
    step = 0

    async def walk(message: UserMessage) -> None:
        nonlocal step
        step += message.parse_data is None or message.parse_data["intent"]["name"] == "next_step"
        await message.output_channel.send_response("ann", shown("Next", "/next_step", step=step))

    rasa = Rasa(walk)
    guard = guarded(tmp_path, rasa)
    [[first]] = say(guard, "start")
    key = first.buttons[0].payload

    async def tap_twice() -> list[list[ChannelCard]]:
        return list(await asyncio.gather(guard.turn("ann", key), guard.turn("ann", key)))

    taps = asyncio.run(tap_twice())
    assert rasa.intents == [None, "next_step", "old_button"]
    assert rasa.seen[2].text == "Next"
    assert [card.custom for [card] in taps] == [{"kind": "step", "step": 2}] * 2


def test_a_question_in_between_leaves_the_buttons_alone(tmp_path: Path) -> None:
    rasa = Rasa(shown("Next", "/next_step", step=1))
    guard = guarded(tmp_path, rasa)
    [[first]] = say(guard, "start")
    rasa.answer = {"text": "because", "custom": {"kind": "answer", "section": "x"}}
    say(guard, "why?", first.buttons[0].payload)
    assert rasa.intents == [None, None, "next_step"]


def test_a_choice_stays_open_after_the_conversation_moved(tmp_path: Path) -> None:
    rasa = Rasa(shown("Jump start", '/choose{"section": "x/jump"}', step=1))
    guard = guarded(tmp_path, rasa)
    [[first]] = say(guard, "start")
    rasa.answer = {"text": "step", "custom": {"kind": "step", "step": 2}}
    say(guard, "next", first.buttons[0].payload)
    assert rasa.intents == [None, None, "choose"]


def test_an_unreadable_payload_counts_as_its_title(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    rasa = Rasa(shown("/Next", "/next step{"))
    guard = guarded(tmp_path, rasa)
    [[card]] = say(guard, "hi")
    say(guard, card.buttons[0].payload)
    assert (rasa.seen[1].text, rasa.seen[1].parse_data) == ("Next", None)
    assert "its title is taken as typed" in caplog.text


def test_turns_of_a_sender_follow_one_another(tmp_path: Path) -> None:
    log: list[str] = []

    async def slow(message: UserMessage) -> None:
        log.append(f"{message.sender_id} {message.text} begins")
        for _ in range(5):
            await asyncio.sleep(0)
        log.append(f"{message.sender_id} {message.text} ends")
        await message.output_channel.send_response("", {"text": message.text, "custom": {"kind": "talk"}})

    guard = guarded(tmp_path, Rasa(slow))

    async def crowd() -> list[list[ChannelCard]]:
        turns = [guard.turn(sender, str(number)) for number in range(20) for sender in ("ann", "bob")]
        return list(await asyncio.gather(*turns))

    cards = asyncio.run(crowd())
    assert [card.text for [card] in cards] == [str(number) for number in range(20) for _ in "ab"]
    for sender in ("ann", "bob"):
        own = [line for line in log if line.startswith(sender)]
        assert own == [f"{sender} {n} {what}" for n in range(20) for what in ("begins", "ends")]
    assert log[1] == "bob 0 begins", "senders do not wait for each other"


def test_a_message_is_handled_once(tmp_path: Path) -> None:
    rasa = Rasa()
    guard = guarded(tmp_path, rasa)

    async def repeated(again: Guard) -> list[int]:
        turns = [again.turn("ann", "hi", key) for key in ("1", "1", "2", "1")]
        return [len(cards) for cards in await asyncio.gather(*turns)]

    assert asyncio.run(repeated(guard)) == [1, 0, 1, 0]
    assert asyncio.run(repeated(guarded(tmp_path, rasa))) == [0, 0, 0, 0]
    assert len(rasa.seen) == 2


async def _fail(message: UserMessage) -> None:
    raise RuntimeError("broken")


async def _say_nothing(message: UserMessage) -> None:
    return None


async def _hang(message: UserMessage) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("trouble", [_fail, _say_nothing, _hang])
def test_trouble_inside_a_turn_is_told_and_the_next_turn_works(tmp_path: Path, trouble: Answer) -> None:
    rasa = Rasa(trouble)
    guard = guarded(tmp_path, rasa, turn_seconds=0.01)
    [[card]] = say(guard, "hi")
    assert (card.text, card.custom) == ("Sorry, something went wrong on our side.", {"kind": "unclear"})
    rasa.answer = {"text": "ok", "custom": {"kind": "talk"}}
    assert [c.text for [c] in say(guard, "again")] == ["ok"]


def test_a_card_sent_before_the_error_is_shown(tmp_path: Path) -> None:
    async def half(message: UserMessage) -> None:
        await message.output_channel.send_response("ann", {"text": "call", "custom": {"kind": "emergency"}})
        raise RuntimeError("broken")

    [[card]] = say(guarded(tmp_path, Rasa(half)), "fire")
    assert card.kind == "emergency"


def test_a_turn_is_finished_though_its_caller_went_away(tmp_path: Path) -> None:
    finished: list[str] = []

    async def slow(message: UserMessage) -> None:
        await asyncio.sleep(0.01)
        finished.append(message.text)

    async def go_away() -> None:
        guard = guarded(tmp_path, Rasa(slow))
        turn = asyncio.ensure_future(guard.turn("ann", "hi"))
        await asyncio.sleep(0)
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
        await guard.turn("ann", "again")

    asyncio.run(go_away())
    assert finished == ["hi", "again"]


def test_a_broken_disk_costs_the_buttons_not_the_answer(tmp_path: Path) -> None:
    rasa = Rasa(shown("Next", "/next_step"))
    kept = ChannelStore(tmp_path / "channels.db")
    guard = Guard("rest", rasa, PHRASES, kept, GuardSettings())
    kept.close()
    [[card], [pressed]] = say(guard, "hi", UNKNOWN_ID)
    assert (card.text, card.buttons) == ("card", ())
    assert pressed.text == "card"
    assert rasa.intents == [None, "old_button"]
    assert len(asyncio.run(guard.turn("ann", "hi", "1"))) == 1


# --- commands and notices of a channel ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "intent"), [("start", "greet"), ("help", "help"), ("restart", "start_over")]
)
def test_a_channels_command_is_an_intent(tmp_path: Path, command: str, intent: str) -> None:
    rasa = Rasa()
    asyncio.run(guarded(tmp_path, rasa).turn("ann", "", command=command))
    assert rasa.intents == [intent]


def test_no_other_command_is_taken_and_typed_text_is_none(tmp_path: Path) -> None:
    rasa = Rasa()
    guard = guarded(tmp_path, rasa)
    with pytest.raises(ValueError, match="use one of start, help, restart"):
        asyncio.run(guard.turn("ann", "", command="session_start"))
    asyncio.run(guard.turn("ann", "/help"))
    assert rasa.intents == [None]


def test_a_notice_is_said_once_and_asks_nobody(tmp_path: Path) -> None:
    rasa = Rasa()
    guard = guarded(tmp_path, rasa)
    said = [guard.notice("ann", "utter_empty", "update-1") for _ in range(2)]
    assert [[card.text for card in cards] for cards in said] == [["Your message was empty."], []]
    assert rasa.seen == []


def test_a_button_is_current_where_a_press_would_be_acted_on(tmp_path: Path) -> None:
    rasa = Rasa(shown("Next", "/next_step", step=1))
    guard = guarded(tmp_path, rasa)
    ((card,),) = say(guard, "hi")
    (key,) = [button.payload for button in card.buttons]
    assert guard.is_current("ann", key)
    assert not guard.is_current("bob", key)
    rasa.answer = shown("Next", "/next_step", step=2)
    say(guard, key)
    assert not guard.is_current("ann", key)
