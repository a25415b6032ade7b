"""Ids from names: small letters, digits and hyphens."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

LONGEST = 100


def slug(text: str) -> str:
    """The text as an id, empty where it holds no letter or digit of the alphabet."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def document_id(path: Path) -> str:
    """The id of the document that a file becomes: its name without the ending; one of signs alone is counted out."""
    name = slug(path.stem)
    if len(name) > LONGEST or not name:
        mark = hashlib.sha256(path.stem.encode("utf-8", "surrogateescape")).hexdigest()[:8]
        name = f"{name[:LONGEST].strip('-')}-{mark}" if name else f"guide-{mark}"
    return name
