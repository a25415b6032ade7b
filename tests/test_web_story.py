"""A whole conversation by web chat against the trained assistant: the same turns as on REST."""

from __future__ import annotations

from typing import Any

from tests.chatting import WEB, Browser, Site
from tests.conftest import Newcomer
from tests.serving import Served
from tests.situations import BATTERY_CHECK, BMW_DEAD, FAILED, NEXT, WORKED

SAID = [BMW_DEAD, NEXT, NEXT, BATTERY_CHECK, FAILED, NEXT, WORKED, "thanks"]


def _sections(custom: dict[str, Any]) -> tuple[object, ...]:
    return tuple(custom.get(key) for key in ("kind", "section", "step", "sections", "vehicle", "intent"))


def _web(served: Served) -> Browser:
    return Site(served.address.port).newcomer()


def test_the_web_chat_says_what_rest_says(served: Served, newcomer: Newcomer) -> None:
    web, rest = _web(served), newcomer()
    for text in SAID:
        answer, reply = web.say(text)[-1], rest.say(text)
        assert _sections(answer["custom"]) == _sections(dict(reply.custom)), text
        assert answer["text"] == reply.text, text
        assert [button["title"] for button in answer["buttons"]] == list(reply.buttons)


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
