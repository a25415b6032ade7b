"""`curbside forget SENDER`: a person is erased."""

from __future__ import annotations

import json
from dataclasses import asdict

import click


@click.command()
@click.argument("sender")
@click.option("--json", "json_", is_flag=True, help="Print JSON for other programs.")
def forget(sender: str, json_: bool) -> None:
    """Erase everything kept about SENDER.

    That is: tickets, unanswered messages, the conversation and its buttons.
    """
    from bot.commands.places import Places
    from bot.desk.erasure import forget as erase
    from bot.desk.store import Store

    places = Places.find()
    store = Store.from_environment(places.root)
    gone = asdict(erase(store, sender, tracker=places.tracker_url, channels=places.channels_url))
    if json_:
        return click.echo(json.dumps(gone))
    if not any(gone.values()):
        return click.echo(f"Nothing was kept about {sender!r}.")
    click.echo(
        f"Erased of {sender!r}: {gone['tickets']} tickets, {gone['unanswered']} unanswered messages, "
        f"{gone['events']} conversation events, {gone['channels']} rows of the channels."
    )
