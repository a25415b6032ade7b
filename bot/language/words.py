"""How a text falls into words; shared by everything that compares phrases."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "＇": "'", "“": '"', "”": '"'})


def plain(text: str) -> str:
    """Lower case, straight quotes, compatible forms folded, Latin letters without accents."""
    text = text.lower().translate(QUOTES)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(_without_accent(letter) for letter in text)


def _without_accent(letter: str) -> str:
    if letter.isascii():
        return letter
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() and base.isalpha() else letter


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text in plain form."""
    return tuple(WORD.findall(plain(text)))
