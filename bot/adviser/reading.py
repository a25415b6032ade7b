"""From what Rasa's NLU says of a message to what the guide sees of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.guide.turn import Clause, Turn, VehicleSaid
from bot.language.mentions import Mentions
from bot.language.vehicles import resolve
from bot.library.model import Library

VEHICLE_LABELS = ("make", "model", "chassis", "year", "not_make", "not_model", "not_chassis")
# What a button picks is an id, not a word.
PICKED_LABELS = ("section", "vehicle", "cause", "attachment")
FALLBACK = "nlu_fallback"


def read(message: Mapping[str, Any], library: Library, words: Mentions, current: str | None) -> Turn:
    """Makes a turn of Rasa's `latest_message`: intent, ranking, entities, text."""
    entities = list(message.get("entities") or ())
    ranking = _ranking(message)
    intent = _intent(message)
    return Turn(
        text=str(message.get("text") or ""),
        intent=intent,
        ranking=ranking or ((intent, 1.0),),
        mentions=_mentions(entities, words),
        vehicle=_vehicle(entities, library, current),
        clauses=tuple(
            Clause(str(part.get("text") or ""), _intent(part), _ranking(part))
            for part in message.get("clauses") or ()
        ),
    )


def _ranking(message: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    return tuple(
        (str(entry["name"]), float(entry["confidence"]))
        for entry in message.get("intent_ranking") or ()
        if entry.get("name") != FALLBACK
    )


def _intent(message: Mapping[str, Any]) -> str:
    return str((message.get("intent") or {}).get("name") or FALLBACK)


def _mentions(entities: Iterable[Mapping[str, Any]], words: Mentions) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for entity in entities:
        label = str(entity.get("entity"))
        if label not in VEHICLE_LABELS:
            value = str(entity.get("value"))
            named = value if label in PICKED_LABELS else words.canonical(label, value)
            found.setdefault(label, []).append(named)
            power = words.power(value) if label == "state" else None
            if power:
                found.setdefault("power", []).append(power)
    return {label: tuple(dict.fromkeys(values)) for label, values in found.items()}


def _otherwise(entities: list[Mapping[str, Any]], library: Library) -> tuple[str, ...]:
    """The document that would cover the car in another year."""
    document = resolve([dict(e) for e in entities if e.get("entity") != "year"], library, None).document
    return (document,) if document else ()


def _vehicle(entities: list[Mapping[str, Any]], library: Library, current: str | None) -> VehicleSaid:
    said = resolve([dict(e) for e in entities], library, current)
    makes_only = not any(e.get("entity") in ("model", "chassis") for e in entities)
    return VehicleSaid(
        document=said.document,
        status=said.status,
        year=said.year,
        body=said.body,
        name=said.name,
        by_make=makes_only,
        candidates=_otherwise(entities, library) if said.status == "year" else said.candidates,
    )
