"""What comes with a message or instead of one: photos, voice notes, places. Nobody looks at it here, but it is noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels import buttons
from bot.channels.output import ChannelCard
from bot.reply import Phrases

# Each kind with what is said of it.
KINDS = {
    "photo": "utter_attachment_photo",
    "video": "utter_attachment_video",
    "voice": "utter_attachment_voice",
    "file": "utter_attachment_file",
    "sticker": "utter_attachment_sticker",
    "location": "utter_attachment_location",
    "contact": "utter_attachment_contact",
    "other": "utter_attachment_other",
}
INTENT = "attachment"
# Under this key a message's attachments stand in its metadata, for the transcript of a ticket.
METADATA = "attachments"
LONGEST_DETAIL = 120


@dataclass(frozen=True)
class Attachment:
    """One thing that came along; `detail` says what can be told of it in words: a file's name, coordinates."""

    kind: str
    detail: str = ""

    def __post_init__(self) -> None:
        """Refuses a kind that there are no words for."""
        if self.kind not in KINDS:
            raise ValueError(f"attachment of kind {self.kind!r}: use one of {', '.join(KINDS)}")

    def as_noted(self) -> str:
        """How a transcript shows it."""
        detail = "".join(c if c.isprintable() else " " for c in self.detail)[:LONGEST_DETAIL].strip()
        return f"[{self.kind}: {detail}]" if detail else f"[{self.kind}]"


def parse_attachments(attachments: Sequence[Attachment]) -> tuple[str, dict[str, Any]]:
    """The text of a message that holds nothing else, and what it means."""
    text = " ".join(attachment.as_noted() for attachment in attachments)
    return text, buttons.parse_data(text, INTENT, {INTENT: attachments[0].kind})


def caption_note(phrases: Phrases, attachments: Sequence[Attachment]) -> ChannelCard:
    """What is said of attachments before the text beside them is answered."""
    return ChannelCard(phrases.text(KINDS[attachments[0].kind]))
