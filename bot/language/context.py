"""Settles what the gazetteer found by what stands around it: doubtful names, years, cars that give a jump."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from bot.language.company import Neighbour, in_company
from bot.language.gazetteer import KEEP
from bot.language.vocabulary import Vocabulary
from bot.language.words import UNITS, plain
from bot.language.years import FULL, find_years

VEHICLE_LABELS = frozenset(("make", "model", "chassis"))
CAR_LABELS = VEHICLE_LABELS | {"body", "year"}
DUAL_LABELS = frozenset(("part", "tool", "state"))  # "seat" may be the make Seat; "coupe" stays a body
FUSES = frozenset("fuse fuses relay position".split())
JUMPS = frozenset("jump jumps jumped jumping boost boosted boosting jumpstart jumpstarted".split())
GIVEN_BY = frozenset("from off with using".split())
DONOR = frozenset(("donor", "helper"))
REACH = 6  # tokens between the jump and the word that names who gives it
NEAR = 4  # tokens between that word and the car


@dataclass
class _Mention:
    """One thing in the message: an entity of the gazetteer, or a single token (span None)."""

    beside: Neighbour
    span: Span | None = None


def settle(doc: Doc, vocabulary: Vocabulary) -> Doc:
    """Replaces the entities of a document by those that hold in context."""
    mentions = _mentions(doc, vocabulary)
    around = [mention.beside for mention in mentions]
    kept = [
        Span(doc, mention.span.start, mention.span.end, label=mention.beside.kind)
        for index, mention in enumerate(mentions)
        if mention.span is not None and _holds(doc, mention.span, around, index)
    ]
    kept += _years(doc, kept)
    doc.ents = _own_car(doc, sorted(kept, key=lambda span: span.start))
    return doc


def _mentions(doc: Doc, vocabulary: Vocabulary) -> list[_Mention]:
    starts = {span.start: span for span in doc.ents}
    mentions = []
    index = 0
    while index < len(doc):
        span = starts.get(index)
        end = span.end if span else index + 1
        if span or doc[index].text not in ("-", "–"):
            mentions.append(_Mention(_neighbour(doc, index, end, span, vocabulary), span))
        index = end
    for place, mention in enumerate(mentions):
        if mention.beside.kind in DUAL_LABELS:
            _settle_dual(mentions, place, vocabulary)
    return mentions


def _neighbour(doc: Doc, start: int, end: int, span: Span | None, vocabulary: Vocabulary) -> Neighbour:
    text = plain(doc[start:end].text)
    linked = start > 0 and doc[start - 1].whitespace_ in ("", " ") and not doc[start - 1].is_punct
    linked = linked or (start > 1 and doc[start - 1].text in ("-", "–"))
    if span is None:
        return Neighbour("year" if FULL.fullmatch(text) else "word", text, linked)
    vehicle = _vehicle(span, vocabulary) if span.label_ in VEHICLE_LABELS else None
    if vehicle is None:
        return Neighbour(span.label_, text, linked)
    return replace(vehicle, linked=linked)


def _vehicle(span: Span, vocabulary: Vocabulary) -> Neighbour | None:
    words, _ = vocabulary.read(span.text)
    found = vocabulary.lexicon.vehicles.get(" ".join(words))
    return Neighbour(found[0], plain(span.text), False, found[1], frozenset(found[2])) if found else None


def _settle_dual(mentions: Sequence[_Mention], place: int, vocabulary: Vocabulary) -> None:
    """Takes a part's name for a vehicle's where it stands with that vehicle, as in "seat ibiza"."""
    mention = mentions[place]
    assert mention.span is not None
    vehicle = _vehicle(mention.span, vocabulary)
    if vehicle is not None:
        around = [other.beside for other in mentions]
        around[place] = replace(vehicle, linked=mention.beside.linked)
        if in_company(around, place):
            mention.beside = around[place]


def _holds(doc: Doc, span: Span, around: Sequence[Neighbour], index: int) -> bool:
    one = around[index]
    if one.kind == KEEP:
        return False
    if not one.is_vehicle:
        return True
    if one.doubt and not in_company(around, index):
        return False
    before = plain(doc[span.start - 1].text) if span.start else ""
    after = plain(doc[span.end].text) if span.end < len(doc) else ""
    if before in FUSES or (one.text.isdigit() and (after in UNITS or _is_long_number(before) or _is_long_number(after))):
        return False
    return True


def _is_long_number(text: str) -> bool:
    return text.isdigit() and len(text) >= 3 and not FULL.fullmatch(text)


def _years(doc: Doc, kept: Sequence[Span]) -> list[Span]:
    belongs = [False] * len(doc)
    for span in kept:
        if span.label_ in VEHICLE_LABELS | {"body"}:
            belongs[span.start : span.end] = [True] * len(span)
    taken = {index for span in kept for index in range(span.start, span.end)}
    found = find_years([plain(token.text) for token in doc], belongs)
    return [Span(doc, start, end, label="year") for start, end in found if not taken & set(range(start, end))]


def _own_car(doc: Doc, spans: Sequence[Span]) -> list[Span]:
    """Leaves out body and year of a car that gives a jump, and marks its names as not meant."""
    own = []
    for span in spans:
        if span.label_ not in CAR_LABELS or not _gives_jump(doc, span):
            own.append(span)
        elif span.label_ in VEHICLE_LABELS:
            own.append(Span(doc, span.start, span.end, label=f"not_{span.label_}"))
    return own


def _gives_jump(doc: Doc, span: Span) -> bool:
    """Whether the car is the donor: "jump it from my mate's golf", "the donor is a ford"."""
    words = [plain(token.text) for token in doc[max(0, span.start - NEAR - REACH) : span.start]]
    near = words[-NEAR:]
    if any(mark in near for mark in (".", "!", "?", ";", "but", "my", "mine")):
        return False
    if DONOR & set(near) or (span.end < len(doc) and plain(doc[span.end].text) in DONOR):
        return True
    places = [index for index, word in enumerate(words) if word in GIVEN_BY and index >= len(words) - NEAR]
    return any(JUMPS & set(words[max(0, place - REACH) : place]) for place in places)
