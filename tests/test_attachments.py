"""What comes with a message or instead of one: it reaches Rasa as a note, and is answered honestly."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.channels.attachments import KINDS, Attachment, caption_note
from bot.channels.guard import Guard
from bot.channels.settings import GuardSettings
from bot.channels.store import ChannelStore
from bot.reply import Phrases
from tests.test_guard import Rasa

PHRASES = Phrases.load(Path(__file__).resolve().parents[1] / "domain.yml")


def guarded(folder: Path, rasa: Rasa) -> Guard:
    """A guard with the product's own sentences."""
    return Guard("rest", rasa, PHRASES, ChannelStore(folder / "channels.db"), GuardSettings())


def test_an_attachment_alone_is_an_intent_of_its_own_and_noted(tmp_path: Path) -> None:
    rasa = Rasa()
    place = Attachment("location", "52.5, 13.4")
    asyncio.run(guarded(tmp_path, rasa).turn("ann", "", attachments=[place]))
    assert rasa.intents == ["attachment"]
    (message,) = rasa.seen
    assert message.text == "[location: 52.5, 13.4]"
    assert message.parse_data["entities"] == [{"entity": "attachment", "value": "location"}]
    assert message.metadata == {"attachments": ["[location: 52.5, 13.4]"]}


def test_words_beside_an_attachment_are_answered_after_an_honest_word_about_it(tmp_path: Path) -> None:
    rasa = Rasa()
    turn = guarded(tmp_path, rasa).turn("ann", "the slot is empty", attachments=[Attachment("photo")])
    cards = asyncio.run(turn)
    assert rasa.intents == [None]
    assert rasa.seen[0].metadata == {"attachments": ["[photo]"]}
    assert [card.text for card in cards] == [PHRASES.text("utter_attachment_photo"), "ok"]
    assert [card.kind for card in cards] == [None, "talk"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_attachment_has_its_words(kind: str) -> None:
    assert caption_note(PHRASES, [Attachment(kind)]).text


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="use one of photo"):
        Attachment("hologram")


def test_what_is_told_of_an_attachment_is_short_and_printable() -> None:
    assert Attachment("file", "a\nb" + "x" * 900).as_noted() == f"[file: a b{'x' * 117}]"
