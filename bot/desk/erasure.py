"""What is taken out again: everything of one person on their wish, and everything that is old enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.desk.shop import Retention
from bot.desk.store import Store, connect_to, sqlite_file, tickets, tidy, told_plainly, unanswered
from bot.desk.tickets import CLOSED

DAY = 24 * 3600.0
SENDER_COLUMNS = ("sender", "sender_id")


@dataclass(frozen=True)
class Forgotten:
    """How many rows of a sender were erased."""

    tickets: int
    unanswered: int
    events: int
    channels: int


@dataclass(frozen=True)
class Swept:
    """How many rows were past their time; a swept transcript leaves its ticket behind."""

    transcripts: int
    tickets: int
    unanswered: int
    events: int


def forget(store: Store, sender: str, *, tracker: str, channels: str) -> Forgotten:
    """Erases a sender at the desk, in the conversations (`tracker` URL) and the channels (`channels` URL)."""
    with store.writing() as connection:
        gone = [connection.execute(t.delete().where(t.c.sender == sender)).rowcount for t in (tickets, unanswered)]
    store.tidy()
    of_sender = {name: sa.column(name) == sender for name in SENDER_COLUMNS}
    return Forgotten(*gone, events=_erase(tracker, of_sender), channels=_erase(channels, of_sender))


def sweep(store: Store, retention: Retention, *, tracker: str) -> Swept:
    """Erases what is older than its days; a ticket counts from its last change, and goes only when closed."""
    limit = {name: store.clock() - days * DAY for name, days in vars(retention).items()}
    spoken = sa.cast(tickets.c.transcript, sa.Text) != "[]"
    stale = sa.and_(tickets.c.updated < limit["transcripts"], spoken)
    over = sa.and_(tickets.c.updated < limit["tickets"], tickets.c.status == CLOSED)
    statements = (
        tickets.update().where(stale).values(transcript=[]),
        tickets.delete().where(over),
        unanswered.delete().where(unanswered.c.at < limit["unanswered"]),
    )
    with store.writing() as connection:
        counts = [connection.execute(statement).rowcount for statement in statements]
    store.tidy()
    return Swept(*counts, events=_erase(tracker, {"timestamp": sa.column("timestamp") < limit["conversations"]}))


def _erase(url: str, conditions: dict[str, Any]) -> int:
    """Deletes rows in every table that has one of the columns; other rooms own these tables, so they are looked up."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return 0
    count = 0
    engine = connect_to(url)
    with told_plainly(url), engine.begin() as connection:
        inspector = sa.inspect(connection)
        for table in inspector.get_table_names():
            names = {column["name"] for column in inspector.get_columns(table)}
            for condition in (conditions[name] for name in conditions if name in names):
                count += connection.execute(sa.table(table).delete().where(condition)).rowcount
    tidy(engine)
    engine.dispose()
    return count
