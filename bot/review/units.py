"""Figures with units in a text: torque, capacity, size, time and the like, in one base unit each."""

from __future__ import annotations

import re
from dataclasses import dataclass

# dimension → (how its unit is written, factor to the base unit); longer ways of writing first
UNITS: dict[str, tuple[tuple[str, float], ...]] = {
    "torque": (
        (r"n(?:ewton)?[\s·*-]?m(?:et(?:er|re)s?)?", 1.0),
        (r"f(?:oo|ee)?t\.?[\s·/-]?(?:lbs?f?|pounds?)|(?:lbs?f?|pounds?)\.?[\s·/-]?f(?:oo|ee)?t", 1.35582),
        (r"in(?:ch)?\.?[\s·/-]?(?:lbs?f?|pounds?)|(?:lbs?f?|pounds?)\.?[\s·/-]?in(?:ch)?", 0.112985),
        (r"kgf?[\s·-]?m", 9.80665),
    ),
    "capacity": (
        (r"fl(?:uid)?\.?\s?(?:oz|ounces?)", 0.0295735),
        (r"ml|millilit(?:er|re)s?|ccm?|cm3|cm³", 0.001),
        (r"l|lit(?:er|re)s?", 1.0),
        (r"qts?|quarts?", 0.946353),
        (r"pints?", 0.473176),
        (r"gal|gallons?", 3.78541),
    ),
    "pressure": ((r"psi", 0.0689476), (r"bars?", 1.0), (r"kpa", 0.01)),
    "time": (
        (r"s|secs?|seconds?", 1.0),
        (r"mins?|minutes?", 60.0),
        (r"h|hrs?|hours?", 3600.0),
        (r"days?", 86400.0),
        (r"weeks?", 604800.0),
        (r"months?", 2629800.0),
        (r"years?", 31557600.0),
    ),
    "distance": ((r"km|kilomet(?:er|re)s?", 1.0), (r"mi|miles?", 1.609344)),
    "size": (
        (r"mm|millimet(?:er|re)s?", 1.0),
        (r"cm|centimet(?:er|re)s?", 10.0),
        (r"in\.|inch(?:es)?|[\"”″]", 25.4),
    ),
    "current": ((r"ma|milliamps?", 0.001), (r"(?-i:A)|amps?|amperes?", 1.0)),
    "charge": ((r"mah", 0.001), (r"ah|amp[\s-]hours?", 1.0)),
    "voltage": ((r"mv|millivolts?", 0.001), (r"(?-i:V)|volts?", 1.0)),
    "temperature in °C": ((r"°\s?c|degrees? (?:c|celsius)", 1.0),),
    "temperature in °F": ((r"°\s?f|degrees? (?:f|fahrenheit)", 1.0),),
}
SPELLED = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0,
    "ten": 10.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "sixty": 60.0,
}  # fmt: skip
NUMBER = rf"(?:\d+\s+\d+/\d+|\d+/\d+|\d+(?:[.,]\d+)*|(?:{'|'.join(SPELLED)})(?=[\s-]))"
_FIGURE = re.compile(
    rf"(?<![\w.,/#])(?P<low>{NUMBER})(?:\s*(?:-|–|—|to|or)\s*(?P<high>{NUMBER}))?[\s-]*"
    rf"(?:{'|'.join(f'(?P<u{d}_{n}>{unit})' for d, units in enumerate(UNITS.values()) for n, (unit, _) in enumerate(units))})"
    r"(?![\w·*/-]|\.\d)",
    re.IGNORECASE,
)
_FACTORS = {
    f"u{d}_{n}": (name, factor)
    for d, (name, units) in enumerate(UNITS.items())
    for n, (_, factor) in enumerate(units)
}
ROUNDING = 0.05  # figures that were converted and rounded still agree


@dataclass(frozen=True)
class Figure:
    """A figure or a range of one dimension, in its base unit, as `shown` from `start` to `end` of its text."""

    dimension: str
    low: float
    high: float
    shown: str
    start: int
    end: int

    def agrees(self, other: Figure) -> bool:
        """Whether both can be said of one thing."""
        loose = 1.0 if self.dimension.startswith("year") else 1.0 + ROUNDING
        return self.low <= other.high * loose and other.low <= self.high * loose


def figures(text: str) -> list[Figure]:
    """All figures of a text, in order."""
    return [_figure(match) for match in _FIGURE.finditer(text)]


def _figure(match: re.Match[str]) -> Figure:
    unit = next(name for name, found in match.groupdict().items() if found and name.startswith("u"))
    dimension, factor = _FACTORS[unit]
    low = _value(match["low"])
    high = _value(match["high"]) if match["high"] else low
    low, high = sorted((low * factor, high * factor))
    return Figure(dimension, low, high, " ".join(match[0].split()), match.start(), match.end())


def _value(text: str) -> float:
    """A number as people write it: 3.5, 3,5, 1,000, 1/2, 3 1/2, ten."""
    if text.lower() in SPELLED:
        return SPELLED[text.lower()]
    if "/" in text:
        whole, _, fraction = text.rpartition(" ")
        top, bottom = (int(part) for part in fraction.split("/"))
        return (float(whole) if whole.strip() else 0.0) + (top / bottom if bottom else 0.0)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        return float(text.replace(",", ""))
    head, *rest = re.split(r"[.,]", text)
    return float(f"{head}.{''.join(rest)}") if rest else float(head)
