"""What a person wrote in Slack as plain words, and plain words as Slack wants them: its markup never means anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_MARKUP = re.compile(r"<([^<>]*)>")
_EMOJI = re.compile(r"(?<!\w):(?P<name>[a-z0-9_+'-]*[a-z+-][a-z0-9_+'-]*):(?::skin-tone-[2-6]:)?(?!\w)")
# *bold*, _italic_, ~struck~ and `code` lose their marks, but snake_case and 2*3*4 keep theirs.
_MARKS = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)([^\n]*?\S)\1(?![\w*_~`])")
_FENCE = "```"
_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
_MOST_NODES = 2_000


def escaped(text: str) -> str:
    """Plain words in Slack's form: nothing in them is a mention, a link or a command."""
    for plain, entity in _ESCAPES:
        text = text.replace(plain, entity)
    return text


def unescaped(text: str) -> str:
    """The plain words behind Slack's three entities."""
    for plain, entity in reversed(_ESCAPES):
        text = text.replace(entity, plain)
    return text


def plain_words(text: str, bot: str | None = None, emoji: Mapping[str, str] | None = None) -> str:
    """What a person wrote, without Slack's markup and without the bot's own name.

    `emoji` gives characters by short code; other codes become words.
    """
    known = emoji or {}
    text = _MARKUP.sub(lambda match: _shown(match[1], bot), text.replace(_FENCE, " "))
    text = _EMOJI.sub(lambda match: known.get(match["name"], _as_words(match["name"])), text)
    return unescaped(_MARKS.sub(r"\2", text)).strip()


def mentions(text: str) -> list[str]:
    """The ids of the people whom a text names, in its order."""
    return [match[1].partition("|")[0][1:] for match in _MARKUP.finditer(text) if match[1].startswith("@")]


def starts_with_mention(text: str) -> str | None:
    """The id of the person whom a text begins with."""
    match = _MARKUP.match(text.lstrip())
    return match[1].partition("|")[0][1:] if match and match[1].startswith("@") else None


def emoji_of(blocks: Any) -> dict[str, str]:
    """The characters of the emoji in a message's rich text, by their short codes."""
    found = {}
    for node in _nodes(blocks):
        if node.get("type") == "emoji" and isinstance(node.get("name"), str):
            character = _characters(node.get("unicode"))
            if character:
                found[node["name"]] = character
    return found


def _shown(markup: str, bot: str | None) -> str:
    """How Slack shows what stands between angle brackets."""
    target, _, label = markup.partition("|")
    if target.startswith("@"):
        return "" if target[1:] == bot else "@" + (label.removeprefix("@") or target[1:])
    if target.startswith("#"):
        return "#" + (label or target[1:])
    if target.startswith("!"):
        name = target[1:].partition("^")[0]
        return label or f"@{name}"
    return label or target.removeprefix("mailto:").removeprefix("tel:")


def _as_words(code: str) -> str:
    return code.replace("_", " ").strip("-") if code not in ("+1", "-1") else code


def _characters(code_points: Any) -> str:
    """The characters of "1f44d-1f3fd"; nothing where they are none."""
    try:
        return "".join(chr(int(point, 16)) for point in str(code_points or "").split("-") if point)
    except (ValueError, OverflowError):
        return ""


def _nodes(blocks: Any) -> Iterator[Mapping[str, Any]]:
    """All objects of a nested structure, as far as a real message can be nested."""
    pending, seen = [blocks], 0
    while pending and seen < _MOST_NODES:
        node = pending.pop()
        seen += 1
        if isinstance(node, Mapping):
            yield node
            pending.append(node.get("elements"))
        elif isinstance(node, list):
            pending.extend(node)
