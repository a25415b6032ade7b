"""How texts fall into words and stems, for questions and guides alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from bot.language.makes import read_yaml
from bot.language.words import PhraseTable, split_words

GLOSSARY_FILE = Path(__file__).with_name("glossary.yml")
LONGEST = 1000  # characters of a question that are read
STEMS_KEPT = 65_536
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")
# A word loses the first of these endings that leaves enough of it.
ENDINGS = (
    ("ically", 4), ("fulness", 4), ("ization", 4), ("ational", 4), ("ements", 4), ("ement", 4), ("ments", 4), ("ment", 4),
    ("ations", 4), ("ation", 4), ("ingly", 4), ("ings", 3), ("ing", 3), ("edly", 4), ("ions", 4), ("ion", 4), ("als", 5),
    ("al", 5), ("iest", 3), ("ier", 3), ("ies", 3), ("ied", 3), ("ers", 4), ("er", 4), ("ors", 4), ("or", 4), ("ed", 3),
    ("es", 3), ("ly", 4), ("s", 3), ("e", 3), ("y", 3),
)  # fmt: skip
# Words that say nothing of the matter.
FUNCTION = frozenset(
    "a an the this that these those it its it's i i'm i've i'd me my mine we our us you your he she they "
    "them their his her is am are was were be been being do does did doing done how what which who whom "
    "whose when where why to of on in at for from with by and or so then than as if but not no don't dont "
    "doesn't doesnt isn't isnt won't wont can't cant can could should would will shall may might must "
    "want wanna need needs needed got get gets getting go going have has had having just please pls plz "
    "thanks thank hi hello hey ok okay about any some there here up out off into onto over under after "
    "before again too also very really even still now like one two thing things way ways step steps guide "
    "help tell show let know think make makes take takes taking put puts putting use using im ive id "
    "whats hows u ur ya lol kinda gonna gotta is'nt anyone someone something myself yourself lot bit way "
    "much many new fresh old own mine fix fixing fixed repair repairing repaired replace replacing "
    "replaced replacement change changing changed swap swapping swapped install installing installation "
    "remove removing removal removed do it job right possible best come comes keep keeps "
    "".split()
)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in plain form, each thing by its one name."""
    words = split_words(text)
    found: list[str] = []
    for start, end, name in _glossary().matches(words, [" "] * (len(words) + 1)):
        found += name or words[start:end]
    return tuple(found)


def readable(text: str) -> str:
    """A question without control characters, in single blanks, at most as long as is read."""
    return " ".join(CONTROL.sub(" ", text[: 4 * LONGEST]).split())[:LONGEST]


@lru_cache(maxsize=1)
def _glossary() -> PhraseTable[tuple[str, ...]]:
    entries = read_yaml(GLOSSARY_FILE).items()
    return PhraseTable(
        (split_words(said), split_words(name))
        for name, said_so in entries
        for said in str(said_so).split(",")
    )


@lru_cache(maxsize=STEMS_KEPT)
def stem(word: str) -> str:
    """What related words have in common: "replaced", "replacing" and "replacement" give "replac"."""
    if len(word) <= 3 or any(letter.isdigit() for letter in word):
        return word
    for ending, least in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            rest = word[: -len(ending)]
            doubled = rest[-1] == rest[-2] and rest[-1] not in "lsz" and len(rest) > 3
            rest = rest[:-1] if doubled else rest
            return stem(rest) if ending in ("s", "es", "ings", "ers", "ors") and len(rest) > 4 else rest
    return word


def stems_of(words: Iterable[str]) -> tuple[str, ...]:
    """The stems of the words that say something, each once, in order."""
    return tuple(
        dict.fromkeys(stem(word.replace("'", "")) for word in words if word not in FUNCTION and word != "'s")
    )
