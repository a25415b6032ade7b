"""Takes needless work out of Rasa's turns, with the same effect: each part is tested against the original.

Milliseconds a turn, 10 turns into a conversation: checking an action's reply 26 -> 0.2, SQL tracker store
8 -> 2 (tracker_speed.py), finding the classes of stored events 2 -> 0, planning the model's graph 0.8 -> 0.2.
"""

from __future__ import annotations

import logging
from typing import Any

import rasa
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.constants import DOCS_BASE_URL
from rasa.shared.core.events import Event
from rasa.shared.utils.schemas.events import EVENT_SCHEMA

from bot.channels import tracker_speed

logger = logging.getLogger(__name__)

RASA_VERSION = "3.6.21"

_SCHEMA = RemoteAction.action_response_format_spec()
_Validator = validator_for(_SCHEMA)
_REPLY = _Validator(_SCHEMA)
_FRAME = _Validator({**_SCHEMA, "properties": {**_SCHEMA["properties"], "events": {"type": "array"}}})
# The alternatives for an event differ in the constant they ask of its type: no more than one can fit.
_EVENTS = {
    kind["properties"]["event"]["const"]: _Validator(
        {key: value for key, value in EVENT_SCHEMA.items() if key != "oneOf"} | {"allOf": [kind]}
    )
    for kind in EVENT_SCHEMA["oneOf"]
}
_Plan = dict[str, tuple[GraphNode, tuple[str, ...]]]
_resolve_by_type = Event.resolve_by_type
_event_classes: dict[str, type[Event]] = {}


def apply() -> bool:
    """Replaces the slow parts; refuses, with a warning, on any Rasa version but the one they were read in."""
    if rasa.__version__ != RASA_VERSION:
        logger.warning(
            "Rasa is %s: its own, slower parts stay in place, because bot/channels/speed.py"
            " is checked against %s only",
            rasa.__version__, RASA_VERSION,
        )  # fmt: skip
        return False
    RemoteAction._validate_action_result = validate_action_result
    Event.resolve_by_type = staticmethod(resolve_by_type)
    DaskGraphRunner.run = run_graph
    tracker_speed.apply()
    return True


def validate_action_result(self: RemoteAction, result: Any) -> bool:
    """Checks an action server's reply; Rasa's own checks the schema itself as well, each time anew."""
    if _is_plainly_valid(result):
        return True
    error = best_match(_REPLY.iter_errors(result))
    if error is None:
        return True
    error.message += (
        ". Failed to validate Action server response from API, "
        "make sure your response from the Action endpoint is valid. "
        "For more information about the format visit "
        f"{DOCS_BASE_URL}/custom-actions"
    )
    raise error


def _is_plainly_valid(result: Any) -> bool:
    """Whether each event fits its own type's schema; False also where only the full check can say."""
    return _FRAME.is_valid(result) and all(_is_event(event) for event in result.get("events", ()))


def _is_event(event: Any) -> bool:
    kind = event.get("event") if isinstance(event, dict) else None
    return isinstance(kind, str) and kind in _EVENTS and _EVENTS[kind].is_valid(event)


def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """The class of a stored event; Rasa's own walks through all subclasses, for each event anew."""
    found = _event_classes.get(type_name)
    if found is None:
        found = _resolve_by_type(type_name, default)
        if found is not None and found.type_name == type_name:
            _event_classes[type_name] = found
    return found


def run_graph(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """Runs each needed node once, after those that it needs; Rasa's own plans this anew each time."""
    wanted = targets if targets else self._graph_schema.target_names
    plan = _plan(self, tuple(wanted))
    for value in (inputs or {}).values():
        if isinstance(value, str) and value in plan:
            raise GraphRunError(
                f"Input value '{value}' clashes with a node name. Make sure "
                f"that none of the input names passed to the `run` method are the "
                f"same as node names in the graph schema."
            )
    results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    try:
        return dict(_result(name, plan, results) for name in wanted)
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error


def _result(name: str, plan: _Plan, results: dict[str, Any]) -> Any:
    """A node's result, running first what it needs; a name that nobody provides stands for itself."""
    if name not in results:
        if name not in plan:
            return name
        node, needs = plan[name]
        results[name] = node(*[_result(need, plan, results) for need in needs])
    return results[name]


def _plan(runner: DaskGraphRunner, targets: tuple[str, ...]) -> _Plan:
    plans: dict[tuple[str, ...], _Plan] = runner.__dict__.setdefault("_plans_by_targets", {})
    if targets not in plans:
        nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
        plans[targets] = {
            name: (runner._instantiated_nodes[name], tuple(node.needs.values()))
            for name, node in nodes.items()
        }
    return plans[targets]
