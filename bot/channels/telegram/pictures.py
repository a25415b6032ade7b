"""Pictures that Telegram has already: each is uploaded once, then shown by the id that Telegram gave it."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

_MOST_REMEMBERED = 500


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
