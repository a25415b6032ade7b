"""Rasa's SQL tracker store with prepared statements instead of its object mapper: same rows, same answers."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import rasa.core.tracker_store
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.pool import QueuePool

_EVENTS = SQLTrackerStore.SQLEvent.__table__
_SENDER = sa.bindparam("sender")
_SESSION_START = (
    sa.select(sa.func.max(_EVENTS.c.timestamp))
    .where(_EVENTS.c.sender_id == _SENDER, _EVENTS.c.type_name == SessionStarted.type_name)
    .scalar_subquery()
)
_LAST_SESSION = sa.or_(_EVENTS.c.timestamp >= _SESSION_START, _SESSION_START.is_(None))
_EVENTS_OF_ALL = sa.select(_EVENTS.c.data).where(_EVENTS.c.sender_id == _SENDER).order_by(_EVENTS.c.id)
_EVENTS_OF_LAST = _EVENTS_OF_ALL.where(_LAST_SESSION)
_COUNT_OF_LAST = (
    sa.select(sa.func.count()).select_from(_EVENTS).where(_EVENTS.c.sender_id == _SENDER, _LAST_SESSION)
)
_INSERT = sa.insert(_EVENTS)

_engine_settings = rasa.core.tracker_store.create_engine_kwargs


def apply() -> None:
    """Replaces reading, saving and opening in Rasa's SQL tracker store."""
    SQLTrackerStore._retrieve = retrieve
    SQLTrackerStore.save = save
    SQLTrackerStore._additional_events = additional_events
    rasa.core.tracker_store.create_engine_kwargs = create_engine_kwargs


class _LogConnection(sqlite3.Connection):
    """Appends to a log: readers do not wait, a crash loses nothing, a power cut the last turn at most."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.execute("PRAGMA journal_mode = WAL")
        self.execute("PRAGMA synchronous = NORMAL")


async def retrieve(
    self: SQLTrackerStore, sender_id: str, fetch_events_from_all_sessions: bool
) -> DialogueStateTracker | None:
    """A conversation's tracker from its last session, or from all; None for one that is not there."""
    statement = _EVENTS_OF_ALL if fetch_events_from_all_sessions else _EVENTS_OF_LAST
    with self.session_scope() as session:
        events = [json.loads(data) for (data,) in session.execute(statement, {"sender": sender_id})]
    if not self.domain or not events:
        return None
    return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)


async def save(self: SQLTrackerStore, tracker: DialogueStateTracker) -> None:
    """Adds the events that are new since the tracker was read."""
    await self.stream_events(tracker)
    with self.session_scope() as session:
        rows = [_row(tracker.sender_id, event) for event in self._additional_events(session, tracker)]
        if rows:
            session.execute(_INSERT, rows)
        session.commit()


def additional_events(
    self: SQLTrackerStore, session: sa.orm.Session, tracker: DialogueStateTracker
) -> Iterator[Event]:
    """The tracker's events that are not stored yet."""
    stored = session.execute(_COUNT_OF_LAST, {"sender": tracker.sender_id}).scalar()
    return itertools.islice(tracker.events, stored, len(tracker.events))


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


def create_engine_kwargs(url: Any) -> dict[str, Any]:
    """Keeps SQLite files open between turns, as Rasa's settings do for other databases."""
    settings: dict[str, Any] = _engine_settings(url)
    url = sa.engine.make_url(url)
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        connect_args = {"check_same_thread": False, "factory": _LogConnection}
        settings = {"poolclass": QueuePool, "connect_args": connect_args, **settings}
    return settings
