"""Documents as data: what the reader makes of a Markdown file. Everything is frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from bot.library.errors import UnknownDocument, UnknownSection

KINDS = ("explanation", "procedure", "faq", "prevention", "help", "tools")
POWERS = ("none", "some", "good")
BODIES = ("sedan", "wagon", "coupe", "convertible", "hatchback", "suv", "pickup", "van")
WANTS = ("body", "cabin", "model", "power", "seats", "year")


@dataclass(frozen=True)
class Picture:
    """What shows a line: a file, relative to the documents' folder, and the words that stand in for it."""

    file: str
    alt: str
    number: int  # its own 1-based line


@dataclass(frozen=True)
class Line:
    """One served line: its 1-based number in the file, its text without Markdown, its role and picture."""

    number: int
    text: str
    role: str = "text"  # text | warning | note | gap
    picture: Picture | None = None


@dataclass(frozen=True)
class Step:
    """One numbered step; the first line is the action."""

    number: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Tool:
    """One needed thing and what may stand in for it, best first."""

    name: str
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One section.

    `called` are words by which people name the method, `topics` the intents that it answers, `asks` other
    ways of asking, `line_asks` those for single lines (by number), `line_reports` ways of saying that a step's
    line is done. `bodies` empty means any body,
    `folding_bodies` fit only where the rear seats fold.
    """

    id: str
    document: str
    title: str
    kind: str
    line: int
    called: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    tools: tuple[Tool, ...] = ()
    optional_tools: tuple[str, ...] = ()
    cabin: bool = False
    bodies: tuple[str, ...] = ()
    folding_bodies: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    passages: tuple[tuple[Line, ...], ...] = ()
    steps: tuple[Step, ...] = ()
    needs: tuple[Line, ...] = ()
    line_asks: tuple[tuple[int, tuple[str, ...]], ...] = ()
    line_reports: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All served lines in file order."""
        return tuple(line for passage in self.passages for line in passage)


@dataclass(frozen=True)
class Plan:
    """The ordered methods for one cause; each entry of `methods` is a group of equal alternatives."""

    cause: str
    title: str
    power: str | None
    symptoms: tuple[str, ...]
    signs: tuple[str, ...]
    methods: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Vehicle:
    """What a document is about; `years` are first and last model year, None is open.

    Without a make it is about any vehicle, or about what `name` says: the vehicle as the source wrote it.
    """

    make: str
    models: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    bodies: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    chassis: dict[str, str | None] = field(default_factory=dict)
    only_model: bool = True
    not_models: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Document:
    """One file of the library; `file` is relative to the project."""

    id: str
    title: str
    file: str
    vehicle: Vehicle
    source: str
    plans: tuple[Plan, ...]
    afterwards: tuple[str, ...]
    once_open: tuple[str, ...]
    sections: tuple[Section, ...]
    line: int = 1  # where its id stands


@dataclass(frozen=True)
class Library:
    """All documents that can be served."""

    documents: tuple[Document, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections, document by document, in file order."""
        return tuple(section for document in self.documents for section in document.sections)

    def holds(self, name: str) -> bool:
        """Whether there is a document or section with this id."""
        return name in self._documents or name in self._sections

    def document(self, name: str) -> Document:
        """Return the document with this id; raises UnknownDocument."""
        try:
            return self._documents[name]
        except KeyError:
            raise UnknownDocument(name, self._documents) from None

    def section(self, name: str) -> Section:
        """Return the section with this full id (document/section); raises UnknownSection."""
        try:
            return self._sections[name]
        except KeyError:
            raise UnknownSection(name, self._sections) from None

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}
