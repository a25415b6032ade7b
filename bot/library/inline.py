"""Markdown within a line: taken away, but for signs that a backslash keeps."""

from __future__ import annotations

import re
import string

BULLET = re.compile(r"^\s*[-*+•]\s+")
MARKED = re.compile(r"[*_`\[\\]")
MARKDOWN = (
    (re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)([^*_]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"`([^`]*)`"), r"\1"),
)
SIGNS = string.punctuation + "•"  # what a backslash keeps from being Markdown
ESCAPED = re.compile(rf"\\([{re.escape(SIGNS)}])")
SHOWN = {0xE000 + index: sign for index, sign in enumerate(SIGNS)}  # private characters hide them till then


def plain(text: str) -> str:
    """Return a line's text without Markdown and without doubled blanks."""
    return without_markdown(text).translate(SHOWN)


def without_markdown(text: str) -> str:
    """Return the text with private characters where a backslash kept a sign from being Markdown."""
    text = BULLET.sub("", text, count=1)
    if not MARKED.search(text):
        return " ".join(text.split())
    text = ESCAPED.sub(lambda match: chr(0xE000 + SIGNS.index(match[1])), text)
    for pattern, replacement in MARKDOWN:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())
