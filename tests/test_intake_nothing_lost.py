"""Every word of a source is in its draft, or among what was left out: nothing goes in silence."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.intake.take import take
from bot.language.makes import all_makes

HEADINGS = (
    "Tools", "Steps", "Parts", "FAQ", "Removing the {}", "Method 1: The {}", "Step 1: Take the {}", "Step 2: Turn the {}",
    "Prevent future {}", "Why is the {} loose?", "Warnings", "Conclusion", "When to call for professional help",
    "Step 3", "Leave a Comment", "Installation", "{}",
)  # fmt: skip
TEXTS = (
    "Take {} off. Then {} goes.", "Warning: {} is hot!", "{}", "{}, {} and {}", "Here is {}:", "Q: What is {}?",
    "A: It is {}.", "Tools: {}, {}", "Vehicle: {}", "2. Lift {}", "Make: {}", "Model: {}",
    "If your {} squeaks, turn {}.", "Scroll to Top",
)  # fmt: skip


class Words:
    """Words that occur once each, to be found again."""

    def __init__(self) -> None:
        self.count = itertools.count()
        self.said: list[str] = []

    def fill(self, text: str) -> str:
        """The text with a fresh word for each pair of braces."""
        while "{}" in text:
            word = f"zq{next(self.count)}x"
            self.said.append(word)
            text = text.replace("{}", word, 1)
        return text


BLOCKS = (
    "p div b strong span em a blockquote pre dt dd aside td th tr caption br details summary figure figcaption header footer "
    "nav form label button address center h5 h6 li section"
).split()
SIMPLE = st.one_of(
    st.tuples(st.sampled_from(["h1", "h2", "h3", "h4"]), st.sampled_from(HEADINGS)),
    st.tuples(st.sampled_from(BLOCKS), st.sampled_from(TEXTS)),
)
BARE = st.sampled_from(TEXTS).map(lambda text: ("", text))
PIECES = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from(["div", "section", "main", "article", "table"]), st.lists(inner, max_size=4)
        ),
        st.tuples(st.sampled_from(["ul", "ol"]), st.lists(st.one_of(inner, BARE), max_size=4)),
    ),
    max_leaves=12,
)


def html(piece: object, words: Words, tag: str = "") -> str:
    """A piece as HTML; children of a list are items."""
    name, content = piece  # type: ignore[misc]
    inner = (
        words.fill(content)
        if isinstance(content, str)
        else " ".join(html(child, words, name) for child in content)
    )
    if name == "table":
        inner = f"<tr><td>{inner}</td></tr>"
    own = f"<{name}>{inner}</{name}>" if name not in ("", "br") else f"<br>{inner}<br>"
    return f"<li>{own}</li>" if tag in ("ul", "ol") else own


def lost(path: Path, words: Words) -> Iterator[str]:
    """Words of a source that are nowhere."""
    taken = take(str(path), all_makes())
    if taken.refused:
        assert "nothing of a guide" in taken.refused, taken.refused
        return
    kept = taken.markdown + json.dumps(json.loads(taken.sidecar)["left_out"])
    yield from (word for word in words.said if not re.search(rf"{word}(?!\d)", kept, re.IGNORECASE))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(PIECES, min_size=1, max_size=8))
def test_no_word_of_a_page_is_lost(pieces: list[object], tmp_path_factory: pytest.TempPathFactory) -> None:
    words = Words()
    path = tmp_path_factory.mktemp("lost") / "guide.html"
    path.write_text(
        f"<html><body>{' '.join(html(piece, words) for piece in pieces)}</body></html>", encoding="utf-8"
    )
    assert not list(lost(path, words)), path.read_text(encoding="utf-8")


MARKED = ["- {}", "1. {}", "2) {}", "   a) {}", "   {}", "", "", "====", "• {}"]
LINES = st.one_of(*map(st.sampled_from, (HEADINGS, TEXTS, MARKED)))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines=st.lists(LINES, min_size=1, max_size=14), ending=st.sampled_from(["txt", "md"]))
def test_no_word_of_a_text_is_lost(
    lines: list[str], ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    words = Words()
    path = tmp_path_factory.mktemp("lost") / f"guide.{ending}"
    text = "\n".join(words.fill(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    if text.strip():
        assert not list(lost(path, words)), text
