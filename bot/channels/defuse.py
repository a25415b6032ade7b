"""Makes typed text safe for Rasa: plain words stay, nothing in it can be read as a command."""

from __future__ import annotations

import re
import unicodedata

# Rasa's RegexMessageHandler strips a text and reads a leading "/" as intent and entities. The look-alikes go
# too, because a later normalisation could turn them into "/"; so do joiners, which hide what follows them.
_SLASHES = re.compile("^[\\s/\u2044\u2215\u29f8\uff0f\u200c\u200d\ufe0e\ufe0f]+")
# Rasa writes "EXTERNAL: <intent>" as the text of a turn that no person typed; transcripts must not be fooled.
_EXTERNAL = re.compile(r"^EXTERNAL\s*:\s*")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # zero width, tags
    "\u202a-\u202e\u2066-\u206f"  # direction overrides
    "\ud800-\udfff"  # lone surrogates: no encoding can store them
    "\ufdd0-\ufdef\ufffe\uffff"  # not characters
    "]"
)


def defuse(text: str) -> str:
    """Typed text as plain words: NFC, one kind of line break, no invisible characters, no payload prefix."""
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    before = None
    while text != before:
        before = text
        text = _EXTERNAL.sub("EXTERNAL ", _SLASHES.sub("", text)).strip()
    return text


def is_blank(text: str) -> bool:
    """Whether a defused text shows nothing at all."""
    return not any(character.isprintable() and not character.isspace() for character in text)
