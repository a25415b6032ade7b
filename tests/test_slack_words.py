"""Slack's markup and ours: what a person wrote as plain words, what is sent as nothing but words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.output import CardButton, ChannelCard
from bot.channels.slack.arrivals import Place
from bot.channels.slack.drawing import (
    LONGEST_SECTION,
    LONGEST_TITLE,
    MOST_BLOCKS,
    Posting,
    chosen,
    draw,
    pieces,
)
from bot.channels.slack.words import emoji_of, escaped, mentions, plain_words, starts_with_mention, unescaped
from bot.reply import Part
from tests.slack_api import Posted, plain, text_of, wrong_blocks

PLACE = Place("T01", "C01", "U01", "1.2")
ANY_TEXT = st.text(st.characters(blacklist_categories=["Cs"]))


# --- what a person wrote -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("my trunk is stuck", "my trunk is stuck"),
        ("<@UBOT> my trunk is stuck", "my trunk is stuck"),
        ("<@UBOT|curbside> stuck", "stuck"),
        ("ask <@U123> about it", "ask @U123 about it"),
        ("ask <@U123|joe> about it", "ask @joe about it"),
        ("see <#C123|garage> and <#C9>", "see #garage and #C9"),
        ("<!channel> <!here> help", "@channel @here help"),
        ("<!subteam^S1|@mechanics> help", "@mechanics help"),
        ("<!date^1392734382^{date}|Feb 18, 2014>", "Feb 18, 2014"),
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("<https://example.com|my car>", "my car"),
        ("<mailto:a@example.com|a@example.com> <tel:+15550100|555-0100>", "a@example.com 555-0100"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("*bold* _it_ ~no~ `code` ```block```", "bold it no code  block"),
        ("snake_case_name 2*3*4 a ~ b", "snake_case_name 2*3*4 a ~ b"),
        ("stuck :sob: really", "stuck 😭 really"),
        (":wave::skin-tone-2: hi", "wave hi"),
        (":oncoming_automobile: dead :+1:", "oncoming automobile dead +1"),
        ("at 10:30:45 and a:b:c", "at 10:30:45 and a:b:c"),
        ("<>", ""),
        ("1 < 2", "1 < 2"),
    ],
)
def test_markup_becomes_plain_words(written: str, words: str) -> None:
    assert plain_words(written, "UBOT", {"sob": "😭"}) == words


@given(ANY_TEXT)
def test_any_text_becomes_words(text: str) -> None:
    assert isinstance(plain_words(text, "UBOT"), str)


def test_emoji_come_from_the_messages_rich_text() -> None:
    emoji = [{"type": "emoji", "name": "sob", "unicode": "1f62d"}, {"type": "emoji", "name": "shop"},
             {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fc"}, {"type": "emoji", "unicode": "x"},
             {"type": "emoji", "name": "odd", "unicode": "zz-110000000"}]  # fmt: skip
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": emoji}]}]
    assert emoji_of(blocks) == {"sob": "😭", "wave": "👋🏼"}
    assert emoji_of("none") == emoji_of(None) == {}


def test_who_is_named() -> None:
    assert mentions("a <@U1> b <@U2|joe> <#C1> <!here>") == ["U1", "U2"]
    assert starts_with_mention(" <@U1> look") == "U1"
    assert starts_with_mention("look <@U1>") is None
    assert starts_with_mention("<#C1> look") is None


# --- what is sent ------------------------------------------------------------------------------------------


@given(ANY_TEXT)
def test_escaped_text_says_the_same_and_holds_no_markup(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", escaped(text))


@given(st.text(st.sampled_from("ab&<>. \n😀"), max_size=400), st.integers(10, 60))
def test_pieces_fit_and_lose_nothing_but_blanks(text: str, room: int) -> None:
    found = pieces(text, room)
    assert all(0 < len(piece) <= room for piece in found)
    assert "".join("".join(map(unescaped, found)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("one two.\n\nthree four five", "one two."),
        ("one two\nthree four five", "one two"),
        ("One two. Three four five", "One two."),
        ("onetwothree fourfive six", "onetwothree"),
        ("onetwothreefourfivesix", "onetwothreefourf"),
    ],
)
def test_text_is_cut_where_a_reader_would_pause(text: str, first: str) -> None:
    assert pieces(text, 16)[0] == first


def card(*parts: tuple[str, str], buttons: int = 0, **keys: object) -> ChannelCard:
    made = tuple(Part(role, text) for role, text in parts)
    choices = tuple(CardButton(f"Way {n}", f"b:{n}") for n in range(buttons))
    return ChannelCard("\n\n".join(part.text for part in made), choices, None, dict(keys), made)


def shown(posting: Posting) -> Posted:
    assert wrong_blocks(posting.blocks) == ""
    return Posted("C01", "1.1", {"blocks": posting.blocks, "text": posting.text})


def test_each_part_is_drawn_as_what_it_is() -> None:
    step = card(
        ("head", "Step 2 of 5: The <slot>"), ("needs", "Key blade\nTape"), ("warning", "Warning: Mind the paint."),
        ("words", "Push & hold."), ("cite", "From the guide."), ("question", "Did it work?"),
        kind="step", step=2, steps=5,
    )  # fmt: skip
    (posting,) = draw(step, PLACE)
    drawn = [(block["type"], text_of(block)) for block in shown(posting).blocks]
    assert drawn == [
        ("section", "*Step 2 of 5: The &lt;slot&gt;*"),
        ("context", "●●○○○"),
        ("section", "• Key blade\n• Tape"),
        ("section", ":warning: Warning: Mind the paint."),
        ("section", "Push &amp; hold."),
        ("context", ":book: From the guide."),
        ("section", "Did it work?"),
    ]
    assert posting.text.startswith("Step 2 of 5: The &lt;slot&gt;\n\nKey blade")


def test_no_mention_comes_through() -> None:
    evil = "<!channel> <@U1> &lt;!here&gt; <https://x|y>"
    (posting,) = draw(card(("words", evil), ("head", evil), ("needs", evil)), PLACE)
    assert "<" not in posting.text
    assert shown(posting).words.count(evil) == 3
    assert all(block["text"]["verbatim"] for block in posting.blocks)


@pytest.mark.parametrize("count", [1, 5, 6, 25, 26, 60, 300])
def test_any_number_of_buttons_is_shown(count: int) -> None:
    postings = [shown(posting) for posting in draw(card(("say", "Which?"), buttons=count), PLACE)]
    values = [button["value"] for posting in postings for button in posting.buttons]
    assert values == [f"b:{n}" for n in range(count)]
    assert all(len(posting.blocks) <= MOST_BLOCKS for posting in postings)
    assert all(button["block_id"].startswith("for:T01:U01:") for p in postings for button in p.buttons)


def test_a_long_title_is_cut_and_stands_whole_in_the_text() -> None:
    title = "Open the trunk & " * 8 + "go"
    (posting,) = draw(ChannelCard("Which?", (CardButton(title, "b:1"), CardButton("No", "b:2"))), PLACE)
    long, short = shown(posting).buttons
    assert len(long["text"]["text"]) <= LONGEST_TITLE
    assert plain(long["text"]["text"]).endswith("…")
    assert (short["text"]["text"], title in shown(posting).words) == ("No", True)


def test_a_long_card_becomes_several_messages_and_loses_nothing() -> None:
    text = "\n".join(f"Line {n} says <something> & more." for n in range(900))
    postings = [shown(posting) for posting in draw(ChannelCard(text, (CardButton("Next", "b:1"),)), PLACE)]
    assert len(postings) > 1
    assert "\n".join(posting.words for posting in postings).split() == text.split()
    assert [posting.titles for posting in postings[:-1]] == [[]] * (len(postings) - 1)
    assert postings[-1].titles == ["Next"]
    assert all(
        len(text_of(block)) <= LONGEST_SECTION
        for p in postings
        for block in p.blocks
        if block["type"] == "section"
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(["head", "needs", "warning", "words", "cite", "list", "skipped"]), ANY_TEXT)
    )
)
def test_any_card_keeps_slacks_limits(parts: list[tuple[str, str]]) -> None:
    for posting in draw(card(*parts, buttons=7), PLACE):
        shown(posting)


def test_a_picture_with_an_address_is_shown_in_the_message() -> None:
    picture = ChannelCard("Look here.\nThe slot.", image="https://example.com/slot.png")
    (posting,) = draw(picture, PLACE)
    assert posting.blocks[-1] == {
        "type": "image", "image_url": "https://example.com/slot.png", "alt_text": "Look here."
    }  # fmt: skip


def test_a_press_puts_the_choice_in_the_place_of_the_buttons() -> None:
    (posting,) = draw(card(("say", "Which?"), buttons=7), PLACE)
    image = {"type": "image", "image_url": "https://x/y.png", "alt_text": "a", "image_width": 5}
    blocks = chosen([*posting.blocks, image], "Way <3>")
    assert [block["type"] for block in blocks] == ["section", "image", "context"]
    assert text_of(blocks[-1]) == ":white_check_mark: *Way &lt;3&gt;*"
    assert "image_width" not in blocks[1]
