"""A turn of the REST channel: its one `custom`, its text, its labels, and what breaks the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.person import VEHICLE_QUESTIONS
from tests.served import LinesOf, lines_of, source_faults

Turn = Sequence[Mapping[str, Any]]
Custom = Mapping[str, Any]

# Each kind of turn with the keys that it must carry, and the labels that it always stands for.
KEYS = {
    "plan": ("vehicle", "cause", "sections", "skipped"),
    "step": ("section", "step", "steps", "source"),
    "answer": ("section", "source"),
    "ask": ("about",),
    "choice": ("sections",),
    "warning": (),
    "not-covered": ("reason",),
    "unclear": (),
    "resolved": ("section", "sections"),
    "handoff": ("ticket",),
    "emergency": (),
    "refused": (),
    "talk": ("intent",),
}
LABELS = {
    "plan": {"diagnose"},
    "ask": {"diagnose"},
    "warning": {"warn"},
    "not-covered": {"out-of-scope", "not-covered"},
    "unclear": {"out-of-scope", "clarify"},
    "resolved": {"it-worked"},
    "handoff": {"handoff", "out-of-scope"},
    "emergency": {"emergency"},
    "refused": {"out-of-scope", "refused"},
}
NAMES_ITS_SECTION = {"step", "answer", "warning", "resolved"}
PROCEDURES = {"plan", "step", "answer", "choice"}


def custom_of(messages: Turn) -> Custom:
    """The turn's first `custom`, empty where there is none."""
    return next((m["custom"] for m in messages if isinstance(m.get("custom"), Mapping)), {})


def text_of(messages: Turn) -> str:
    """All the turn's text."""
    return "\n".join(str(m["text"]) for m in messages if m.get("text"))


def labels_of(messages: Turn) -> set[str]:
    """The labels that a turn stands for; none for a turn without a known `custom`."""
    custom = custom_of(messages)
    kind, section = custom.get("kind"), custom.get("section")
    labels = set(LABELS.get(str(kind), ()))
    if kind == "ask" and custom.get("about") in VEHICLE_QUESTIONS:
        labels.add("ask-vehicle")
    if kind == "choice":
        labels.update(custom.get("sections") or ())
    if kind == "talk":
        labels.add(str(custom.get("intent")))
    if kind == "not-covered" and custom.get("reason") == "year":
        labels.add("year-limit")
    if section and (kind in NAMES_ITS_SECTION or (kind == "not-covered" and custom.get("reason") == "gap")):
        labels.add(section)
    return labels


def documents_of(custom: Custom) -> set[str]:
    """The documents that a turn serves or offers anything of."""
    sections = [custom.get("section"), *(custom.get("sections") or ())]
    found = {str(section).split("/")[0] for section in sections if section}
    source = custom.get("source")
    named = [custom.get("vehicle"), source.get("document") if isinstance(source, Mapping) else None]
    return found | {str(name) for name in named if name}


def serves_procedure(messages: Turn) -> bool:
    """Whether a turn answers from a document as if the matter were covered."""
    return custom_of(messages).get("kind") in PROCEDURES


def turn_faults(messages: Turn, lines: LinesOf = lines_of) -> tuple[str, ...]:
    """What breaks the contract in any turn: the one `custom`, its kind and keys, some text, named lines."""
    customs = [m["custom"] for m in messages if "custom" in m]
    if len(customs) != 1:
        return (f"{len(customs)} customs in one turn",)
    custom, text = customs[0], text_of(messages)
    if not isinstance(custom, Mapping) or custom.get("kind") not in KEYS:
        return (f"unknown kind: {custom!r}",)
    wanted = list(KEYS[custom["kind"]])
    if custom["kind"] == "warning" and custom.get("section"):
        wanted.append("source")
    faults = [f"{custom['kind']} without {key}" for key in wanted if key not in custom]
    faults += [] if text.strip() else ["no text"]
    if "source" in custom:
        faults += source_faults(custom["source"], text, lines)
        named = custom["source"].get("section") if isinstance(custom["source"], Mapping) else None
        faults += (
            []
            if named == custom.get("section")
            else [f"source names {named}, the turn {custom.get('section')}"]
        )
    return tuple(faults)
