"""What is generated stands in the README between two markers: `<!-- name -->` and `<!-- /name -->`."""

from __future__ import annotations

from pathlib import Path

from benchmarks.errors import MeasuringProblem


def rewrite(readme: Path, name: str, content: str) -> None:
    """Puts content between the README's markers; raises MeasuringProblem where they are missing."""
    text = readme.read_text(encoding="utf-8")
    readme.write_text(rewritten(text, name, content, readme.name), encoding="utf-8")


def rewritten(text: str, name: str, content: str, shown: str = "README.md") -> str:
    """A text with the content between its markers."""
    opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, opened, rest = text.partition(f"{opening}\n")
    _, closed, after = rest.partition(f"{closing}\n")
    if not opened or not closed:
        raise MeasuringProblem(f"{shown} has no place for the table: add the lines {opening} and {closing}")
    return f"{before}{opening}\n{content.strip()}\n{closing}\n{after}"
