"""Takes from a message what is not words: mentions, links, emoji, codes, dictated punctuation."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence

from bot.language.words import parted

SLACK_LINK = re.compile(r"<(?:https?://|mailto:|tel:)[^<>|\s]*(?:\|([^<>]*))?>")
SLACK_CHANNEL = re.compile(r"<#\w+(?:\|([^<>]*))?>")
MENTION = re.compile(r"<[@!][^<>]{0,80}>|(?<![\w.])@\w+")
LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
CODE = re.compile(r":([a-zA-Z0-9_+\-]*[a-zA-Z_]{2}[a-zA-Z0-9_+\-]*|[+-]1)(?:::skin-tone-\d)?:")
JOINERS = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\u00ad]"
)
STYLE = re.compile(r"[*_~`]+")
REPEATED = re.compile(r"([!?.,;:\-])\1+")
SPACE = re.compile(r"\s+")

MARKS = {
    ("period",): ".",
    ("full", "stop"): ".",
    ("comma",): ",",
    ("question", "mark"): "?",
    ("exclamation", "mark"): "!",
    ("exclamation", "point"): "!",
    ("new", "line"): "",
    ("new", "paragraph"): "",
}
NAMED = frozenset("a an the this that my your his her our their any some no every one big".split())
PERIODS = NAMED | frozenset(
    "long short time trial warranty waiting grace certain extended cold rest cooling free notice of per"
    " same".split()
)
AFTER_PERIOD = frozenset("of pain pains cramps drama style piece property".split())


def without_markup(text: str, emoji: Mapping[str, str], codes: Mapping[str, str]) -> str:
    """The message with emoji and :codes: as words, without mentions, links, tags and control characters."""
    if "&" in text:
        text = html.unescape(text)
    text = SLACK_LINK.sub(lambda match: f" {match[1] or ''} ", text)
    text = SLACK_CHANNEL.sub(lambda match: f" {match[1] or ''} ", text)
    text = TAG.sub(" ", LINK.sub(" ", MENTION.sub(" ", text)))
    text = CODE.sub(lambda match: _code_words(match[1], codes), text)
    text = STYLE.sub(" ", text)
    if not text.isascii():
        text = "".join(_letter(letter, emoji) for letter in JOINERS.sub("", text))
    return tidy(text)


def tidy(text: str) -> str:
    """Single spaces, no control characters, no mark written more than once in a row."""
    text = SPACE.sub(" ", "".join(letter if letter.isprintable() else " " for letter in text))
    return REPEATED.sub(r"\1", text).strip()


def with_marks(text: str) -> str:
    """Dictated "period", "comma", "question mark" as the marks, where they are not meant as words."""
    if not any(words[0] in text for words in MARKS):
        return text
    words, gaps = parted(text)
    out, index = [gaps[0]], 0
    while index < len(words):
        length, mark = _dictated(words, index)
        if length and mark is not None:
            out[-1] = out[-1].rstrip() + mark
        else:
            length = 1
            out.append(words[index])
        index += length
        out.append(gaps[index])
    return "".join(out)


def _dictated(words: Sequence[str], index: int) -> tuple[int, str | None]:
    if index == 0:
        return 0, None
    for phrase, mark in MARKS.items():
        end = index + len(phrase)
        if tuple(words[index:end]) == phrase:
            blocked = PERIODS if phrase == ("period",) else NAMED
            following = words[end] if end < len(words) else ""
            if words[index - 1] in blocked or (phrase == ("period",) and following in AFTER_PERIOD):
                return 0, None
            return len(phrase), mark
    return 0, None


def _code_words(code: str, codes: Mapping[str, str]) -> str:
    words = codes.get(code.lower())
    return f" {words if words is not None else code.replace('_', ' ').replace('-', ' ')} "


def _letter(letter: str, emoji: Mapping[str, str]) -> str:
    if letter.isascii():
        return letter
    words = emoji.get(letter)
    if words is not None:
        return f" {words} "
    return " " if unicodedata.category(letter) in ("So", "Sk", "Cn", "Co", "Cs") else letter
