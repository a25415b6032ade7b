"""What only Slack has, with the trained assistant: the socket beside requests, and files. The rest: test_contract*."""

from __future__ import annotations

import pytest

from tests.customer import Customer
from tests.everywhere import OnSlack
from tests.serving import Served
from tests.situations import BMW_DEAD, JUMP
from tests.slack_api import SlackApi
from tests.slack_person import Event


@pytest.fixture
def ann(served: Served, slack_api: SlackApi) -> OnSlack:
    """Somebody in a direct message whose words and presses arrive by Socket Mode."""

    def by_socket(body: Event) -> None:
        envelope = slack_api.send("interactive" if body["type"] == "block_actions" else "events_api", body)
        slack_api.wait(lambda: envelope in slack_api.acks, "acknowledgement")

    return OnSlack(slack_api, by_socket, served.places.var / "tracker.db")


def test_a_procedure_is_walked_by_socket_too(ann: OnSlack) -> None:
    customer = Customer(ann)
    customer.say(BMW_DEAD)
    assert customer.press("Jump-starting the car").shows(kind="step", section=JUMP, step=1), customer.reply
    assert customer.press("Done, next").shows(kind="step", section=JUMP, step=2), customer.reply
    assert customer.press("Back").shows(kind="step", section=JUMP, step=1), customer.reply


def test_a_photo_is_answered_honestly(ann: OnSlack) -> None:
    with ann.person.api.expecting(seconds=60) as posted:
        ann.person.sends("", subtype="file_share", files=[{"name": "slot.jpg", "mimetype": "image/jpeg"}])
    assert "I cannot look at photos" in posted[0].words
