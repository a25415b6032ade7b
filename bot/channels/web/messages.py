"""What a browser posts: one of a typed text, a pressed button, an attachment; anything else is refused."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.channels import buttons
from bot.channels.attachments import KINDS, Attachment
from bot.channels.defuse import defuse
from bot.channels.requests import bad_request, read_object

EXAMPLE = '{"id": "16 to 64 of A-Z a-z 0-9 - _", "text": "…"}'
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
_WAYS = ("text", "button", "attachment")


@dataclass(frozen=True)
class Said:
    """What a person did: typed, pressed a button (by id), or sent something."""

    typed: str | None = None
    button: str | None = None
    attachment: Attachment | None = None

    def as_stored(self) -> str:
        """In a form that outlives a restart."""
        sent = self.attachment and {"kind": self.attachment.kind, "detail": self.attachment.detail}
        return json.dumps({"typed": self.typed, "button": self.button, "attachment": sent})

    @classmethod
    def from_stored(cls, stored: str) -> Said:
        """Reads `as_stored`."""
        content = json.loads(stored)
        sent = content["attachment"]
        return cls(content["typed"], content["button"], Attachment(**sent) if sent else None)


def read_said(body: bytes, longest: int) -> tuple[str, Said]:
    """Id and content of a posted message; raises Refused. What is typed beyond `longest` is cut to one more."""
    content = read_object(body, EXAMPLE)
    message = content.get("id")
    if not isinstance(message, str) or not _ID.fullmatch(message):
        raise bad_request("id is not an id", f"make one for each message and send {EXAMPLE}")
    given = [way for way in _WAYS if way in content]
    if len(given) != 1:
        raise bad_request(f"not exactly one of {', '.join(_WAYS)}", f"send {EXAMPLE}")
    way, value = given[0], content[given[0]]
    if way == "attachment":
        return message, Said(attachment=_attachment(value))
    if not isinstance(value, str):
        raise bad_request(f"{way} is not a string", f"send {EXAMPLE}")
    if way == "text":
        return message, Said(typed=defuse(value)[: longest + 1])
    if not buttons.is_id(value):
        raise bad_request("button is not an id", "send the id of a button that an event shows")
    return message, Said(button=value)


def _attachment(value: Any) -> Attachment:
    kind = value.get("kind") if isinstance(value, dict) else None
    name = value.get("name", "") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in KINDS or not isinstance(name, str):
        raise bad_request(
            "attachment cannot be meant", f'send {{"kind": "…", "name": "…"}}, kind one of {", ".join(KINDS)}'
        )
    return Attachment(kind, defuse(name)[:200])
