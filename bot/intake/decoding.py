"""Bytes to text: the encoding that the file names or that its bytes can only be."""

from __future__ import annotations

import codecs
import re

from bot.intake.errors import Refused

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
LOOKED_AT = 4096  # bytes at the head, where a declaration stands


def decode(data: bytes, declares: bool = False) -> tuple[str, str]:
    """The text, and a finding where its encoding had to be guessed; raises Refused where it is no text.

    `declares` says that the format may name its encoding at the head, as HTML does.
    """
    text, finding = _decoded(data, declares)
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise Refused("the file is empty", "save it again with its text")
    controls = len(CONTROLS.findall(text[:100_000]))
    if controls > len(text[:100_000]) // 100:
        raise Refused("the file holds no text but other data", "save it as text, HTML, Markdown, DOCX or PDF")
    return text, finding


def _decoded(data: bytes, declares: bool) -> tuple[str, str]:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), ""
    if wide := _wide(data):
        return data.decode(wide, errors="replace"), f"the text is in {wide.upper()}; save it as UTF-8"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _old(data, declares)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    head = data[:LOOKED_AT]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[start::2]
        if (
            len(half) > 8
            and half.count(0) > 0.7 * len(half)
            and head[1 - start :: 2].count(0) < 0.1 * len(half)
        ):
            return encoding
    return ""


def _old(data: bytes, declares: bool) -> tuple[str, str]:
    found = DECLARED.search(data[:LOOKED_AT]) if declares else None
    for encoding in ([found[1].decode("ascii")] if found else []) + ["cp1252", "latin-1"]:
        try:
            if codecs.lookup(encoding).name != "utf-8":
                text = data.decode(encoding)
                break
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return text, f"the text is not in UTF-8; it was read as {encoding}: look at its accents and signs"
