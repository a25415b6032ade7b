"""What of a document is searched: its sections, each as texts that are embedded and words that are counted."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from bot.library.model import Document, Section
from bot.search.catalogue.words import words_of

FORMAT = 5  # to be raised when entries are made otherwise: all indexes are then built anew
# Titles that say nothing of a section's matter; its document's title does.
PLAIN_TITLES = frozenset(
    "steps step instructions procedure tools tool guide repair introduction background overview".split()
) | {
    "tools for the job",
    "you need",
    "tools needed",
    "step by step",
    "how to",
    "repair steps",
    "parts and tools",
}
JOINERS = frozenset("on in for of a an the to from your with and".split())
LONGEST_UNIT = 700  # characters of a step that are embedded; the encoder takes in no more


@dataclass(frozen=True)
class Entry:
    """A section as it is searched; `steps` are (number, text), `matter` is what it is about without the vehicle."""

    document: str
    section: str
    title: str
    matter: str
    kind: str
    asks: tuple[str, ...]
    steps: tuple[tuple[int, str], ...]
    lines: tuple[str, ...]
    tools: tuple[str, ...]
    bodies: tuple[str, ...]

    def as_json(self, stems: Sequence[str]) -> str:
        """The entry and its stems by column, as the store keeps them."""
        return json.dumps({**asdict(self), "stems": stems}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> tuple[Entry, tuple[str, ...]]:
        """Reads what `as_json` wrote."""
        kept = json.loads(text)
        stems = tuple(kept.pop("stems"))
        lists = {key: tuple(kept[key]) for key in ("asks", "lines", "tools", "bodies")}
        steps = tuple((int(number), str(said)) for number, said in kept["steps"])
        return cls(**{**kept, **lists, "steps": steps}), stems

    @property
    def texts(self) -> tuple[str, ...]:
        """What is embedded, in this order: the matter, the title as it is written, ways of asking, steps."""
        return (self.matter, self.title, *self.asks, *(text[:LONGEST_UNIT] for text in self.bodies_of_text))

    @property
    def bodies_of_text(self) -> tuple[str, ...]:
        """The texts of the steps, or of the lines of a section without steps."""
        return tuple(text for _, text in self.steps) or self.lines


def entries_of(document: Document, vehicle_words: frozenset[str]) -> list[Entry]:
    """The sections of a document; `vehicle_words` are left out of what they are about.

    A bare list of tools is found with the procedures that need them.
    """
    told = [one for one in document.sections if one.kind != "tools" or one.asks]
    return [_entry(document, section, vehicle_words) for section in told or document.sections]


def content_hash(document: Document) -> str:
    """The same for documents that are found in the same ways."""
    kept = asdict(document)
    del kept["file"], kept["line"], kept["source"]
    return hashlib.sha256(json.dumps([FORMAT, kept], sort_keys=True, default=str).encode()).hexdigest()


def without_words(text: str, left_out: Iterable[str]) -> str:
    """A title without these words, without years, and without the joining words that then hang at its ends."""
    out = frozenset(left_out)
    pieces = [
        piece
        for piece in text.split()
        if not (words := words_of(piece)) or not all(word in out or _is_year(word) for word in words)
    ]
    while pieces and pieces[-1].lower() in JOINERS:
        pieces.pop()
    return " ".join(pieces) or text


def _entry(document: Document, section: Section, vehicle_words: frozenset[str]) -> Entry:
    named = section.title if not _is_plain(section.title) else document.title
    extra = [document.title] if named is not document.title and len(document.sections) > 1 else []
    steps = tuple((step.number, " ".join(line.text for line in step.lines)) for step in section.steps)
    told = {line for step in section.steps for line in step.lines}
    return Entry(
        document=document.id,
        section=section.id,
        title=" - ".join([*extra, named]),
        matter=without_words(named, vehicle_words),
        kind=section.kind,
        asks=tuple(dict.fromkeys((*section.asks, *section.called))),
        steps=steps,
        lines=tuple(line.text for line in section.lines if line not in told),
        tools=tuple(dict.fromkeys(name for tool in section.tools for name in (tool.name, *tool.instead)))
        + section.optional_tools,
        bodies=section.bodies or document.vehicle.bodies,
    )


def _is_plain(title: str) -> bool:
    words = words_of(title)
    return not words or " ".join(words) in PLAIN_TITLES


def _is_year(word: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", word))
