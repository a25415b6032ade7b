"""Markdown files, read by markdown-it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.intake.blocks import HEADING, ITEM, PARAGRAPH, Block, Source, clean
from bot.intake.decoding import decode

FRONT = re.compile(r"\A---\s*\n(?P<front>.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(data: bytes) -> Source:
    """The blocks of a Markdown file; raises Refused."""
    text, finding = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(findings=[finding] if finding else [])
    front = FRONT.match(text)
    if front:
        source.leave_out(front["front"], "the file's front matter", "line 1")
        title = re.search(r"^title:\s*[\"']?(.+?)[\"']?\s*$", front["front"], re.MULTILINE)
        source.title = title[1] if title else ""
        text = "\n" * front[0].count("\n") + text[front.end() :]
    reader = MarkdownIt("commonmark").enable("table")
    _Tokens(source).read(reader.parse(text))
    return source


class _Tokens:
    """Goes through markdown-it's tokens and keeps the lists that are open."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._lists: list[int | None] = []  # the next number of each open list, None for bullets
        self._begun: list[bool] = []
        self._fresh = False  # whether the next paragraph is an item's first
        self._rank = 0
        self._row: list[str] | None = None
        self._line = 1

    def read(self, tokens: Sequence[Token]) -> None:
        """Takes in all tokens."""
        for token in tokens:
            if token.map:
                self._line = token.map[0] + 1
            self._take(token)

    def _take(self, token: Token) -> None:
        kind = token.type
        if kind in ("heading_open", "heading_close"):
            self._rank = int(token.tag[1]) if kind == "heading_open" else 0
        elif kind.endswith(("_list_open", "_list_close")):
            self._list(kind, token)
        elif kind == "list_item_open":
            self._fresh = True
            if token.info.isdigit() and len(token.info) < 5:
                self._lists[-1] = int(token.info)
        elif kind in ("tr_open", "tr_close"):
            self._table_row(kind == "tr_open")
        else:
            self._text(kind, token)

    def _text(self, kind: str, token: Token) -> None:
        if kind == "inline":
            self._inline(token)
        elif kind in ("fence", "code_block"):
            self._put(token.content)
        elif kind == "html_block":
            self._html(token.content)

    def _list(self, kind: str, token: Token) -> None:
        if kind.endswith("_close"):
            self._lists.pop()
            self._begun.pop()
            return
        start = token.attrGet("start")
        self._lists.append(int(1 if start is None else start) if kind.startswith("ordered") else None)
        self._begun.append(False)

    def _inline(self, token: Token) -> None:
        text = self._words(token.children or [])
        if self._row is not None:
            self._row.append(clean(text))
        elif self._rank:
            self.source.blocks.append(Block(HEADING, text, f"line {self._line}", level=self._rank))
        else:
            bold = _all_bold(token.children or []) and not self._lists and len(text) <= 80
            if bold and not text.rstrip().endswith((".", "!", ",")):
                self.source.blocks.append(Block(HEADING, text, f"line {self._line}", level=5))
            else:
                self._put(text)

    def _put(self, text: str) -> None:
        where = f"line {self._line}"
        depth = len(self._lists)
        if not clean(text):
            return
        if not self._lists or not self._fresh:
            self.source.blocks.append(Block(PARAGRAPH, text, where, level=depth))
            return
        number = self._lists[-1]
        self.source.blocks.append(Block(ITEM, text, where, depth, number, not self._begun[-1]))
        self._fresh, self._begun[-1] = False, True
        self._lists[-1] = None if number is None else number + 1

    def _table_row(self, opens: bool) -> None:
        if opens:
            self._row = []
            return
        cells, self._row = self._row or [], None
        if any(cells):
            text = ": ".join(cells) if len(cells) == 2 else ", ".join(filter(None, cells))
            self.source.blocks.append(Block(ITEM, text, f"line {self._line}", 1, None))

    def _html(self, text: str) -> None:
        from bot.intake.html import blocks_of

        inner = blocks_of(f"<html><body>{text}</body></html>") if TAG.search(text) else Source()
        self.source.blocks += inner.blocks
        self.source.left_out += inner.left_out

    def _words(self, tokens: Sequence[Token]) -> str:
        """The words of a line; a picture's are its caption and go."""
        words = []
        for token in tokens:
            if token.type in ("text", "code_inline"):
                words.append(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                words.append("\n")
            elif token.type == "image":
                self.source.leave_out(
                    token.content or str(token.attrGet("src")), "a picture", f"line {self._line}"
                )
            elif token.type == "html_inline":
                words.append(" " if BREAK.fullmatch(token.content) else "")
        return "".join(words)


def _all_bold(tokens: Sequence[Token]) -> bool:
    inner = [token for token in tokens if token.type != "text" or token.content.strip()]
    return (
        len(inner) >= 3
        and inner[0].type == "strong_open"
        and inner[-1].type == "strong_close"
        and sum(token.type == "strong_open" for token in inner) == 1
    )
