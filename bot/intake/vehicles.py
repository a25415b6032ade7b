"""Which vehicle a source is about: by its own line, by the title, or by the only make that its text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.library.model import BODIES, Vehicle

LABEL = re.compile(
    r"(?:vehicles?|cars?|make(?: (?:and|&|/) model)?|models?|applies to|fits|for vehicles?"
    r"|compatible with|machine|device|bike)"
    r"\s*[:=–]\s*(?P<name>\S.*)",
    re.IGNORECASE,
)
YEAR = r"(?:19[2-9]\d|20[0-4]\d)"
YEARS = re.compile(
    rf"\(?(?<![\w.])(?:model years? )?(?P<first>{YEAR})\s*(?:(?P<to>-|–|—|to|through|thru|and)\s*"
    rf"(?P<last>{YEAR}|\d\d(?!\d)|present|on(?:wards?)?|now|current|newer|later)|(?P<open>\+"
    rf"|\s+(?:onwards?|and (?:newer|later|up))))?(?![\w])\)?",
    re.IGNORECASE,
)
BODY_WORDS = {
    "saloon": "sedan", "estate": "wagon", "touring": "wagon", "cabriolet": "convertible", "roadster": "convertible",
    "hatch": "hatchback", "minivan": "van", "truck": "pickup", "coupé": "coupe", "cabrio": "convertible",
} | {body: body for body in BODIES}  # fmt: skip
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
        years, rest = _years(name)
        make, words = self._make(rest, text)
        findings = () if make else (f"no make is known in {name!r}: it is kept as the vehicle's name",)
        if make and not self.makes.find(make, "make"):
            findings = (f"the make {make!r} is proposed from the name {name!r}",)
        return Found(self._vehicle(name, make, words if make else [], years), where, findings)

    def in_title(self, title: str, where: str) -> Found | None:
        """The vehicle that a title names: years, make and model, each as far as it goes."""
        years, rest = _years(title)
        words = rest.split()
        for start in range(len(words)):
            length = self._make_length(words[start:])
            if not length:
                continue
            make = self._make_of(" ".join(words[start : start + length]))
            model = self._model_length(make, words[start + length :])
            if not model and years == (None, None) and self._doubtful(words[start : start + length]):
                continue  # a word that is a make by chance, as in "mini bike"
            end = start + length + model
            name = " ".join(_as_in(title, words[start:end]))
            found = self._vehicle(name, make, words[start + length : end], years)
            return Found(found, where, (f"the vehicle is proposed from the title: {name!r}",))
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
            length = self._make_length(words[start:]) if words[start][:1].isupper() else 0
            if length:
                make = self._make_of(" ".join(words[start : start + length]))
                rest = words[start + length : start + length + 3]
                if size := self._model_length(make, rest):
                    pairs.add((make, _bare(" ".join(rest[:size]))))
        return pairs

    def _make(self, rest: str, text: str) -> tuple[str, list[str]]:
        """The make that a vehicle's name begins with, known or proposed, and the words of the model."""
        words = rest.split()
        for start in range(min(2, len(words))):
            if length := self._make_length(words[start:]):
                return self._make_of(" ".join(words[start : start + length])), words[:start] + words[
                    start + length :
                ]
        if (
            len(words) > 1
            and _is_name(words[0], text)
            and not (len(words) == 2 and _bare(words[1]).lower() in KIND_WORDS)
        ):
            return words[0], words[1:]
        return "", words

    def _make_length(self, words: Sequence[str]) -> int:
        """How many of the first words name a make."""
        for length in (3, 2, 1):
            if len(words) >= length and self._make_of(" ".join(words[:length])):
                return length
        return 0

    def _doubtful(self, words: Sequence[str]) -> bool:
        return any(name.doubt for name in self.makes.find(_bare(" ".join(words)), "make"))

    def _make_of(self, text: str) -> str:
        bare = _bare(text)
        found = self.makes.find(bare, "make") if bare[:1].isupper() or bare.isupper() else ()
        return str(found[0].make) if found else ""

    def _model_length(self, make: str, words: Sequence[str]) -> int:
        """How many of the first words name a model of the make."""
        for length in (3, 2, 1):
            text = _bare(" ".join(words[:length]))
            if len(words) >= length and any(name.make == make for name in self.makes.find(text, "model")):
                return length
        return 0

    def _vehicle(
        self, name: str, make: str, words: Sequence[str], years: tuple[int | None, int | None]
    ) -> Vehicle:
        bodies = dict.fromkeys(BODY_WORDS[word] for w in words if (word := _bare(w).lower()) in BODY_WORDS)
        model = " ".join(w for w in words if _bare(w).lower() not in BODY_WORDS).strip(" ,;-–")
        plain = " ".join(GENERATION.sub(" ", re.sub(r"\([^()]*\)", " ", model)).split()).strip(" ,;-–")
        known = self._model_length(make, plain.split()) if make else 0
        models = [" ".join(plain.split()[:known])] if known else [plain or model.strip("()")]
        others = [
            plain,
            *(part.strip() for inside in re.findall(r"\(([^()]*)\)", model) for part in inside.split(",")),
        ]
        return Vehicle(
            make=make,
            models=tuple(filter(None, models)),
            years=years,
            bodies=tuple(bodies),
            names=tuple(dict.fromkeys(other for other in others if other and other not in models)),
            name=name,
            only_model=bool(models and models[0]),
        )


def _years(text: str) -> tuple[tuple[int | None, int | None], str]:
    """The model years that a text names, and the text without them."""
    match = YEARS.search(text)
    if match is None:
        return (None, None), text
    first, last = int(match["first"]), match["last"]
    rest = " ".join((text[: match.start()] + " " + text[match.end() :]).split())
    if match["open"] or (last and not last.isdigit()):
        return (first, None), rest
    end = int(last) if last else first
    end = end if end > 99 else first // 100 * 100 + end
    return (first, end if end >= first else end + 100 if end + 100 - first < 60 else first), rest


def _is_name(word: str, text: str) -> bool:
    """Whether a word is a name: it begins with a capital, and the text never uses it in small letters."""
    bare = _bare(word)
    if not re.match(r"[A-Z0-9]*[A-Z]", bare) or bare.lower() in BODY_WORDS.keys() | KIND_WORDS:
        return False
    return not re.search(rf"(?<!\w){re.escape(bare.lower())}s?(?!\w)", text)


def _bare(text: str) -> str:
    return text.strip(" ,;:.()'’\"")


def _as_in(title: str, words: Sequence[str]) -> list[str]:
    """The words, with the title's years in front where they stand there."""
    match = YEARS.search(title)
    if match and words and title.find(words[0], match.end()) == match.end() + 1:
        return [match[0].strip("() "), *words]
    return list(words)
