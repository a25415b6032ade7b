"""A real browser for tests: Debian's Chromium driven by Playwright, and one person's window of the web chat in it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
WIDGET = ROOT / "bot" / "widget"
PICTURES = ROOT / "var" / "browser"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DESKTOP = {"viewport": {"width": 1200, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True}
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: apt install chromium")
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a screen; ends with the block, because its event loop would be in others' way."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@lru_cache
def node_modules() -> Path:
    """The widget's build tools, installed if npm is there; skips the test where it is not."""
    modules = WIDGET / "node_modules"
    if not (modules / "axe-core").is_dir():
        if not shutil.which("npm"):
            pytest.skip("the widget's tools are not here: apt install npm, then make widget")
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=WIDGET, check=True, capture_output=True)
    return modules


@dataclass
class Window:
    """A tab with the chat in it; notes what a test must not overlook."""

    page: Page
    url: str
    calls: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listens before the page is there."""
        self.page.on("request", lambda request: self.calls.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.page.on("console", self._note)

    def _note(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def visit(self) -> Window:
        """Loads the demo page and opens the chat."""
        self.page.goto(self.url)
        return self.opened()

    def reload(self) -> Window:
        """Loads the page again."""
        self.page.reload()
        return self.opened()

    def opened(self) -> Window:
        """Opens the chat if it is closed."""
        expect(self.find(".stage")).to_be_attached()
        if not self.find(".panel").is_visible():
            self.find(".launcher").click()
        expect(self.field).to_be_visible()
        return self

    def find(self, css: str) -> Locator:
        """Something inside of the chat."""
        return self.page.locator(f"curbside-chat {css}")

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.find("textarea")

    @property
    def answers(self) -> Locator:
        """What the shop has said."""
        return self.find("li.shop:not(.greeting)")

    @property
    def own(self) -> Locator:
        """What the person has said."""
        return self.find("li.person")

    @property
    def newest(self) -> Locator:
        """The shop's newest card."""
        return self.answers.last

    def say(self, text: str) -> Locator:
        """Types a message and waits for the answer."""
        before = self.answers.count()
        self.field.fill(text)
        self.field.press("Enter")
        return self.answered(before)

    def press(self, title: str) -> Locator:
        """Presses the newest button of that name and waits for the answer."""
        before = self.answers.count()
        self.page.get_by_role("button", name=title, exact=True).last.click()
        return self.answered(before)

    def answered(self, before: int) -> Locator:
        """Waits until there is more than before; the newest card."""
        expect(self.answers.nth(before)).to_be_attached(timeout=20_000)
        expect(self.find(".dots")).to_be_hidden(timeout=20_000)
        return self.newest

    def picture(self, name: str) -> None:
        """Keeps what is on the screen, for people to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(250)  # the window rises for a moment
        self.page.screenshot(path=PICTURES / f"{name}.png")

    def faults(self) -> list[str]:
        """What axe-core finds against WCAG 2.1 AA, with the elements."""
        self.page.wait_for_timeout(250)
        self.page.evaluate((node_modules() / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
        rules = {"runOnly": AA}
        found = self.page.evaluate("rules => axe.run(document, rules).then(found => found.violations)", rules)
        return [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in found
            for node in one["nodes"]
        ]


def show_history(page: Page, events: Sequence[dict[str, Any]]) -> None:
    """Lets a page believe in a conversation that consists of these events."""
    content = json.dumps({"events": list(events), "last": len(events), "more": False})
    page.route("**/webhooks/web/events?after=0", lambda route: route.fulfill(body=content))
    page.route("**/webhooks/web/events?after=*", lambda route: route.fulfill(body=content))
    page.route(
        "**/webhooks/web/stream?*",
        lambda route: route.fulfill(body=":\n\n", content_type="text/event-stream"),
    )
    given = json.dumps({"token": "t", "expires": 4e9, "after": 0})
    page.route("**/webhooks/web/session", lambda route: route.fulfill(body=given))


def with_token(context: BrowserContext, url: str, token: str) -> None:
    """Gives a browser a conversation that was begun elsewhere."""
    key = f"curbside session {url}/"
    kept = json.dumps({"token": token, "expires": 4e9, "chat": "given"})
    context.add_init_script(f"localStorage.setItem({json.dumps(key)}, {json.dumps(kept)})")
