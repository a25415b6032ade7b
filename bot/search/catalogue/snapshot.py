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

COMMON = 2  # sections that hold an everyday word before it is one
Numbers = NDArray[np.int64]


class Snapshot:
    """One state of an index; `refreshed` gives the next one, reading only what is new."""

    def __init__(self, store: Store, width: int, before: Snapshot | None = None) -> None:
        """Reads an index, or what changed in it since `before`."""
        self.version = store.version()
        self._width = width
        kept = before or self
        if before is None:
            self.numbers: Numbers = np.empty(0, np.int64)
            self._owners: Numbers = np.empty(0, np.int64)
            self.heads: Vectors = np.empty((0, width), np.float32)
        last = int(kept.numbers[-1]) if len(kept.numbers) else 0
        present = np.asarray(store.numbers(), np.int64)
        stay = np.isin(kept.numbers, present)
        fresh = list(store.heads(last))
        self.numbers = np.concatenate([kept.numbers[stay], np.asarray([h.number for h in fresh], np.int64)])
        self._owners = np.concatenate([kept._owners[stay], np.asarray([h.vehicle for h in fresh], np.int64)])
        heads = unpacked(b"".join(h.vector for h in fresh), width)
        self.heads = np.concatenate([kept.heads[stay], heads])
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
        """The rows whose matter is most like a vector, of all or of some."""
        likeness = (self.heads if rows is None else self.heads[rows]) @ vector
        if len(likeness) > most:
            best = np.argpartition(-likeness, most)[:most]
        else:
            best = np.arange(len(likeness))
        return np.asarray(best if rows is None else rows[best], np.int64)


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
