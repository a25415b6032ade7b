"""What the tests of the catalogue share: an encoder, a catalogue in a folder of its own, invented guides."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from benchmarks.guides import document, general_jobs, jobs
from bot.language.build import build_encoder
from bot.language.encoder import SentenceEncoder
from bot.library.model import Document
from bot.library.place import Place
from bot.search.catalogue import Catalogue, open_catalogue

ROOT = Path(__file__).resolve().parents[1]
ACCORD, CIVIC_OLD, CIVIC_NEW = "1998-2002 Honda Accord", "1992-1995 Honda Civic", "2001-2005 Honda Civic"
RAM, E46, W123 = "2002-2008 Dodge Ram 1500", "1999-2005 BMW 3 Series (E46)", "Mercedes-Benz W123"
F150, SV650, SPORTSTER = (
    "1997-2003 Ford F-150",
    "1999-2002 Suzuki SV650",
    "Harley-Davidson Sportster Evolution",
)
VEHICLES = (ACCORD, CIVIC_OLD, CIVIC_NEW, RAM, E46, W123, F150, SV650, SPORTSTER)
OF_ALL = ("Engine Oil and Filter Change", "Front Brake Pads Replacement", "Spark Plugs Replacement")


@lru_cache(maxsize=1)
def encoder() -> SentenceEncoder:
    """The product's encoder, built first where it is not yet."""
    return SentenceEncoder.load(build_encoder(ROOT / "build"))


def guide(vehicle: str, title: str) -> Document:
    """The invented guide for a job on a vehicle."""
    job = next(job for job in (*jobs(), *general_jobs()) if job.title == title)
    return document(vehicle, job, 6)


def guides() -> list[Document]:
    """Three jobs on each of nine vehicles, and the general ones."""
    named = [guide(vehicle, title) for vehicle in VEHICLES for title in OF_ALL]
    return named + [document("", job) for job in general_jobs()]


def opened(folder: Path) -> Catalogue:
    """A catalogue whose index lies in a folder."""
    return open_catalogue(Place.of(folder), encoder())
