"""Word files: mammoth makes HTML of them, which is read as a web page is; nothing outside of the file is opened."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from bot.intake.blocks import Source
from bot.intake.errors import Refused

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='caption'] => figcaption:fresh
"""
MOST_ENTRIES, MOST_BYTES, MOST_TEXT, MOST_RATIO = 5000, 256 << 20, 32 << 20, 200  # of the unpacked file
BODY = "word/document.xml"
BROKEN = "open it in Word and save it again as DOCX"


def read_docx(data: bytes) -> Source:
    """The blocks of a Word file; raises Refused."""
    check_package(data)
    import mammoth

    from bot.intake.html import blocks_of

    pictures: list[Any] = []

    def leave_out(picture: Any) -> list[Any]:
        pictures.append(picture)
        return []

    try:
        result = mammoth.convert_to_html(io.BytesIO(data), style_map=STYLES, convert_image=leave_out)
    except (MemoryError, RecursionError, TimeoutError):
        raise
    except Exception as error:  # mammoth lets through whatever its parts raise
        raise Refused(f"the Word file is broken ({type(error).__name__})", BROKEN) from error
    if not result.value.strip():
        raise Refused("the Word file holds no text", "if it is a scan, have its text recognised first")
    source = blocks_of(f"<html><body>{_a_block_a_line(result.value)}</body></html>")
    for number in range(1, len(pictures) + 1):
        source.leave_out(f"picture {number}", "pictures are not taken in", "the Word file")
    return source


def check_package(data: bytes) -> None:
    """Raises Refused where the file is no Word file, or is packed to do harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if BODY not in package.namelist():
                raise Refused("this is no Word file", BROKEN)
            _check_sizes(entries)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")) and _declares(package, entry):
                    raise Refused("the Word file declares entities, which Word never does", BROKEN)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise Refused("the Word file is broken", BROKEN) from error
    except RuntimeError as error:
        raise Refused("the Word file is encrypted", "save it without a password") from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    text = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if len(entries) > MOST_ENTRIES or unpacked > MOST_BYTES or text > MOST_TEXT:
        raise Refused(f"the Word file unpacks to {unpacked >> 20} MB", "save it without pictures, or part it")
    if unpacked > 8 << 20 and unpacked / packed > MOST_RATIO:
        raise Refused(f"the Word file unpacks to {unpacked / packed:.0f} times its size", BROKEN)


def _declares(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    with package.open(entry) as file:
        return b"<!DOCTYPE" in file.read(2048) or b"<!ENTITY" in file.read(2048)


def _a_block_a_line(html: str) -> str:
    """Line breaks behind block elements, so that a place in the source is the number of its paragraph."""
    return re.sub(r"(</(?:p|h[1-6]|li|tr)>)", r"\1\n", html)
