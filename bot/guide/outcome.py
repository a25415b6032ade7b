"""What a turn leads to, before any words are chosen: one small class for each kind of card."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.library.model import Line


@dataclass(frozen=True)
class ShowPlan:
    """The methods that apply in order, and why others are left out."""

    cause: str
    title: str
    sections: tuple[str, ...]
    skipped: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShowStep:
    """One step of a procedure; `lead` names the phrase that introduces it."""

    section: str
    step: int
    lead: str | None = None


@dataclass(frozen=True)
class Answer:
    """A question answered by lines of a section."""

    section: str
    lines: tuple[Line, ...]
    lead: str | None = None
    ask: str | None = None


@dataclass(frozen=True)
class Warn:
    """What is asked is unsafe: the document's warning, or the shop's where the document has none."""

    wish: str
    section: str | None = None
    lines: tuple[Line, ...] = ()
    ask: str | None = None


@dataclass(frozen=True)
class Ask:
    """One question back; `options` are what the person may choose from."""

    about: str
    options: tuple[str, ...] = ()
    lead: str | None = None


@dataclass(frozen=True)
class Choose:
    """Sections that fit equally well."""

    sections: tuple[str, ...]


@dataclass(frozen=True)
class NotCovered:
    """Understood, but no document covers it; `section` and `lines` say what one does say (a gap)."""

    reason: str
    name: str = ""
    section: str | None = None
    lines: tuple[Line, ...] = ()
    matter: str | None = None


@dataclass(frozen=True)
class Unclear:
    """Not understood; `matter` names the phrase that fits best."""

    matter: str | None = None


@dataclass(frozen=True)
class Resolved:
    """The person says it worked; `sections` are on offer now."""

    section: str | None
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandOff:
    """A person of the shop takes over; `section` and `lines` say what the document advises."""

    section: str | None = None
    lines: tuple[Line, ...] = ()
    lead: str | None = None


@dataclass(frozen=True)
class Emergency:
    """Danger to somebody; `matter` names which."""

    matter: str


@dataclass(frozen=True)
class Refuse:
    """Getting into a car without its owner's knowledge."""


@dataclass(frozen=True)
class Talk:
    """Small talk, or a navigation word with nothing open."""

    intent: str


Outcome = (
    ShowPlan
    | ShowStep
    | Answer
    | Warn
    | Ask
    | Choose
    | NotCovered
    | Unclear
    | Resolved
    | HandOff
    | Emergency
    | Refuse
    | Talk
)
