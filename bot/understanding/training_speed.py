"""Takes needless work out of Rasa's training, with the same model: each part is tested against the original.

Seconds of 16,000 examples: fingerprints of what goes from component to component 15 -> 0 (they serve a cache that
saves less), reading the files twice, copying each example ten times and comparing them all by a hash of their JSON
9 -> 2.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import rasa.engine.training.graph_trainer
import rasa.shared.importers.utils
import rasa.shared.utils.io
import rasa.shared.utils.validation
from pykwalify.core import Core
from rasa.engine.graph import GraphNodeHook
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.nlu.training_data.util import check_duplicate_synonym

PACKAGE = "rasa"

_equals = Message.__eq__
_validate = rasa.shared.utils.validation.validate_yaml_schema
_read = rasa.shared.importers.utils.training_data_from_paths
_known: dict[tuple[str, ...], TrainingData] = {}


def apply() -> None:
    """Replaces the slow parts."""
    rasa.engine.training.graph_trainer.TrainingHook = NoCache
    rasa.shared.importers.utils.training_data_from_paths = training_data_from_paths
    rasa.shared.utils.validation.validate_yaml_schema = validate_yaml_schema
    TrainingData.merge = merge
    Message.__deepcopy__ = copy_message
    Message.__hash__ = hash_message
    Message.__eq__ = equal_messages


class NoCache(GraphNodeHook):
    """Stands for the hook that fills Rasa's training cache, and keeps nothing."""

    def __init__(self, **_: Any) -> None:
        """Takes what that hook takes."""

    def on_before_node(self, *_: Any, **__: Any) -> dict[str, Any]:
        """Nothing to pass on."""
        return {}

    def on_after_node(self, *_: Any, **__: Any) -> None:
        """Nothing to keep."""


def training_data_from_paths(paths: Iterable[str], language: str) -> TrainingData:
    """The examples of some files; Rasa's own reads them once with and once without naming the language."""
    asked = tuple(paths)
    if asked not in _known:
        _known.clear()
        _known[asked] = _read(asked, language)
    return copy.deepcopy(_known[asked])


def copy_message(self: Message, memo: dict[int, Any]) -> Message:
    """A deep copy of an example; one of texts only is copied at once."""
    twin: Message = self.__class__.__new__(self.__class__)
    memo[id(self)] = twin
    if not _is_of_texts(self):
        twin.__dict__.update(copy.deepcopy(self.__dict__, memo))
    else:
        own = {"data": dict(self.data), "features": [], "output_properties": set(self.output_properties)}
        twin.__dict__.update({**self.__dict__, **own})
    return twin


def _is_of_texts(message: Message) -> bool:
    return not message.features and all(type(value) is str for value in message.data.values())


def hash_message(self: Message) -> int:
    """A hash that equal messages share; Rasa's own is that of a message's JSON."""
    return hash(frozenset(value for value in self.data.values() if type(value) is str))


def equal_messages(self: Message, other: object) -> bool:
    """Whether two messages say the same; those of texts only are compared as they are."""
    if isinstance(other, Message) and _is_of_texts(self) and _is_of_texts(other):
        return bool(self.data == other.data)
    return bool(_equals(self, other))


def merge(self: TrainingData, *others: TrainingData | None) -> TrainingData:
    """This data with others; Rasa's own copies every example at each of five merges, and reads only the last."""
    examples = list(self.training_examples)
    synonyms = dict(self.entity_synonyms)
    features, tables = copy.deepcopy([self.regex_features, self.lookup_tables])
    responses = copy.deepcopy(self.responses)
    for other in filter(None, others):
        examples += other.training_examples
        features += copy.deepcopy(other.regex_features)
        tables += copy.deepcopy(other.lookup_tables)
        for text, synonym in other.entity_synonyms.items():
            check_duplicate_synonym(synonyms, text, synonym, "merging training data")
        synonyms.update(other.entity_synonyms)
        responses.update(other.responses)
    return TrainingData(examples, synonyms, features, tables, responses)


def validate_yaml_schema(content: str, schema_path: str, package_name: str = PACKAGE) -> None:
    """Refuses a YAML text of another form; by Rasa's own check, which knows the line, where a quick one does."""
    try:
        schema, extensions = _schema(schema_path, package_name)
        data = rasa.shared.utils.io.read_yaml(content)
        Core(source_data=data, schema_data=copy.deepcopy(schema), extensions=[extensions]).validate()
    except Exception:  # whatever it is, it is told by the original
        _validate(content, schema_path, package_name)


@functools.lru_cache
def _schema(path: str, package: str) -> tuple[dict[str, Any], str]:
    """What a kind of file must look like, and the file of the checks that need code."""
    validation = rasa.shared.utils.validation
    read = rasa.shared.utils.io.read_yaml_file
    schema = dict(read(str(files(package) / path)))
    shared = dict(read(str(files(PACKAGE) / validation.RESPONSES_SCHEMA_FILE)))
    return {**schema, **shared}, str(files(PACKAGE) / validation.SCHEMA_EXTENSIONS_FILE)
