"""The head of a section: the `key: value` lines directly below its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.library.errors import Findings, did_you_mean
from bot.library.frontmatter import TRUTH, check_body
from bot.library.model import KINDS, Tool

HEAD_KEYS = (
    "kind",
    "called",
    "topics",
    "asks",
    "tools",
    "optional",
    "cabin",
    "bodies",
    "folding_bodies",
    "wants",
)
SEPARATORS = {"asks": "·", "tools": ";", "optional": ",;|"}  # the other keys: a comma
ESCAPED = re.compile(r"\\([\\;|,·])")  # a separator that belongs to a name, as in `18\" bar \| pipe`
HEAD_LINE = re.compile(r"(?P<key>[A-Za-z_ -]{1,30}):(?:\s+(?P<value>.*))?")

Numbered = tuple[int, str]


class Head:
    """The `key: value` lines directly below a heading."""

    def __init__(self, line: int, bodies: Sequence[str], findings: Findings) -> None:
        self.line = line  # of the heading
        self.vehicle_bodies = bodies
        self.findings = findings
        self.values: dict[str, list[Numbered]] = {}

    def read(self, number: int, text: str) -> None:
        """Take in one head line; only `asks` may stand on several lines."""
        match = HEAD_LINE.fullmatch(text.strip())
        if match is None:
            self.findings.add(
                number,
                "a line in a section's head that is not `key: value`",
                "leave a blank line between the head and the text",
            )
            return
        key, value = match["key"], (match["value"] or "").strip()
        if key not in HEAD_KEYS:
            near = did_you_mean(key, HEAD_KEYS).lstrip("; ")
            cure = near or f"use one of: {', '.join(HEAD_KEYS)}; leave a blank line before the text"
            self.findings.add(number, f"unknown key in a section's head: {key!r}", cure)
        elif not value:
            self.findings.add(number, f"{key!r} has no value", "fill it in or take the line out")
        elif key in self.values and key != "asks":
            self.findings.add(number, f"{key!r} is there twice", "keep one of the two lines")
        else:
            self.values.setdefault(key, []).append((number, value))

    def kind(self) -> str:
        """Return the section's kind; it has to be there."""
        if "kind" not in self.values:
            self.findings.add(
                self.line,
                "a section without a kind",
                "add `kind: procedure` (or another kind) directly below the heading",
            )
        return next(iter(self.chosen("kind", KINDS)), "")

    def listed(self, key: str) -> tuple[str, ...]:
        """Return the entries of a list."""
        return tuple(name for _, name in self._entries(key))

    def chosen(self, key: str, known: Sequence[str]) -> tuple[str, ...]:
        """Return the entries of a list that may hold only known names."""
        entries = self._entries(key)
        for number, name in entries:
            if name not in known:
                self.findings.unknown(number, key, name, known)
        return tuple(name for _, name in entries)

    def bodies(self, key: str) -> tuple[str, ...]:
        """Return body types, each known and had by the vehicle."""
        entries = self._entries(key)
        taken = {name for _, name in self._entries("bodies")} if key == "folding_bodies" else set()
        for number, name in entries:
            check_body(name, number, self.findings, self.vehicle_bodies)
            if name in taken:
                self.findings.add(
                    number, f"body {name!r} is in bodies and in folding_bodies", "keep it in one"
                )
        return tuple(name for _, name in entries)

    def tools(self) -> tuple[Tool, ...]:
        """Return the needed things, each with its substitutes."""
        found = []
        for number, entry in self._entries("tools"):
            names = [unescaped(part) for part in split(entry, "|")]
            if not all(names):
                self.findings.add(
                    number, "an empty name among the tools", "write a name on both sides of each |"
                )
            found.append(Tool(names[0], tuple(names[1:])))
        return tuple(found)

    def cabin(self) -> bool:
        """Return whether the method needs access to the cabin."""
        for number, text in self.values.get("cabin", []):
            if text.lower() not in TRUTH:
                self.findings.add(number, f"cabin {text!r} is neither yes nor no", "write yes or no")
            return TRUTH.get(text.lower(), False)
        return False

    def _entries(self, key: str) -> list[Numbered]:
        """The entries with their lines; those of `tools` keep their escapes, since they are split again."""
        return [
            (number, " ".join(part.split()) if key == "tools" else unescaped(part))
            for number, value in self.values.get(key, [])
            for part in split(value, SEPARATORS.get(key, ","))
            if part.strip()
        ]


def split(text: str, separators: str) -> list[str]:
    """Parts a text at the separators that no backslash stands before."""
    parts, start = [], 0
    for match in re.finditer(r"\\.|" + f"[{re.escape(separators)}]", text):
        if len(match[0]) == 1:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def unescaped(text: str) -> str:
    """A name without the backslashes before its separators and without doubled blanks."""
    return " ".join(ESCAPED.sub(r"\1", text).split())


def escaped(name: str, key: str) -> str:
    """A name as it is written among others of this key, so that nothing in it parts it."""
    separators = ";|" if key == "tools" else SEPARATORS.get(key, ",")
    return re.sub(f"[\\\\{separators}]", r"\\\g<0>", name)
