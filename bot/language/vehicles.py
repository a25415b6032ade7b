"""Which vehicle a message names, and whether a document of the library covers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from bot.language.makes import Makes, Name
from bot.language.mentions import VEHICLE_LABELS, canonical, is_denied, named_vehicles, plain_label
from bot.language.numbers import year_of
from bot.language.vehicle_names import vehicle_names
from bot.library.model import Document, Library, Vehicle

Status = Literal["covered", "model", "make", "year", "none", "ambiguous"]


@dataclass(frozen=True)
class VehicleMention:
    """What a message says about the vehicle.

    covered: `document` treats it. model, make, year: named, but no document treats this model, make, year.
    ambiguous: several vehicles are named, `candidates` are their documents. none: no vehicle is named.
    """

    document: str | None
    status: Status
    year: int | None = None
    body: str | None = None
    name: str = ""
    candidates: tuple[str, ...] = ()


@dataclass
class _Named:
    """Everything a message says of the vehicles of one make."""

    make: str
    models: list[Name] = field(default_factory=list)
    codes: list[Name] = field(default_factory=list)

    def name(self, first: Sequence[Name] = ()) -> str:
        """The vehicle as one would call it: "BMW 335i", "Maserati"; of several models one of `first`."""
        specific = [*first, *self.models, *self.codes][:1]
        shown = specific[0].shown if specific else ""
        return shown if shown.lower().startswith(self.make.lower()) else f"{self.make} {shown}".strip()


@dataclass(frozen=True)
class _Verdict:
    status: Status
    documents: tuple[Document, ...]
    name: str


def resolve(
    entities: Sequence[Mapping[str, Any]], library: Library, current: str | None = None
) -> VehicleMention:
    """Says which vehicle a message's entities name; `current` is the document of the one talked about."""
    names = _names(_Same(library))
    meant = _gathered(names, library, [one for one in entities if not is_denied(str(one["entity"]))])
    denied = _gathered(names, library, [one for one in entities if is_denied(str(one["entity"]))])
    years = _years(entities)
    verdicts = [_verdict(library, named, denied.get(named.make), years, current) for named in meant.values()]
    body = _body(entities)
    if not verdicts:
        return _unnamed(library, current, years, body)
    covered = tuple(dict.fromkeys(document.id for one in verdicts for document in one.documents))
    if len(covered) > 1 or (covered and (len(verdicts) > 1 or verdicts[0].status == "ambiguous")):
        name = " / ".join(verdict.name for verdict in verdicts)
        return VehicleMention(None, "ambiguous", _first(years), body, name, covered)
    verdict = verdicts[0]
    if not covered:
        return VehicleMention(None, verdict.status, _first(years), body, verdict.name)
    document = verdict.documents[0]
    year = next((year for year in years if _is_in(year, document.vehicle)), None)
    return VehicleMention(
        document.id, "covered", year, body or _coded_body(document, meant.values()), verdict.name
    )


class _Same:
    """A library as a key: the same object, not an equal one."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.library is self.library

    def __hash__(self) -> int:
        return id(self.library)


@lru_cache(maxsize=2)
def _names(key: _Same) -> Makes:
    return vehicle_names(key.library)


def _gathered(names: Makes, library: Library, entities: Sequence[Mapping[str, Any]]) -> dict[str, _Named]:
    """The names in a message by make."""
    found = [
        (plain_label(str(one["entity"])), named_vehicles(names, str(one["value"])))
        for one in entities
        if plain_label(str(one["entity"])) in VEHICLE_LABELS
    ]
    makes = [name.make for label, named in found if label == "make" for name in named if name.label == "make"]
    gathered = {make: _Named(make) for make in makes}
    ours = {document.vehicle.make for document in library.documents}
    for label, named in found:
        fitting = [name for name in named if name.label == label] or list(named)
        if fitting and fitting[0].label != "make":
            name = min(fitting, key=lambda name: (name.make not in makes, name.make not in ours))
            one = gathered.setdefault(name.make, _Named(name.make))
            (one.codes if name.label == "chassis" else one.models).append(name)
    return gathered


def _verdict(
    library: Library, named: _Named, denied: _Named | None, years: Sequence[int], current: str | None
) -> _Verdict:
    documents = [
        document for document in library.documents if document.vehicle.make.lower() == named.make.lower()
    ]
    if not documents:
        return _Verdict("make", (), named.name())
    fitting = [document for document in documents if _fits(document.vehicle, named, denied)]
    recent = [document for document in fitting or documents if not _is_too_early(document.vehicle, named)]
    if not fitting and recent:
        return _Verdict("model", (), named.name(_others(documents[0].vehicle, named)))
    in_years = [one for one in recent if not years or any(_is_in(year, one.vehicle) for year in years)]
    if not in_years:
        return _Verdict("year", (), named.name())
    if any(document.id == current for document in in_years):
        in_years = [document for document in in_years if document.id == current]
    mixed = any(_others(document.vehicle, named) for document in in_years)
    status: Status = "ambiguous" if mixed or len(in_years) > 1 else "covered"
    return _Verdict(status, tuple(in_years), named.name())


def _fits(vehicle: Vehicle, named: _Named, denied: _Named | None) -> bool:
    """Whether the document treats what is named, years aside."""
    if (
        denied
        and (not denied.models or any(_is_of(vehicle, name) for name in denied.models))
        and not named.models
    ):
        return False
    if named.models:
        others = _others(vehicle, named)
        own = [name for name in named.models if _is_of(vehicle, name)]
        return bool(own if not others else [name for name in own if name.shown in vehicle.models])
    if named.codes and vehicle.only_model and vehicle.chassis:
        return any(name.shown in vehicle.chassis for name in named.codes)
    return True


def _is_of(vehicle: Vehicle, name: Name) -> bool:
    if name.shown in vehicle.not_models:
        return False
    return not vehicle.only_model or name.shown in (*vehicle.models, *vehicle.names)


def _others(vehicle: Vehicle, named: _Named) -> list[Name]:
    return [name for name in named.models if not _is_of(vehicle, name)]


def _is_too_early(vehicle: Vehicle, named: _Named) -> bool:
    """Whether a generation's code says that the car is older than the document."""
    first = vehicle.years[0]
    return first is not None and any(
        name.last_year is not None and name.last_year < first for name in named.codes
    )


def _is_in(year: int, vehicle: Vehicle) -> bool:
    first, last = vehicle.years
    return (first is None or year >= first) and (last is None or year <= last)


def _years(entities: Sequence[Mapping[str, Any]]) -> list[int]:
    found = (year_of(str(one["value"])) for one in entities if one["entity"] == "year")
    return [year for year in found if year is not None]


def _body(entities: Sequence[Mapping[str, Any]]) -> str | None:
    """The body that is named, where it is one only."""
    bodies = {canonical("body", str(one["value"])) for one in entities if one["entity"] == "body"}
    return bodies.pop() if len(bodies) == 1 else None


def _coded_body(document: Document, named: Iterable[_Named]) -> str | None:
    codes = [name.shown for one in named for name in one.codes]
    return next((document.vehicle.chassis[code] for code in codes if code in document.vehicle.chassis), None)


def _unnamed(library: Library, current: str | None, years: Sequence[int], body: str | None) -> VehicleMention:
    """A year or a body without a vehicle: they are said of the current one."""
    document = next((one for one in library.documents if one.id == current), None)
    if document and years and not any(_is_in(year, document.vehicle) for year in years):
        return VehicleMention(None, "year", _first(years), body, document.vehicle.make)
    return VehicleMention(None, "none", _first(years), body)


def _first(years: Sequence[int]) -> int | None:
    return years[0] if years else None
