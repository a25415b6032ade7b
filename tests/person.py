"""How a person answers when the assistant asks back: what the judge says in their place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

# The names that people use for a document's vehicle, and what a person calls it when asked.
NAMES = {
    "bmw-328i": re.compile(
        r"\b(bmws?|bimmers?|beemers?|beamers?|328[a-z]*|(3|three)[- ]?series|e9[0-3]|f30)\b", re.I
    ),
    "maserati": re.compile(
        r"\b(mass?err?ati?s?|masers?|ghibli|quattroporte|levante|grecale|mc20"
        r"|gran ?(turismo|cabrio|sport))\b",
        re.I,
    ),
}
CALLED = {"bmw-328i": "It's a BMW 328i", "maserati": "It's a Maserati"}
VEHICLE_QUESTIONS = frozenset({"vehicle", "model"})

_ANSWERS = {
    "body": "it's a sedan",
    "year": "it's from 2009",
    "cabin": "yes, I can get in",
    "seats": "yes, they fold down",
    "symptom": "the battery is dead and the trunk won't open",
}
_NO_POWER, _POWER = "no, nothing at all", "yes, the lights still work"
_POWER_SAID = re.compile(
    r"\b(engine (runs|is running)|(starts?|drives?|cranks?|runs) (fine|ok|up|no prob)"
    r"|(lights?|radio|dash|everything( else)?|locks?|doors?) (still )?(works?|ok|fine|come on|unlock)"
    r"|battery('s| is)? (new|good|fine|ok|charged))\b",
    re.I,
)
# What the next thing that somebody says has to hold for it to be the answer already.
_ANSWERED = {
    "body": re.compile(
        r"\b(sedan|saloon|coupe|coupé|convertible|cabrio|wagon|estate|touring|e9[0-3])\b", re.I
    ),
    "year": re.compile(r"\b(19|20)\d\d\b|'\d\d\b", re.I),
    "power": re.compile(r"\b(yes|yeah|yep|no|nope|nothing|works?|lights?|radio|dead|dark)\b", re.I),
    "cabin": re.compile(r"\b(yes|yeah|yep|no|nope|doors?|inside|get in)\b", re.I),
    "seats": re.compile(r"\b(yes|yeah|yep|no|nope|fold\w*)\b", re.I),
}


def vehicles_named(text: str) -> list[str]:
    """The documents whose vehicle a text names, in the order of their last mention."""
    ends = {
        vehicle: max((m.end() for m in names.finditer(text)), default=0) for vehicle, names in NAMES.items()
    }
    return sorted((vehicle for vehicle, end in ends.items() if end), key=lambda vehicle: ends[vehicle])


def vehicle_reply(row: Mapping[str, Any], custom: Mapping[str, Any]) -> str | None:
    """The judge's answer, once, to a question about a vehicle that a row knows and its text does not name."""
    vehicle = row.get("vehicle")
    if not vehicle or vehicle in vehicles_named(row["text"]):
        return None
    if custom.get("kind") != "ask" or custom.get("about") not in VEHICLE_QUESTIONS:
        return None
    return CALLED.get(vehicle, vehicle)


def answer(
    custom: Mapping[str, Any],
    vehicle: str | None,
    said: Sequence[str],
    then: str,
    wanted: Collection[str] = (),
) -> str | None:
    """What a person answers to a question back; None where it is none, or where their next words answer it.

    `said` is all they said so far, `then` what they say next; a question that is `wanted` is left to that.
    """
    about = custom.get("about")
    if custom.get("kind") != "ask" or {"ask-vehicle", "clarify"} & set(wanted):
        return None
    if about in VEHICLE_QUESTIONS:
        return None if vehicles_named(then) or not vehicle else CALLED.get(vehicle, vehicle)
    if about in _ANSWERED and _ANSWERED[about].search(then):
        return None
    if about == "power":
        return _POWER if any(_POWER_SAID.search(text) for text in said) else _NO_POWER
    return _ANSWERS.get(str(about))
