"""Whether the words of a turn stand at the document lines that its `source` names, and at no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE_KEYS = ("document", "title", "section", "file", "lines")

LinesOf = Callable[[str], Sequence[str]]

_MARKS = (
    (re.compile(r"^\s*(?:\d{1,4}[.)]|[-*+•]|#+)\s+"), ""),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w\\])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"`([^`]*)`"), r"\1"),
    (re.compile(r"\\([^\w\s])"), r"\1"),
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@lru_cache(maxsize=64)
def lines_of(file: str) -> tuple[str, ...]:
    """The lines of a file of the project; raises OSError, and ValueError for one outside of it."""
    path = (ROOT / file).resolve()
    if not path.is_relative_to(ROOT):
        raise ValueError(f"{file} is outside of the project")
    return tuple(path.read_text(encoding="utf-8").splitlines())


def stripped(line: str) -> str:
    """A line without Markdown and doubled blanks."""
    for pattern, replacement in _MARKS:
        line = pattern.sub(replacement, line)
    return " ".join(line.split())


def sentences(line: str) -> list[str]:
    """The sentences of a line, without Markdown."""
    return [part for part in _SENTENCE_END.split(stripped(line)) if part]


def source_faults(source: Any, text: str, lines_of: LinesOf = lines_of) -> list[str]:
    """What is wrong with a `source` for its turn's text; nothing when all words stand where it says."""
    if not isinstance(source, Mapping) or any(not source.get(key) for key in SOURCE_KEYS):
        return [f"source lacks one of {', '.join(SOURCE_KEYS)}: {source!r}"]
    try:
        content = lines_of(source["file"])
    except (OSError, ValueError) as error:
        return [f"source names a file that cannot be read: {error}"]
    numbers, faults = _numbers(source["lines"], len(content))
    return faults + _not_served(numbers, content, text) + _not_named(numbers, content, text)


def _numbers(ranges: Any, last: int) -> tuple[set[int], list[str]]:
    numbers: set[int] = set()
    faults = []
    for pair in ranges if isinstance(ranges, Sequence) and not isinstance(ranges, str) else [ranges]:
        whole = isinstance(pair, Sequence) and len(pair) == 2 and all(type(end) is int for end in pair)
        if whole and 1 <= pair[0] <= pair[1] <= last:
            numbers.update(range(pair[0], pair[1] + 1))
        else:
            faults.append(f"{pair!r} is no range of lines 1 to {last}")
    return numbers, faults


def _not_served(numbers: set[int], content: Sequence[str], text: str) -> list[str]:
    spoken = " ".join(text.split())
    return [
        f"line {number} is named, but the turn does not say {sentence!r}"
        for number in sorted(numbers)
        for sentence in sentences(content[number - 1])
        if sentence not in spoken
    ]


def _not_named(numbers: set[int], content: Sequence[str], text: str) -> list[str]:
    """Lines of the body that are served all the same; headings may be."""
    named = {stripped(content[number - 1]) for number in numbers}
    unnamed = {stripped(line): number for number, line in _body(content) if number not in numbers}
    spoken = {" ".join(line.split()) for line in text.splitlines()}
    return [
        f"line {unnamed[line]} is served, but not named: {line!r}"
        for line in sorted(spoken & set(unnamed) - named)
    ]


def _body(content: Sequence[str]) -> Iterator[tuple[int, str]]:
    fences = [number for number, line in enumerate(content, 1) if line.strip() == "---"]
    first = fences[1] + 1 if len(fences) > 1 and fences[0] == 1 else 1
    for number, line in enumerate(content[first - 1 :], first):
        if line.strip() and not line.startswith("#"):
            yield number, line
