"""Negation in the manner of NegEx: finds what a message says is not there, not meant or not so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from bot.language.words import plain

NOT = frozenset(("not", "n't", "never", "nae"))
CONTRACTED = ("n't",)
LACKING = frozenset(("no", "without", "zero", "lacking", "neither", "nor", "minus", "sans"))
LOST = frozenset("lost forgot forgotten missing misplaced lacks lack broke snapped dropped".split())
AUXILIARY = frozenset("do does did have has had can could will would should may might must".split())
BEING = frozenset("is are was were be been am 's 're 'm ai seems looks".split())
OWNING = frozenset("have has had got own owns owned carry bring brought keep possess get need".split()) - {"need"}
FINDING = frozenset("find see locate spot".split())
TRYING = frozenset("try tried check checked touch touched replace replaced use used open opened".split()) - {"open", "opened"}
FILLERS = frozenset(
    "a an the my our his her its your their this that these those any some of one even single proper real actual"
    " spare kind sort type such either really all quite completely totally entirely fully exactly just yet longer got"
    " long short small big thin flat old new good suitable right usual normal only at and/or ever been being".split()
)
LINKS = frozenset(("or", "nor", "and", ",", "/", "&"))
STOPS = frozenset(
    "but if whether that what how why when where which because so since though although unless until who with for to from"
    " by in on into onto as than then".split()
)
ANSWERED = frozenset("the my its it i we he she they this that there your our , . ! ; : - – just only".split())
GONE = frozenset("missing lost gone broken snapped".split())
CULPRIT = frozenset("problem issue culprit cause fault reason".split())
NEGATED_BY_NO = frozenset(("part", "tool", "state"))
OWNED = frozenset(("tool", "part"))
CONTRASTED = frozenset(("part", "state", "body", "make", "model", "chassis", "year"))


@dataclass(frozen=True)
class _Scope:
    """Where what a negation word denies may begin, and which labels it can deny."""

    start: int
    labels: frozenset[str]
    listing: bool  # whether commas and "and" go on with the list


def negate(doc: Doc) -> Doc:
    """Relabels every entity that the message denies: tool becomes not_tool, model becomes not_model ..."""
    words = [_word(token) for token in doc]
    spans = {span.start: span for span in doc.ents}
    inside = {index for span in doc.ents for index in range(span.start, span.end)}
    denied: set[int] = set()
    for index in range(len(words)):
        if index not in inside:
            scope = _scope(words, index)
            if scope:
                denied.update(_denied(words, spans, scope))
    denied.update(span.start for span in doc.ents if _is_denied_after(words, span))
    doc.ents = [_relabelled(doc, span) if span.start in denied else span for span in doc.ents]
    return doc


def _word(token: Token) -> str:
    word = token.norm_
    return "not" if word == "n't" else plain(word)
