"""What only the web chat has, with the trained assistant: sources that open, the demo page. The rest: test_contract*."""

from __future__ import annotations

from bot.channels.web.files import file_of
from bot.channels.web.site import demo_of
from tests.chatting import ROOT, WEB, Browser, Site
from tests.serving import Served
from tests.situations import BMW_DEAD, NEXT


def _web(served: Served) -> Browser:
    return Site(served.address.port).newcomer()


def test_a_step_is_taken_by_button_and_its_source_opens(served: Served) -> None:
    web = _web(served)
    web.say(BMW_DEAD)
    step = web.say(NEXT)[-1]
    buttons = {button["title"]: button["id"] for button in step["buttons"]}
    assert web.press(buttons["Done, next"])[-1]["custom"]["step"] == 2
    source = step["custom"]["source"]
    lines = ",".join(f"{first}-{last}" for first, last in source["lines"])
    query = f"document={source['document']}&section={source['section']}&lines={lines}"
    answer = web.site.request("GET", f"{WEB}/passage?{query}", None, {"Accept": "application/json"})
    served_lines = [line for line in answer.json["lines"] if line["served"]]
    assert served_lines
    assert all(line["text"] in step["text"] for line in served_lines)


def test_the_demo_stands_at_the_root(served: Served) -> None:
    answer = Site(served.address.port).request("GET", "/")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/html")


def test_the_demo_bears_the_shops_name_and_invents_none() -> None:
    page = file_of((ROOT / "bot/widget/dist/index.html").read_bytes(), "text/html")
    named = demo_of(page, 'Tom & "Sons"').content.decode()
    assert '<curbside-chat title="Tom &amp; &quot;Sons&quot;" open>' in named
    assert '&lt;curbside-chat title="Tom &amp;amp; &amp;quot;Sons&amp;quot;" accent=' in named
    nameless = demo_of(page, "").content.decode()
    assert "<curbside-chat open>" in nameless
    assert "&lt;curbside-chat accent=" in nameless
    for content in (named, nameless):
        assert "data-title" not in content
        assert "Hillside" not in content
