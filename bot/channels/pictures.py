"""A card's picture as a chat service takes it: a file beside the shop's documents, or an address."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

DOCUMENTS = "CURBSIDE_DOCUMENTS"
DEFAULT_DOCUMENTS = "data/documents"
_SHOWN = (".png", ".jpg", ".jpeg", ".gif")


def documents_folder() -> str:
    """The folder of the shop's documents, which pictures are named from; the action server reads the same."""
    return os.environ.get(DOCUMENTS, DEFAULT_DOCUMENTS)


def find(image: str | None, root: Path) -> Path | str | None:
    """A card's picture as something to send: a file below `root`, or an address; None where there is none.

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
