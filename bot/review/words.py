"""Sentences and what they are about, as far as plain words tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.library.model import Document, Line, Section

WORD = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+(?=\S)|(?<=\))\s+(?=[A-Z])")
# Words without which a sentence is about the same.
FUNCTION_WORDS = frozenset(
    """a an the this that these those it its they them their there here i you your we our he she his her my me us is are was
    were be been being am do does did done have has had having will would shall should can could may might must of on in at to
    for from with by as into onto out off up down over under than then so such and or but if when while until once after
    before again also just only very too both each every all any some no not now own same more most about around approximately
    which who what where how why because since via per please always""".split()
)


def sentences(text: str) -> list[str]:
    """A line's sentences."""
    return [part for part in SENTENCE_END.split(text) if part]


def stem(word: str) -> str:
    """A word without the endings of number and tense that matter least."""
    word = word.replace("’", "'").removesuffix("'s")
    for ending, least in (("ies", 5), ("ing", 6), ("ed", 5), ("es", 5), ("s", 4)):
        if len(word) >= least and word.endswith(ending) and not word.endswith("ss"):
            return (word[: -len(ending)] + ("y" if ending == "ies" else "")).rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


def words(text: str) -> list[str]:
    """The words in small letters, in order."""
    return WORD.findall(text.lower())


def terms(text: str, without: frozenset[str] = frozenset()) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    return frozenset(stem(word) for word in words(text) if word not in FUNCTION_WORDS and word not in without)


def lines_of(document: Document) -> Iterator[tuple[Section, Line]]:
    """All lines that are served as the document's own words, with their sections."""
    for section in document.sections:
        for line in section.lines:
            if line.role != "gap":
                yield section, line


def clipped(text: str, most: int = 60) -> str:
    """A text short enough to be quoted."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
