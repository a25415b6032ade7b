"""A generated library of repair guides, of any size, and questions about it: all invented, from `library/*.yml`."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.library.model import Document, Line, Section, Step, Tool, Vehicle

FOLDER = Path(__file__).with_name("library")
YEARS = re.compile(r"(\d{4})-(\d{4}) ")
DEEDS = {
    "replacement": "replace",
    "removal": "remove",
    "adjustment": "adjust",
    "cleaning": "clean",
    "bleeding": "bleed",
}
FIRST_STEP_LINE = 20
OTHER_MATTERS = (
    "what does an hour of labour cost at your shop",
    "are you open on sunday",
    "can i pay by card",
    "book me in for tuesday please",
    "how do i transfer the registration when i sell my car",
    "do i need insurance for a parked car",
    "which car should i buy for a new driver",
    "tell me a joke",
    "how long is the warranty on your repairs",
    "what is the speed limit with a trailer",
    "do you have a loan car",
    "can i speak to a mechanic",
    "recipe for pancakes",
    "is my car part of the recall",
    "how much is my truck worth",
    "whats the weather like tomorrow",
)


@dataclass(frozen=True)
class Job:
    """One repair: what a guide says, and how people ask for it."""

    title: str
    tools: tuple[str, ...]
    steps: tuple[str, ...]
    asks: tuple[str, ...]
    details: tuple[tuple[str, str], ...]  # question, what the step holds


@dataclass(frozen=True)
class Asked:
    """A question, the documents that answer it (none: not covered), and what the step that answers holds."""

    text: str
    right: frozenset[str]
    holds: str = ""
    kind: str = "named"


@lru_cache(maxsize=1)
def jobs() -> tuple[Job, ...]:
    """The jobs that are done on a certain vehicle."""
    return tuple(_job(entry) for entry in _read("jobs.yml"))


@lru_cache(maxsize=1)
def general_jobs() -> tuple[Job, ...]:
    """The jobs that are done on any car."""
    return tuple(_job(entry) for entry in _read("general.yml"))


def vehicles() -> dict[str, tuple[str, ...]]:
    """The vehicles of the library by name, each with what people call it."""
    present = _read("vehicles.yml")["present"]
    return {name: tuple(part.strip() for part in said.split(";")) for name, said in present.items()}


def absent() -> tuple[str, ...]:
    """What people call vehicles that the library does not have."""
    return tuple(_read("vehicles.yml")["absent"])


def document(name: str, job: Job, number: int = 1) -> Document:
    """The guide for one job on one vehicle ("1998-2002 Honda Accord"), or for any car where `name` is empty."""
    title = f"{name} {job.title}".strip()
    id_ = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    steps = tuple(
        Step(place, (Line(FIRST_STEP_LINE + place, text.replace("{n}", str(number))),))
        for place, text in enumerate(job.steps, 1)
    )
    section = Section(
        id=f"{id_}/steps",
        document=id_,
        title=title,
        kind="procedure",
        line=1,
        called=(job.title.lower(),),
        asks=_proposed(job.title),
        tools=tuple(Tool(tool) for tool in job.tools),
        passages=tuple(step.lines for step in steps),
        steps=steps,
    )
    return Document(
        id=id_, title=title, file=f"{id_}.md", vehicle=vehicle(name), source="invented", plans=(),
        afterwards=(), once_open=(), sections=(section,),
    )  # fmt: skip


def vehicle(name: str) -> Vehicle:
    """A vehicle as a source names it."""
    if not name:
        return Vehicle(make="")
    match = YEARS.match(name)
    years = (int(match[1]), int(match[2])) if match else (None, None)
    make, _, model = YEARS.sub("", name).partition(" ")
    return Vehicle(make=make, models=(model,), years=years, name=name)


def small_library(seed: int = 1, most: int = 8) -> tuple[list[Document], list[Asked]]:
    """About 300 guides, some jobs for each vehicle, with questions inside and outside of them."""
    chance = random.Random(seed)
    documents = [document("", job) for job in general_jobs()]
    asked = [
        Asked(text, frozenset([one.id]), kind="general")
        for one, job in zip(documents, general_jobs(), strict=True)
        for text in job.asks
    ]
    for name, said in vehicles().items():
        chosen = chance.sample(jobs(), chance.randint(1, most))
        for job in chosen:
            one = document(name, job, chance.randint(4, 9))
            documents.append(one)
            asked += _questions(job, said, one.id, chance)
        others = [job for job in jobs() if job not in chosen]
        for job in chance.sample(others, 3):
            text = chance.choice(job.asks).replace("<V>", chance.choice(said))
            asked.append(Asked(text, frozenset(), kind="other matter"))
    for said_absent in absent():
        job = chance.choice(jobs())
        asked.append(
            Asked(chance.choice(job.asks).replace("<V>", said_absent), frozenset(), kind="other vehicle")
        )
    asked += [Asked(text, frozenset(), kind="other topic") for text in OTHER_MATTERS]
    return documents, asked


def large_library(sections: int, seed: int = 1) -> Iterator[Document]:
    """So many guides of one section; vehicles beyond the listed ones are given further model years and trims."""
    chance = random.Random(seed)
    names = list(vehicles())
    for turn in range(sections):
        base = names[turn % len(names)]
        lap = turn // (len(names) * len(jobs()))
        job = jobs()[(turn // len(names)) % len(jobs())]
        name = base if not lap else f"{base} Mk{lap}"
        yield document(name, job, chance.randint(4, 9))


def _proposed(title: str) -> tuple[str, ...]:
    """The way of asking that intake proposes from a title."""
    if title.startswith("How to "):
        return (f"how do I {title[7:].lower()}",)
    what, _, deed = title.lower().rpartition(" ")
    return (f"how do I {DEEDS.get(deed, deed)} the {what}",)


def _questions(job: Job, said: tuple[str, ...], id_: str, chance: random.Random) -> Iterator[Asked]:
    for text in chance.sample(job.asks, min(3, len(job.asks))):
        yield Asked(text.replace("<V>", chance.choice(said)), frozenset([id_]))
    for text, holds in job.details:
        yield Asked(text.replace("<V>", chance.choice(said)), frozenset([id_]), holds)


def _job(entry: dict[str, Any]) -> Job:
    details = [line.rsplit(" | ", 1) for line in entry.get("detail", "").splitlines()]
    return Job(
        title=entry["title"],
        tools=tuple(part.strip() for part in entry["tools"].split(";") if part.strip() != "none"),
        steps=tuple(entry["steps"].splitlines()),
        asks=tuple(entry["ask"].splitlines()),
        details=tuple((text, holds) for text, holds in details),
    )


def _read(file: str) -> Any:
    return yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))
