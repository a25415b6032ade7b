"""What is taken out again: everything of one person on their wish, and everything that is old enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.desk.shop import Retention
from bot.desk.store import Store, connect_to, sqlite_file, tickets, tidy, told_plainly, unanswered
from bot.desk.tickets import CLOSED

DAY = 24 * 3600.0
# Named one by one: a shop may keep other things in the same database.
TRACKER_TABLES = ("events",)
CHANNEL_TABLES = ("buttons", "conversations", "inbox", "web_events")
HISTORY_TABLES = ("inbox", "web_events")


@dataclass(frozen=True)
class Forgotten:
    """How many rows of a sender were erased; `channels` counts buttons, places and what was said in the web chat."""

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
    channels: int = 0


def forget(store: Store, sender: str, *, tracker: str, channels: str) -> Forgotten:
    """Erases a sender at the desk, in the conversations (`tracker` URL) and the channels (`channels` URL)."""
    with store.writing() as connection:
        tickets_gone = connection.execute(tickets.delete().where(tickets.c.sender == sender)).rowcount
        unanswered_gone = connection.execute(
            unanswered.delete().where(unanswered.c.sender == sender)
        ).rowcount
    store.tidy()
    return Forgotten(
        tickets=tickets_gone,
        unanswered=unanswered_gone,
        events=_erase(tracker, TRACKER_TABLES, sa.column("sender_id") == sender),
        channels=_erase(channels, CHANNEL_TABLES, sa.column("sender") == sender),
    )


def sweep(store: Store, retention: Retention, *, tracker: str, channels: str) -> Swept:
    """Erases what is older than its days; a ticket counts from its last change, and goes only when closed."""
    limit = {name: store.clock() - days * DAY for name, days in vars(retention).items()}
    spoken = sa.cast(tickets.c.transcript, sa.Text) != "[]"
    stale = sa.and_(tickets.c.updated < limit["transcripts"], spoken)
    over = sa.and_(tickets.c.updated < limit["tickets"], tickets.c.status == CLOSED)
    unheard = unanswered.c.at < limit["unanswered"]
    with store.writing() as connection:
        transcripts_gone = connection.execute(tickets.update().where(stale).values(transcript=[])).rowcount
        tickets_gone = connection.execute(tickets.delete().where(over)).rowcount
        unanswered_gone = connection.execute(unanswered.delete().where(unheard)).rowcount
    store.tidy()
    said, shown = (sa.column(name) < limit["conversations"] for name in ("timestamp", "at"))
    return Swept(
        transcripts_gone,
        tickets_gone,
        unanswered_gone,
        events=_erase(tracker, TRACKER_TABLES, said),
        channels=_erase(channels, HISTORY_TABLES, shown),
    )


def _erase(url: str, tables: tuple[str, ...], condition: Any) -> int:
    """Deletes rows of another room's tables, where database and tables exist already."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return 0
    count = 0
    with told_plainly(url):
        engine = connect_to(url)
        with engine.begin() as connection:
            present = set(sa.inspect(connection).get_table_names())
            for table in (sa.table(name) for name in tables if name in present):
                count += connection.execute(table.delete().where(condition)).rowcount
        tidy(engine)
        engine.dispose()
    return count
