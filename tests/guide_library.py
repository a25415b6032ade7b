"""A library for tests: the shop's own documents and forty invented guides, brought in as a shop does it."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main
from bot.library.place import Place

ROOT = Path(__file__).resolve().parents[1]
GUIDES = ROOT / "tests" / "guides"


def build(folder: Path, held_back: str) -> Place:
    """Takes all guides in and publishes them, but for one that stays a draft."""
    place = Place.of(folder)
    shutil.copytree(ROOT / "data" / "documents", place.documents)
    curbside("intake", str(GUIDES / "library"), "--library", str(folder))
    drafts = sorted(path.stem for path in place.drafts.glob("*.md"))
    assert held_back in drafts
    publish(place, *(name for name in drafts if name != held_back))
    return place


def publish(place: Place, *documents: str) -> None:
    """Puts drafts live."""
    curbside("publish", "--yes", *documents, "--library", str(place.kept))


def curbside(*words: str) -> None:
    """Runs a command; fails where it does."""
    result = CliRunner().invoke(main, list(words), catch_exceptions=False)
    assert result.exit_code == 0, f"{words[0]}: {result.output}"
