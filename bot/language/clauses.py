"""The parts of a message that may each tell of something of their own, and whether one asks."""

from __future__ import annotations

import re

MOST_CLAUSES = 8  # of one message; whoever writes more tells a story, whose end counts
_BREAK = re.compile(
    r"(?<=\?)\s+|[,;!]+(?:\s|$)|\.+(?:\s|$)|\s[-–—]+\s|\n| (?:and|then|but|so|because|cos|plus)(?= \w+ )",
    re.IGNORECASE,
)
_WH = "how|what|where|which|why|who"
_AUX = "can|could|should|shall|do|does|did|will|would|may|must|is|are"
_WHO = "i|we|you|u|it|they|this|that|the|my|one"
# People who dictate say no question mark: a question begins where one of these follows other words.
_ASKING = re.compile(
    rf"(?<=\w) (?=(?:{_WH}) (?:{_AUX}|{_WHO}|to|much|many|long|far|hard|big|often|about|else)\b"
    rf"|(?:{_AUX}) (?:{_WHO}) )",
    re.IGNORECASE,
)
# Not between "what battery spec" and "do I need".
_WH_NEAR = re.compile(rf"\b(?:{_WH})(?: \S+){{0,4}}$", re.IGNORECASE)
_LEADING = re.compile(r"^(?:and|then|but|so|or|ok|okay|well|because|cos|plus)\s+(?=\w+ \w+)", re.IGNORECASE)
_LEAST_BEFORE = 2  # words in front of a question that nothing parts from it
_QUESTION = re.compile(
    rf"\?\s*$|^(?:(?:and|then|but|so|ok|okay|right|hey|hi|just|please|pls|um|er|well|also|btw|now|quick question) )*"
    rf"(?:(?:i (?:asked|mean|meant|said|want to know|wanna know|need to know|wonder)|my question is|wondering) )?"
    rf"(?:(?:{_WH}|whats|wheres|hows|whys|whos|when|whose)\b|(?:{_AUX}|am|was|were|has|have|isnt|arent|doesnt|dont|cant) "
    rf"(?:{_WHO}|there|these|those|he|she|any|anyone|a|both|all|red|black)\b|(?:tell|show|explain|remind) (?:me|us)\b)"
    r"|^(?:\w+ ){1,3}or (?:\w+ ?){1,3}$",  # "up or out"
    re.IGNORECASE,
)

_WHY = re.compile(r"(?:(?:and|but|so|ok) )?(?:why|how come|what for)\b", re.IGNORECASE)
MOST_FOLLOWING = 6  # words
_FOLLOWING = re.compile(
    r"(?:ok |so )?(?:and|what about|how about|same(?: thing)? (?=for|on|with)|same) "
    r"(?:the|my|on|with|for|if|at|its|that|those)\b",
    re.IGNORECASE,
)


def clauses(text: str) -> list[str]:
    """The parts of a message in their order, without the words that join them; the whole where there is one."""
    pieces = [part for piece in _BREAK.split(text) for part in _asked(piece.strip())]
    parts = [_LEADING.sub("", piece.strip()) for piece in pieces]
    return [part for part in parts if any(letter.isalnum() for letter in part)][-MOST_CLAUSES:] or [text]


def is_question(text: str) -> bool:
    """Whether a text has the form of a question, with or without its mark."""
    return _QUESTION.search(text.strip()) is not None


def asks_why(text: str) -> bool:
    """Whether a text asks for a reason."""
    return _WHY.match(text.strip()) is not None


def follows_up(text: str) -> bool:
    """Whether a few words go on with a question that was asked before: "and the handbrakes", "what about the other"."""
    return len(text.split()) <= MOST_FOLLOWING and _FOLLOWING.match(text.strip()) is not None


def _asked(piece: str) -> list[str]:
    """A piece cut before the question that it ends with."""
    starts = [match.start() for match in _ASKING.finditer(piece)]
    found = next(
        (
            s
            for s in reversed(starts)
            if len(piece[:s].split()) >= _LEAST_BEFORE and not _WH_NEAR.search(piece[:s])
        ),
        None,
    )
    return [piece] if found is None else [piece[:found], piece[found:]]
