"""The three cars of the tests: the shop's two documents and the invented one."""

from __future__ import annotations

from pathlib import Path

from bot.library import Library, read_document

ROOT = Path(__file__).resolve().parents[1]
BMW, MASERATI, VOLVO = "bmw-328i", "maserati", "volvo-240"
PATHS = [*sorted((ROOT / "data" / "documents").glob("*.md")), ROOT / "tests" / "library" / "volvo-240.md"]
LIBRARY = Library(tuple(read_document(path) for path in PATHS))
