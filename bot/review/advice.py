"""Do and don't of the same action, and two orders of the same work, for the same vehicle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.library.model import Document
from bot.review.finding import WARNING, Finding
from bot.review.vehicles import groups, same_vehicle
from bot.review.words import FUNCTION_WORDS, clipped, lines_of, sentences, stem, terms, words

KIND = "contradicting-advice"
DONT = re.compile(
    r"^(?:.*?\b)?(?:do not|don['’]t|never|avoid|must not|should not|shouldn['’]t|mustn['’]t)\s+(.+)", re.I
)
# A ban under a condition says nothing against the action itself.
CONDITION = re.compile(
    r"\b(?:if|unless|until|till|while|when|whenever|before|after|without|with|too|more|less|than|again|yet|too much|so|as)\b",
    re.I,
)
LEADING = re.compile(
    r"^(?:(?:now|then|next|first|also|finally|carefully|gently|slowly|simply|just|please|always|once more|again)\b[\s,]*)+",
    re.I,
)
PAIRS = (
    ("positive", "negative"), ("left", "right"), ("front", "rear"), ("upper", "lower"), ("top", "bottom"), ("red", "black"),
)  # fmt: skip
OPPOSITES = {stem(a): stem(b) for pair in PAIRS for a, b in (pair, pair[::-1])}
RANKS = frozenset({"first", "last"})
UNRANKED = frozenset({"cable", "clamp", "terminal"})


@dataclass(frozen=True)
class Advice:
    """One thing that a sentence says to do, or not to do."""

    document: Document
    line: int
    text: str
    dont: bool
    verb: str
    about: frozenset[str]  # the rest of what it says, without the verb
    rank: str  # first, last or empty


def contradicting_advice(documents: Sequence[Document]) -> Iterator[Finding]:
    """A finding in each of two places that say the opposite."""
    given = {document.id: list(_advice(document)) for document in documents}
    for document in documents:
        for one, other in _pairs(given[document.id], given[document.id]):
            yield _finding(one, other)
    for group in groups(list(documents)).values():
        for n, document in enumerate(group):
            for later in group[n + 1 :]:
                if same_vehicle(document.vehicle, later.vehicle):
                    for one, other in _both_ways(given[document.id], given[later.id]):
                        yield _finding(one, other)
                        yield _finding(other, one)


def _both_ways(mine: list[Advice], theirs: list[Advice]) -> Iterator[tuple[Advice, Advice]]:
    yield from _pairs(mine, theirs)
    yield from _pairs(theirs, mine)


def _pairs(banning: list[Advice], saying: list[Advice]) -> Iterator[tuple[Advice, Advice]]:
    """Bans and what they ban; and different orders."""
    by_verb: dict[str, list[Advice]] = {}
    for one in saying:
        by_verb.setdefault(one.verb, []).append(one)
    for ban in banning:
        for other in by_verb.get(ban.verb, ()):
            if ban.line == other.line and ban.document is other.document:
                continue
            if (ban.dont and not other.dont and _banned(ban, other)) or _other_order(ban, other):
                yield ban, other


def _banned(ban: Advice, other: Advice) -> bool:
    if len(ban.about) < 2:  # "do not remove the screws" means some of them
        return bool(ban.about) and ban.about == other.about
    return ban.about <= other.about and len(other.about - ban.about) <= 3


def _other_order(one: Advice, other: Advice) -> bool:
    """Both say what comes first, and differ in nothing but opposites."""
    if not one.rank or one.rank != other.rank or one.dont or other.dont:
        return False
    mine, theirs = one.about - other.about, other.about - one.about
    opposed = {OPPOSITES[word] for word in mine if word in OPPOSITES}
    # the later of the two is told, once
    return (
        (one.document.id, one.line) > (other.document.id, other.line)
        and bool(opposed & theirs)
        and len(mine) <= 2
    )


def _advice(document: Document) -> Iterator[Advice]:
    for _, line in lines_of(document):
        for sentence in sentences(line.text):
            if said := _said(document, line.number, sentence):
                yield said


def _said(document: Document, line: int, sentence: str) -> Advice | None:
    banned = DONT.match(sentence)
    text = banned[1] if banned else LEADING.sub("", sentence)
    if banned and CONDITION.search(text):
        return None
    spoken = words(text)
    if not spoken or spoken[0] in FUNCTION_WORDS:
        return None
    verb = stem(spoken[0])
    about = terms(" ".join(spoken[1:]), RANKS)
    rank = next((word for word in spoken if word in RANKS), "")
    return Advice(document, line, sentence, bool(banned), verb, about, rank)


def _finding(here: Advice, there: Advice) -> Finding:
    same = there.document is here.document
    where = f"line {there.line}" if same else f"{there.document.file}:{there.line}"
    what = f"{clipped(here.text)!r} here, but {clipped(there.text)!r} in {where}"
    cure = "keep what is right, or say when each holds"
    return Finding(here.document.id, KIND, WARNING, here.document.file, here.line, what, cure)
