"""Pictures of steps: found beside the documents, uploaded once, then shown by the id that Telegram gave them."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from pathlib import Path, PurePosixPath

_MOST_REMEMBERED = 500
_SHOWN = (".png", ".jpg", ".jpeg")


def find(image: str | None, root: Path) -> Path | str | None:
    """A card's picture as something to send: a file of the project, or an address; None where there is none.

    A drawing for the web (.svg) is shown by the .png of the same name beside it.
    """
    if not image:
        return None
    if image.startswith("https://"):
        return image
    path = PurePosixPath(image)
    if path.is_absolute() or ".." in path.parts:
        return None
    if path.suffix == ".svg":
        path = path.with_suffix(".png")
    file = root / path
    return file if path.suffix in _SHOWN and file.is_file() else None


class FileIds:
    """Which ids Telegram gave to which contents."""

    def __init__(self) -> None:
        """Knows none."""
        self._ids: OrderedDict[str, str] = OrderedDict()

    def get(self, content: bytes) -> str | None:
        """The id under which a content is at Telegram already."""
        return self._ids.get(_hash(content))

    def keep(self, content: bytes, file_id: str) -> None:
        """Remembers an id."""
        self._ids[_hash(content)] = file_id
        if len(self._ids) > _MOST_REMEMBERED:
            self._ids.popitem(last=False)

    def drop(self, content: bytes) -> None:
        """Forgets an id that Telegram does not know any more."""
        self._ids.pop(_hash(content), None)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
