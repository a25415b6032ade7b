"""Tickets: what a person of the shop needs to take over, one open ticket a sender."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from bot.desk.errors import TicketClosed, UnknownTicket
from bot.desk.store import Store, tickets

OPEN, TAKEN, CLOSED = "open", "taken", "closed"
STATUSES = (OPEN, TAKEN, CLOSED)
FIRST_NUMBER = 1001
CONTACT_LENGTH = 1000

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Ticket:
    """A hand-off; `tried` has {section, step, steps, outcome}, `transcript` {who, text, at}; UTC."""

    number: int
    sender: str
    opened: datetime
    updated: datetime
    status: str
    taken_by: str
    vehicle: str
    symptoms: tuple[str, ...]
    tried: tuple[Entry, ...]
    transcript: tuple[Entry, ...]
    contact: str
    note: str


def open_ticket(
    store: Store,
    sender: str,
    *,
    vehicle: str = "",
    symptoms: Sequence[str] = (),
    tried: Sequence[Entry] = (),
    transcript: Sequence[Entry] = (),
    contact: str = "",
    note: str = "",
) -> int:
    """Opens a ticket, or renews the sender's unclosed one (an empty contact or note changes nothing)."""
    news: dict[str, Any] = {
        "updated": store.clock(),
        "vehicle": vehicle,
        "symptoms": list(symptoms),
        "tried": [dict(entry) for entry in tried],
        "transcript": [dict(entry) for entry in transcript],
        **({"contact": contact[:CONTACT_LENGTH]} if contact else {}),
        **({"note": note} if note else {}),
    }
    try:
        return _open_or_renew(store, sender, news)
    except IntegrityError:  # beside SQLite, another process may open it between the two statements
        return _open_or_renew(store, sender, news)


def add_contact(store: Store, sender: str, text: str) -> int | None:
    """Adds how to reach the sender to the ticket not yet closed; its number, None without such a ticket."""
    text = " ".join(text.split())[:CONTACT_LENGTH]
    known = tickets.c.contact
    longer = sa.func.substr(known + "; " + text, 1, CONTACT_LENGTH)
    joined = sa.case((known == "", text), (known == text, known), else_=longer)
    with store.writing() as connection:
        return _renew(connection, sender, {"contact": joined, "updated": store.clock()})


def list_tickets(store: Store, *statuses: str) -> list[Ticket]:
    """Tickets of these statuses (all when none is named), oldest first."""
    query = sa.select(tickets).order_by(tickets.c.id)
    if statuses:
        query = query.where(tickets.c.status.in_(statuses))
    with store.reading() as connection:
        return [_ticket(row) for row in connection.execute(query)]


def read_ticket(store: Store, number: int) -> Ticket:
    """One ticket; raises UnknownTicket."""
    with store.reading() as connection:
        return _read(connection, number)


def take_ticket(store: Store, number: int, by: str) -> Ticket:
    """Notes who looks after a ticket, also in another's place; raises UnknownTicket, TicketClosed."""
    return _change(store, number, status=TAKEN, taken_by=by)


def close_ticket(store: Store, number: int, note: str = "") -> Ticket:
    """Closes a ticket, with a note on how it ended; raises UnknownTicket, TicketClosed."""
    return _change(store, number, status=CLOSED, **({"note": note} if note else {}))


def _open_or_renew(store: Store, sender: str, news: dict[str, Any]) -> int:
    with store.writing() as connection:
        number = _renew(connection, sender, news)
        if number is None:
            fresh = tickets.insert().values(sender=sender, opened=news["updated"], status=OPEN, **news)
            number = _number(connection.execute(fresh).inserted_primary_key[0])
    return number


def _change(store: Store, number: int, **values: str) -> Ticket:
    with store.writing() as connection:
        if _read(connection, number).status == CLOSED:
            raise TicketClosed(number)
        change = tickets.update().where(tickets.c.id == _key(number))
        connection.execute(change.values(updated=store.clock(), **values))
        return _read(connection, number)


def _renew(connection: Connection, sender: str, values: dict[str, Any]) -> int | None:
    unclosed = sa.and_(tickets.c.sender == sender, tickets.c.status != CLOSED)
    connection.execute(tickets.update().where(unclosed).values(**values))
    key = connection.execute(sa.select(tickets.c.id).where(unclosed)).scalar()
    return None if key is None else _number(key)


def _read(connection: Connection, number: int) -> Ticket:
    row = connection.execute(sa.select(tickets).where(tickets.c.id == _key(number))).first()
    if row is None:
        raise UnknownTicket(number)
    return _ticket(row)


def _number(key: int) -> int:
    return key + FIRST_NUMBER - 1


def _key(number: int) -> int:
    return number - FIRST_NUMBER + 1


def _ticket(row: Row) -> Ticket:
    values = dict(row._mapping)
    for name in ("opened", "updated"):
        values[name] = datetime.fromtimestamp(values[name], tz=timezone.utc)
    for name in ("symptoms", "tried", "transcript"):
        values[name] = tuple(values[name])
    return Ticket(number=_number(values.pop("id")), **values)
