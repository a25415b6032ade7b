"""A thousand requests that are none of Telegram's, or came before: none acted on, none answered 500."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels.guard import COMMANDS
from tests.hostile import HOSTILE
from tests.telegram_api import TelegramApi
from tests.telegram_person import TelegramPerson
from tests.telegram_server import SECRET, TelegramServer, channel

COUNT = 250  # of each of four kinds
RANDOM = random.Random(17)
SECRETS = (None, "", "x", SECRET[:-1], SECRET + "x", SECRET.upper(), f" {SECRET}x", "sésame", "b:" + "A" * 22)
BODIES = (
    b"", b"{", b"[]", b"null", b"5", b'"x"', b"\xff\xfe", b"{}", b'{"update_id": "1"}', b'{"update_id": true}',
    b'{"update_id": null}', b'{"update_id": 1.5}', b"[" * 100_000, b'{"message": {}}', b'{"update_id": }',
)  # fmt: skip
WRONG = (None, 5, "x", [], {}, [{}], {"id": "x"}, True, -1, 10**30, "\ud800", {"chat": None})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    with TelegramApi() as api, TelegramServer(channel(tmp_path_factory.mktemp("var"), api), api) as running:
        yield running


def forged(victim: TelegramPerson) -> Iterator[tuple[bytes, str | None]]:
    """Updates in the victim's name by somebody who does not know the secret."""
    for number in range(COUNT):
        update = victim.update(message=victim.message(f"forged {number}"))
        yield json.dumps(update).encode(), SECRETS[number % len(SECRETS)]


def malformed(victim: TelegramPerson, button: str) -> Iterator[tuple[bytes, str | None]]:
    """Bodies that are no updates, and updates with something wrong in one place."""
    for number in range(COUNT):
        if number % 5 == 0:
            yield BODIES[number // 5 % len(BODIES)], SECRET
            continue
        update = victim.update(message=victim.message("malformed", reply_to_message=victim.message("x")))
        if number % 2:
            update = victim.press_update(victim.screen[0], button)
        yield json.dumps(broken(update)).encode(), SECRET


def broken(update: dict[str, Any]) -> dict[str, Any]:
    """An update in which what says who is speaking, and where, is of a wrong kind."""
    broken = copy.deepcopy(update)
    where = broken.get("message") or broken["callback_query"]
    if "data" in where:
        key = RANDOM.choice(["from", "message", "id"])
        where.pop("data")
    else:
        key = RANDOM.choice(["from", "chat"])
    where[key] = RANDOM.choice([wrong for wrong in WRONG if key != "id" or wrong is None])
    return broken


def test_a_thousand_requests_change_nothing(server: TelegramServer) -> None:
    victim, bystander = server.newcomer(), server.newcomer()
    card = victim.say("hi")
    sent = [victim.write(f"once {number}") for number in range(COUNT // 2)]
    button = card.buttons["Next"]
    presses = [victim.press_update(card, card.buttons["Coupe"]) for _ in range(COUNT // 2)]
    for press in presses:
        server.deliver(press)
    server.api.shown(victim.chat, 1 + len(sent) + len(presses))
    bystander.say("hello")
    before, shown = len(server.agent.seen), len(victim.screen)

    statuses: Counter[int] = Counter()
    for body, secret in [*forged(victim), *malformed(victim, button)]:
        statuses[server.knock(body, secret).status] += 1
    for update in [*sent, *presses, *reversed(presses), *reversed(sent)]:
        statuses[server.knock(json.dumps(update).encode()).status] += 1

    assert sum(statuses.values()) == 4 * COUNT
    assert set(statuses) <= {200, 400, 403}, statuses
    assert statuses[403] == COUNT
    bystander.say("still here?")
    assert server.agent.texts(bystander.conversation) == ["hello", "still here?"]
    conversations = {message.sender_id for message in server.agent.seen}
    assert conversations == {victim.conversation, bystander.conversation}
    assert len(server.agent.seen) == before + 1
    assert len(victim.screen) == shown
    victim.say("and I?")
    assert server.agent.texts(victim.conversation)[-1] == "and I?"
    assert set(server.api.chats) == {victim.chat, bystander.chat}


def test_two_secrets_are_none(server: TelegramServer) -> None:
    answer = server.request(
        "POST", "/webhooks/telegram/webhook", b"{}", {"x-telegram-bot-api-secret-token": f"{SECRET},{SECRET}"}
    )
    assert answer.status == 403


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods_are_refused(server: TelegramServer, method: str) -> None:
    assert server.request(method, "/webhooks/telegram/webhook").status == 405


def test_a_body_that_is_too_large_is_refused(server: TelegramServer) -> None:
    assert server.knock(b" " * 1_200_000).status == 413
    assert server.knock(b"{}").status == 400


def test_hostile_texts_are_answered_and_never_break_the_form(server: TelegramServer) -> None:
    texts = [hostile.message for hostile in HOSTILE if hostile.message and len(hostile.message) <= 4_096]
    assert len(texts) > 100
    person, allowed = server.newcomer(), {None, "old_button", *COMMANDS.values()}
    for text in texts:
        person.say(text)
    assert not [intent for intent in server.agent.intents(person.conversation) if intent not in allowed]
