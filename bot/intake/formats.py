"""Which reader reads which file, and how large a file may be."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from bot.intake.blocks import Source
from bot.intake.errors import Refused

MB = 1 << 20
TEXT_LIMIT, PACKED_LIMIT = 16 * MB, 64 * MB
ENDINGS = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx", ".pdf": "pdf", ".md": "markdown",
    ".markdown": "markdown", ".txt": "text", ".text": "text",
}  # fmt: skip
LIMITS = {
    "html": TEXT_LIMIT,
    "markdown": TEXT_LIMIT,
    "text": TEXT_LIMIT,
    "docx": PACKED_LIMIT,
    "pdf": PACKED_LIMIT,
}
OLE, ZIP, PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF-"
KNOWN = "save it as HTML, PDF, DOCX, Markdown or text"


def format_of(path: Path) -> str:
    """The format that a file's ending names, empty for any other."""
    return ENDINGS.get(path.suffix.lower(), "")


def read_bytes(path: Path) -> bytes:
    """A file's bytes; raises Refused where it is no file, cannot be read or is too large."""
    limit = LIMITS[format_of(path)]
    try:
        if not path.is_file():
            raise Refused("this is no regular file", "name a file or a folder")
        size = path.stat().st_size
        if size > limit:
            what = f"the file has {size / MB:.0f} MB, more than {limit // MB} MB"
            raise Refused(what, "save it without pictures, or part it")
        return path.read_bytes()
    except OSError as error:
        raise Refused(
            f"the file cannot be read: {error.strerror or error}", "check the path and the file's permissions"
        ) from error


def read_source(data: bytes, kind: str) -> Source:
    """The blocks of a file's bytes; raises Refused."""
    if not data:
        raise Refused("the file is empty", "save it again with its text")
    if data.startswith(OLE):
        raise Refused("the file is encrypted, or in Word's old format", "save it as DOCX without a password")
    if kind != "pdf" and data[:1024].lstrip().startswith(PDF):
        raise Refused("the file is a PDF with another ending", "rename it to .pdf")
    if kind != "docx" and data.startswith(ZIP):
        raise Refused(
            "the file is packed (ZIP, or DOCX with another ending)", "unpack it, or rename it to .docx"
        )
    reader: Callable[[bytes], Source] = getattr(import_module(f"bot.intake.{kind}"), f"read_{kind}")
    return reader(data)
