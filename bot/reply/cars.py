"""Which cars a library's documents cover, in words."""

from __future__ import annotations

from bot.guide.case import Case
from bot.guide.outcome import NotCovered
from bot.library.model import Document, Library
from bot.reply.phrases import Phrases

MOST_NAMED = 8  # of guides, where no document has plans


def named_documents(library: Library) -> list[Document]:
    """The documents whose cars are named to people: those with plans, else the first of the guides."""
    return [d for d in library.documents if d.plans] or list(library.documents[:MOST_NAMED])


def car_name(document: Document) -> str:
    """What a document's car is called."""
    vehicle = document.vehicle
    if not document.plans and vehicle.name:
        return vehicle.name
    return f"{vehicle.make} {vehicle.models[0]}" if vehicle.only_model and vehicle.models else vehicle.make


def known(library: Library, phrases: Phrases) -> str:
    """The cars that documents with plans cover; guides, which may be hundreds, are hinted at."""
    named = named_documents(library)
    names = ", ".join(name for name in dict.fromkeys(car_name(d) for d in named) if name)
    is_all = len(named) == len(library.documents)
    return names if is_all else phrases.text("utter_many_cars", cars=names)


def years(library: Library, phrases: Phrases, shown: NotCovered, case: Case) -> dict[str, str]:
    """The model years of the document that would cover the car in another year, as a phrase's field."""
    if shown.reason != "year":
        return {}
    if case.near is None:
        return {"years": ""}
    document = library.document(case.near)
    first, last = document.vehicle.years
    name = "years_from" if last is None else "years_until" if first is None else "years_between"
    return {"years": phrases.text(f"utter_{name}", car=car_name(document), first=first, last=last)}
