"""Numbers as people say them: model names ("three twenty eight i") and model years ("two thousand nine")."""

from __future__ import annotations

import re

ONES = "zero one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
MODEL = re.compile(r"(\d{3})\s*([a-z]{0,2})((?:\s+\S+)*)")
FIRST_YEAR, LAST_YEAR = 1950, 2035


def two_digits(number: int) -> str:
    """A number below 100 in words."""
    if number < 10:
        return ONES[number]
    if number < 20:
        return TEENS[number - 10]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f" {ONES[ones]}" if ones else "")


def spoken_model(name: str) -> tuple[str, ...]:
    """Ways to say a model such as 328i: "three twenty eight i", "three two eight i", "328 i"."""
    match = MODEL.fullmatch(name.lower())
    if not match:
        return ()
    number, letters, rest = match.groups()
    tail = (f" {' '.join(letters)}" if letters else "") + rest
    joined = (f" {letters}" if letters else "") + rest
    last = int(number[1:])
    second = (
        f"{ONES[0] if last else 'hundred'} {ONES[last]}"
        if 0 < last < 10
        else two_digits(last)
        if last
        else "hundred"
    )
    spoken = [f"{ONES[int(number[0])]} {second}", " ".join(ONES[int(digit)] for digit in number)]
    spoken.append(f"{number[0]} {number[1:]}")
    forms = [f"{words}{end}" for words in spoken for end in {tail, joined}]
    if letters:
        forms += [f"{number} {letters}{rest}", f"{number} {' '.join(letters)}{rest}"]
    return tuple(sorted(set(forms)))


def spoken_years() -> dict[str, int]:
    """Model years in words: "two thousand and nine", "twenty eleven", "nineteen ninety nine", "oh nine"."""
    years = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        century, rest = divmod(year, 100)
        words = two_digits(rest)
        if century == 19:
            years[f"nineteen {words}"] = year
        elif rest >= 10:
            years[f"twenty {words}"] = year
            years[f"two thousand and {words}"] = year
            years[f"two thousand {words}"] = year
        elif rest:
            years[f"two thousand and {words}"] = year
            years[f"two thousand {words}"] = year
            years[f"twenty oh {words}"] = year
            if rest > 2:  # "oh one more thing"
                years[f"oh {words}"] = year
    return years


def year_of(text: str) -> int | None:
    """The model year that a mention names: "2009", "'09", "59 reg", "my11", "two thousand nine"."""
    plain = text.lower().strip(" '’`.,")
    if plain in SPOKEN:
        return SPOKEN[plain]
    if match := re.fullmatch(r"(?:my|model year|year)?\s*'?((?:19|20)\d\d)'?s?", plain):
        return int(match[1])
    if match := re.fullmatch(r"(\d\d)\s*-?\s*(?:plate|reg|registered|registration)", plain):
        number = int(match[1])
        return 2000 + number - (50 if number > 50 else 0)  # British plates of a year's second half add 50
    if match := re.fullmatch(r"(?:my\s*)?(\d\d)'?", plain):
        number = int(match[1])
        return 2000 + number if 2000 + number <= LAST_YEAR else 1900 + number
    return None


SPOKEN = spoken_years()
