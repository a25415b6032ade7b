"""Messages that found no answer, kept with the reason: the shop's list of what its documents lack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone

import sqlalchemy as sa

from bot.desk.store import Store, unanswered

UNCLEAR, NOT_COVERED = "unclear", "not-covered"
NOT_COVERED_FOR = ("vehicle", "year", "body", "topic", "gap")
REASONS = (UNCLEAR, *(f"{NOT_COVERED}:{what}" for what in NOT_COVERED_FOR))
TEXT_LENGTH = 500


@dataclass(frozen=True)
class Unanswered:
    """One message as often as it was asked, by how many senders, and when last (UTC)."""

    text: str
    reason: str
    count: int
    senders: int
    last: datetime


def add_unanswered(store: Store, sender: str, text: str, reason: str) -> None:
    """Keeps a message (its first 500 characters) with one of REASONS; ValueError for another reason."""
    if reason not in REASONS:
        raise ValueError(f"unknown reason {reason!r}: use one of {', '.join(REASONS)}")
    text = text.strip()[:TEXT_LENGTH]
    row = {
        "sender": sender,
        "at": store.clock(),
        "text": text,
        "normalised": normalise(text),
        "reason": reason,
    }
    with store.writing() as connection:
        connection.execute(unanswered.insert().values(**row))


def list_unanswered(store: Store, reason: str = "") -> list[Unanswered]:
    """Messages by wording and reason, most frequent first; `reason` may name a family ("not-covered")."""
    columns = unanswered.c
    count, last = sa.func.count(), sa.func.max(columns.at)
    wanted = (
        sa.select(
            sa.func.min(columns.text).label("text"),
            columns.reason,
            count.label("count"),
            sa.func.count(columns.sender.distinct()).label("senders"),
            last.label("last"),
        )
        .group_by(columns.normalised, columns.reason)
        .order_by(count.desc(), last.desc())
    )
    if reason:
        wanted = wanted.where(sa.or_(columns.reason == reason, columns.reason.startswith(f"{reason}:")))
    with store.reading() as connection:
        rows = [dict(row._mapping) for row in connection.execute(wanted)]
    return [
        Unanswered(**{**row, "last": datetime.fromtimestamp(row["last"], tz=timezone.utc)}) for row in rows
    ]


def normalise(text: str) -> str:
    """The message without case, punctuation and spacing; itself where nothing else is left (emoji)."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()
