"""The faster parts of Rasa's turns against Rasa's own: the same rows, results and errors."""

from __future__ import annotations

import asyncio
import importlib.util
import sqlite3
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import pytest
import rasa
import rasa.core.actions.action
import rasa.core.tracker_store
import rasa.engine.runner.dask
import rasa.shared.core.events
from jsonschema import ValidationError
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.channels import speed, tracker_speed

speed.apply()


def own(module: ModuleType) -> ModuleType:
    """A second, untouched copy of one of Rasa's modules."""
    spec = importlib.util.spec_from_file_location(f"own_{module.__name__}", str(module.__file__))
    assert spec
    assert spec.loader
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


# --- when it applies ---------------------------------------------------------------------------------------


def test_it_is_in_place() -> None:
    assert rasa.core.actions.action.RemoteAction._validate_action_result is speed.validate_action_result
    assert rasa.engine.runner.dask.DaskGraphRunner.run is speed.run_graph
    assert Event.resolve_by_type is speed.resolve_by_type
    assert rasa.core.tracker_store.SQLTrackerStore.save is tracker_speed.save


def test_another_rasa_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rasa, "__version__", "3.6.22")
    assert not speed.apply()
    assert "Rasa is 3.6.22" in caplog.text


# --- checking an action's reply ----------------------------------------------------------------------------

ENTITY = {"entity": "body", "value": "coupe"}
REPLIES: list[Any] = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "case", "value": {"a": [1]}, "timestamp": None}]},
    {"events": [{"event": "slot", "name": "case", "value": None}, {"event": "restart"}], "responses": [{}]},
    {
        "events": [
            {"event": "user", "text": None, "parse_data": {"entities": [ENTITY], "intent": {"name": "x"}}}
        ]
    },
    {"events": [{"event": "user", "parse_data": {"response_selector": {"all_retrieval_intents": []}}}]},
    {"events": [{"event": "user", "parse_data": {"response_selector": {"x": 1}}}]},
    {"events": [{"event": "entities", "entities": [ENTITY]}, {"event": "session_started", "metadata": {}}]},
    {"events": [{"event": "action", "name": "a", "policy": None, "confidence": 1, "hide_rule_turn": True}]},
    {"more": "keys", "events": [{"event": "bot", "text": 1, "more": "keys"}]},
    None,
    [],
    "text",
    {"events": None},
    {"events": {}},
    {"events": [None]},
    {"events": [{}]},
    {"events": [{"event": None}]},
    {"events": [{"event": ["slot"]}]},
    {"events": [{"event": "unheard"}]},
    {"events": [{"event": "slot"}]},
    {"events": [{"event": "slot", "name": 5, "value": 1}]},
    {"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": "now"}]},
    {"events": [{"event": "slot", "name": "a", "value": 1, "metadata": []}]},
    {"events": [{"event": "entities", "entities": [{"entity": "body"}]}]},
    {"events": [{"event": "user", "parse_data": []}]},
    {"events": [], "responses": {}},
    {"events": [], "responses": ["text"]},
]


def outcome(check: Any, reply: Any) -> tuple[Any, ...]:
    """What a check says of a reply: True, or its error."""
    try:
        return (check(SimpleNamespace(action_response_format_spec=SPEC), reply),)
    except ValidationError as error:
        return (error.message, list(error.path), list(error.schema_path))


SPEC = rasa.core.actions.action.RemoteAction.action_response_format_spec


@pytest.fixture(scope="module")
def own_check() -> Any:
    return own(rasa.core.actions.action).RemoteAction._validate_action_result


@pytest.mark.parametrize("reply", REPLIES, ids=str)
def test_replies_are_checked_as_before(own_check: Any, reply: Any) -> None:
    assert outcome(speed.validate_action_result, reply) == outcome(own_check, reply)


def test_both_verdicts_are_among_the_replies() -> None:
    verdicts = [outcome(speed.validate_action_result, reply) == (True,) for reply in REPLIES]
    assert 5 < sum(verdicts) < len(verdicts) - 5


