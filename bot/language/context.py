"""Settles what the gazetteer found by what stands around it: doubtful names, years, cars of helpers."""

from __future__ import annotations

import re
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
WORK_BODIES = frozenset("van pickup truck ute bakkie suv suvs 4x4 minivan transporter crossover".split())
HASHES = frozenset(("-", "–"))
BEFORE = 10  # tokens that are read in front of a car to see whose it is
IT_IS = re.compile(r"(?:^| )(?:is|'s|its|it|mine|drive|have|got|an) (?:an? |the )?$")
OWN_WORDS = r"(?:(?!(?:my|mine) )[^\s,.;!?]+ ){0,4}"  # a few words of one clause, none of them "my"
JUMPED = (
    r"\bjump(?:s|ed|ing)? (?!pack|lead|start|cable|box|point|post|terminal)"
    r"|\bboost(?:s|ed|ing)? (?!pack|lead|cable|box)"
)
GIVEN_BY = re.compile(
    rf"(?:{JUMPED})(?:[^\s,.;!?]+ ){{0,5}}(?:from|off|off of|with|using) "
    rf"{OWN_WORDS}(?:my [^\s,.;!?]+ 's )?{OWN_WORDS}$"
)
IS_DONOR = re.compile(rf"\bdonor (?:car |vehicle )?(?:is|'s|was|being|=) {OWN_WORDS}$")
# "what does it look like on the 328i" compares nothing.
COMPARED = re.compile(
    r"(?<!look )(?<!looks )(?<!looked )(?<!feel )(?<!feels )(?<!labeled )(?<!labelled )(?<!marked )(?<!called )(?<!known )"
    r"\b(?:like|as|than|unlike) (?:(?:(?:on|in|with|for|of) )?(?:an?|the|those|these|other|most|your|his|her)"
    r"|(?:on|in|with|for|of) (?:my|our)(?: \w+)?|(?:my|our) (?:old|other|last|previous|former|first)) $"
)
AS_DONOR = re.compile(
    r"(?:as (?:a |the )?(?:donor|helper)\b|(?:can|could|will) (?:jump|boost|give)\b"
    r"|jumps? (?:an?|my|me|us|this|his|her)\b)"
)


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
    doc.ents = [span for span in kept if _is_own(doc, span, kept)]
    return doc


def _mentions(doc: Doc, vocabulary: Vocabulary) -> list[_Mention]:
    starts = {span.start: span for span in doc.ents}
    mentions = []
    index = 0
    while index < len(doc):
        span = starts.get(index)
        end = span.end if span else index + 1
        if span or doc[index].text not in HASHES:
            mentions.append(_Mention(_neighbour(doc, index, end, span, vocabulary), span))
        index = end
    for place, mention in enumerate(mentions):
        if mention.span is not None and mention.beside.kind in DUAL_LABELS:
            _settle_dual(mentions, place, vocabulary)
    return mentions


def _neighbour(doc: Doc, start: int, end: int, span: Span | None, vocabulary: Vocabulary) -> Neighbour:
    text = plain(doc[start:end].text)
    linked = start > 0 and (not doc[start - 1].is_punct or doc[start - 1].text in HASHES)
    if span is None:
        return Neighbour("year" if FULL.fullmatch(text) else "word", text, linked)
    if span.label_ not in VEHICLE_LABELS:
        return Neighbour(span.label_, text, linked)
    vehicle = _vehicle(span, vocabulary)
    return replace(vehicle, linked=linked) if vehicle else Neighbour("word", text, linked)


def _vehicle(span: Span, vocabulary: Vocabulary) -> Neighbour | None:
    words, _ = vocabulary.read(span.text)
    found = vocabulary.lexicon.vehicles.get(" ".join(words))
    return Neighbour(found[0], plain(span.text), False, found[1], frozenset(found[2])) if found else None


def _settle_dual(mentions: Sequence[_Mention], place: int, vocabulary: Vocabulary) -> None:
    """Takes a part's name for a vehicle's where it stands with that vehicle, as in "seat ibiza"."""
    mention = mentions[place]
    vehicle = _vehicle(mention.span, vocabulary) if mention.span is not None else None
    if vehicle is not None:
        around = [other.beside for other in mentions]
        around[place] = replace(vehicle, linked=mention.beside.linked)
        if in_company(around, place):
            mention.beside = around[place]


def _holds(doc: Doc, span: Span, around: Sequence[Neighbour], index: int) -> bool:
    one = around[index]
    if one.kind in (KEEP, "word") or not one.is_vehicle:
        return one.kind not in (KEEP, "word")
    if one.doubt and not in_company(around, index):
        return False
    before = plain(doc[span.start - 1].text) if span.start else ""
    after = plain(doc[span.end].text) if span.end < len(doc) else ""
    counted = one.text.isdigit() and (after in UNITS or _is_long_number(before) or _is_long_number(after))
    return before not in FUSES and not counted


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


def _is_own(doc: Doc, span: Span, kept: Sequence[Span]) -> bool:
    """False for a car that gives a jump or is compared with, and for vans and trucks nobody calls theirs."""
    if span.label_ not in CAR_LABELS:
        return True
    before = "".join(f"{plain(token.text)} " for token in doc[max(0, span.start - BEFORE) : span.start])
    after = " ".join(plain(token.text) for token in doc[span.end : span.end + 3])
    if GIVEN_BY.search(before) or IS_DONOR.search(before) or AS_DONOR.match(after) or COMPARED.search(before):
        return False
    if span.label_ != "body" or span[-1].norm_ not in WORK_BODIES or not before:
        return True
    beside = (
        other.label_ in VEHICLE_LABELS | {"year"} and (other.end == span.start or other.start == span.end)
        for other in kept
    )
    return bool(IT_IS.search(before)) or any(beside)
