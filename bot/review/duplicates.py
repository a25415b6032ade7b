"""Documents that the library has already, under another id: the same vehicle and nearly the same title or steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.library.model import Document
from bot.review.finding import NOTE, WARNING, Finding
from bot.review.vehicles import about_any, same_vehicle
from bot.review.words import terms, words

KIND = "duplicate"
SHINGLE = 3  # words that follow each other
SAME_STEPS = 0.9  # share of such runs that both have, of those that either has
LIKE_STEPS = 0.5  # enough where the titles are alike, too: many guides begin with the same taking apart
LIKE_TITLE = 0.6
COMMON = 60  # a run of words that more documents have tells nothing

Shingles = frozenset[tuple[str, ...]]


def duplicates(documents: Sequence[Document]) -> Iterator[Finding]:
    """A finding in each of two documents that are like each other."""
    texts = [_shingles(document) for document in documents]
    told = set()
    for one, other in _sharing(texts):
        share = len(texts[one] & texts[other]) / len(texts[one] | texts[other])
        like = share >= SAME_STEPS or _like_titles(documents[one], documents[other])
        if share >= LIKE_STEPS and like and _may_be_same(documents[one], documents[other]):
            told.add((one, other))
            why = f"{share:.0%} of its steps' words are those of"
            yield from _findings(documents[one], documents[other], why, WARNING)
    for one, other in _same_titles(documents):
        if (one, other) not in told:
            yield from _findings(documents[one], documents[other], "its title says the same as that of", NOTE)


def _shingles(document: Document) -> Shingles:
    text = [
        word
        for section in document.sections
        for step in section.steps
        for line in step.lines
        for word in words(line.text)
    ]
    return frozenset(tuple(text[n : n + SHINGLE]) for n in range(len(text) - SHINGLE + 1))


def _sharing(texts: Sequence[Shingles]) -> Iterator[tuple[int, int]]:
    """Pairs that share enough runs of words to be worth comparing."""
    held: dict[tuple[str, ...], list[int]] = {}
    for n, text in enumerate(texts):
        for shingle in text:
            held.setdefault(shingle, []).append(n)
    for n, text in enumerate(texts):
        shared: Counter[int] = Counter()
        for shingle in text:
            if len(held[shingle]) <= COMMON:
                shared.update(other for other in held[shingle] if other > n)
        yield from ((n, other) for other, count in shared.items() if count >= LIKE_STEPS * len(text) / 2)


def _like_titles(one: Document, other: Document) -> bool:
    """Whether the titles say the same of their vehicle."""
    mine, theirs = (terms(document.title) - _vehicle_terms(document) for document in (one, other))
    return bool(mine) and len(mine & theirs) >= LIKE_TITLE * len(mine | theirs)


def _vehicle_terms(document: Document) -> frozenset[str]:
    vehicle = document.vehicle
    return terms(" ".join((vehicle.make, vehicle.name, *vehicle.models)))


def _may_be_same(one: Document, other: Document) -> bool:
    both_any = about_any(one.vehicle) and about_any(other.vehicle)
    return both_any or same_vehicle(one.vehicle, other.vehicle)


def _same_titles(documents: Sequence[Document]) -> Iterator[tuple[int, int]]:
    held: dict[frozenset[str], list[int]] = {}
    for n, document in enumerate(documents):
        for other in held.setdefault(terms(document.title), []):
            if _may_be_same(documents[other], document):
                yield other, n
        held[terms(document.title)].append(n)


def _findings(one: Document, other: Document, why: str, severity: str) -> Iterator[Finding]:
    for mine, theirs in ((one, other), (other, one)):
        what = f"{why} {theirs.id!r} ({theirs.file}), for the same vehicle"
        cure = "keep one of the two; to renew a document, give the draft its id"
        yield Finding(mine.id, KIND, severity, mine.file, mine.line, what, cure)