# --- the classes of events ---------------------------------------------------------------------------------


def test_event_classes_are_found_as_before() -> None:
    events = own(rasa.shared.core.events)
    names = {cls.type_name for cls in rasa.shared.utils.common.all_subclasses(events.Event)}
    assert len(names) > 15
    for name in [*sorted(names), *sorted(names), "topic"]:
        found, expected = speed.resolve_by_type(name), events.Event.resolve_by_type(name)
        assert getattr(found, "__name__", None) == getattr(expected, "__name__", None)
    assert speed.resolve_by_type("unheard", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="Unknown event name 'unheard'"):
        speed.resolve_by_type("unheard")


# --- the model's graph -------------------------------------------------------------------------------------


class Node(GraphComponent):
    """Joins what it is given to its own letter."""

    runs: ClassVar[list[str]] = []

    def __init__(self, letter: str) -> None:
        self.letter = letter

    @classmethod
    def create(cls, config: Any, *_: Any, **__: Any) -> Node:
        return cls(config["letter"])

    def join(self, **parts: str) -> str:
        """Its letter and the parts."""
        self.runs.append(self.letter)
        if self.letter == "!":
            raise RuntimeError("broken")
        return self.letter + "".join(parts[name] for name in sorted(parts))


class JoiningNode(Node):
    """Takes one or two parts by name, as Rasa's components do."""

    def join(self, first: str = "", second: str = "") -> str:
        """Its letter and the parts."""
        return super().join(first=first, second=second)


def runner(module: ModuleType, folder: Path, **nodes: tuple[str, dict[str, str]]) -> Any:
    """A runner of the given module for nodes given as letter and needs."""
    schema = GraphSchema(
        {
            name: SchemaNode(
                needs, JoiningNode, "create", "join", {"letter": letter}, is_target=name == "end"
            )
            for name, (letter, needs) in nodes.items()
        }
    )
    context = ExecutionContext(schema, model_id="test")
    return module.DaskGraphRunner.create(schema, LocalModelStorage(folder), context)


DIAMOND = {
    "start": ("s", {"first": "given"}),
    "left": ("l", {"first": "start"}),
    "right": ("r", {"first": "start", "second": "given"}),
    "end": ("e", {"first": "left", "second": "right"}),
    "apart": ("a", {"first": "given"}),
}


def ran(graph: Any, *arguments: Any) -> tuple[Any, ...]:
    """A run's result or error, and which nodes ran."""
    Node.runs.clear()
    try:
        return graph.run(*arguments), sorted(Node.runs)
    except Exception as error:
        return type(error).__name__, str(error), sorted(Node.runs)


@pytest.mark.parametrize(
    "arguments",
    [
        ({"given": "X"},),
        ({"given": "X"}, ["end"]),
        ({"given": "X"}, ["left", "apart"]),
        ({"given": "X", "left": "Y"}, ["end"]),
        ({"given": "left"}, ["end"]),
        ({}, ["left"]),
        (None, ["left"]),
    ],
)
def test_graphs_run_as_before(tmp_path: Path, arguments: tuple[Any, ...]) -> None:
    fast = runner(rasa.engine.runner.dask, tmp_path, **DIAMOND)
    slow = runner(own(rasa.engine.runner.dask), tmp_path, **DIAMOND)
    expected = ran(slow, *arguments)
    assert ran(fast, *arguments) == expected
    assert ran(fast, *arguments) == expected, "a second run"


def test_errors_inside_a_graph_are_as_before(tmp_path: Path) -> None:
    nodes = {"start": ("!", {"first": "given"}), "end": ("e", {"first": "start"})}
    fast = runner(rasa.engine.runner.dask, tmp_path, **nodes)
    slow = runner(own(rasa.engine.runner.dask), tmp_path, **nodes)
    assert ran(fast, {"given": "X"}) == ran(slow, {"given": "X"})
    with pytest.raises(GraphRunError, match="clashes"):
        fast.run({"given": "end"})


# --- the tracker store -------------------------------------------------------------------------------------

