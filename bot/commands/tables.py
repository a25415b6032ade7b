"""People's own words in a terminal: shown as they are, but never obeyed."""

from __future__ import annotations

from datetime import datetime, timezone

from rich.text import Text


def plain(value: object) -> Text:
    """A table cell; control characters, which could steer the reader's terminal, become "�"."""
    if isinstance(value, float):  # seconds since 1970, as Rasa's events have them
        value = datetime.fromtimestamp(value, tz=timezone.utc)
    if isinstance(value, datetime):
        value = value.astimezone().strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (tuple, list)):
        value = ", ".join(str(entry) for entry in value)
    shown = "" if value is None else str(value)
    return Text("".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in shown))
