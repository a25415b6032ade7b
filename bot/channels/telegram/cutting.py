"""Long texts in pieces, cut where a reader would: between paragraphs, lines, sentences, words."""

from __future__ import annotations

import re
import unicodedata

_BORDERS = (
    re.compile(r"\n{2,}"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…:;])\s+"),
    re.compile(r"\s+"),
)
_JOINED = "\u200d\ufe0e\ufe0f"
_LONGEST_CLUSTER = 32
# A border is taken only if the piece before it fills this share: better a line too many than a piece of three words.
_FILLED = 0.4


def units(text: str) -> int:
    """A text's length as Telegram counts it: in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, room: int, limit: int) -> list[str]:
    """Pieces of a text: the first within `room`, each further one within `limit`; the first may be empty.

    Nothing is lost but the white space at the borders.
    """
    pieces: list[str] = []
    while units(text) > room:
        end = _fitting(text, room)
        border = _border(text, end, may_be_empty=room < limit and not pieces)
        pieces.append(text[:border].rstrip())
        text = text[border:].lstrip()
        room = limit
    return [*pieces, text]


def _fitting(text: str, room: int) -> int:
    """How many characters fit."""
    end = min(len(text), room)
    while units(text[:end]) > room:
        end -= max(1, (units(text[:end]) - room) // 2)
    return end


def _border(text: str, end: int, may_be_empty: bool) -> int:
    for pattern in _BORDERS:
        last = max((m.start() for m in pattern.finditer(text, 0, min(len(text), end + 1))), default=0)
        if last >= end * _FILLED and 0 < last <= end:
            return last
    return 0 if may_be_empty else _between_letters(text, end)


def _between_letters(text: str, end: int) -> int:
    """The last place up to `end` that tears no letter from its accents and no emoji from its other half."""
    for place in range(end, max(0, end - _LONGEST_CLUSTER), -1):
        if not _joins(text[place - 1]) and not _hangs_on(text[place]):
            return place
    return end


def _joins(character: str) -> bool:
    return character == "\u200d"


def _hangs_on(character: str) -> bool:
    return (
        character in _JOINED
        or unicodedata.combining(character) != 0
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
