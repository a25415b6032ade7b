"""The action server's side of the shop's counter: one adviser, one desk, built once for all actions."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rasa_sdk import Tracker

from bot.adviser.adviser import Advice, Adviser
from bot.adviser.moves import Move
from bot.desk.shop import SHOP_FILE, Shop, read_shop
from bot.desk.store import Store
from bot.desk.tickets import add_contact, open_ticket
from bot.desk.unanswered import add_unanswered
from bot.guide.case import Case
from bot.guide.cursor import step_count
from bot.guide.outcome import HandOff, NotCovered, Unclear
from bot.guide.turn import Turn
from bot.language.encoder import SentenceEncoder
from bot.library.place import Place
from bot.library.shelf import Shelf
from bot.reply import Phrases

ENCODER = Path("build/encoder")
DOMAIN = Path("domain.yml")
ABOUT_CARS = ("make", "model", "year")
TRANSCRIPT_EVENTS = {"user": "person", "bot": "curbside"}


class Counter:
    """Advises, and writes down what the shop must know."""

    def __init__(self, adviser: Adviser, desk: Store) -> None:
        """Takes the adviser and the desk's store."""
        self.adviser = adviser
        self._desk = desk

    def warm_up(self) -> None:
        """Reads the documents and builds the search before the first person comes."""
        _ = self.adviser.room

    def advise(self, move: Move, case: Case, tracker: Tracker, now: float) -> Advice:
        """One turn; a hand-off gets its ticket, a message without an answer is kept."""

        def issue(case: Case, turn: Turn, outcome: HandOff) -> int:
            return self._issue(case, turn, tracker)

        advice = self.adviser.advise(move, case, tracker.latest_message, now, issue)
        reason = _reason(advice)
        if reason and advice.turn.text.strip():
            add_unanswered(self._desk, tracker.sender_id, advice.turn.text, reason)
        return advice

    def _issue(self, case: Case, turn: Turn, tracker: Tracker) -> int:
        contact = turn.text if turn.intent == "give_contact" else ""
        if contact and case.ticket is not None:
            known = add_contact(self._desk, tracker.sender_id, contact)
            if known is not None:
                return known
        return open_ticket(
            self._desk,
            tracker.sender_id,
            vehicle=case.vehicle or "",
            symptoms=case.job.symptoms,
            tried=self._tried(case),
            transcript=_transcript(tracker.events),
            contact=contact,
        )

    def _tried(self, case: Case) -> list[dict[str, Any]]:
        library = self.adviser.library
        return [
            {
                "section": t.section,
                "step": t.step,
                "steps": step_count(library.section(t.section)),
                "outcome": t.outcome,
            }
            for t in case.job.tried
        ]


@functools.lru_cache(maxsize=1)
def counter() -> Counter:
    """The process's counter."""
    place = Place.from_environment()
    encoder = SentenceEncoder.load(ENCODER)
    words = shop_words(read_shop(Path(SHOP_FILE)))
    adviser = Adviser(Shelf(place.documents), encoder, Phrases.load(DOMAIN), words, place)
    return Counter(adviser, Store.from_environment(Path.cwd()))


def shop_words(shop: Shop) -> dict[str, str]:
    """What the shop has filled in, as the texts of a card."""
    names = ("name", "phone", "hours", "address", "towing", "emergency_number")
    words = {name: str(getattr(shop, name)) for name in names if shop.filled(name)}
    if shop.filled("prices"):
        words["prices"] = "; ".join(f"{what}: {price}" for what, price in shop.prices.items())
    return words


def _reason(advice: Advice) -> str | None:
    if isinstance(advice.outcome, Unclear):
        return "unclear"
    if isinstance(advice.outcome, NotCovered):
        return f"not-covered:{advice.card.keys['reason']}"
    return None


def _transcript(events: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    spoken = [e for e in events if e.get("event") in TRANSCRIPT_EVENTS and e.get("text")]
    return [
        {"who": TRANSCRIPT_EVENTS[e["event"]], "text": _with_attachments(e), "at": e.get("timestamp")}
        for e in spoken
    ]


def _with_attachments(event: dict[str, Any]) -> str:
    """What was said, and what was sent along with it."""
    noted = (event.get("metadata") or {}).get("attachments") or ()
    return " ".join([event["text"], *(one for one in noted if one not in event["text"])])
