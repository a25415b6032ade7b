"""The figures of `make evaluate` as a table for the README."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HEAD = "| | right | of | share | wanted | |\n|---|---:|---:|---:|---:|---|"
ROWS = (
    ("messages right", "messages", "wanted"),
    ("dialogues wholly right", "dialogues", "wanted"),
    ("facts surfaced by their question", "facts", "wanted"),
    ("out of scope answered with a procedure", "out_of_scope_served", "allowed"),
    ("words served stand at the lines named", "words_where_named", None),
)


def markdown(report: Mapping[str, Any]) -> str:
    """The table of a report."""
    lines = [_row(name, report[key], limit) for name, key, limit in ROWS if report[key]["count"]]
    foreign = report["other_vehicle_served"]
    lines.append(f"| another vehicle's section served | {foreign} | | | never | {_sign(not foreign)} |")
    threshold = report["out_of_scope"]["threshold"]
    how = (
        f"The threshold below which a message counts as not understood is {threshold:g}. "
        "`make evaluate` repeats it and prints every mistake with its reason."
    )
    return "\n".join([HEAD, *lines, "", how])


def _row(name: str, share: Mapping[str, Any], limit: str | None) -> str:
    wanted = share[limit] if limit else 1.0
    met = share["share"] <= wanted if limit == "allowed" else share["share"] >= wanted
    sign = "≤" if limit == "allowed" else "≥"
    shown = f"{sign} {wanted:.0%}" if limit else "all"
    return f"| {name} | {share['right']} | {share['count']} | {share['share']:.1%} | {shown} | {_sign(met)} |"


def _sign(met: bool) -> str:
    return "✓" if met else "✗"
