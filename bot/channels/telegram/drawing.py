"""Cards as Telegram shows them: HTML, warnings standing out, one button a row, long texts in several messages."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.channels.output import CardButton, ChannelCard
from bot.channels.telegram.cutting import cut, units
from bot.reply import Part

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
CHOSEN = "✓ "
# How each role is set; a role that is not here is plain.
_TAGS = {"head": "b", "warning": "b", "gap": "b", "cite": "i", "note": "i", "skipped": "i"}
_MARKS = {"warning": "⚠️ ", "needs": "🧰 "}


# A stretch of text: the gap before it, its role, its words.
_Span = tuple[str, str, str]


@dataclass(frozen=True)
class Drawn:
    """One message: its text as HTML and as plain text, its buttons, and the picture that it is the caption of."""

    html: str
    plain: str
    buttons: tuple[CardButton, ...] = ()
    image: str | None = None


def draw(card: ChannelCard, with_image: bool) -> list[Drawn]:
    """The messages of a card, buttons on the last; `with_image` says whether its picture can be shown.

    The picture has the text as its caption where that fits, else it comes before the text.
    """
    spans = _spans(card)
    image = card.image if with_image else None
    if image and sum(units(gap) + units(text) for gap, _, text in spans) <= CAPTION_LIMIT:
        return [replace(_set(spans), buttons=card.buttons, image=image)]
    messages = [_set(message) for message in _messages(spans)]
    if messages:
        messages[-1] = replace(messages[-1], buttons=card.buttons)
    return [Drawn("", "", image=image), *messages] if image else messages


def _spans(card: ChannelCard) -> list[_Span]:
    """The card's parts with what stands between them."""
    spans: list[_Span] = []
    at = 0
    for part in card.drawn:
        start = card.text.find(part.text, at)
        gap = card.text[at:start] if start >= 0 else "\n\n"
        at = max(at, start + len(part.text))
        if part.text.strip():
            spans.append((gap if spans else "", part.role, _MARKS.get(part.role, "") + part.text.strip()))
    return spans


def _messages(spans: Sequence[_Span]) -> Iterator[list[_Span]]:
    """The spans in messages that are not too long."""
    message: list[_Span] = []
    for gap, role, text in spans:
        used = sum(units(before) + units(shown) for before, _, shown in message)
        first, *further = cut(text, max(0, MESSAGE_LIMIT - used - units(gap)), MESSAGE_LIMIT)
        if first:
            message.append((gap if message else "", role, first))
        for piece in further:
            if message:
                yield message
            message = [("", role, piece)]
    if message:
        yield message


def _set(spans: Sequence[_Span]) -> Drawn:
    return Drawn(
        "".join(gap + _tagged(Part(role, text)) for gap, role, text in spans),
        "".join(gap + text for gap, _, text in spans),
    )


def _tagged(part: Part) -> str:
    words = html.escape(part.text, quote=False)
    tag = _TAGS.get(part.role)
    return f"<{tag}>{words}</{tag}>" if tag else words
