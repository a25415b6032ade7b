"""Where an intent leads: the action that its rule names, and the adviser's move behind that action."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from bot.adviser.moves import Move

Responses = dict[str, list[dict[str, Any]]]

NO_RULE = "action_unclear"  # as config.yml's core fallback has it


def read_rules(folder: Path) -> dict[str, str]:
    """The action of each intent, from all rules below a folder."""
    actions: dict[str, str] = {}
    for path in sorted(folder.rglob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for rule in content.get("rules") or ():
            steps = rule["steps"]
            intent = next((step["intent"] for step in steps if "intent" in step), None)
            action = next((step["action"] for step in steps if "action" in step), None)
            if intent and action:
                actions[str(intent)] = str(action)
    return actions


def read_responses(domain: Path) -> Responses:
    """The responses of a domain file as somebody new gets them: without those that wait for a slot."""
    responses: Responses = yaml.safe_load(domain.read_text(encoding="utf-8"))["responses"]
    return {name: [one for one in all_ if "condition" not in one] for name, all_ in responses.items()}


def read_moves() -> dict[str, Move]:
    """The move of each action below actions/."""
    import actions
    from actions.base import GuideAction

    for module in pkgutil.iter_modules(actions.__path__):
        import_module(f"{actions.__name__}.{module.name}")
    found = [kind() for kind in GuideAction.__subclasses__()]
    return {action.name(): action.move for action in found}
