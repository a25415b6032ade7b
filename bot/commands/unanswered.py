"""`curbside unanswered`: what people asked and no document answers."""

from __future__ import annotations

import json
from dataclasses import asdict

import click


@click.command()
@click.option(
    "--reason",
    default="",
    help="Only these: unclear, not-covered, or one of its kinds (not-covered:vehicle …).",
)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
@click.option("--json", "json_", is_flag=True, help="Print JSON for other programs.")
def unanswered(reason: str, limit: int, json_: bool) -> None:
    """List what found no answer, by count."""
    from bot.commands.places import Places
    from bot.desk.store import Store
    from bot.desk.unanswered import list_unanswered

    found = list_unanswered(Store.from_environment(Places.find().root), reason)[:limit]
    if json_:
        rows = [{**asdict(row), "last": row.last.isoformat()} for row in found]
        return click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    from rich.console import Console
    from rich.table import Table

    from bot.commands.tables import plain

    table = Table("Times", "Senders", "Reason", "Last", "Message")
    for row in found:
        table.add_row(*map(plain, (row.count, row.senders, row.reason, row.last, row.text)))
    Console().print(table if found else "Nothing was left unanswered.")
