"""How an evaluation is printed: figures, groups, labels, the curve, and every mistake with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks import figures as f
from benchmarks.asking import Asked, Fact
from benchmarks.figures import Figures, Share, group_of, label_of
from benchmarks.reading import Point, Reading
from tests.turns import custom_of, labels_of

Readings = Mapping[str, Reading]


def show_figures(found: Figures, console: Console) -> None:
    """Prints the great figures beside what is wanted."""
    table = Table("", "right", "of", "share", "wanted", title="In all", title_justify="left")
    for name, share, wanted, at_least in (
        ("messages right", found.messages, f.WANTED_MESSAGES, True),
        ("dialogues wholly right", found.dialogues, f.WANTED_DIALOGUES, True),
        ("facts surfaced by their question", found.surfaced, f.WANTED_FACTS, True),
        ("words served stand where named", found.sourced, 1.0, True),
        ("out of scope answered with a procedure", found.out_served, f.WANTED_OUT_SERVED, False),
    ):
        if share.count:
            met = share.share >= wanted if at_least else share.share <= wanted
            sign = "≥" if at_least else "≤"
            table.add_row(
                name, str(share.right), str(share.count), _percent(share, met), f"{sign} {wanted:.0%}"
            )
    colour = "red" if found.foreign else "green"
    table.add_row("another vehicle's section served", f"[{colour}]{found.foreign}[/]", "", "", "never")
    console.print(table)


def show_groups(found: Figures, console: Console) -> None:
    """Prints accuracy by group and by label."""
    for title, shares in (
        ("By group", found.by(lambda asked: group_of(label_of(asked)))),
        ("By label", found.by(label_of)),
    ):
        table = Table("", "right", "of", "share", title=title, title_justify="left")
        for name, share in sorted(shares.items(), key=lambda item: item[1].share):
            table.add_row(
                name, str(share.right), str(share.count), _percent(share, share.share >= f.WANTED_MESSAGES)
            )
        console.print(table)


def show_mistakes(found: Figures, readings: Readings, console: Console) -> None:
    """Prints everything that is wrong: text, expected, got, and why where it can be told."""
    for entry in mistakes(found.asked, readings):
        console.print(f"\n[bold]{escape(entry['text'])}[/bold]", highlight=False)
        details = [
            f"{key}: {entry[key]}" for key in ("expected", "got", "why", "read_as", "replied") if entry[key]
        ]
        console.print(escape("\n".join(f"  {detail}" for detail in details)), highlight=False)
    for played in found.played:
        if not played.verdict.right:
            console.print(f"\n[bold]dialogue {escape(played.verdict.name)}[/bold]", highlight=False)
            for number, verdict in enumerate(played.verdict.turns):
                if not verdict.right:
                    said = played.row["turns"][number]["user"]
                    console.print(escape(f"  {number + 1}. {said}\n     {verdict.reason}"), highlight=False)
    for fact in found.facts:
        if fact.missing or fact.faults:
            console.print(escape(f"\nfact: {fact.row['asks']}\n  {missed_fact(fact)}"), highlight=False)


def show_curve(points: Sequence[Point], chosen: float, console: Console) -> None:
    """Prints what each fallback threshold would do."""
    table = Table("threshold", "recall", "precision", "inside lost", title_justify="left")
    table.title = (
        "Turning away what is outside (NLU alone: an out_ intent leads, or none reaches the threshold)"
    )
    for point in points:
        mark = " ← config.yml" if point.threshold == chosen else ""
        cells = (
            f"{point.threshold:.2f}{mark}",
            *(f"{v:.1%}" for v in (point.recall, point.precision, point.lost)),
        )
        table.add_row(*cells, style="bold" if mark else None)
    console.print(table)


def mistakes(asked: Sequence[Asked], readings: Readings) -> list[dict[str, Any]]:
    """Every message that was answered wrongly, as it stands in the report."""
    return [
        {
            "text": each.row["text"],
            "vehicle": each.row.get("vehicle"),
            "expected": list(each.verdict.expected),
            "got": sorted(labels_of(each.turn)),
            "why": each.verdict.reason,
            "read_as": str(readings.get(each.row["text"], "")),
            "replied": each.replied or "",
        }
        for each in asked
        if not each.verdict.right
    ]


def missed_fact(fact: Fact) -> str:
    """Why a fact was not surfaced."""
    custom = custom_of(fact.turn)
    got = " ".join(
        str(custom[key]) for key in ("kind", "section", "about", "reason", "intent") if custom.get(key)
    )
    lacks = f"lacks {', '.join(repr(pattern) for pattern in fact.missing)}" if fact.missing else ""
    return "; ".join(
        part for part in (f"{fact.row['id']}: {lacks}", f"got {got or 'no answer'}", *fact.faults) if part
    )


def _percent(share: Share, met: bool) -> str:
    return f"[{'green' if met else 'red'}]{share.share:.1%}[/]"
