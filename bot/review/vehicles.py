"""Which documents are about the same vehicle."""

from __future__ import annotations

from bot.library.model import Document, Vehicle


def about_any(vehicle: Vehicle) -> bool:
    """Whether a document names no vehicle."""
    return not (vehicle.make or vehicle.name)


def same_vehicle(one: Vehicle, other: Vehicle) -> bool:
    """Whether there is a vehicle that both are about; those about any vehicle are about none in particular."""
    if about_any(one) or about_any(other):
        return False
    if not (one.make and other.make):
        return _folded(one.name or one.make) == _folded(other.name or other.make)
    mine, theirs = ({_folded(model) for model in vehicle.models} for vehicle in (one, other))
    return (
        _folded(one.make) == _folded(other.make)
        and (mine == theirs or bool(mine & theirs))
        and _years_meet(one.years, other.years)
    )


def groups(documents: list[Document]) -> dict[str, list[Document]]:
    """Documents that may be about the same vehicle, by a key; most pairs of all are never compared."""
    found: dict[str, list[Document]] = {}
    for document in documents:
        vehicle = document.vehicle
        if not about_any(vehicle):
            found.setdefault(_folded(vehicle.make or vehicle.name), []).append(document)
    return found


def _years_meet(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    first = max(one[0] or 0, other[0] or 0)
    last = min(one[1] or 9999, other[1] or 9999)
    return first <= last


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())
