"""PDF: lines by their characters; headings by the size of their letters; furniture by what every page repeats."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.intake.blocks import Source, clean
from bot.intake.errors import Refused
from bot.intake.pdf_lines import blocks_of

MOST_PAGES = 300
MARGIN = 0.09  # of the page's height: where running heads and feet stand


@dataclass(frozen=True)
class TextLine:
    """A printed line: its words, its letters' size in points, whether they are bold, and its place on the page."""

    text: str
    size: float
    bold: bool
    left: float
    right: float
    top: float
    page: int
    number: int  # within the page

    @property
    def where(self) -> str:
        """The place in words."""
        return f"page {self.page}, line {self.number}"


def read_pdf(data: bytes) -> Source:
    """The blocks of a PDF; raises Refused."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    source = Source()
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            source.title = clean(str((pdf.metadata or {}).get("Title") or ""))
            lines = _lines(pdf, source)
    except (Refused, MemoryError, RecursionError, TimeoutError):
        raise
    except Exception as error:  # pdfminer lets through whatever broken files make it raise
        causes = (error, *error.args, error.__cause__, error.__context__)
        if any(isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)) for cause in causes):
            raise Refused("the PDF is encrypted", "save it without a password") from error
        raise Refused(
            f"the PDF is broken ({type(error).__name__})", "open it and print it to a new PDF"
        ) from error
    if not lines:
        raise Refused(
            "the PDF holds no text: it is a scan or pictures", "have its text recognised (OCR) first"
        )
    source.blocks = blocks_of(_without_running(lines, source))
    return source


def _lines(pdf: Any, source: Source) -> list[tuple[TextLine, float]]:
    """All lines with the height of their page."""
    found: list[tuple[TextLine, float]] = []
    if len(pdf.pages) > MOST_PAGES:
        raise Refused(f"the PDF has {len(pdf.pages)} pages, more than {MOST_PAGES}", "part it into guides")
    for number, page in enumerate(pdf.pages, 1):
        if page.images:
            source.leave_out(f"{len(page.images)} pictures", "pictures are not taken in", f"page {number}")
        found += [(line, float(page.height)) for line in _page_lines(page, number)]
        page.close()
    return found


def _page_lines(page: Any, number: int) -> Iterator[TextLine]:
    lines = page.dedupe_chars().extract_text_lines(return_chars=True, strip=True)
    for count, line in enumerate(lines, 1):
        chars = [char for char in line["chars"] if char["text"].strip()]
        if not chars or not clean(line["text"]):
            continue
        size = Counter(round(float(char["size"]) * 2) / 2 for char in chars).most_common(1)[0][0]
        bold = sum("bold" in char["fontname"].lower() for char in chars) > 0.6 * len(chars)
        yield TextLine(
            clean(line["text"]),
            size,
            bold,
            float(line["x0"]),
            float(line["x1"]),
            float(line["top"]),
            number,
            count,
        )


def _without_running(lines: Sequence[tuple[TextLine, float]], source: Source) -> list[TextLine]:
    """The lines without heads and feet that pages repeat, and without page numbers."""
    pages = len({line.page for line, _ in lines})
    edge = [line for line, height in lines if not MARGIN * height < line.top < (1 - MARGIN) * height]
    repeated = Counter(_shape(line.text) for line in edge)
    last = {line.page: line for line, _ in lines}
    outer = [*last.values(), *{line.page: line for line, _ in reversed(lines)}.values()]
    kept = []
    for line, height in lines:
        shape = _shape(line.text)
        running = line in edge and (
            (
                pages > 1
                and repeated[shape] >= max(2, 0.5 * pages)
                and (line.page > 1 or line.top > 0.5 * height)
            )
            or (line in outer and re.fullmatch(r"(page )?#( ?(of|/) ?#)?|- ?# ?-", shape))
            or (pages > 2 and repeated[shape] >= 0.8 * pages)
        )
        if running:
            source.leave_out(line.text, "the head or foot of a page", line.where)
        else:
            kept.append(line)
    return kept


def _shape(text: str) -> str:
    """The text with its figures made equal."""
    return re.sub(r"\d+", "#", text.lower()).strip()
