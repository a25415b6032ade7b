"""What a browser keeps: reloads, two tabs, no network, a server that is killed, a long history. Answers are canned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.servers import free_ports
from tests.browsing import DESKTOP, Window, chromium, needs_chromium, with_token
from tests.chatting import Server, Site, channel
from tests.forking import Forks

pytestmark = [needs_chromium, pytest.mark.timeout(120)]
LONG = 250  # turns of two messages
Visit = Callable[..., Window]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for this module."""
    with chromium() as running:
        yield running


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Server]:
    """A server whose Rasa echoes."""
    with Server(channel(tmp_path)) as running:
        yield running


def _url(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}"


def test_two_tabs_and_a_reload_show_one_conversation(browser: Browser, site: Server) -> None:
    context = browser.new_context(**DESKTOP)
    one = Window(context.new_page(), _url(site)).visit()
    one.say("from the first tab")
    two = Window(context.new_page(), _url(site)).visit()
    expect(two.answers).to_have_count(1)
    two.say("from the second tab")
    expect(one.own.last).to_contain_text("from the second tab")
    expect(one.answers).to_have_count(2)
    assert sum("/stream" in call for call in [*one.calls, *two.calls]) == 1  # one tab asks for both
    one.page.close()  # the tab that asked is gone, the other one takes over
    two.say("from what is left")
    two.reload()
    expect(two.answers).to_have_count(3)
    expect(two.own).to_have_count(3)
    context.close()


def test_what_is_said_without_network_is_sent_once_later(browser: Browser, site: Server) -> None:
    context = browser.new_context(**DESKTOP)
    window = Window(context.new_page(), _url(site)).visit()
    window.say("before")
    context.set_offline(True)
    window.field.fill("in a dead spot")
    window.field.press("Enter")
    expect(window.own.last).to_contain_text("Waiting to be sent")
    expect(window.find(".offline")).to_have_text("Connection lost, trying again")
    context.set_offline(False)
    window.answered(1)
    expect(window.find(".offline")).to_be_empty()
    assert [message.text for message in site.agent.seen].count("in a dead spot") == 1
    context.close()


def test_what_waits_outlives_a_reload(browser: Browser, site: Server) -> None:
    context = browser.new_context(**DESKTOP)
    window = Window(context.new_page(), _url(site)).visit()
    window.say("before")
    context.route("**/webhooks/web/message", lambda route: route.abort())
    window.field.fill("kept")
    window.field.press("Enter")
    expect(window.own).to_have_count(2)
    window.reload()
    expect(window.own.last).to_contain_text("kept")
    context.unroute_all()
    window.answered(1)
    expect(window.own).to_have_count(2)
    assert [message.text for message in site.agent.seen].count("kept") == 1
    context.close()


def test_a_refused_message_can_be_tried_again(browser: Browser, site: Server) -> None:
    context = browser.new_context(**DESKTOP)
    window = Window(context.new_page(), _url(site)).visit()
    context.route("**/webhooks/web/message", lambda route: route.fulfill(status=400, body="{}"))
    window.field.fill("hello")
    window.field.press("Enter")
    expect(window.own.last).to_contain_text("Not sent")
    context.unroute_all()
    window.press("Try again")
    expect(window.own).to_have_count(1)
    context.close()


def test_a_token_that_is_no_longer_valid_starts_afresh(browser: Browser, site: Server) -> None:
    context = browser.new_context(**DESKTOP)
    with_token(context, _url(site), "forged")
    window = Window(context.new_page(), _url(site)).visit()
    expect(window.say("hello again")).to_contain_text("hello again")
    context.close()


def test_the_badge_counts_what_came_while_closed(browser: Browser, site: Server) -> None:
    person = site.newcomer()
    person.say("one")
    context = browser.new_context(**DESKTOP)
    with_token(context, _url(site), person.token)
    window = Window(context.new_page(), _url(site)).visit()
    expect(window.answers).to_have_count(1)
    window.field.press("Escape")
    expect(window.find(".launcher")).to_be_focused()
    person.say("two")
    expect(window.find(".badge")).to_have_text("1")
    expect(window.find(".launcher")).to_have_attribute("aria-label", "Open the chat, 1 unread")
    window.opened()
    expect(window.find(".badge")).to_be_hidden()
    context.close()


def test_five_hundred_messages_are_there_soon(browser: Browser, site: Server) -> None:
    person = site.newcomer()
    for number in range(LONG):
        person.say(f"message {number}")
    context = browser.new_context(**DESKTOP)
    with_token(context, _url(site), person.token)
    window = Window(context.new_page(), _url(site)).visit()
    expect(window.answers).to_have_count(LONG)
    expect(window.newest).to_be_in_viewport()
    window.picture("desktop-long-history")
    window.find(".scroll").first.evaluate("one => { one.scrollTop = 0; }")
    expect(window.find(".pill")).to_be_visible()
    person.say("while looking back")
    expect(window.find(".pill")).to_contain_text("1 new")
    window.find(".pill").click()
    expect(window.newest).to_be_in_viewport()
    context.close()


def test_a_killed_server_loses_nothing(browser: Browser, tmp_path: Path, forks: Forks) -> None:
    (port,) = free_ports(1)
    context = browser.new_context(**DESKTOP)
    with forks.running("web", port, folder=str(tmp_path)):
        window = Window(context.new_page(), f"http://127.0.0.1:{port}").visit()
        window.say("before")
    window.field.fill("while it is down")
    window.field.press("Enter")
    expect(window.find(".offline")).to_have_text("Connection lost, trying again", timeout=15_000)
    with forks.running("web", port, folder=str(tmp_path)):
        window.answered(1)
        expect(window.own).to_have_count(2)
        expect(window.find(".offline")).to_be_empty()
        window.reload()
        expect(window.answers).to_have_count(2)
    context.close()
