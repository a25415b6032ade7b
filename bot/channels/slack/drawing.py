"""Cards in Block Kit: sections, contexts and rows of buttons, within Slack's limits and without its markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from bot.channels.output import CardButton, ChannelCard
from bot.channels.slack.arrivals import Place
from bot.channels.slack.words import escaped, unescaped

Block = dict[str, Any]

# Slack's limits: https://docs.slack.dev/reference/block-kit/blocks, in characters of the escaped text.
LONGEST_SECTION = 3_000
LONGEST_TITLE = 75
MOST_BLOCKS = 50
MOST_IN_A_ROW = 5
LONGEST_ALT = 2_000
# Slack refuses messages whose blocks are longer in all, and does not say from where on.
LONGEST_MESSAGE = 9_000
_ROOM_FOR_MARKS = 40
_BORDERS = ("\n\n", "\n", ". ", "! ", "? ", ", ", " ")
_SIGNS = {"warning": ":warning: ", "note": ":memo: ", "contact": ":telephone_receiver: "}
_BULLET = "• "
_CHOSEN = ":white_check_mark: "
_CUT = "…"
_MOST_DOTS = 30
CHOICE = "choose"


@dataclass
class Posting:
    """One message: its blocks, and its words for notifications and screen readers."""

    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its words."""
        return "\n\n".join(self.words)

    def has_room(self, more: list[tuple[Block, str]]) -> bool:
        """Whether some blocks more would still be one message."""
        length = sum(map(len, self.words)) + sum(len(words) for _, words in more)
        return len(self.blocks) + len(more) <= MOST_BLOCKS and length <= LONGEST_MESSAGE


def draw(card: ChannelCard, place: Place) -> list[Posting]:
    """A card as messages: one, as long as Slack's limits allow it."""
    postings = [Posting()]
    for block, words in [*_words(card), *_picture(card), *_rows(card.buttons, place)]:
        if not postings[-1].has_room([(block, words)]):
            postings.append(Posting())
        postings[-1].blocks.append(block)
        postings[-1].words += [words] if words else []
    return [posting for posting in postings if posting.blocks]


def chosen(blocks: Iterable[Block], title: str) -> list[Block]:
    """A message's blocks after a press: what was chosen, in the place of the buttons."""
    kept = [_sendable(block) for block in blocks if block.get("type") != "actions"]
    return [*kept[: MOST_BLOCKS - 1], _context(_CHOSEN + _bold(escaped(title)))]


def pieces(text: str, room: int = LONGEST_SECTION) -> list[str]:
    """A text in escaped pieces that each fit, cut where a reader would pause."""
    found = []
    rest = text.strip()
    while rest:
        end = _reach(rest, room)
        end = _border(rest, end) if end < len(rest) else end
        found.append(escaped(rest[:end].strip()))
        rest = rest[end:].strip()
    return found


def _words(card: ChannelCard) -> Iterator[tuple[Block, str]]:
    for role, parts in groupby(card.drawn, key=lambda part: part.role):
        text = "\n".join(part.text for part in parts)
        for piece in pieces(text, LONGEST_SECTION - _ROOM_FOR_MARKS - text.count("\n") * len(_BULLET)):
            yield _drawn(role, piece), piece
        if role == "head" and (dots := _progress(card)):
            yield _context(dots), ""


def _drawn(role: str, piece: str) -> Block:
    if role == "head":
        return _section("\n".join(map(_bold, piece.splitlines()))) if len(piece) < 1_000 else _section(piece)
    if role == "needs":
        return _section("\n".join(_BULLET + line for line in piece.splitlines()))
    if role == "cite":
        return _context(f":book: {piece}")
    if role == "skipped":
        return _context(piece)
    return _section(_SIGNS.get(role, "") + piece)


def _progress(card: ChannelCard) -> str:
    """A dot for each step, full up to the present one."""
    custom = card.custom or {}
    step, steps = custom.get("step"), custom.get("steps")
    if not (isinstance(step, int) and isinstance(steps, int) and 1 <= step <= steps <= _MOST_DOTS):
        return ""
    return "●" * step + "○" * (steps - step)


def _picture(card: ChannelCard) -> Iterator[tuple[Block, str]]:
    """A picture that has an address of its own; files are uploaded beside the message."""
    if card.image and card.image.startswith("https://"):
        alt = unescaped(pieces(alt_text(card), LONGEST_ALT)[0])
        yield {"type": "image", "image_url": card.image, "alt_text": alt}, ""


def alt_text(card: ChannelCard) -> str:
    """What a picture shows, in words: the document's own, else the card's headline or first line."""
    if card.alt.strip():
        return card.alt.strip()
    heads = [part.text for part in card.drawn if part.role == "head"]
    return (heads or card.text.splitlines() or [CHOICE])[0].strip() or CHOICE


def _rows(buttons: tuple[CardButton, ...], place: Place) -> Iterator[tuple[Block, str]]:
    """Buttons in rows of five; titles that have to be cut stand in whole above them."""
    whole = "\n".join(_BULLET + button.title for button in buttons if _is_cut(button.title))
    for piece in pieces(whole):
        yield _section(piece), piece
    for first in range(0, len(buttons), MOST_IN_A_ROW):
        row = [
            {
                "type": "button",
                "action_id": f"{CHOICE}-{number}",
                "text": {"type": "plain_text", "text": _title(button.title), "emoji": False},
                "value": button.payload,
            }
            for number, button in enumerate(buttons[first : first + MOST_IN_A_ROW], first)
        ]
        yield {"type": "actions", "block_id": place.block_id(first), "elements": row}, ""


def _is_cut(title: str) -> bool:
    return _length(escaped(title)) > LONGEST_TITLE


def _title(title: str) -> str:
    if not _is_cut(title):
        return escaped(title)
    return escaped(title[: _reach(title, LONGEST_TITLE - len(_CUT))].rstrip()) + _CUT


def _reach(text: str, room: int) -> int:
    """How many characters of a text fit once they are escaped; at least one."""
    used = 0
    for end, character in enumerate(text):
        used += _length(escaped(character))
        if used > room:
            return max(end, 1)
    return len(text)


def _border(text: str, end: int) -> int:
    """The last good place to cut before `end`, as long as it does not lie too far back."""
    for border in _BORDERS:
        found = text.rfind(border, end // 3, end)
        if found > 0:
            return found + len(border)
    return end


def _length(text: str) -> int:
    """Characters as Slack counts them at the most: UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def _bold(text: str) -> str:
    return f"*{text}*" if text.strip() else text


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _mrkdwn(text: str) -> Block:
    """Text in which Slack looks for no links, names and channels of its own."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _sendable(block: Block) -> Block:
    """A block as Slack gave it back, without what it does not take."""
    if block.get("type") != "image":
        return block
    return {key: block[key] for key in ("type", "block_id", "image_url", "alt_text", "title") if key in block}
