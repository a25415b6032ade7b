"""One draft on a page: findings, what was recognised beside where it stood, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from bot.commands.tables import plain
from bot.library.reader import shown

if TYPE_CHECKING:
    from rich.console import Console

    from bot.commands.reviewing import Reviewed
    from bot.review import Finding

MOST_CHANGES = 40
COLOURS = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def print_draft(one: Reviewed, console: Console) -> None:
    """Prints a draft for people; nothing of it is obeyed by the terminal."""
    title = one.draft.document.title if one.draft.document else one.draft.name
    console.rule(plain(title), align="left")
    facts = Table.grid(padding=(0, 2))
    facts.add_row("draft", plain(one.draft.path))
    facts.add_row("source", plain(one.draft.origin.get("source") or "not known"))
    facts.add_row("vehicle", plain(one.vehicle or "not known"))
    if one.replaces:
        facts.add_row("replaces", Text("the live document of this id", style="yellow"))
    console.print(facts)
    _print_changes(one, console)
    _print_findings(one, console)
    _print_taken(one, console)
    _print_left_out(one, console)


def _print_changes(one: Reviewed, console: Console) -> None:
    """Prints what a new version changes."""
    changes = one.changes
    if not one.replaces:
        return
    console.print(f"\n[bold]Changes[/bold] ({len(changes)} lines)")
    for line in changes[:MOST_CHANGES]:
        text = plain(line)
        text.stylize("green" if line.startswith("+") else "red")
        console.print(text)
    if len(changes) > MOST_CHANGES:
        console.print(f"  … and {len(changes) - MOST_CHANGES} more", style="dim")


def _print_findings(one: Reviewed, console: Console) -> None:
    console.print(f"\n[bold]Findings[/bold] ({len(one.findings)})")
    for finding in one.findings:
        console.print(_shown(finding, shown(one.draft.path)))
    if not one.findings:
        console.print("  nothing to look at", style="green")


def _shown(finding: Finding, draft: str) -> Table:
    rows = Table.grid(padding=(0, 1))
    rows.add_column(width=8)
    rows.add_column(ratio=1, overflow="fold")
    text = plain(finding.what)
    text.append(f"  [{finding.kind}, {_place(finding, draft)}]", style="dim")
    rows.add_row(Text(finding.severity, style=COLOURS[finding.severity]), text)
    rows.add_row("", plain(f"→ {finding.cure}"))
    return rows


def _place(finding: Finding, draft: str) -> str:
    """Where a finding is: in the draft, or in its source."""
    return (
        f"line {finding.line}"
        if finding.file == draft
        else f"{finding.file.rpartition('/')[2]}:{finding.line}"
    )


def _print_taken(one: Reviewed, console: Console) -> None:
    """What was recognised: where and how the source has it, and what it became."""
    taken = one.noted("taken")
    console.print(f"\n[bold]Recognised[/bold] ({len(taken)})")
    table = Table("", "In the source", "In the draft", box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.columns[0].width = 9
    table.columns[1].ratio = 1
    table.columns[2].width = 22
    lines = one.draft.data.decode("utf-8", "replace").split("\n")
    for entry in taken:
        table.add_row(plain(entry.get("where")), plain(entry.get("text")), plain(_became(entry, lines)))
    console.print(table if taken else "  nothing is noted: the draft was not made by intake")


def _became(entry: Mapping[str, Any], lines: list[str]) -> str:
    """What a piece of the source is in the draft, with its line."""
    what = str(entry.get("what") or "")
    if entry.get("step"):
        what = f"{what} {entry['step']}"
    line = entry.get("line")
    there = isinstance(line, int) and 0 < line <= len(lines)
    return f"{what}, line {line}" if there else what


def _print_left_out(one: Reviewed, console: Console) -> None:
    left = one.noted("left_out")
    console.print(f"\n[bold]Left out[/bold] ({len(left)})")
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    table.add_column(width=9)
    table.add_column(ratio=1)
    table.add_column(width=22)
    for entry in left:
        table.add_row(plain(entry.get("where")), plain(entry.get("text")), plain(entry.get("why")))
    console.print(table if left else "  nothing")
    console.print()
