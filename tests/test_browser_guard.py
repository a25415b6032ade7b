"""The chat as an element of a page: for everybody, in all colours, and whatever the words are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browsing import DESKTOP, PHONE, Window, chromium, needs_chromium, show_history, with_token
from tests.chatting import Server, channel
from tests.gallery import INJECTIONS, Event, event, every_kind, said

pytestmark = [needs_chromium, pytest.mark.timeout(120)]
FOREIGN = "script, iframe, object, embed, form:not(.composer), style, link, video, audio, base, meta, h1, slot, marquee"
PASSAGE = {
    "title": "BMW 328i", "heading": "Manual release",
    "lines": [{"number": 41, "text": "Find the slot.", "role": "text", "step": 1, "served": True}],
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for this module."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose Rasa echoes."""
    folder: Path = tmp_path_factory.mktemp("site")
    with Server(channel(folder)) as running:
        yield running


def _shown(context: BrowserContext, site: Server, events: list[Event]) -> Window:
    """A window on a conversation of these events."""
    url = f"http://127.0.0.1:{site.port}"
    with_token(context, url, "t")
    window = Window(context.new_page(), url)
    show_history(window.page, events)
    return window.visit()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_axe_finds_nothing(browser: Browser, site: Server, screen: str, colours: str) -> None:
    form: dict[str, Any] = DESKTOP if screen == "desktop" else PHONE
    context = browser.new_context(**form, color_scheme=colours)
    window = _shown(context, site, every_kind())
    window.page.route("**/passage?*", lambda route: route.fulfill(json=PASSAGE))
    expect(window.answers).to_have_count(12)
    window.find("summary").click()
    assert window.faults() == []
    window.picture(f"{screen}-{colours}-end")
    window.find("a.source").first.click()
    expect(window.find(".sheet mark")).to_be_visible()
    assert window.faults() == []
    window.page.keyboard.press("Escape")
    window.find("[aria-label=More]").click()
    assert window.faults() == []
    window.page.keyboard.press("Escape")
    window.page.keyboard.press("Escape")
    expect(window.find(".panel")).to_be_hidden()
    assert window.faults() == []
    assert window.complaints == []
    context.close()


def test_any_accent_stays_readable(browser: Browser, site: Server) -> None:
    context = browser.new_context(**DESKTOP)
    window = _shown(context, site, every_kind())
    host = window.page.locator("curbside-chat")
    for accent in ("#ffe14d", "#0a0a0a", "orange", "no colour; } * { display: none"):
        for theme in ("light", "dark"):
            host.evaluate(
                "(one, [a, t]) => (one.setAttribute('accent', a), one.setAttribute('theme', t))",
                [accent, theme],
            )
            assert window.faults() == [], (accent, theme)
    context.close()


def test_attributes_are_heeded_live(browser: Browser, site: Server) -> None:
    context = browser.new_context(**DESKTOP)
    window = _shown(context, site, every_kind())
    host = window.page.locator("curbside-chat")

    def put(name: str, value: str) -> None:
        host.evaluate("(one, [name, value]) => one.setAttribute(name, value)", [name, value])

    put("title", "Another <b>shop</b>")
    expect(window.find("h2").first).to_have_text("Another <b>shop</b>")
    put("greeting", "Good evening")
    expect(window.find(".greeting")).to_contain_text("Good evening")
    put("lang", "de")
    expect(window.field).to_have_attribute("placeholder", "Nachricht schreiben")
    expect(window.answers).to_have_count(12)
    put("position", "bottom-left")
    box = window.find(".panel").bounding_box()
    assert box is not None
    assert box["x"] < 100
    context.close()


def _until_still(window: Window) -> None:
    """Waits until the chat has drawn its last button: one that goes away under the focus takes it along."""
    counts: list[int] = []
    while len(counts) < 10 or len(set(counts[-10:])) > 1:
        counts.append(window.find("button").count())
        window.page.wait_for_timeout(100)
        assert len(counts) < 200, counts


