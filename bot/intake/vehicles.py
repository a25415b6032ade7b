"""Which vehicle a source is about: by its own line, by the title, or by the only make that its text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.intake.model_years import OPEN, Years, model_years, with_years
from bot.library.model import BODIES, Vehicle

LABEL = re.compile(
    r"(?:vehicles?|cars?|make(?: (?:and|&|/) model)?|models?|applies to|fits|for vehicles?"
    r"|compatible with|machine|device|bike)"
    r"\s*[:=–]\s*(?P<name>\S.*)",
    re.IGNORECASE,
)
BODY_WORDS = {
    "saloon": "sedan", "estate": "wagon", "touring": "wagon", "cabriolet": "convertible", "roadster": "convertible",
    "hatch": "hatchback", "minivan": "van", "truck": "pickup", "coupé": "coupe", "cabrio": "convertible",
} | {body: body for body in BODIES}  # fmt: skip
MODELS = ("model", "chassis")
# Kinds of things with a name: no make, and a name of only a kind and a word before it is no make and model either.
KIND_WORDS = set(
    "accessories accessory automobile bicycle bike board boat car drone engine gen generation lawnmower machine moped motor "
    "motorbike motorcycle quadcopter scooter skateboard tractor trailer truck van vehicle vehicles wheelchair".split()
)
GENERATION = re.compile(
    r"\b(?:\d(?:st|nd|rd|th) gen(?:eration)?|gen(?:eration)? \d|mk\.? ?\d|[ivx]+ gen(?:eration)?)\b",
    re.IGNORECASE,
)


class KnownMakes(Protocol):
    """The world's makes and models."""

    def find(self, text: str, label: str = "") -> tuple[Any, ...]:
        """What goes by a name: objects with `label`, `make`, `shown` and `doubt`."""
        ...


@dataclass(frozen=True)
class Found:
    """A vehicle, where the source names it, and what is only proposed about it."""

    vehicle: Vehicle
    where: str
    findings: tuple[str, ...] = ()


NONE = Found(
    Vehicle(make=""), "", ("the source names no vehicle: it would fit any; add the make if it has one",)
)


