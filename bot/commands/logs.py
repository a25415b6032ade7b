"""What a child's log says for people: its last lines, its warnings, and the reason of a failure."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

LAST_LINES = 15
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PROGRESS_BAR = re.compile(r"\d(it|s)/(it|s)\b|\?it/s|\d+%\|")
_ERROR = re.compile(r"(\w+\.)*\w*(Error|Exception|Invalid\w*|NotFound)\b.*:|.* (ERROR|CRITICAL) ")


def last_lines(log: Path, count: int = LAST_LINES) -> str:
    """The end of a log, without blank lines, colours and progress bars."""
    return "\n".join(_lines(log)[-count:])


def reason(log: Path) -> str:
    """A log from its last error on, else its last lines."""
    lines = _lines(log)
    last = max((number for number, line in enumerate(lines) if _ERROR.match(line)), default=None)
    return last_lines(log) if last is None else "\n".join(lines[last : last + LAST_LINES])


def warnings(log: Path) -> list[str]:
    """The texts of Python's user warnings, each once."""
    texts = (line.partition("UserWarning: ")[2].strip() for line in _lines(log))
    return list(dict.fromkeys(text for text in texts if text))


def _lines(log: Path) -> list[str]:
    with suppress(OSError):
        text = _COLOUR.sub("", log.read_text(encoding="utf-8", errors="replace"))
        return [line for line in text.splitlines() if line.strip() and not _PROGRESS_BAR.search(line)]
    return []
