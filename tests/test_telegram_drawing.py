"""Cards in Telegram's form: HTML that cannot break, cuts where a reader would cut, pictures beside documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.output import CardButton, ChannelCard
from bot.channels.pictures import find
from bot.channels.telegram.cutting import cut, units
from bot.channels.telegram.drawing import draw
from bot.channels.telegram.pictures import FileIds
from bot.reply import Part
from tests.telegram_api import _parsed

BUTTONS = (CardButton("Next", "b:1"), CardButton("Back", "b:2"))


def laid(*parts: tuple[str, str], gap: str = "\n\n", image: str | None = None) -> ChannelCard:
    """A card of parts."""
    found = tuple(Part(role, text) for role, text in parts)
    return ChannelCard(gap.join(part.text for part in found), BUTTONS, image, {"kind": "step"}, found)


def test_a_step_is_set_with_its_warnings_standing_out() -> None:
    card = laid(
        ("head", "Step 1 of 5: <Slot> & cap"),
        ("needs", "You need: a key"),
        ("warning", "Warning: mind the paint."),
        ("words", "Find the slot."),
        ("cite", "From the shop's guide: BMW"),
    )
    (drawn,) = draw(card, with_image=False)
    assert drawn.html == (
        "<b>Step 1 of 5: &lt;Slot&gt; &amp; cap</b>\n\n🧰 You need: a key\n\n<b>⚠️ Warning: mind the paint.</b>"
        "\n\nFind the slot.\n\n<i>From the shop's guide: BMW</i>"
    )
    assert drawn.buttons == BUTTONS


def test_a_card_without_parts_is_plain() -> None:
    (drawn,) = draw(ChannelCard("a < b\n\nc"), with_image=False)
    assert drawn.html == "a &lt; b\n\nc"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["head", "warning", "words", "cite", "list", "say"]),
            st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40).map(
                lambda text: (text.strip() or "x") * 150
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_card_becomes_messages_that_telegram_takes_and_loses_no_letter(
    parts: list[tuple[str, str]],
) -> None:
    card = laid(*parts)
    messages = draw(card, with_image=False)
    for message in messages:
        assert _parsed(message.html).split() == message.plain.split()
        assert 0 < units(message.plain) <= 4096
    assert [bool(message.buttons) for message in messages] == [False] * (len(messages) - 1) + [True]
    shown = "".join("".join(message.plain.split()) for message in messages)
    for mark in ("⚠️", "🧰"):
        shown, wanted = shown.replace(mark, ""), "".join(card.text.split()).replace(mark, "")
    assert shown == wanted.replace("⚠️", "")


@pytest.mark.parametrize(
    ("text", "room", "pieces"),
    [
        ("short", 10, ["short"]),
        ("one one\n\ntwo two\nthree", 16, ["one one", "two two\nthree"]),
        ("one one\ntwo two\nthree", 20, ["one one\ntwo two", "three"]),
        ("One is. Two is. Three", 18, ["One is. Two is.", "Three"]),
        ("one two three four", 10, ["one two", "three four"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("🚗🚗🚗🚗🚗", 5, ["🚗🚗", "🚗🚗", "🚗"]),
        ("aaae\u0301bb", 4, ["aaa", "e\u0301bb"]),
    ],
)
def test_a_text_is_cut_where_a_reader_would(text: str, room: int, pieces: list[str]) -> None:
    assert cut(text, room, room) == pieces


def test_a_piece_that_hardly_fits_begins_the_next_message() -> None:
    assert cut("abcdefghij", 3, 20) == ["", "abcdefghij"]


def test_a_family_is_not_torn_apart() -> None:
    family = "👨\u200d👩\u200d👧"
    assert cut("x" + family, units("x" + family) - 1, 100)[0] in ("", "x")


def test_a_picture_has_a_short_card_as_its_caption_and_stands_before_a_long_one() -> None:
    short = laid(("head", "Step 1"), ("words", "Find it."), image="a.png")
    (drawn,) = draw(short, with_image=True)
    assert (drawn.image, drawn.buttons) == ("a.png", BUTTONS)
    picture, text = draw(laid(("words", "word " * 300), image="a.png"), with_image=True)
    assert (picture.image, picture.html, picture.buttons) == ("a.png", "", ())
    assert (text.image, text.buttons) == (None, BUTTONS)


def test_a_picture_that_cannot_be_shown_leaves_the_card() -> None:
    (drawn,) = draw(laid(("words", "Find it."), image="a.svg"), with_image=False)
    assert (drawn.image, drawn.plain) == (None, "Find it.")


@pytest.mark.parametrize(
    ("image", "found"),
    [
        (None, None),
        ("pictures/slot.png", "pictures/slot.png"),
        ("pictures/slot.svg", "pictures/slot.png"),
        ("pictures/other.svg", None),
        ("pictures/../secret.png", None),
        ("/etc/passwd", None),
        ("pictures/notes.md", None),
        ("https://example.org/slot.png", "https://example.org/slot.png"),
        ("http://example.org/slot.png", None),
    ],
)
def test_a_picture_is_a_file_of_the_project_or_an_address(
    image: str | None, found: str | None, tmp_path: Path
) -> None:
    (tmp_path / "pictures").mkdir()
    for name in ("pictures/slot.png", "pictures/slot.svg", "pictures/notes.md", "secret.png"):
        (tmp_path / name).write_bytes(b"x")
    picture = find(image, tmp_path)
    shown = picture.relative_to(tmp_path).as_posix() if isinstance(picture, Path) else picture
    assert shown == found


def test_an_id_belongs_to_a_content_and_can_be_dropped() -> None:
    ids = FileIds()
    ids.keep(b"a", "1")
    assert (ids.get(b"a"), ids.get(b"b")) == ("1", None)
    ids.drop(b"a")
    assert ids.get(b"a") is None
