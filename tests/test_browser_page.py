"""The chat in pages of others, in browsers that keep nothing, and the page to print."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.library.reader import read_library
from tests.browsing import DESKTOP, PICTURES, Window, chromium, needs_chromium
from tests.chatting import ROOT, Server, channel

pytestmark = [needs_chromium, pytest.mark.timeout(120)]
PAGE = """<!doctype html><html lang="en"><title>The shop's own page</title><h1>Our shop</h1>
<script type="module" src="{server}/widget/curbside-chat.js"></script><curbside-chat></curbside-chat>"""
BLOCKED = """for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });"""
LIBRARY = read_library(ROOT / "data" / "documents")[0]
PROCEDURES = [section.id for section in LIBRARY.sections if section.steps]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for this module."""
    with chromium() as running:
        yield running


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def _page_of_its_own(folder: Path) -> Iterator[str]:
    """A web server that serves a folder: the shop's, with an origin of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str, str]]:
    """The assistant, a page that may use it, and the same page at an address that may not."""
    folder = tmp_path_factory.mktemp("shop")
    with _page_of_its_own(folder) as allowed, _page_of_its_own(folder) as refused:
        with Server(channel(tmp_path_factory.mktemp("site"), origins=[allowed])) as server:
            page = PAGE.format(server=f"http://127.0.0.1:{server.port}")
            (folder / "index.html").write_text(page, encoding="utf-8")
            yield server, allowed, refused


def test_a_page_of_an_allowed_origin_has_the_whole_chat(
    browser: Browser, shop: tuple[Server, str, str]
) -> None:
    server, allowed, _ = shop
    context = browser.new_context(**DESKTOP)
    window = Window(context.new_page(), allowed).visit()
    expect(window.say("from the shop's page")).to_contain_text("you said")
    window.press("Coupe")
    window.reload()
    expect(window.answers).to_have_count(2)
    assert [message.text for message in server.agent.seen][-2:] == ["from the shop's page", "Coupe"]
    assert {call.split("/")[2] for call in window.calls} <= {
        allowed.split("/")[2],
        f"127.0.0.1:{server.port}",
    }
    assert window.complaints == []
    context.close()


def test_a_page_of_another_origin_gets_no_chat_and_no_turn(
    browser: Browser, shop: tuple[Server, str, str]
) -> None:
    server, _, refused = shop
    before, context = len(server.agent.seen), browser.new_context(**DESKTOP)
    page = context.new_page()
    with page.expect_event("requestfailed") as failed:
        page.goto(refused)
    assert failed.value.url.endswith("curbside-chat.js")
    expect(page.locator("h1")).to_have_text("Our shop")  # the page itself is none the worse for it
    expect(page.locator("curbside-chat .stage")).to_have_count(0)
    told = page.evaluate(
        "url => fetch(url, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } })"
        ".then(() => 'let in', () => 'refused')",
        f"http://127.0.0.1:{server.port}/webhooks/web/session",
    )
    assert told == "refused"
    assert len(server.agent.seen) == before
    context.close()


def test_where_nothing_may_be_kept_the_chat_lasts_as_long_as_the_page(
    browser: Browser, shop: tuple[Server, str, str]
) -> None:
    server, _, _ = shop
    context = browser.new_context(**DESKTOP)
    context.add_init_script(BLOCKED)
    window = Window(context.new_page(), f"http://127.0.0.1:{server.port}").visit()
    expect(window.say("nothing is kept")).to_contain_text("nothing is kept")
    expect(window.say("and again")).to_contain_text("and again")
    expect(window.answers).to_have_count(2)
    window.reload()
    expect(window.answers).to_have_count(0)
    assert window.complaints == []
    context.close()


@pytest.mark.parametrize("section", PROCEDURES)
def test_a_whole_procedure_is_printed_on_one_page(
    browser: Browser, shop: tuple[Server, str, str], section: str
) -> None:
    server, _, _ = shop
    context = browser.new_context(**DESKTOP)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/webhooks/web/procedure?section={section}")
    page.emulate_media(media="print")
    for picture in page.locator("img").all():
        assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
        assert picture.get_attribute("alt")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"print-{section.split('/')[1]}.png", full_page=True)
    printed = page.pdf(path=PICTURES / f"print-{section.split('/')[1]}.pdf", format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    context.close()


def test_what_is_printed_begins_with_needs_and_warnings(
    browser: Browser, shop: tuple[Server, str, str]
) -> None:
    server, _, _ = shop
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/webhooks/web/procedure?section={PROCEDURES[0]}")
    text = page.locator("main").inner_text()
    told = ("metal key blade", "Be careful with the paint", "All steps", "Lift the trunk lid")
    order = [text.index(words) for words in told]
    assert order == sorted(order)
    expect(page.locator("ol")).to_have_count(5)
    page.close()
