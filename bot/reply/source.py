"""Where the served words stand: document, section, file and line ranges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.library.model import Library, Line


def line_ranges(lines: Iterable[Line]) -> list[list[int]]:
    """Line numbers (1-based) as inclusive ranges, neighbours joined."""
    ranges: list[list[int]] = []
    for number in sorted({line.number for line in lines}):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges


def source(library: Library, section: str, lines: Iterable[Line]) -> dict[str, Any]:
    """The contract's `source` object for lines of a section."""
    found = library.section(section)
    document = library.document(found.document)
    return {
        "document": document.id,
        "title": document.title,
        "section": section,
        "file": document.file,
        "lines": line_ranges(lines),
    }
