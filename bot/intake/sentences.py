"""Parts a text into sentences, so that each served line is one; the lines joined by a blank are the text again."""

from __future__ import annotations

import re

END = re.compile(r"""[.!?…]+["'”’)\]]*\s+(?=["'“‘(\[]*[A-Z0-9])""")
# What ends in a dot without ending a sentence; a figure after it belongs to it, as in "fig. 3" or "No. 2".
ABBREVIATED = re.compile(
    r"(?:^|[\s(\[])(?:e\.g|i\.e|etc|vs|ca|cf|approx|fig|figs|no|nos|nr|pt|pp?|st|dr|mr|mrs|ms|inc|ltd|co"
    r"|mt|qty|max|min|dia"
    r"|ft|in|lbs?|oz|gal|qt|hr|sec|temp|ref|ver|vol|ed|gen|incl|assy|r\.h|l\.h|u\.s|[a-z])\.$",
    re.IGNORECASE,
)
SENTENCE_STARTS = re.compile(r"""["'“‘(\[]*(?:[A-Z][a-z]+|[AI])\b""")
ALWAYS_GO_ON = re.compile(
    r"\b(?:e\.g|i\.e|vs|ca|cf|approx|figs?|nos?|nr|mr|mrs|ms|dr|st|mt)\.$", re.IGNORECASE
)


def sentences(text: str) -> list[str]:
    """The sentences of a text on one line; text in brackets is not parted."""
    found, start = [], 0
    for match in END.finditer(text):
        piece = text[start : match.end()].strip()
        if _ends(piece, text[match.end() :]):
            found.append(piece)
            start = match.end()
    return [*found, rest] if (rest := text[start:].strip()) else found


def _ends(piece: str, rest: str) -> bool:
    """Whether a sentence ends behind the piece."""
    if piece.count("(") > piece.count(")") or piece.count("[") > piece.count("]"):
        return False
    if re.fullmatch(r"[\W\d]*[A-Za-z]?[.)]+", piece):
        return False  # a number or letter of its own, as in "1." or "a."
    if ALWAYS_GO_ON.search(piece):
        return False
    return not ABBREVIATED.search(piece) or (
        bool(SENTENCE_STARTS.match(rest)) and not re.search(r"\b[A-Z]\.$", piece)
    )
