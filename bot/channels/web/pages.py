"""The chat's pages for people: everything that they show is escaped, and all words between are the domain's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from bot.channels.web.events import Event
from bot.channels.web.passages import Passage, PassageLine
from bot.reply import Phrases

STYLE = "/webhooks/web/page.css"
# Everything that the pages say themselves.
PHRASES = (
    "utter_web_demo_title", "utter_web_demo_missing",
    "utter_web_page_source", "utter_web_page_needs", "utter_web_page_warnings", "utter_web_page_steps",
    "utter_web_page_missing", "utter_web_transcript_person", "utter_web_transcript_shop",
    "utter_web_transcript_title",
)  # fmt: skip
SPEAKERS = {"person": "utter_web_transcript_person", "shop": "utter_web_transcript_shop"}


class Pages:
    """Draws pages in the words of the domain."""

    def __init__(self, phrases: Phrases) -> None:
        """Takes the words; raises MissingPhrase where one is missing."""
        self._phrases = phrases
        for name in PHRASES:
            phrases.text(name, title="", file="")

    def no_demo(self) -> str:
        """Instead of the demo page, where the bundle that holds it is missing."""
        title = self._say("utter_web_demo_title")
        return _page(title, f'<h1>{title}</h1><p class="warning">{self._say("utter_web_demo_missing")}</p>')

    def passage(self, passage: Passage) -> str:
        """A section as it stands in its document, the lines that were served marked."""
        blocks = "".join(_block(block) for block in passage.blocks)
        return self._document(passage, blocks)

    def procedure(self, passage: Passage) -> str:
        """A procedure to print: needs and warnings first, then all that the section says."""
        parts = [
            self._part("utter_web_page_needs", passage.needs),
            self._part("utter_web_page_warnings", passage.warnings),
            f"<h2>{self._say('utter_web_page_steps')}</h2>" if passage.steps else "",
            *(_block(block) for block in passage.blocks if block[0] not in passage.needs),
        ]
        return self._document(passage, "".join(parts))

    def missing(self) -> str:
        """That there is no such passage."""
        words = self._say("utter_web_page_missing")
        return _page(words, f"<p>{words}</p>")

    def transcript(self, events: Iterable[Event]) -> str:
        """A conversation as plain text, with times of the shop's own clock."""
        entries = [self._phrases.text("utter_web_transcript_title")]
        for event in events:
            at = datetime.fromtimestamp(event["at"]).astimezone().strftime("%Y-%m-%d %H:%M:%S %z")
            who = self._phrases.text(SPEAKERS[event["from"]])
            titles = "".join(f"\n  [{button['title']}]" for button in event["buttons"])
            entries.append(f"{at}  {who}:\n{event['text']}{titles}")
        return "\n\n".join(entries) + "\n"

    def _document(self, passage: Passage, content: str) -> str:
        cite = self._say("utter_web_page_source", title=passage.source, file=passage.file)
        heading = f'<p class="title">{escape(passage.title)}</p><h1>{escape(passage.heading)}</h1>'
        return _page(escape(passage.heading), f"{heading}{content}<footer><p>{cite}</p></footer>")

    def _part(self, name: str, lines: Sequence[PassageLine]) -> str:
        if not lines:
            return ""
        entries = "".join(f"<li{_role(line)}>{_words(line)}</li>" for line in lines)
        return f"<h2>{self._say(name)}</h2><ul>{entries}</ul>"

    def _say(self, name: str, **fields: str) -> str:
        return escape(self._phrases.text(name, **fields))


def _block(block: Sequence[PassageLine]) -> str:
    lines = "".join(f"<p{_role(line)}>{_words(line)}</p>{_picture(line)}" for line in block)
    step = block[0].step
    return f'<ol start="{step}"><li>{lines}</li></ol>' if step is not None else f"<div>{lines}</div>"


def _words(line: PassageLine) -> str:
    words = escape(line.text)
    return f'<mark id="line-{line.number}">{words}</mark>' if line.served else words


def _picture(line: PassageLine) -> str:
    if line.image is None:
        return ""
    return f'<img src="{escape(line.image["src"])}" alt="{escape(line.image["alt"])}">'


def _role(line: PassageLine) -> str:
    return "" if line.role == "text" else f' class="{escape(line.role)}"'


def _page(title: str, body: str) -> str:
    """A whole page; what it is given is HTML already."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><link rel="stylesheet" href="{STYLE}"></head><body><main>{body}</main></body></html>'
    )