def _focused(window: Window) -> str:
    """What has the focus, settled for at most a second; the page's body where nothing has."""
    name = str(window.page.evaluate("document.activeElement.localName"))
    for _ in range(10):
        if name == "curbside-chat":
            break
        window.page.wait_for_timeout(100)
        name = str(window.page.evaluate("document.activeElement.localName"))
    return name


def test_the_keyboard_stays_inside_on_a_phone(browser: Browser, site: Server) -> None:
    context = browser.new_context(**PHONE)
    window = _shown(context, site, every_kind())
    expect(window.answers).to_have_count(12)  # a card that comes in takes the buttons of the one before away
    _until_still(window)
    window.field.focus()
    had = []
    for _ in range(60):
        window.page.keyboard.press("Tab")
        had.append(_focused(window))
    # A button that is taken away while it has the focus leaves it to nothing; the next Tab is inside again.
    assert set(had) <= {"curbside-chat", "body"}
    assert had.count("body") <= 2
    assert ("body", "body") not in pairwise(had)
    context.close()


def test_nothing_moves_for_those_who_wish_so(browser: Browser, site: Server) -> None:
    context = browser.new_context(**DESKTOP, reduced_motion="reduce")
    window = _shown(context, site, every_kind())
    moving = window.find("*").evaluate_all(
        "all => all.filter(one => getComputedStyle(one).animationName !== 'none'"
        " || parseFloat(getComputedStyle(one).transitionDuration) > 0).length"
    )
    assert moving == 0
    context.close()


def test_words_stay_words_from_the_person_and_back(browser: Browser, site: Server) -> None:
    assert len(INJECTIONS) >= 60
    person = site.newcomer()
    for text in INJECTIONS:
        person.say(text)
    url = f"http://127.0.0.1:{site.port}"
    context = browser.new_context(**DESKTOP)
    with_token(context, url, person.token)
    window = Window(context.new_page(), url).visit()
    expect(window.own).to_have_count(len(INJECTIONS))
    words = [text.lstrip("/") for text in INJECTIONS]  # the guard takes the slash of a command away
    assert window.own.locator(".say").all_inner_texts() == words
    expect(window.say(INJECTIONS[2])).to_contain_text(INJECTIONS[2])
    _is_clean(window, url)
    context.close()


def test_words_stay_words_in_every_part_of_a_card(browser: Browser, site: Server) -> None:
    roles = (
        "head",
        "needs",
        "warning",
        "words",
        "note",
        "gap",
        "list",
        "skipped",
        "cite",
        "question",
        "contact",
        "say",
    )
    events = [said(1, "hello")]
    for number, text in enumerate(INJECTIONS, 2):
        source = {"document": text, "title": text, "section": text, "lines": [[1, 2]]}
        custom = {"section": text, "step": 1, "steps": 3, "source": source, "ticket": text}
        kind = ("step", "handoff", "emergency", text)[number % 4]
        image = {"src": ("javascript:alert(1)", "https://evil.example/p.png", text)[number % 3], "alt": text}
        parts = [(role, text) for role in (*roles, text)]
        events.append(event(number, kind, *parts, buttons=text.replace("|", ""), custom=custom, image=image))
    context = browser.new_context(**DESKTOP)
    window = _shown(context, site, events)
    expect(window.answers).to_have_count(len(INJECTIONS))
    for role in (".head", ".warn, .urgent", ".tip", ".question", ".contact li", ".say"):
        assert window.find(role).count() >= len(INJECTIONS) - 20, role
    _is_clean(window, f"http://127.0.0.1:{site.port}")
    context.close()


def _is_clean(window: Window, url: str) -> None:
    assert window.find(".items").locator(FOREIGN).count() == 0
    targets = window.find("a, img").evaluate_all("all => all.map(one => one.href || one.src)")
    assert [one for one in targets if not one.startswith((f"{url}/", "tel:"))] == []
    assert [call for call in window.calls if not call.startswith((f"{url}/", "blob:"))] == []
    assert window.complaints == []