DOMAIN = Domain.from_yaml(
    """
    intents: [next_step]
    entities: [body]
    slots:
      case: {type: any, influence_conversation: false, mappings: [{type: custom}]}
    """
)


def turn(number: int) -> list[Event]:
    """The events of one turn."""
    intent = {"name": "next_step", "confidence": 0.9}
    return [
        UserUttered(
            f"nächster {number} 🚗", intent, [dict(ENTITY)], input_channel="rest", message_id=str(number)
        ),
        ActionExecuted("action_next_step", policy="RulePolicy", confidence=1.0),
        BotUttered(f"step {number}", {"custom": {"kind": "step"}, "buttons": []}),
        SlotSet("case", {"step": number}),
        ActionExecuted("action_listen"),
    ]


SESSIONS: list[list[Event]] = [
    [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")],
    turn(1),
    turn(2),
    [],
    [ActionExecuted("action_session_start"), SessionStarted(), SlotSet("case", None), *turn(3)],
    [Restarted(), *turn(4)],
]


def rows(path: Path) -> list[Any]:
    """All rows of a tracker database."""
    return sqlite3.connect(path).execute("SELECT * FROM events ORDER BY id").fetchall()


def state(tracker: DialogueStateTracker | None) -> Any:
    """Everything about a tracker."""
    return tracker and tracker.current_state(EventVerbosity.ALL)


async def talk(store: Any, sender: str) -> list[Any]:
    """Keeps the sessions turn by turn and tells what the store gives back after each."""
    told = []
    for number, events in enumerate(SESSIONS):
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        for place, event in enumerate(events):
            event.timestamp = 1_000.0 * (number + 1) + place
            tracker.update(event, DOMAIN)
        await store.save(tracker)
        told.append(state(await store.retrieve(sender)))
        told.append(state(await store.retrieve_full_tracker(sender)))
    return told


@pytest.fixture(scope="module")
def own_store() -> Any:
    return own(rasa.core.tracker_store).SQLTrackerStore


def test_conversations_are_kept_as_before(tmp_path: Path, own_store: Any) -> None:
    fast = rasa.core.tracker_store.SQLTrackerStore(DOMAIN, db=str(tmp_path / "fast.db"))
    slow = own_store(DOMAIN, db=str(tmp_path / "slow.db"))
    for sender in ("ann", "bob"):
        assert asyncio.run(talk(fast, sender)) == asyncio.run(talk(slow, sender))
    assert rows(tmp_path / "fast.db") == rows(tmp_path / "slow.db")
    assert sorted(asyncio.run(fast.keys())) == ["ann", "bob"]
    assert asyncio.run(fast.retrieve("nobody")) is None


def test_either_store_reads_the_other_ones_file(tmp_path: Path, own_store: Any) -> None:
    path = str(tmp_path / "tracker.db")
    told = asyncio.run(talk(rasa.core.tracker_store.SQLTrackerStore(DOMAIN, db=path), "ann"))
    slow = own_store(DOMAIN, db=path)
    assert state(asyncio.run(slow.retrieve("ann"))) == told[-2]
    asyncio.run(talk(slow, "bob"))
    fast = rasa.core.tracker_store.SQLTrackerStore(DOMAIN, db=path)
    assert state(asyncio.run(fast.retrieve("bob")))["events"] == told[-2]["events"]


def test_sqlite_files_stay_open_and_append_to_a_log(tmp_path: Path) -> None:
    store = rasa.core.tracker_store.SQLTrackerStore(DOMAIN, db=str(tmp_path / "tracker.db"))
    with store.session_scope() as session:
        assert session.execute(rasa.core.tracker_store.sa.text("PRAGMA journal_mode")).scalar() == "wal"
    assert type(store.engine.pool).__name__ == "QueuePool"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://shop@db/desk"])
def test_other_databases_are_opened_as_before(url: str) -> None:
    make_url = rasa.core.tracker_store.sa.engine.make_url
    expected = own(rasa.core.tracker_store).create_engine_kwargs(make_url(url))
    assert tracker_speed.create_engine_kwargs(make_url(url)) == expected
