"""Same conversation, same cards: what one channel shows, all show, word for word, button for button."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Come
from tests.customer import Customer, Reply
from tests.everywhere import CHANNELS, words
from tests.situations import (
    BATTERY_CHECK,
    BMW_COUPE_DEAD,
    BMW_DEAD,
    BREAK_IN,
    FAILED,
    GERMAN,
    MASERATI_DEAD,
    NEXT,
    PRYING,
    REPEAT,
    SAFE,
    SHUT_IN,
    SLOT,
    STUCK,
    WORKED,
)

# What is said in each conversation; "[title]" presses the button of this title on the last card.
CONVERSATIONS: dict[str, list[str]] = {
    "a plan, steps by button, a failure, success": [
        BMW_DEAD, "[Jump-starting the car]", "[Done, next]", "[Back]", "[Didn't work]", WORKED, "thanks",
    ],
    "the car is asked for first": [STUCK, "[BMW 328i]", "no lights at all", NEXT, "what do I need?"],
    "a question in the middle": [BMW_COUPE_DEAD, NEXT, NEXT, BATTERY_CHECK, REPEAT, "[All steps at once]"],
    "all that the longest way says": [BMW_DEAD, "[Opening the trunk through the rear seats]", *[NEXT] * 5],
    "a danger outranks all": [MASERATI_DEAD, SHUT_IN, NEXT, SAFE],
    "unsafe, refused, not covered, not understood": [
        PRYING.format("BMW 328i"), BREAK_IN, "hello", "my Honda Civic trunk won't open", GERMAN, "",
    ],
    "everything fails": [MASERATI_DEAD, *[FAILED] * 6],
    "a person, please": [BMW_DEAD, "I want to talk to a person", "555 0134"],
}  # fmt: skip
TICKET = re.compile(r"\b\d+\b")
HOSTILE = (
    "a" * 2_001, "<b>bold</b> &amp; <script>alert(1)</script>", "*ab* _cd_ ~ef~ `gh`", "'; DROP TABLE events;--",
    "🚗🔑❌", "\u202egnp.knurt", "a\x00b\x1b[31m", "Мой багажник не открывается", "<@U0000000BOT> <!channel>", "[x](https://e.example)",
)  # fmt: skip


def facts(reply: Reply) -> dict[str, Any]:
    """What a turn tells; numbers of tickets differ from person to person."""
    text, custom = words(reply.text), {key: told for key, told in reply.custom.items() if key != "alt"}
    if reply.kind == "handoff":
        text = TICKET.sub("#", text)
        custom["ticket"] = "#"
    return {"text": text, "buttons": list(reply.buttons), "custom": custom, "picture": picture(reply)}


def picture(reply: Reply) -> str | None:
    """Which of the documents' pictures a turn shows."""
    images = [message["image"] for message in reply.messages if message.get("image")]
    named = [image["file"] if isinstance(image, dict) else Path(image).stem for image in images]
    return named[0] if named else None


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_all_channels_show_the_same(name: str, come: Come) -> None:
    people = {channel: Customer(come(channel)) for channel in CHANNELS}
    for line in CONVERSATIONS[name]:
        title = line[1:-1] if line.startswith("[") else None
        told = {
            channel: facts(one.press(title) if title else one.say(line)) for channel, one in people.items()
        }
        for channel, fact in told.items():
            assert fact == told["rest"], f"{channel}, after {line!r}"


@pytest.mark.every_channel
def test_a_step_shows_its_picture_with_words_for_who_cannot_see_it(customer: Customer, channel: str) -> None:
    reply = customer.say(BMW_DEAD, NEXT)
    assert picture(reply) == "bmw-slot"
    images = [message["image"] for message in reply.messages if message.get("image")]
    alt = {"rest": reply.custom.get("alt"), "telegram": reply.text}.get(channel) or images[0]["alt"]
    assert (
        "underside of the" in alt
    )  # Telegram's pictures have no alternative but the text that they are shown with
    assert picture(customer.say(NEXT)) is None


@pytest.mark.every_channel
def test_all_steps_stand_under_their_numbers(customer: Customer) -> None:
    customer.say(BMW_DEAD, NEXT)
    lines = customer.press("All steps at once").text.splitlines()
    assert [line for line in lines if re.fullmatch(r"Step \d", line)] == [f"Step {n}" for n in range(1, 6)]
    assert lines.index("Step 3") < lines.index(
        "Insert the blade straight in the slot, as far as it goes, until it stops."
    )
    assert lines[lines.index("Step 4") + 1].startswith("Warning: Do not twist")


@pytest.mark.every_channel
def test_whatever_arrives_gets_a_polite_turn_and_moves_nothing(customer: Customer) -> None:
    customer.say(BMW_DEAD, NEXT, NEXT)
    for text in HOSTILE:
        customer.say(text)
    assert customer.say(REPEAT).shows(kind="step", section=SLOT, step=2), customer.reply
