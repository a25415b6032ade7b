"""Web pages: the page's own structure read with lxml, furniture taken off, trafilatura as the second opinion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import lxml.html
from lxml import etree

from bot.intake.blocks import HEADING, ITEM, PARAGRAPH, UNSEEN, Block, Source, clean
from bot.intake.decoding import decode
from bot.intake.errors import Refused
from bot.intake.html_furniture import WARNING, main_part, remove_furniture
from bot.intake.html_second import ask_trafilatura

INLINE = set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
SENTENCE_END = re.compile(r"[.!;,]$")
BREAK = "\x1e"  # stands for <br> while text is gathered
MARKED = re.compile(r"(?:\d{1,3}[.)]|step \d{1,3}\s*[:.)-]|[•·▪‣*–-]|[A-Z][\w ]{2,30}:)\s+\S", re.IGNORECASE)
DEEPEST = 200  # elements inside one another; deeper pages are made to break readers


def read_html(data: bytes) -> Source:
    """The blocks of a page; raises Refused."""
    text, finding = decode(data, declares=True)
    source = blocks_of(text, ask=True)
    if finding:
        source.findings.append(finding)
    return source


def blocks_of(text: str, ask: bool = False) -> Source:
    """The blocks of HTML text; `ask` a second opinion on what belongs to it, as for pages from the web."""
    root = _parsed(text)
    source = Source(title=clean(root.findtext(".//title") or ""))
    remove_furniture(root, source)
    walker = _Walker(source)
    part = main_part(root, source)
    walker.walk(part)
    walker.flush()
    if ask and part.tag in ("body", "html"):
        ask_trafilatura(text, source)
    return source


def _parsed(text: str) -> lxml.html.HtmlElement:
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", UNSEEN.sub(" ", text))
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False, no_network=True)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("the page holds no readable HTML", "save the page again from the browser") from error
    if any(True for _ in root.iterfind("/".join("*" * DEEPEST))):
        raise Refused(
            "the page's elements stand too deep in one another", "save the page again from the browser"
        )
    return root


class _Walker:
    """Goes through the elements in their order and gathers the running text between block elements."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._text: list[str] = []
        self._line = 1
        self._lists: list[_List] = []
        self._warns = 0
        self._bold: list[str] = []
        self._named = 0  # how many blocks there were behind the last term of a list of terms

    def walk(self, element: lxml.html.HtmlElement) -> None:
        """Takes in an element and what stands in it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in INLINE or not tag:
            self._inline(element, tag)
        elif tag == "br":
            self._break(element)
        elif tag in HEADINGS:
            self._heading(element, HEADINGS[tag])
        elif tag in ("ul", "ol", "menu"):
            self._list(element, tag)
        elif tag == "table":
            self._table(element)
        else:
            self._block(element, tag)
        self._say(element.tail)

    def flush(self) -> None:
        """Ends the paragraph that is open; lines between breaks that are numbered, marked or labelled stand alone."""
        lines = "".join(self._text).split(BREAK)
        bold = "".join(self._bold)
        for text in _parted([clean(line) for line in lines]):
            self._put(text, clean(bold))
        self._text, self._bold = [], []

    def _put(self, text: str, bold: str) -> None:
        if not text:
            return
        where = f"line {self._line}"
        if self._lists:
            self.source.blocks.append(self._lists[-1].block(text, where, len(self._lists), bool(self._warns)))
        elif text == bold and len(text) <= 80 and not SENTENCE_END.search(text):
            self.source.blocks.append(Block(HEADING, text, where, level=5))
        else:
            self.source.blocks.append(Block(PARAGRAPH, text, where, warns=bool(self._warns)))

    def _say(self, text: str | None) -> None:
        if text:
            self._text.append(text)

    def _open(self, element: lxml.html.HtmlElement) -> None:
        self.flush()
        self._line = element.sourceline or self._line

    def _inline(self, element: lxml.html.HtmlElement, tag: str) -> None:
        if not tag:
            return
        before = len(self._text)
        self._say(element.text)
        for child in element:
            self.walk(child)
        if tag in ("b", "strong"):
            self._bold += self._text[before:]

    def _break(self, element: lxml.html.HtmlElement) -> None:
        """A single break parts words, two part paragraphs."""
        twice = element.getprevious() is not None and element.getprevious().tag == "br"
        if twice and not clean(element.getprevious().tail or "") and not self._lists:
            self._open(element)
        self._text.append(BREAK)

    def _heading(self, element: lxml.html.HtmlElement, rank: int) -> None:
        self._open(element)
        for line_break in element.iter("br"):
            line_break.tail = f" {line_break.tail or ''}"
        text = clean(element.text_content())
        if text and self._lists:
            self._text.append(text)
            self.flush()
        elif text:
            self.source.blocks.append(Block(HEADING, text, f"line {self._line}", level=rank))

    def _block(self, element: lxml.html.HtmlElement, tag: str) -> None:
        warns = bool(WARNING.search(element.get("class") or "")) and tag not in (
            "body",
            "html",
            "main",
            "article",
        )
        self._open(element)
        self._warns += warns
        self._say(element.text)
        for child in element:
            self.walk(child)
        self.flush()
        if tag in ("dt", "dd", "summary") and not self._lists:
            self._term(tag)
        self._warns -= warns

    def _term(self, tag: str) -> None:
        """A question or summary heads what follows it; another term goes before what is said of it, with a colon."""
        blocks = self.source.blocks
        last = blocks[-1] if blocks else None
        if last is None or last.kind != PARAGRAPH:
            return
        if tag == "summary" or (tag == "dt" and last.text.endswith("?")):
            blocks[-1] = Block(HEADING, last.text, last.where, level=5)
        elif tag == "dt":
            self._named = len(blocks)
        elif self._named and self._named == len(blocks) - 1:
            term = blocks.pop(-2)
            blocks[-1] = replace(last, text=f"{term.text.rstrip(' :')}: {last.text}", where=term.where)

    def _list(self, element: lxml.html.HtmlElement, tag: str) -> None:
        self._open(element)
        self._lists.append(_List(tag == "ol", _start(element)))
        self._say(element.text)
        for child in element:
            if child.tag == "li":
                self._item(child)
            else:
                self.walk(child)
        self.flush()
        self._lists.pop()

    def _item(self, element: lxml.html.HtmlElement) -> None:
        self._open(element)
        self._lists[-1].next_item(element.get("value"))
        self._say(element.text)
        for child in element:
            self.walk(child)
        self.flush()
        self._say(element.tail)

    def _table(self, element: lxml.html.HtmlElement) -> None:
        """A row is an item of a list; a table that holds more than cells of text is only a layout."""
        if not _is_plain_table(element):
            return self._block(element, "div")
        self._open(element)
        self._lists.append(_List(False, 1))
        for row in element.iter("tr"):
            cells = [clean(" ".join(cell.itertext())) for cell in row]
            where = f"line {row.sourceline or self._line}"
            if len(cells) > 1 and all(cell.tag == "th" for cell in row):
                self.source.leave_out(", ".join(cells), "a table's head", where)
            elif any(cells):
                self._open(row)
                self._lists[-1].next_item(None)
                self._text.append(": ".join(cells) if len(cells) == 2 else ", ".join(filter(None, cells)))
                self.flush()
        self._lists.pop()


def _is_plain_table(table: lxml.html.HtmlElement) -> bool:
    """Whether a table holds nothing but rows of cells of running text."""
    layers = {"thead", "tbody", "tfoot", "tr", "colgroup", "col", "td", "th", "br", "p"}
    if any(element.tag not in layers and element.tag not in INLINE for element in table.iterdescendants()):
        return False
    frame = [table, *table.iter("thead", "tbody", "tfoot", "tr")]
    loose = any(clean(part.text or "") or any(clean(child.tail or "") for child in part) for part in frame)
    return not loose and all(cell.tag in ("td", "th") for row in table.iter("tr") for cell in row)


def _parted(lines: Sequence[str]) -> list[str]:
    """Lines between breaks: one paragraph, unless they are marked as a list or as labels."""
    marked = sum(bool(MARKED.match(line)) for line in lines)
    if marked < 2 and not (marked and len(lines) == 2):
        return [" ".join(filter(None, lines))]
    parted: list[str] = []
    for line in filter(None, lines):
        if MARKED.match(line) or not parted or not MARKED.match(parted[-1]):
            parted.append(line)
        else:
            parted[-1] = f"{parted[-1]} {line}"
    return parted


class _List:
    """A list while it is walked; the first text of an item makes it, later paragraphs go on with it."""

    def __init__(self, numbered: bool, start: int) -> None:
        self.numbered = numbered
        self.next = start
        self.number = start
        self.begun = True
        self.fresh = False

    def next_item(self, value: str | None) -> None:
        """Goes on to the next item."""
        self.number = int(value) if value and value.strip().isdigit() and len(value) < 5 else self.next
        self.next = self.number + 1
        self.fresh = True

    def block(self, text: str, where: str, depth: int, warns: bool) -> Block:
        """The item, or one more paragraph of it."""
        if not self.fresh:
            return Block(PARAGRAPH, text, where, level=depth, warns=warns)
        self.fresh = False
        first, self.begun = self.begun, False
        return Block(ITEM, text, where, depth, self.number if self.numbered else None, first, warns)


def _start(element: lxml.html.HtmlElement) -> int:
    value = (element.get("start") or "").strip()
    return int(value) if value.isdigit() and len(value) < 5 else 1
