"""Details that a question may ask for (a torque, an amount, a size), and whether a text tells one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.language.makes import read_yaml

DETAILS_FILE = Path(__file__).with_name("details.yml")
NUMBER = r"(?:\d+(?:[.,/]\d+)?|[.]\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|quarter)"


@dataclass(frozen=True)
class Detail:
    """Something that is asked for, and how questions and texts look that ask for it and tell it."""

    asked: re.Pattern[str]
    told: re.Pattern[str]
    exact: bool
    needs_asking: bool  # whether its words alone ask for nothing


@lru_cache(maxsize=1)
def all_details() -> dict[str, Detail]:
    """The shipped details by name, read once."""
    return {
        name: Detail(_any(entry["asked"]), _any(entry["told"]), bool(entry.get("exact")), name == "place")
        for name, entry in read_yaml(DETAILS_FILE).items()
    }


def details(text: str) -> tuple[Detail, ...]:
    """What a question asks for, of the details that have a form of their own."""
    return tuple(detail for detail in all_details().values() if detail.asked.search(text))


def tells(asked: Iterable[Detail], texts: Iterable[str]) -> bool:
    """Whether any text tells an exact detail of those asked for."""
    exact = [detail for detail in asked if detail.exact]
    return any(detail.told.search(text) for text in texts for detail in exact)


def _any(patterns: object) -> re.Pattern[str]:
    listed = patterns if isinstance(patterns, list) else []
    return re.compile("|".join(str(one).replace("<N>", NUMBER) for one in listed), re.IGNORECASE)
