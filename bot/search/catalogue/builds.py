"""What owners say of a car's build beside its model: "v6", "2.0", "1.8t", "4 cyl", "4wd". No other model is meant by it."""

from __future__ import annotations

import re

BUILD = re.compile(r"(?:[vihw]|flat|inline)(?:[2-9]|1[026])|\d{1,2}(?:cyl|v|spd|dr|door|speed|wd|x\d)")
DECIMALS = re.compile(r"\d(?:[a-z]{1,4})?")  # what follows the point of "2.0", "1.8t", "2.5l"
COUNTED = frozenset("cyl cylinder cylinders banger pot door doors dr speed spd valve wheel seater".split())
LONGEST = 2  # digits before the point, or of a count


def is_build(word: str, following: str) -> bool:
    """Whether a word, with the one that follows it, tells of an engine, of doors, of speeds or of driven wheels."""
    if BUILD.fullmatch(word):
        return True
    is_number = word.isdigit() and len(word) <= LONGEST
    return is_number and (following in COUNTED or bool(DECIMALS.fullmatch(following)))
