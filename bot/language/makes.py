"""The world's makes and models as `makes.yml` lists them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import yaml

from bot.language.words import split_words

MAKES_FILE = Path(__file__).with_name("makes.yml")
BRACES = re.compile(r"\{([^{}]*)\}")
YEARS = re.compile(r" \(\d{4}-(\d{4})\)$")


@dataclass(frozen=True)
class Name:
    """One thing a vehicle is called; `doubt` 0 stands alone, 1 and 2 need company (see makes.yml)."""

    label: str  # make | model | chassis
    shown: str
    make: str
    doubt: int = 0
    last_year: int | None = None  # of a generation, where the list says so


@dataclass
class Makes:
    """All names by the words they consist of, e.g. ("f", "150") and ("f150",)."""

    names: dict[tuple[str, ...], tuple[Name, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path = MAKES_FILE) -> Makes:
        """Reads a file of makes."""
        makes = cls()
        for make, entry in read_yaml(path).items():
            entry = entry or {}
            for label in ("model", "chassis", "make"):
                text = str(entry.get({"model": "models", "chassis": "chassis", "make": "names"}[label], ""))
                for shown, spelling, doubt, last_year in _entries(text):
                    makes.add(
                        spelling, Name(label, make if label == "make" else shown, make, doubt, last_year)
                    )
            if not makes.find(make, "make"):
                makes.add(make, Name("make", make, make))
        return makes

    def add(self, spelling: str, name: Name) -> None:
        """Adds a name under all spellings of it."""
        for words in spellings(spelling):
            doubt = max(name.doubt, int("".join(words).isdigit()))
            known = self.names.get(words, ())
            fresh = replace(name, doubt=doubt)
            if all((one.label, one.make) != (fresh.label, fresh.make) for one in known):
                self.names[words] = (*known, fresh)

    def find(self, text: str, label: str = "") -> tuple[Name, ...]:
        """What goes by this name, of one label or of any."""
        found = self.names.get(split_words(text), ())
        return tuple(name for name in found if label in ("", name.label))


@lru_cache(maxsize=1)
def all_makes() -> Makes:
    """The shipped makes, read once."""
    return Makes.load()


def read_yaml(path: Path) -> dict[str, dict[str, object]]:
    """Reads a YAML file of ours, by the C parser where there is one."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return content if isinstance(content, dict) else {}


def expanded(text: str) -> Iterator[str]:
    """Every text that braces stand for: `3{16|20}i` gives 316i and 320i."""
    parts = BRACES.split(text)
    choices = [part.split("|") if index % 2 else [part] for index, part in enumerate(parts)]
    for choice in itertools.product(*choices):
        yield "".join(choice)


def spellings(name: str) -> set[tuple[str, ...]]:
    """The words of a name, as written, and joined where a hyphen, a dot or a digit parts them."""
    words = split_words(name)
    found = {words}
    joined = split_words(re.sub(r"(?<=[^\W\d])[-.'](?=\w)|(?<=\w)[-.'](?=[^\W\d])", "", name))
    found.add(joined)
    found.add(split_words(re.sub(r"(?<=[^\W\d]{3})(?=\d)", " ", name)))
    return {words for words in found if words}


def _entries(text: str) -> Iterator[tuple[str, str, int, int | None]]:
    """(name shown, spelling, doubt, last model year) of every entry of a comma-separated list."""
    for entry in filter(None, (part.strip() for part in text.split(","))):
        years = YEARS.search(entry)
        entry = YEARS.sub("", entry)
        names = entry.rstrip("?").split("/")
        for shown in expanded(names[0]):
            spelled = [shown, *(spelling for other in names[1:] for spelling in expanded(other))]
            for spelling in spelled:
                yield shown, spelling, len(entry) - len(entry.rstrip("?")), int(years[1]) if years else None
