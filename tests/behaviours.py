"""Behaviours that a dialogue may expect beyond a turn's labels, and where a word of navigation leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.turns import Custom, Turn, custom_of, documents_of, labels_of

OPENING = {"plan", "step", "answer", "warning", "ask", "emergency", "handoff"}


@dataclass(frozen=True)
class Scene:
    """Where a dialogue stands at a turn: the vehicle just named, the one talked about, the turn before."""

    named: str | None = None
    vehicle: str | None = None
    before: Custom = field(default_factory=dict)
    opened: bool = False

    def after(self, custom: Custom) -> Scene:
        """The scene that a turn leaves behind."""
        served = documents_of(custom)
        vehicle = next(iter(served)) if len(served) == 1 else self.vehicle
        closed = custom.get("kind") == "talk" and custom.get("intent") == "restart"
        return Scene(None, vehicle, custom, not closed and (self.opened or custom.get("kind") in OPENING))


def meets(label: str, turn: Turn, scene: Scene) -> bool:
    """Whether a turn is what a dialogue's label asks for."""
    custom = custom_of(turn)
    behaviour = BEHAVIOURS.get(label)
    return label in labels_of(turn) or bool(custom and behaviour and behaviour(custom, scene))


def _moves(custom: Custom, scene: Scene) -> bool:
    """Where a word of navigation leads inside a procedure."""
    asks_outcome = custom["kind"] == "ask" and custom.get("about") == "outcome"
    return scene.opened and (asks_outcome or custom["kind"] in {"step", "plan", "handoff"})


def _fails(custom: Custom, scene: Scene) -> bool:
    """What a failed method leads to; the first message may tell it."""
    return _moves(custom, Scene(opened=True))


def _repeats(custom: Custom, scene: Scene) -> bool:
    same = all(custom.get(key) == scene.before.get(key) for key in ("kind", "section", "step"))
    return _moves(custom, scene) or (scene.opened and same)


def _cites(custom: Custom, scene: Scene) -> bool:
    return "source" in custom or custom.get("intent") == "source"


def _resumes(custom: Custom, scene: Scene) -> bool:
    return _moves(custom, scene) or custom.get("about") == "resume"


def _clarifies(custom: Custom, scene: Scene) -> bool:
    return custom["kind"] in {"unclear", "ask", "choice"}


def _switches(custom: Custom, scene: Scene) -> bool:
    served = documents_of(custom)
    if scene.named:
        return custom["kind"] == "ask" or scene.named in served
    return custom["kind"] == "ask" or bool(served - documents_of(scene.before))


def _speaks_of_tools(custom: Custom, scene: Scene) -> bool:
    return (
        scene.opened
        and custom["kind"] in {"answer", "step", "plan"}
        and documents_of(custom) == {scene.vehicle}
    )


def _takes_it_up(custom: Custom, scene: Scene) -> bool:
    return scene.opened and custom["kind"] != "unclear"


def _starts_over(custom: Custom, scene: Scene) -> bool:
    return custom["kind"] == "ask"


BEHAVIOURS: dict[str, Callable[[Custom, Scene], bool]] = {
    "next": _moves,
    "back": _moves,
    "repeat": _repeats,
    "it-failed": _fails,
    "no-tool": _speaks_of_tools,
    "which-tools": _speaks_of_tools,
    "affirm": _takes_it_up,
    "deny": _takes_it_up,
    "restart": _starts_over,
    "cite-source": _cites,
    "resume": _resumes,
    "clarify": _clarifies,
    "switch-vehicle": _switches,
}
