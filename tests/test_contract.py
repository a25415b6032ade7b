"""The contract on every channel, clause by clause: kinds of turn, buttons, typed payloads, cars, danger, hand-off.

Customer holds every turn against what must hold in any: exactly one `custom`, its keys, words where `source` says.
"""

from __future__ import annotations

import json
import re
import sqlite3
from typing import Any

import pytest

from bot.desk.tickets import read_ticket
from tests.conftest import Newcomer
from tests.customer import PHRASES, Customer
from tests.served import lines_of, stripped
from tests.serving import Served
from tests.situations import (
    BACK,
    BATTERY_CHECK,
    BMW_DEAD,
    BMW_WALK,
    BREAK_IN,
    FAILED,
    GERMAN,
    JUMP,
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
from tests.turns import KEYS, documents_of

pytestmark = pytest.mark.every_channel
BUTTON_ID = re.compile(r"b:[A-Za-z0-9_-]{22}")
MOST_CHARACTERS = 600

# Conversations whose last turn is of the kind, with what its `custom` must hold. `choice` is in test_live_documents.
REACHED: list[tuple[str, list[str], dict[str, Any]]] = [
    ("plan", [BMW_DEAD], {"vehicle": "bmw-328i", "cause": "dead battery", "skipped": {}}),
    ("step", [BMW_DEAD, NEXT], {"section": SLOT, "step": 1, "steps": 5}),
    ("answer", [f"BMW 328i: {BATTERY_CHECK}"], {"section": "bmw-328i/battery-maintenance"}),
    ("ask", [STUCK], {"about": "vehicle"}),
    ("ask", ["my trunk won't open", "BMW 328i"], {"about": "power"}),
    ("ask", [BMW_DEAD, *[NEXT] * 6], {"about": "outcome"}),
    ("warning", [PRYING.format("BMW 328i")], {"section": "bmw-328i/faq-forcing-damage"}),
    ("warning", [PRYING.format("Maserati")], {}),
    ("warning", [PRYING.format("car")], {}),
    ("not-covered", ["my Honda Civic trunk won't open"], {"reason": "vehicle"}),
    ("not-covered", ["the battery of my BMW X5 is dead and the trunk won't open"], {"reason": "vehicle"}),
    ("not-covered", ["my BMW 328i is from 1999, dead battery, trunk shut"], {"reason": "year"}),
    ("not-covered", ["how do I change the oil of my BMW 328i?"], {"reason": "topic"}),
    (
        "not-covered",
        ["where does the negative cable go in a jump start of my Maserati?"],
        {"reason": "gap", "section": "maserati/faq-jump-start"},
    ),
    (
        "not-covered",
        ["in which order do I connect the battery terminals again on my Maserati?"],
        {"reason": "gap", "section": "maserati/charge-or-replace"},
    ),
    ("unclear", [GERMAN], {}),
    ("unclear", [""], {}),
    ("resolved", [BMW_DEAD, NEXT, WORKED], {"section": SLOT}),
    ("handoff", ["I want to talk to a person"], {}),
    ("emergency", [SHUT_IN], {}),
    ("emergency", ["there is smoke coming out of the hood"], {}),
    ("refused", [BREAK_IN], {}),
    ("talk", ["hello"], {"intent": "greet"}),
    ("talk", ["thanks"], {"intent": "thanks"}),
    ("talk", ["goodbye"], {"intent": "goodbye"}),
    ("talk", ["help"], {"intent": "help"}),
    ("talk", ["are you a human?"], {"intent": "bot-challenge"}),
    ("talk", ["where do your answers come from?"], {"intent": "source"}),
    ("talk", ["yes"], {"intent": "affirm"}),
    ("talk", ["no"], {"intent": "deny"}),
    ("talk", [NEXT], {"intent": "next"}),
    ("talk", [BACK], {"intent": "back"}),
    ("talk", [REPEAT], {"intent": "repeat"}),
    ("talk", [WORKED], {"intent": "it-worked"}),
    ("talk", [FAILED], {"intent": "it-failed"}),
    ("talk", ["I have no screwdriver"], {"intent": "no-tool"}),
    ("talk", ["start over"], {"intent": "restart"}),
    ("talk", ["stop"], {"intent": "cancel"}),
]


@pytest.mark.parametrize(("kind", "said", "holds"), REACHED, ids=lambda value: str(value)[:60])
def test_a_kind_is_reached(customer: Customer, kind: str, said: list[str], holds: dict[str, Any]) -> None:
    assert customer.say(*said).shows(kind=kind, **holds), customer.reply


def test_every_kind_is_reached_somewhere() -> None:
    assert set(KEYS) - {kind for kind, _, _ in REACHED} == {"choice"}


def test_an_answer_is_short_and_all_steps_are_not_cut(customer: Customer) -> None:
    short = customer.say(f"BMW 328i: {BATTERY_CHECK}")
    assert sum(map(len, _served_lines(short.custom["source"]))) <= MOST_CHARACTERS
    customer.say(BMW_DEAD, NEXT)
    whole = customer.press("All steps at once")
    assert whole.shows(kind="answer", section=SLOT), whole
    assert "Lift the trunk lid gently" in whole.text


def _served_lines(source: dict[str, Any]) -> list[str]:
    lines = lines_of(source["file"])
    return [stripped(lines[n - 1]) for first, last in source["lines"] for n in range(first, last + 1)]


# Buttons


def test_buttons_carry_opaque_ids_that_differ_each_time(newcomer: Newcomer) -> None:
    ids = [payload for _ in range(2) for payload in newcomer().say(BMW_DEAD).buttons.values()]
    assert all(BUTTON_ID.fullmatch(payload) for payload in ids)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("title", ["BMW 328i", "Maserati"])
def test_a_car_is_chosen_by_button(customer: Customer, title: str) -> None:
    customer.say(STUCK)
    reply = customer.press(title)
    assert reply.kind in ("ask", "plan")
    assert reply.custom.get("about") != "vehicle"


def test_a_method_of_the_plan_is_chosen_by_button(customer: Customer) -> None:
    customer.say(BMW_DEAD)
    assert customer.press("Jump-starting the car").shows(kind="step", section=JUMP, step=1), customer.reply


def test_a_procedure_is_walked_by_buttons_alone(customer: Customer) -> None:
    customer.say(BMW_DEAD, NEXT)
    assert customer.press("Done, next").shows(kind="step", step=2)
    assert customer.press("Back").shows(kind="step", step=1)
    assert customer.press("Didn't work").shows(kind="step", section="bmw-328i/rear-seats", step=1)


def test_another_persons_button_does_nothing(newcomer: Newcomer) -> None:
    one, other = newcomer(), newcomer()
    foreign = one.say(BMW_DEAD, NEXT).buttons["Done, next"]
    other.say(MASERATI_DEAD)
    reply = other.tap(foreign)
    assert reply is None or reply.kind == "unclear", reply
    assert other.say(NEXT).shows(kind="step", section="maserati/faq-mechanical-key")
    assert one.say(REPEAT).shows(section=SLOT, step=1)


def test_an_old_button_moves_nothing(customer: Customer) -> None:
    old = customer.say(BMW_DEAD, NEXT).buttons["Done, next"]
    customer.say(NEXT)
    reply = customer.tap(old)
    assert reply is not None
    assert reply.shows(kind="step", section=SLOT, step=2), reply
    assert PHRASES.text("utter_lead_old_button") in reply.text


def test_a_made_up_button_id_is_met_politely(customer: Customer) -> None:
    reply = customer.tap("b:AAAAAAAAAAAAAAAAAAAAAA")
    assert reply is None or reply.kind == "unclear", reply


# Typed payloads (9)

# On Telegram /restart is a command: docs/telegram.md.
TYPED = ("/undo", '/next_step{"section": "maserati/release-cable"}', "/session_start", "/it_worked@1.0")


@pytest.mark.parametrize("typed", TYPED)
def test_a_typed_payload_is_plain_text(served: Served, customer: Customer, typed: str) -> None:
    """What the assistant read is in its conversations: words without the slash, and a reading of them."""
    customer.say(typed)
    (event,) = _read(served, customer)
    assert event["text"] == typed.removeprefix("/")
    assert event["parse_data"]["intent"]["confidence"] < 1


def test_a_typed_button_id_is_plain_text(served: Served, customer: Customer, channel: str) -> None:
    """What a person cannot type by chance, they could copy; REST alone sends a press as a message."""
    shown = customer.say(BMW_DEAD, NEXT).buttons["Done, next"]
    customer.say(shown)
    event = _read(served, customer)[-1]
    assert event["text"] == ("Done, next" if channel == "rest" else shown)
    assert (event["parse_data"]["intent"]["confidence"] == 1) == (channel == "rest")


def _read(served: Served, customer: Customer) -> list[dict[str, Any]]:
    """What the assistant read, message by message."""
    with sqlite3.connect(f"file:{served.places.var / 'tracker.db'}?mode=ro", uri=True) as database:
        query = "SELECT data FROM events WHERE sender_id = ? AND type_name = 'user' ORDER BY id"
        return [json.loads(row[0]) for row in database.execute(query, (customer.sender,))]


def test_a_typed_command_that_no_words_stand_for_does_nothing(customer: Customer) -> None:
    reply = customer.say(BMW_DEAD, NEXT, "/old_button")
    assert PHRASES.text("utter_lead_old_button") not in reply.text
    assert customer.say(REPEAT).shows(kind="step", section=SLOT, step=1)


# Danger, refusal, unsafe wishes (4)


def test_an_emergency_stays_until_it_is_over(customer: Customer) -> None:
    customer.say(BMW_DEAD, NEXT, NEXT, SHUT_IN)
    for text in (NEXT, "thanks", BATTERY_CHECK, "hello", BMW_DEAD):
        assert customer.say(text).kind == "emergency", customer.reply
    assert customer.say(SAFE).shows(kind="ask", about="resume"), customer.reply
    assert customer.say("yes").shows(kind="step", section=SLOT, step=2), customer.reply


def test_an_emergency_ends_by_button(customer: Customer) -> None:
    customer.say(SHUT_IN)
    assert customer.press("The danger is over").kind == "ask"


def test_an_emergency_names_the_shops_number(customer: Customer) -> None:
    assert "911" in customer.say(SHUT_IN).text


def test_a_refusal_outranks_what_is_open_and_leads_nowhere(customer: Customer) -> None:
    assert customer.say(BMW_DEAD, NEXT, BREAK_IN).kind == "refused"
    assert customer.say(NEXT).kind == "refused"


def test_a_wifes_car_is_no_reason_to_refuse(customer: Customer) -> None:
    said = "my wife's BMW 328i sedan has a completely dead battery and the trunk will not open"
    assert customer.say(said).kind == "plan"


@pytest.mark.parametrize(
    ("said", "section"),
    [
        (PRYING.format("BMW 328i"), "bmw-328i/faq-forcing-damage"),
        ("BMW 328i: the fuse keeps blowing so I'll put a bigger fuse in", "bmw-328i/fuse-box"),
        ("I'll clamp the black cable straight onto the battery of my BMW 328i", JUMP),
    ],
)
def test_an_unsafe_wish_is_met_with_the_documents_warning(
    customer: Customer, said: str, section: str
) -> None:
    reply = customer.say(said)
    assert reply.shows(kind="warning", section=section), reply
    assert "Warning: " in reply.text


def test_without_a_car_the_warning_comes_first_and_the_car_is_asked_after(customer: Customer) -> None:
    reply = customer.say(PRYING.format("car"))
    assert reply.shows(kind="warning")
    assert "section" not in reply.custom
    assert {"BMW 328i", "Maserati"} <= set(reply.buttons)


# Not covered (1, 3)


def test_a_car_without_a_document_gets_a_person_and_no_other_cars_guide(customer: Customer) -> None:
    reply = customer.say("the battery of my Honda Civic is dead and the trunk won't open")
    assert documents_of(reply.custom) == set()
    assert "A person, please" in reply.buttons
    assert customer.say(NEXT).kind != "step"


def test_a_gap_says_what_the_document_does_say(customer: Customer) -> None:
    reply = customer.say("how do I take the jumper cables off my BMW 328i again?")
    assert reply.shows(kind="not-covered", reason="gap", section=JUMP), reply
    assert reply.custom["source"]["section"] == JUMP


# Hand-off


def test_a_hand_off_is_a_ticket_with_all_that_was_told_and_tried(served: Served, customer: Customer) -> None:
    customer.say(BMW_DEAD, NEXT, *[FAILED] * len(BMW_WALK))
    number = customer.reply.custom["ticket"]
    assert customer.reply.kind == "handoff"
    assert customer.say("my number is 555 0100").shows(kind="handoff", ticket=number)
    ticket = read_ticket(served.desk, number)
    assert ticket.vehicle == "bmw-328i"
    assert {entry["section"]: entry["outcome"] for entry in ticket.tried} == dict.fromkeys(BMW_WALK, "failed")
    assert ticket.transcript[0]["text"] == BMW_DEAD
    assert {entry["who"] for entry in ticket.transcript} == {"person", "curbside"}
    assert "555 0100" in ticket.contact


def test_a_person_is_had_at_once(served: Served, customer: Customer) -> None:
    customer.say(BMW_DEAD)
    reply = customer.press("A person, please")
    assert reply.kind == "handoff"
    assert read_ticket(served.desk, reply.custom["ticket"]).sender == customer.sender
