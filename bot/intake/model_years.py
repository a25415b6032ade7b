"""Model years as titles and lines write them: 1998-2002, 2007 onward, '98-'02, 2010-present."""

from __future__ import annotations

import re
from collections.abc import Sequence

Years = tuple[int | None, int | None]  # first and last, None is open
OPEN: Years = (None, None)

YEAR = r"(?:19[2-9]\d|20[0-4]\d)"
YEARS = re.compile(
    rf"(?<![\w.])(?:model years? )?(?P<first>{YEAR}|['’]\d\d)\s*(?:(?P<to>-|–|—|to|through|thru|and)\s*"
    rf"(?P<last>{YEAR}|['’]?\d\d(?!\d)|present|on(?:wards?)?|now|current|newer|later)?"
    r"|(?P<open>\+|\s*(?:onwards?|and (?:newer|later|up))))?(?!\w)",
    re.IGNORECASE,
)
NEXT_CENTURY = 45  # two figures below this are of the 2000s


def model_years(text: str) -> tuple[Years, str]:
    """The model years that a text names, and the text without them."""
    match = YEARS.search(text)
    if match is None:
        return OPEN, text
    first, last = _year(match["first"]), match["last"]
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    rest = re.sub(r"\(\s*[,;]?\s*", "(", rest).replace("()", " ")
    rest = " ".join(re.sub(r"\s*[,;]?\s*\)", ")", rest).replace("()", " ").split())
    if match["open"] or (match["to"] and not (last or "").lstrip("'’").isdigit()):
        return (first, None), rest
    end = _year(last) if last else first
    return (first, max(first, end)), rest


def with_years(title: str, words: Sequence[str]) -> str:
    """Words of a title, with its years in front where they stand there."""
    match, text = YEARS.search(title), " ".join(words)
    if match and title[match.end() :].lstrip(" )").startswith(text):
        return f"{match[0].strip()} {text}"
    return text


def _year(text: str) -> int:
    number = int(text.lstrip("'’"))
    return number if number > 99 else number + (2000 if number < NEXT_CENTURY else 1900)
