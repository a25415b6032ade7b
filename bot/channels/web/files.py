"""Files that browsers fetch: by plain name from one folder, with their type, an ETag, and nothing else beside."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    content: bytes
    type: str
    etag: str


class Folder:
    """The files of one folder; those below it, hidden ones and other types are not there."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet; the folder may come later."""
        self._path = path
        self._kept: dict[str, tuple[tuple[int, int], File]] = {}

    def file(self, name: str) -> File | None:
        """A file by its name, None where there is none that may be sent."""
        path = self._path / name
        kind = TYPES.get(path.suffix)
        if kind is None or not _NAME.fullmatch(name):
            return None
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            kept = self._kept.get(name)
            if kept and kept[0] == stamp:
                return kept[1]
            if status.st_size > MOST_BYTES or not path.resolve().is_relative_to(self._path.resolve()):
                return None
            content = path.read_bytes()
        except OSError:
            return None
        file = file_of(content, kind)
        self._kept[name] = (stamp, file)
        return file


def file_of(content: bytes, kind: str) -> File:
    """A file of this content, whose tag changes with it."""
    return File(content, kind, f'"{hashlib.sha256(content).hexdigest()[:32]}"')
