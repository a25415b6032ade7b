"""A draft as Markdown of the documents' own format; nothing in a source's words is taken for Markdown."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from bot.intake.draft import Draft, DraftSection, Said
from bot.library.body import PREFIX, SUBHEADINGS
from bot.library.errors import did_you_mean
from bot.library.head import escaped
from bot.library.model import Vehicle

MARKS = re.compile(r"[\\*_`\[\]]")
BEGINS = re.compile(r"[-+#>|<!=~•]")
NUMBER = re.compile(r"(\d{1,4})([.)])")
WARNING = "Warning: "


@dataclass
class Written:
    """A draft's Markdown, and where each recognised thing stands in it."""

    lines: list[str] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The file's text."""
        return "\n".join(self.lines) + "\n"

    def put(self, text: str = "") -> int:
        """Adds a line; returns its 1-based number."""
        self.lines.append(text)
        return len(self.lines)

    def take(self, what: str, where: str, line: int, **more: Any) -> None:
        """Notes what was recognised and where."""
        self.taken.append({"what": what, **more, "where": where, "line": line})


def write(draft: Draft) -> Written:
    """The Markdown of a draft."""
    written = Written()
    _front(draft, written)
    for section in draft.sections:
        _section(section, written)
    return written


def _front(draft: Draft, written: Written) -> None:
    written.put("---")
    written.put(f"id: {draft.id}")
    written.take("title", draft.title_where, written.put(f"title: {quoted(draft.title)}"), text=draft.title)
    line = len(written.lines) + 1
    for text in _vehicle(draft.vehicle):
        written.put(text)
    if draft.vehicle.name or draft.vehicle.make:
        written.take("vehicle", draft.vehicle_where, line, text=draft.vehicle.name or draft.vehicle.make)
    written.put(f"source: {quoted(draft.source)}")
    written.put("---")
    written.put(f"# {escape(draft.title)}")


def _vehicle(vehicle: Vehicle) -> list[str]:
    if not vehicle.make and not vehicle.name:
        return ["vehicle: any"]
    lists = (("models", vehicle.models), ("bodies", vehicle.bodies), ("names", vehicle.names))
    first, last = vehicle.years
    lines = [f"  make: {quoted(vehicle.make)}"] if vehicle.make else []
    lines += [f"  {key}: [{', '.join(map(quoted, values))}]" for key, values in lists if values]
    if vehicle.chassis:
        lines.append(f"  chassis: [{', '.join(map(quoted, vehicle.chassis))}]")
    if first or last:
        years = f"{first}" if first == last else f"{first or ''}-{last or ''}"
        lines.append(f"  years: {years}")
    return ["vehicle:", *lines, f"  name: {quoted(vehicle.name)}"] if vehicle.name else ["vehicle:", *lines]


def _section(section: DraftSection, written: Written) -> None:
    written.put()
    line = written.put(f"## {escape(section.title)} {{#{section.name}}}")
    written.take("section", section.where, line, section=section.name, kind=section.kind, text=section.title)
    written.put(f"kind: {section.kind}")
    for key, values, separator in (
        ("called", section.called, ", "),
        ("asks", section.asks, " · "),
        ("tools", section.tools, " ; "),
    ):
        if values:
            written.put(f"{key}: {separator.join(escaped(value, key) for value in values)}")
    _body(section, written)


def _body(section: DraftSection, written: Written) -> None:
    heading, number = "", 0
    for passage in section.passages:
        wanted = passage.heading or ("Steps" if passage.step and not number else heading)
        if wanted != heading or passage.step is None or not number:
            written.put()
        if wanted != heading:
            _heading(wanted, written, bool(passage.step))
        heading = wanted
        if passage.step is None:
            for line in passage.lines:
                is_tool = section.kind == "tools" and line.text in section.tools
                what = "tool" if is_tool else "warning" if line.warns else "text"
                _line(line, "- " if what == "tool" else "", "", written, what, section=section.name)
            continue
        number += 1
        for index, line in enumerate(passage.step.lines):
            first = f"{number}. " if index == 0 else "   "
            what = "warning" if line.warns else "step"
            _line(line, first, "   ", written, what, section=section.name, n=number)


def _heading(text: str, written: Written, steps: bool) -> None:
    """A heading within a section; one that means something else in our format stands as a line of text."""
    bare = text.lower().rstrip(":")
    ours = (bare == "steps" and steps) or bare == "good to know"
    if not bare or (not ours and (bare in SUBHEADINGS or did_you_mean(bare, SUBHEADINGS))):
        written.put(f"{escape(text, begins=True)}")
        written.put()
    else:
        written.put(f"### {escape(text)}")


def _line(line: Said, before: str, indent: str, written: Written, what: str, **more: Any) -> None:
    number = written.put(before + escape(line.text, begins=True))
    if line.warns and not (line.text.startswith(WARNING) and len(line.text) > len(WARNING)):
        written.put(f"{indent}<!-- warning -->")
    written.take(what, line.where, number, text=line.text, **more)


def escape(text: str, begins: bool = False) -> str:
    """The text with a backslash before what would be Markdown; `begins` that it stands at the beginning of a line."""
    text = MARKS.sub(r"\\\g<0>", text)
    if not begins:
        text = text.replace("{#", "\\{#")
        return f"\\{text}" if BEGINS.match(text) else text
    if text.startswith(WARNING) and text != WARNING:
        return text
    if found := PREFIX.match(text):
        sign = found.end() - len(found[0]) + len(found[0].rstrip()) - 1
        text = f"{text[:sign]}\\{text[sign:]}"
    text = NUMBER.sub(r"\1\\\2", text, count=1) if NUMBER.match(text) else text
    return f"\\{text}" if BEGINS.match(text) else text


def quoted(text: str) -> str:
    """A value of the front matter in double quotes, which mean the same in YAML as in JSON."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
