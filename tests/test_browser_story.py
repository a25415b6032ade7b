"""The whole story in a real browser against the trained assistant, from the first message to "it worked"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import DESKTOP, PHONE, Window, chromium, needs_chromium
from tests.serving import Served

pytestmark = [needs_chromium, pytest.mark.timeout(120)]
AFTERWARDS = "li.shop:not(.greeting) .choices button"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for this module."""
    with chromium() as running:
        yield running


def test_from_the_first_message_to_it_worked(served: Served, browser: Browser) -> None:
    context = browser.new_context(**DESKTOP)
    window = Window(context.new_page(), served.address.url).visit()
    expect(window.say("fob does nothing, trunk stuck")).to_contain_text("Which car is it?")
    plan = window.say("2009 bimmer coupe, totally dead")
    expect(plan.locator("button.row")).to_have_count(5)
    expect(plan.locator("details")).to_contain_text("Left out")
    window.picture("desktop-plan")

    before = window.answers.count()
    plan.locator("button.row").first.focus()
    window.page.keyboard.press("Enter")
    step = window.answered(before)
    expect(step.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "1")
    expect(step.get_by_role("note").first).to_contain_text("Be careful with the paint")
    step.get_by_role("checkbox").first.check()
    window.page.keyboard.press("Tab")  # from the checkbox on, the keyboard alone reaches the rest
    expect(step.locator(":focus")).to_be_attached()
    window.picture("desktop-step")

    step.locator("a.source").click()
    expect(window.find(".sheet mark").first).to_be_visible()
    window.picture("desktop-passage")
    window.page.keyboard.press("Escape")
    expect(window.find(".sheet")).to_be_hidden()
    expect(step.locator("a.source")).to_be_focused()

    expect(window.press("Explain this step")).not_to_be_empty()
    second = window.press("Done, next") if window.find(AFTERWARDS).count() else window.say("done")
    expect(second.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "2")
    expect(window.say("cap is off, how hard do i push?")).to_contain_text("Push the blade firmly")
    expect(window.say("it did not work")).to_contain_text("Jump-starting the car")
    everything = window.press("All steps at once")
    expect(everything.get_by_role("link", name=re.compile("Print all steps"))).to_be_visible()
    expect(window.say("it worked, the trunk is open")).to_contain_text("Solved")
    window.picture("desktop-solved")

    _reads_each_once(window)
    _saves(window)
    count = window.answers.count()
    window.reload()
    expect(window.answers).to_have_count(count)
    expect(window.find("[aria-live] p")).to_have_count(0)
    assert window.complaints == []
    assert [call for call in window.calls if not call.startswith((served.address.url, "blob:"))] == []
    context.close()


def _reads_each_once(window: Window) -> None:
    read = window.find("[aria-live=polite] p[data-seq]").evaluate_all(
        "all => all.map(one => one.dataset.seq)"
    )
    assert len(read) == len(set(read)) == window.answers.count()
    assert window.find(".items [aria-live]").count() == 0


def _saves(window: Window) -> None:
    window.page.get_by_role("button", name="More").click()
    with window.page.expect_download() as waiting:
        window.page.get_by_role("button", name="Save the conversation as text").click()
    assert "fob does nothing, trunk stuck" in waiting.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_danger_and_hand_over_on_a_narrow_phone(served: Served, browser: Browser, colours: str) -> None:
    context = browser.new_context(**PHONE, color_scheme=colours)
    window = Window(context.new_page(), served.address.url).visit()
    urgent = window.say("there is a child locked in the trunk of my bmw 328i")
    expect(urgent.get_by_role("link", name=re.compile("Call 911"))).to_have_attribute("href", "tel:911")
    window.picture(f"phone-emergency-{colours}")
    window.press("The danger is over")
    expect(window.say("a person please")).to_contain_text("A person takes over")
    window.picture(f"phone-handoff-{colours}")
    wide = window.page.evaluate("document.documentElement.scrollWidth")
    assert wide == PHONE["viewport"]["width"]  # type: ignore[index]
    assert window.find(".scroll").first.evaluate("one => one.scrollWidth - one.clientWidth") == 0
    assert window.complaints == []
    context.close()
