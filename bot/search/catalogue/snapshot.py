"""What of an index is held in memory: its vehicles, and of every section its vehicle and the vector of its matter."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from bot.search.catalogue.designations import Designation
from bot.search.catalogue.naming import VehicleIndex
from bot.search.catalogue.store import Store
from bot.search.catalogue.vectors import Vectors, unpacked

LOOKED_AT = 256  # rows that are compared exactly
COMMON = 2  # sections that hold an everyday word before it is one
Numbers = NDArray[np.int64]


class Snapshot:
    """One state of an index; `refreshed` gives the next one, reading only what is new."""

    def __init__(self, store: Store, basis: Vectors, before: Snapshot | None = None) -> None:
        """Reads an index, or what changed in it since `before`; `basis` are the directions of a first look."""
        self._looked_for: tuple[Vectors, Numbers] | None = None
        self.version = store.version()
        self._basis = basis
        width = len(basis)
        kept = before or self
        if before is None:
            self.numbers: Numbers = np.empty(0, np.int64)
            self._owners: Numbers = np.empty(0, np.int64)
            self._heads: NDArray[np.int8] = np.empty((0, width), np.int8)
            self._coarse: Vectors = np.empty((0, basis.shape[1]), np.float32)
        last = int(kept.numbers[-1]) if len(kept.numbers) else 0
        present = np.asarray(store.numbers(), np.int64)
        stay = np.isin(kept.numbers, present)
        fresh = list(store.heads(last))
        self.numbers = np.concatenate([kept.numbers[stay], np.asarray([h.number for h in fresh], np.int64)])
        self._owners = np.concatenate([kept._owners[stay], np.asarray([h.vehicle for h in fresh], np.int64)])
        data = b"".join(h.vector for h in fresh)
        heads = np.frombuffer(data, np.int8).reshape(-1, width)
        self._heads = np.concatenate([kept._heads[stay], heads])
        self._coarse = np.concatenate([kept._coarse[stay], unpacked(data, width) @ basis])
        contents = store.vehicles()
        # Vehicles go by their place in `designations` from here on.
        self.vehicle = np.searchsorted(np.asarray(sorted(contents), np.int64), self._owners)
        self.designations = [designation_from(contents[number]) for number in sorted(contents)]
        self.vehicles = VehicleIndex(self.designations, store.common(COMMON))
        self.general = frozenset(n for n, one in enumerate(self.designations) if one.is_general)

    def of_vehicles(self, vehicles: Collection[int]) -> Numbers:
        """The rows of the sections of these vehicles."""
        return np.flatnonzero(np.isin(self.vehicle, np.fromiter(vehicles, np.int64)))

    def nearest(self, vector: Vectors, rows: Numbers | None, most: int) -> Numbers:
        """The rows whose matter is most like a vector, of all or of some, the likest first."""
        rows = self._first_look(vector) if rows is None else self._best(vector, rows)
        likeness = self._exact(vector, rows)
        return np.asarray(rows[np.argsort(-likeness, kind="stable")[:most]], np.int64)

    def closest(self, vector: Vectors) -> float:
        """How like a vector the likest matter of the whole index is."""
        return float(self._exact(vector, self._first_look(vector)).max(initial=0.0))

    def _first_look(self, vector: Vectors) -> Numbers:
        if self._looked_for is None or not np.array_equal(self._looked_for[0], vector):
            self._looked_for = (vector, self._best(vector, None))
        return self._looked_for[1]

    def _best(self, vector: Vectors, rows: Numbers | None) -> Numbers:
        """The rows that a first look finds likest, of all or of some."""
        likeness = (self._coarse if rows is None else self._coarse[rows]) @ (vector @ self._basis)
        if len(likeness) <= LOOKED_AT:
            return np.arange(len(likeness)) if rows is None else rows
        best = np.argpartition(-likeness, LOOKED_AT)[:LOOKED_AT]
        return np.asarray(best if rows is None else rows[best], np.int64)

    def _exact(self, vector: Vectors, rows: Numbers) -> Vectors:
        return unpacked(self._heads[rows].tobytes(), len(vector)) @ vector


def designation_json(one: Designation) -> str:
    """A vehicle as the store keeps it."""
    return json.dumps(asdict(one), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def designation_from(text: str) -> Designation:
    """Reads what `designation_json` wrote."""
    kept = json.loads(text)
    return Designation(
        tuple(kept["make"]),
        tuple(kept["words"]),
        (kept["years"][0], kept["years"][1]),
        tuple(kept["bodies"]),
        kept["kind"],
    )