class VehicleReader:
    """Reads vehicles with the help of the makes that are known."""

    def __init__(self, makes: KnownMakes) -> None:
        self.makes = makes

    def named(self, name: str, where: str, text: str = "") -> Found:
        """The vehicle that a source names in a line of its own; `text` is the rest of the source's words."""
        name = name.strip(" .;,")
        years, rest = model_years(name)
        make, words = self._make(rest.split(), text)
        if make and not words and years != OPEN and self._model_length(make, name.split()[-1:]):
            years, words = OPEN, name.split()[-1:]  # a model that looks like a year
        findings = () if make else (f"no make is known in {name!r}: it is kept as the vehicle's name",)
        if make and not self.makes.find(make, "make"):
            findings = (f"the make {make!r} is proposed from the name {name!r}",)
        return Found(self._vehicle(name, make, words if make else [], years), where, findings)

    def in_title(self, title: str, where: str) -> Found | None:
        """The vehicle that a title names: years, make and model, each as far as it goes."""
        years, rest = model_years(title)
        words = rest.split()
        for start in range(len(words)):
            if length := self._make_length(words[start:]):
                make = self._make_of(words[start : start + length])
                end = start + length + self._model_length(make, words[start + length :])
                if end == start + length and years == OPEN and self._doubtful(words[start:end]):
                    continue  # a word that is a make by chance, as in "mini bike"
                model = words[start + length : end]
            elif make := self._make_of_model(words[start]):
                end, model = start + 1, words[start : start + 1]
            else:
                continue
            name = with_years(title, words[start:end]).strip(" -–:,")
            finding = f"the vehicle is proposed from the title: {name!r}"
            return Found(self._vehicle(name, make, model, years), where, (finding,))
        return None

    def in_text(self, texts: Iterable[str], where: str) -> Found | None:
        """The only make and model that a text names together, if there is only one."""
        named = {pair for text in texts for pair in self._pairs(text.split())}
        if len(named) != 1:
            return None
        make, model = next(iter(named))
        vehicle = Vehicle(make=make, models=(model,), name=f"{make} {model}")
        return Found(vehicle, where, (f"the vehicle is proposed from the text: {vehicle.name!r}",))

    def _pairs(self, words: Sequence[str]) -> set[tuple[str, str]]:
        pairs = set()
        for start in range(len(words)):
            if length := self._make_length(words[start:]):
                make = self._make_of(words[start : start + length])
                rest = words[start + length : start + length + 3]
                if size := self._model_length(make, rest):
                    pairs.add((make, _bare(" ".join(rest[:size]))))
        return pairs

    def _make(self, words: Sequence[str], text: str) -> tuple[str, list[str]]:
        """The make in a vehicle's name, known or proposed, and the words of the model."""
        for start in range(len(words)):
            length = self._make_length(words[start:], named=True)
            if length and (start == 0 or not self._doubtful(words[start : start + length])):
                rest = [*words[:start], *words[start + length :]]
                return self._make_of(words[start : start + length], named=True), rest
        if words and (make := self._make_of_model(words[0])):
            return make, list(words)
        kind_only = len(words) == 2 and _bare(words[1]).lower() in KIND_WORDS
        if len(words) > 1 and _is_name(words[0], text) and not kind_only:
            return words[0], list(words[1:])
        return "", list(words)

    def _make_length(self, words: Sequence[str], named: bool = False) -> int:
        """How many of the first words name a make."""
        lengths = (length for length in (3, 2, 1) if len(words) >= length)
        return next((length for length in lengths if self._make_of(words[:length], named)), 0)

    def _doubtful(self, words: Sequence[str]) -> bool:
        return any(name.doubt for name in self.makes.find(_bare(" ".join(words)), "make"))

    def _make_of(self, words: Sequence[str], named: bool = False) -> str:
        """The make of this name; in running text it begins with a capital."""
        bare = _bare(" ".join(words))
        found = self.makes.find(bare, "make") if named or bare[:1].isupper() else ()
        return str(found[0].make) if found else ""

    def _make_of_model(self, word: str) -> str:
        """The make whose model has this name, where only one has and the name is nothing else."""
        found = self.makes.find(_bare(word), "model") if word[:1].isupper() else ()
        makes = {name.make for name in found}
        return str(found[0].make) if len(makes) == 1 and not any(name.doubt for name in found) else ""

    def _model_length(self, make: str, words: Sequence[str]) -> int:
        """How many of the first words name a model or chassis of the make."""
        for length in (3, 2, 1):
            if len(words) >= length and any(
                self._is(make, " ".join(words[:length]), label) for label in MODELS
            ):
                return length
        return 0

    def _is(self, make: str, text: str, label: str) -> bool:
        return any(name.make == make for name in self.makes.find(_bare(text), label))

    def _vehicle(self, name: str, make: str, words: Sequence[str], years: Years) -> Vehicle:
        bodies = dict.fromkeys(BODY_WORDS[word] for w in words if (word := _bare(w).lower()) in BODY_WORDS)
        model = " ".join(w for w in words if _bare(w).lower() not in BODY_WORDS).strip(" ,;-–")
        plain = GENERATION.sub(" ", re.sub(r"\([^()]*\)", " ", model))
        chassis = [
            w for w in plain.split() if self._is(make, w, "chassis") and not self._is(make, w, "model")
        ]
        plain = " ".join(w for w in plain.split() if w not in chassis).strip(" ,;-–/")
        models = self._models(make, _without_kind(plain))
        inside = [part.strip() for text in re.findall(r"\(([^()]*)\)", model) for part in text.split(",")]
        others = [plain, *inside] if models[:1] != [plain] else inside
        return Vehicle(
            make=make,
            models=tuple(models),
            years=years,
            bodies=tuple(bodies),
            names=tuple(dict.fromkeys(other for other in others if other and other not in models)),
            chassis=dict.fromkeys(map(_bare, chassis)),
            name=name,
            only_model=bool(models),
        )

    def _models(self, make: str, plain: str) -> list[str]:
        """The models of a make in the words behind it: those that are known, or else the words."""
        pieces = [
            piece.strip() for piece in re.split(r"\s*[/,&]\s*|\s+(?:and|or)\s+", plain) if piece.strip()
        ]
        if len(pieces) > 1 and all(self._model_length(make, piece.split()) for piece in pieces):
            return pieces
        known = self._model_length(make, plain.split()) if make else 0
        return [" ".join(plain.split()[:known])] if known else [plain] if plain else []


def _is_name(word: str, text: str) -> bool:
    """Whether a word is a name: it begins with a capital, and the text never uses it in small letters."""
    bare = _bare(word)
    if not re.match(r"[A-Z0-9]*[A-Z]", bare) or bare.lower() in BODY_WORDS.keys() | KIND_WORDS:
        return False
    return not re.search(rf"(?<!\w){re.escape(bare.lower())}s?(?!\w)", text)


def _without_kind(text: str) -> str:
    """A model without the kind of vehicle behind it, as in "FA50 Moped"."""
    words = text.split()
    while words and _bare(words[-1]).lower() in KIND_WORDS:
        words.pop()
    return " ".join(words)


def _bare(text: str) -> str:
    return text.strip(" ,;:.()'’\"")
