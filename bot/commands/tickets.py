"""`curbside tickets`: what waits for a person of the shop."""

from __future__ import annotations

import getpass
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.desk.store import Store
    from bot.desk.tickets import Ticket

as_json = click.option("--json", "json_", is_flag=True, help="Print JSON for other programs.")
number_argument = click.argument("number", type=int)


@click.group()
def tickets() -> None:
    """List, show, take and close tickets."""


@tickets.command("list")
@click.option("--all", "all_", is_flag=True, help="Closed tickets too.")
@as_json
def list_(all_: bool, json_: bool) -> None:
    """List the tickets that are not closed, oldest first."""
    from bot.desk.tickets import OPEN, TAKEN, list_tickets

    found = list_tickets(_store(), *(() if all_ else (OPEN, TAKEN)))
    if json_:
        return _print_json([_plain(ticket) for ticket in found])
    from rich.console import Console
    from rich.table import Table

    from bot.commands.tables import plain

    table = Table("Ticket", "Opened", "Status", "Taken by", "Vehicle", "Symptoms", "Tried", "Contact")
    for ticket in found:
        cells = (
            ticket.number, ticket.opened, ticket.status, ticket.taken_by, ticket.vehicle,
            ticket.symptoms, len(ticket.tried), ticket.contact,
        )  # fmt: skip
        table.add_row(*map(plain, cells))
    Console().print(table if found else "No open ticket.")


@tickets.command()
@number_argument
@as_json
def show(number: int, json_: bool) -> None:
    """Show a ticket with all that was tried and said."""
    from bot.desk.tickets import read_ticket

    _print(read_ticket(_store(), number), json_)


@tickets.command()
@number_argument
@click.option("--by", default=getpass.getuser, show_default="the login name", help="Who looks after it.")
@as_json
def take(number: int, by: str, json_: bool) -> None:
    """Note that somebody looks after a ticket."""
    from bot.desk.tickets import take_ticket

    _print(take_ticket(_store(), number, by), json_)


@tickets.command()
@number_argument
@click.option("--note", default="", help="How it ended.")
@as_json
def close(number: int, note: str, json_: bool) -> None:
    """Close a ticket."""
    from bot.desk.tickets import close_ticket

    _print(close_ticket(_store(), number, note), json_)


def _store() -> Store:
    from bot.commands.places import Places
    from bot.desk.store import Store

    return Store.from_environment(Places.find().root)


def _plain(ticket: Ticket) -> dict[str, Any]:
    return {**asdict(ticket), "opened": ticket.opened.isoformat(), "updated": ticket.updated.isoformat()}


def _print_json(content: Any) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def _print(ticket: Ticket, json_: bool) -> None:
    if json_:
        return _print_json(_plain(ticket))
    from rich.console import Console
    from rich.table import Table

    from bot.commands.tables import plain

    console = Console()
    facts = Table(title=f"Ticket {ticket.number}", title_justify="left", show_header=False)
    for name in (
        "status",
        "taken_by",
        "sender",
        "vehicle",
        "symptoms",
        "contact",
        "note",
        "opened",
        "updated",
    ):
        facts.add_row(name.replace("_", " "), plain(getattr(ticket, name)))
    console.print(facts)
    for title, columns, rows in (
        ("Tried", ("section", "step", "steps", "outcome"), ticket.tried),
        ("Said", ("at", "who", "text"), ticket.transcript),
    ):
        if rows:
            table = Table(*columns, title=title, title_justify="left")
            for row in rows:
                table.add_row(*(plain(row.get(column)) for column in columns))
            console.print(table)
