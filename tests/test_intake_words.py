"""Whatever a source says, a draft says the same: written, read again by the library, and served."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.intake.blocks import clean
from bot.intake.draft import Draft, DraftSection, DraftStep, Passage, Said
from bot.intake.recognise import _name_sections
from bot.intake.sentences import sentences
from bot.intake.take import verify
from bot.intake.writer import write
from bot.library.head import escaped, split, unescaped
from bot.library.model import Vehicle

WORDS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=60)
NASTY = st.sampled_from(
    [
        "# not a heading", "## {#id}", "- a dash", "1. one", "10) ten", "> quoted", "| cell |", "<!-- gone -->",
        "<b>bold</b>",
        "![alt](x.png)", "[text](link)", "*loud*", "**very** loud", "_under_score_", "`code`", "\\*kept\\*", "WARNING: hot",
        "warning - cold", "Warning: ", "Shop note: x", "not in our guide: y", "---", "===", "```", "asks: a · b", "· dot",
        "key: value", "\\", "a\\;b", "{#x}", "<!-- asks: what -->", "<!-- warning -->", "+ plus", "• bullet", "3.5 mm",
        "No. 2",
        "kind: faq", "Warning: do not", ":", "#:", "Warning:", "warning:x", "\u2028line", "it''s", '"quoted"', "tab\there", "http://x.y",
    ]
)  # fmt: skip
TEXT = st.one_of(NASTY, WORDS, st.tuples(NASTY, WORDS).map(" ".join)).map(clean).filter(bool)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Drafts of any words."""
    sections = []
    for kind in draw(
        st.lists(st.sampled_from(["procedure", "explanation", "faq", "help"]), min_size=1, max_size=3)
    ):
        passages = [
            Passage(draw(st.one_of(st.just(""), TEXT)), step=_step(draw(TEXT), draw(st.booleans())))
            if draw(st.booleans())
            else Passage(
                draw(st.one_of(st.just(""), TEXT)), [Said(draw(TEXT), "line 1", draw(st.booleans()))]
            )
            for _ in range(draw(st.integers(1, 4)))
        ]
        tools = list(dict.fromkeys(draw(st.lists(TEXT, max_size=3))))
        sections.append(
            DraftSection(
                draw(TEXT),
                kind,
                "line 1",
                passages=passages,
                tools=tools,
                asks=draw(st.lists(TEXT, max_size=2)),
            )
        )
    vehicle = Vehicle(
        make=draw(st.one_of(st.just(""), TEXT)),
        name=draw(TEXT),
        names=tuple(draw(st.lists(TEXT, max_size=2))),
    )
    draft = Draft("a-guide", draw(TEXT), "line 1", vehicle, "line 2", draw(TEXT), sections, [])
    _name_sections(draft)
    return draft


def _step(text: str, warns: bool) -> DraftStep:
    return DraftStep([Said(sentence, "line 1", warns) for sentence in sentences(text)])


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_a_draft_is_read_as_it_was_meant(draft: Draft) -> None:
    """No word is lost, turned into Markdown, or put into another place; roles stay."""
    document = verify(draft, write(draft))
    assert document.vehicle.name == draft.vehicle.name
    assert document.vehicle.names == draft.vehicle.names
    for section, meant in zip(document.sections, draft.sections, strict=True):
        texts = [
            line.text
            for passage in meant.passages
            for line in (passage.step.lines if passage.step else passage.lines)
        ]
        served = (line.text for line in section.lines)
        assert all(text in served for text in texts)  # in their order
        warned = {
            line.text for p in meant.passages for line in (p.step.lines if p.step else p.lines) if line.warns
        }
        assert warned <= {line.text for line in section.lines if line.role == "warning"}
        assert (section.title, section.kind) == (meant.title, meant.kind)
        assert section.asks == tuple(meant.asks)


@given(TEXT)
def test_sentences_give_back_the_text(text: str) -> None:
    """Each served line is a piece of the text, and together they are all of it."""
    assert " ".join(sentences(text)) == text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Remove the cap. Drain the oil.", 2),
        ("Use a 3.5 mm key, e.g. Wera No. 2. Turn it.", 2),
        ("Tighten to 9.5 lb-ft. (13 N-m) Do not force it!", 2),
        ("Press the tab (it clicks. Really) and pull.", 1),
        ("power is lost. Even so it opens.", 2),
        ("See fig. 3 for the clip.", 1),
        ("Stop! You may be cross threading the filter. Re-align it.", 3),
        ("approx. 12 in. Long bolts come first.", 2),
        ("1. Remove", 1),
        ("a", 1),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_names_are_parted_only_between_them(names: list[str]) -> None:
    """A separator within a name does not part it."""
    text = " ; ".join(escaped(name, "tools") for name in names)
    assert [unescaped(part) for part in split(text, ";")] == names
    assert not re.search(r"(?<!\\)(?:\\\\)*\|", text)
