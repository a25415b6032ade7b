"""The contract on every channel, clause by clause: triage, plan, steps, questions in between, failing, taking back."""

from __future__ import annotations

import pytest

from tests.customer import Customer
from tests.situations import (
    BACK,
    BATTERY_CHECK,
    BMW_COUPE_DEAD,
    BMW_DEAD,
    BMW_WALK,
    BMW_WAYS,
    CABLE,
    FAILED,
    JUMP,
    KEY,
    MASERATI_DEAD,
    MASERATI_JUMP,
    NEXT,
    REPEAT,
    SEATS,
    SLOT,
    STARTER,
    STUCK,
    WORKED,
)

pytestmark = pytest.mark.every_channel
HELP = "bmw-328i/professional-help"

# Questions (8)


def test_no_question_comes_when_all_was_said(customer: Customer) -> None:
    assert customer.say(BMW_COUPE_DEAD).kind == "plan"


def test_at_most_two_questions_come_before_the_plan(customer: Customer) -> None:
    assert customer.say(STUCK).shows(kind="ask", about="vehicle")
    assert customer.say("it is a BMW 328i").shows(kind="ask", about="power")
    assert customer.say("no, nothing at all").shows(kind="plan", cause="dead battery"), customer.reply


def test_questions_are_answered_by_button(customer: Customer) -> None:
    customer.say("my BMW 328i trunk won't open")
    assert customer.press("No, nothing at all").shows(kind="plan", cause="dead battery"), customer.reply


def test_power_in_the_car_leads_to_another_plan(customer: Customer) -> None:
    customer.say("my BMW 328i trunk won't open")
    reply = customer.press("Yes, something works")
    assert reply.kind == "plan"
    assert reply.custom["cause"] != "dead battery", reply


def test_a_question_without_a_car_is_answered_right_after_the_car_is_named(customer: Customer) -> None:
    assert customer.say("how do I use a portable jump starter?").shows(kind="ask", about="vehicle")
    assert customer.say("it is a BMW 328i").shows(section=STARTER), customer.reply


# What applies (2)


def test_a_plan_names_the_ways_in_order(customer: Customer) -> None:
    assert customer.say(BMW_DEAD).shows(sections=[*BMW_WAYS, HELP], skipped={})
    assert customer.reply.text.index("manual release") < customer.reply.text.index("rear seats")


def test_a_coupe_is_not_sent_through_the_rear_seats(customer: Customer) -> None:
    reply = customer.say(BMW_COUPE_DEAD)
    assert reply.custom["skipped"] == {SEATS: "body"}
    assert SEATS not in reply.custom["sections"]
    assert "Left out: Opening the trunk through the rear seats" in reply.text


def test_what_is_missing_is_left_out(customer: Customer) -> None:
    reply = customer.say(BMW_DEAD, "I have no jumper cables and no portable starter")
    assert reply.shows(kind="plan", skipped={JUMP: "tool", STARTER: "tool"}), reply


def test_a_locked_cabin_is_left_out(customer: Customer) -> None:
    reply = customer.say(BMW_DEAD, "I can't get into the cabin, the doors are locked")
    assert reply.shows(kind="plan", skipped={SEATS: "cabin"}), reply


def test_a_method_for_another_body_is_not_opened_when_it_is_its_turn(customer: Customer) -> None:
    assert customer.say(BMW_COUPE_DEAD, NEXT, FAILED).shows(kind="step", section=JUMP), customer.reply


# The way through a procedure (6)


def test_every_step_comes_once_and_then_the_question_whether_it_opened(customer: Customer) -> None:
    customer.say(BMW_DEAD)
    for step in range(1, 6):
        reply = customer.say(NEXT)
        assert reply.shows(kind="step", section=SLOT, step=step, steps=5), reply
        assert f"Step {step} of 5" in reply.text
    assert customer.say(NEXT).shows(kind="ask", about="outcome")


def test_what_is_needed_comes_with_the_first_step_and_a_warning_before_the_act(customer: Customer) -> None:
    assert "metal key blade" in customer.say(BMW_DEAD, NEXT).text
    text = customer.say(NEXT, NEXT, NEXT).text
    assert text.index("Warning: Do not twist") < text.index("Push the blade firmly")


def test_back_and_repeat(customer: Customer) -> None:
    customer.say(BMW_DEAD, NEXT, NEXT, NEXT)
    assert customer.say(BACK).shows(kind="step", step=2)
    assert customer.say(REPEAT).shows(kind="step", step=2)


def test_who_says_which_step_is_done_is_taken_to_the_one_after_it(customer: Customer) -> None:
    reply = customer.say(BMW_DEAD, NEXT, "the cap is off and the key blade is out of the fob")
    assert reply.shows(kind="step", section=SLOT, step=3), reply


