"""Negation in the manner of NegEx: what a message says is not there, not meant, not tried or not so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from bot.language.words import plain

VEHICLE = frozenset(("make", "model", "chassis", "year", "body"))
CONTRASTED = VEHICLE | {"part", "state"}
OWNED = VEHICLE | {"tool", "part"}
LACKED = frozenset(("tool", "part", "state"))
TOOL, PART, STATE = frozenset(("tool",)), frozenset(("part",)), frozenset(("state",))

BEING = frozenset("is are was were be been am 's 're 'm ai ain't isn't aren't wasn't seems looks".split())
HAVING = frozenset("have has had 've".split())
DOING = frozenset("do does did can could will would should may might must".split())
LACKING = frozenset("no without zero lacking minus".split())
LOSING = frozenset("lost forgot forgotten missing misplaced lacks lack broke snapped".split())
OWNING = frozenset("have has had got own owns owned carry bring brought possess".split())
FINDING = frozenset("find found see seen locate located".split())
TRYING = frozenset("try tried check checked touch touched replace replaced use used".split())
THINKING = frozenset("think believe reckon suspect say said mean meant".split())
ADVERBS = frozenset("even really actually currently also yet ever exactly quite so".split())
SUBJECTS = frozenset("it its that this the i we".split())
FILLERS = frozenset(
    "a an the my our his her its your their this that these those any some of one even single proper real"
    " actual spare kind sort type such either really all quite completely totally entirely fully exactly yet"
    " longer got long short small big thin old new good suitable right usual normal ever been being"
    " so".split()
)
AND, OR = frozenset(("and", "&")), frozenset(("or", "nor"))
COMMAS = frozenset((",", "/"))
ANSWERED = frozenset(
    "the my its it i we he she they this that there your our just only thanks thank , . ! ; : - –".split()
)
GONE = re.compile(
    r"(?:(?:is|'s|are|was|went|has|have|had|got|been) )*(?:missing|lost|gone)\b"
    r"(?! (?:its|most|all|some|the|quiet|dead|completely|flat|weak|dim|haywire|of|power|range|sync))"
)
NOT_THE_CAUSE = re.compile(
    r"(?:is|'s|was|are) not (?:the |a |my )?(?:problem|issue|culprit|cause|fault|reason)\b"
)
NOT_OWNED = re.compile(
    r"(?:[,.?!–-] ?)*(?:i |we |but )*(?:(?:do|have|did) )?not (?:have |got |own )?"
    r"(?:one|any|it|that|those|them|either|with me|here|$|[,.!?])"
)
KEYS = frozenset(("key", "keys", "fob"))
# "no lights, no trunk" is about opening it; nobody denies that it is there.
OPENED = frozenset(("trunk", "trunks", "lid"))


@dataclass(frozen=True)
class _Scope:
    """From which word on something is denied, of which labels; `listing`: "and" goes on with the list."""

    start: int
    labels: frozenset[str]
    listing: bool = False


def negate(doc: Doc) -> Doc:
    """Relabels each entity that the message denies: tool as not_tool, model as not_model, and so on."""
    words = [_word(token.norm_) for token in doc]
    spans = {span.start: span for span in doc.ents if not span.label_.startswith("not_")}
    inside = {index for span in doc.ents for index in range(span.start, span.end)}
    denied = {span.start for span in spans.values() if _is_denied_after(words, span)}
    for index in range(len(words)):
        scope = None if index in inside else _scope(words, index)
        if scope is not None:
            denied.update(_denied(words, spans, scope))
    doc.ents = [
        Span(doc, span.start, span.end, label=f"not_{span.label_}") if span.start in denied else span
        for span in doc.ents
    ]
    return doc


def _word(norm: str) -> str:
    return "not" if norm in ("n't", "nt") else plain(norm)


def _scope(words: Sequence[str], index: int) -> _Scope | None:
    """What the word at `index` denies, None where it denies nothing."""
    word, after = words[index], _at(words, index + 1)
    if word == "no":
        return None if after in ANSWERED or not after else _Scope(index + 1, LACKED, listing=True)
    if word in LACKING:
        return _Scope(index + 1, LACKED, listing=True)
    if word in ("neither", "nor"):
        return _Scope(index + 1, OWNED - PART | STATE)
    if word in LOSING:
        return None if "not" in words[max(0, index - 2) : index] else _Scope(index + 1, TOOL | {"key"})
    if word.endswith("n't") and len(word) > len("n't"):
        return _after_not(words, index, word[: -len("n't")])
    if word in ("not", "never"):
        return _after_not(words, index, _at(words, index - 1))
    return None


def _after_not(words: Sequence[str], index: int, auxiliary: str) -> _Scope | None:
    start = index + 1
    if _at(words, start) in ("only", "just"):
        return None
    even = _at(words, start) == "even"
    while _at(words, start) in ADVERBS:
        start += 1
    verb = _at(words, start)
    if verb in OWNING:
        return _Scope(start + 1, OWNED)
    if verb in FINDING:
        return _Scope(start + 1, TOOL)
    if verb in TRYING:
        return _Scope(start + 1, PART)
    if verb in THINKING:
        return _after_thinking(words, start + 1)
    if auxiliary in HAVING:
        return _Scope(start, OWNED | STATE)
    if auxiliary in DOING:
        return None
    if auxiliary in BEING or f"{auxiliary}n't" in BEING:
        return _after_being(words, index, start)
    return _Scope(start, CONTRASTED | TOOL if even else CONTRASTED)


def _after_being(words: Sequence[str], index: int, start: int) -> _Scope | None:
    """As in "it's not the fuse"; "isn't it ..." and "isn't the trunk ..." ask instead of denying."""
    asks = index < 2 or words[index - 2] in COMMAS | {".", "?", "!"}
    if _at(words, start) in ("it", "there") or (
        asks and _at(words, start) in ("the", "my", "this", "that", "your")
    ):
        return None
    there = "there" in words[max(0, index - 2) : index]
    return _Scope(start, OWNED if there else CONTRASTED)


def _after_thinking(words: Sequence[str], start: int) -> _Scope | None:
    """As in "I don't think it's the fuse", "I don't think the battery is dead"."""
    while _at(words, start) in SUBJECTS or _at(words, start) in BEING:
        start += 1
    if _at(words, start + 1) in BEING:
        return _Scope(start + 2, STATE)
    return _Scope(start, CONTRASTED)


def _denied(words: Sequence[str], spans: Mapping[int, Span], scope: _Scope) -> Iterator[int]:
    """Starts of the entities in a list of things such as "a screwdriver, a knife or a clip"."""
    found: list[tuple[int, str]] = []  # start, what links it to the one before
    label, link, index = "", "", scope.start
    while index < len(words):
        span = spans.get(index)
        if span is not None:
            if not _is_open_to(span, scope) or (found and link and span.label_ != label):
                break
            found.append((index, link))
            label, link, index = span.label_, "", span.end
        elif found and words[index] in COMMAS | AND | OR:
            link, index = words[index], index + 1
        elif words[index] in FILLERS and (link or not found):
            index += 1
        else:
            break
    goes_on = OR | AND if scope.listing else OR
    last = max((place for place, (_, joint) in enumerate(found) if joint in goes_on), default=0)
    for place, (start, joint) in enumerate(found):
        if place > last and joint:
            return
        yield start


def _is_open_to(span: Span, scope: _Scope) -> bool:
    if span[-1].norm_ in OPENED:
        return False
    return span.label_ in scope.labels or ("key" in scope.labels and span[-1].norm_ in KEYS)


def _is_denied_after(words: Sequence[str], span: Span) -> bool:
    """As in "the blade is missing", "the fuse is not the problem", "a screwdriver? haven't got one"."""
    rest = " ".join(words[span.end : span.end + 7]).replace("n't", " not")
    if span.label_ == "tool" or span[-1].norm_ in KEYS:
        return bool(GONE.match(rest) or NOT_OWNED.match(rest))
    return span.label_ == "part" and bool(NOT_THE_CAUSE.match(rest))


def _at(words: Sequence[str], index: int) -> str:
    return words[index] if 0 <= index < len(words) else ""
