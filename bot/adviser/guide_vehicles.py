"""Which vehicle a document is about, and which one a conversation is about."""

from __future__ import annotations

from dataclasses import replace

from bot.guide.case import Case
from bot.library.model import Document, Library
from bot.search.catalogue.designations import designation_of
from bot.search.catalogue.naming import Naming, VehicleIndex
from bot.search.catalogue.words import stems_of, words_of

SAID = 200  # characters of the words in which a vehicle was named that are kept


def is_general(document: Document) -> bool:
    """Whether a document is about no vehicle in particular."""
    return designation_of(document).is_general


def is_named(document: Document, text: str) -> bool:
    """Whether a text names the document's vehicle."""
    return VehicleIndex([designation_of(document)]).name(text).status == "named"


def fits(document: Document, text: str) -> bool:
    """Whether the vehicle that a text names may be the document's."""
    return is_general(document) or is_named(document, text)


def talked_about(case: Case, library: Library) -> str | None:
    """The vehicle that is talked about, in words; None where it may be any."""
    if case.said or case.vehicle is None:
        return case.said
    document = library.document(case.vehicle)
    if is_general(document):
        return None
    vehicle = document.vehicle
    year = f"{case.job.known.year} " if case.job.known.year else ""
    return year + (vehicle.name or " ".join((vehicle.make, *vehicle.models[:1])))


def noted(case: Case, text: str) -> Case:
    """The case with the words in which a vehicle was named."""
    return replace(case, said=text[:SAID])


def names_only(named: Naming) -> bool:
    """Whether words do no more than name a vehicle."""
    return named.status != "unnamed" and not stems_of(words_of(named.rest))