def test_a_missing_tool_brings_what_does_instead(customer: Customer) -> None:
    reply = customer.say(BMW_DEAD, NEXT, "I have no key blade")
    assert reply.kind in ("answer", "step")
    assert reply.shows(section=SLOT)
    assert "butter knife" in reply.text


def test_what_was_not_understood_moves_nothing(customer: Customer) -> None:
    customer.say(BMW_DEAD, NEXT, NEXT, "zxqv wrtp kjhg")
    assert customer.say(REPEAT).shows(kind="step", section=SLOT, step=2), customer.reply


def test_stop_and_go_on(customer: Customer) -> None:
    assert customer.say(BMW_DEAD, NEXT, NEXT, "stop").shows(kind="talk", intent="cancel")
    assert customer.say("continue").shows(kind="step", section=SLOT, step=2), customer.reply


def test_start_over_forgets_the_car(customer: Customer) -> None:
    assert customer.say(BMW_DEAD, NEXT, "start over").shows(kind="talk", intent="restart")
    assert customer.say(STUCK).shows(kind="ask", about="vehicle")


# A question in the middle (5)


@pytest.mark.parametrize(
    ("question", "section"),
    [
        (BATTERY_CHECK, "bmw-328i/battery-maintenance"),
        ("why does a dead battery lock the trunk?", "bmw-328i/why-dead-battery-locks"),
    ],
)
def test_a_question_in_the_middle_keeps_the_step(customer: Customer, question: str, section: str) -> None:
    reply = customer.say(BMW_DEAD, NEXT, NEXT, question)
    assert reply.shows(kind="answer", section=section), reply
    assert "step 2 of 5" in reply.text
    assert customer.press("Back to my step").shows(kind="step", section=SLOT, step=2)
    assert customer.say(NEXT).shows(kind="step", section=SLOT, step=3)


@pytest.mark.parametrize("step", [1, 3])
def test_a_step_is_explained_by_button_and_stays_open(customer: Customer, step: int) -> None:
    customer.say(BMW_DEAD, *[NEXT] * step)
    reply = customer.press("Explain this step")
    assert reply.shows(kind="answer", section=SLOT), reply
    assert f"around step {step}" in reply.text
    assert "underside of the lid" in reply.text
    assert customer.press("Back to my step").shows(kind="step", section=SLOT, step=step)


def test_explaining_an_earlier_step_leads_to_the_present_one(customer: Customer) -> None:
    old = customer.say(BMW_DEAD, NEXT).buttons["Explain this step"]
    customer.say(NEXT)
    reply = customer.tap(old)
    assert reply is not None
    assert reply.shows(kind="step", section=SLOT, step=2), reply


# Failing (7) and taking back (6)


def test_failing_leads_through_all_ways_and_at_last_to_a_person(customer: Customer) -> None:
    customer.say(BMW_DEAD, NEXT)
    walked = [customer.reply.custom["section"]]
    while customer.say(FAILED).kind == "step" and len(walked) < 9:
        walked.append(customer.reply.custom["section"])
    assert walked == list(BMW_WALK)
    assert customer.reply.kind == "handoff"


def test_failing_leads_through_all_ways_of_a_maserati(customer: Customer) -> None:
    customer.say(MASERATI_DEAD, NEXT)
    walked = [customer.reply.custom["section"]]
    while customer.say(FAILED).kind == "step" and len(walked) < 9:
        walked.append(customer.reply.custom["section"])
    assert walked == [KEY, CABLE, MASERATI_JUMP]
    assert customer.reply.kind == "handoff"


def test_success_offers_prevention_and_can_be_taken_back(customer: Customer) -> None:
    reply = customer.say(BMW_DEAD, NEXT, NEXT, WORKED)
    assert reply.shows(kind="resolved", section=SLOT)
    assert "bmw-328i/battery-maintenance" in reply.custom["sections"]
    assert customer.press("No, still shut").shows(kind="step", section=SLOT, step=2), customer.reply


def test_prevention_is_opened_by_button(customer: Customer) -> None:
    customer.say(BMW_DEAD, NEXT, WORKED)
    reply = customer.press("Keeping the battery healthy")
    assert reply.shows(kind="answer", section="bmw-328i/battery-maintenance"), reply


def test_a_wrong_done_is_taken_back_in_words(customer: Customer) -> None:
    assert customer.say(BMW_DEAD, NEXT, NEXT, "undo").shows(kind="step", section=SLOT, step=1), customer.reply


# Two cars


def test_the_car_is_switched_and_switched_back(customer: Customer) -> None:
    customer.say(BMW_DEAD, NEXT, NEXT)
    assert customer.say(f"another car: {MASERATI_DEAD}").shows(kind="plan", vehicle="maserati"), (
        customer.reply
    )
    assert customer.say(NEXT).shows(kind="step", section=KEY)
    reply = customer.say("back to the BMW 328i")
    assert reply.shows(kind="step", section=SLOT, step=2) or reply.shows(vehicle="bmw-328i"), reply
