"""A customer of the running assistant: says something, presses a button, and looks at what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.servers import Answer
from bot.reply import Phrases
from tests.everywhere import Person
from tests.served import LinesOf, lines_of
from tests.turns import custom_of, text_of, turn_faults

PHRASES = Phrases.load(Path(__file__).resolve().parents[1] / "domain.yml")
# What a person reads when something broke inside.
SORRY = PHRASES.text("utter_error")


@dataclass(frozen=True)
class Reply:
    """One turn that keeps the contract."""

    said: str
    messages: Answer

    @property
    def custom(self) -> Mapping[str, Any]:
        """What the turn was."""
        return custom_of(self.messages)

    @property
    def kind(self) -> str:
        """The contract's kind of turn."""
        return str(self.custom["kind"])

    @property
    def text(self) -> str:
        """All its words."""
        return text_of(self.messages)

    @property
    def buttons(self) -> dict[str, str]:
        """The buttons' ids by their titles."""
        return {b["title"]: b["payload"] for message in self.messages for b in message.get("buttons", ())}

    def shows(self, **keys: Any) -> bool:
        """Whether `custom` holds these keys with these values."""
        return all(self.custom.get(key) == value for key, value in keys.items())

    def __repr__(self) -> str:
        """The turn as a failed test prints it."""
        custom = {key: value for key, value in self.custom.items() if key != "source"}
        return f"{self.said!r} got {custom}: {self.text!r}"


class Customer:
    """Somebody new; no turn may break what the contract says of any turn, or tell of an error inside."""

    def __init__(self, person: Person, lines: LinesOf = lines_of) -> None:
        """`person` is who they are on their channel; `lines` reads the files that sources name."""
        self.person = person
        self._lines = lines
        self.sender = person.sender
        self.reply = Reply("", [])

    def say(self, *texts: str) -> Reply:
        """Says one thing after the other; the last turn comes back."""
        for text in texts:
            self._take(text, self.person.send(text))
        return self.reply

    def press(self, title: str) -> Reply:
        """Presses a button of the last turn."""
        buttons = self.reply.buttons
        assert title in buttons, f"no button {title!r} among {list(buttons)}: {self.reply}"
        self._take(f"[{title}]", self.person.tap(buttons[title]))
        return self.reply

    def tap(self, button: str) -> Reply | None:
        """Presses a button by its id, whoever it was shown to and when; None where the channel refuses it."""
        answer = self.person.tap(button)
        return self._take(f"[{button}]", answer) if answer else None

    def _take(self, said: str, answer: Answer) -> Reply:
        self.reply = Reply(said, answer)
        faults = turn_faults(answer, self._lines)
        faults += ("something broke inside: see var/log",) if SORRY in self.reply.text else ()
        assert not faults, f"{self.reply}: {'; '.join(faults)}"
        return self.reply
