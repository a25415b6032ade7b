"""Documents as data: Markdown files read into vehicles, plans, sections, steps and numbered lines."""

from bot.library.errors import DocumentProblems, LibraryError, Problem, UnknownDocument, UnknownSection
from bot.library.model import Document, Library, Line, Picture, Plan, Section, Step, Tool, Vehicle
from bot.library.reader import read_document, read_library
from bot.library.shelf import Shelf

__all__ = [
    "Document",
    "DocumentProblems",
    "Library",
    "LibraryError",
    "Line",
    "Picture",
    "Plan",
    "Problem",
    "Section",
    "Shelf",
    "Step",
    "Tool",
    "UnknownDocument",
    "UnknownSection",
    "Vehicle",
    "read_document",
    "read_library",
]
