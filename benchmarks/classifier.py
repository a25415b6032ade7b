"""The pipeline of config.yml as far as it names intents, trained in this process on any examples."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import yaml
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.featurizers.dense_featurizer.spacy_featurizer import SpacyFeaturizer
from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import class_from_module_path

from bot.commands.training_data import Example

SENTENCE_FEATURES = "SpacyFeaturizer"


class Classifier:
    """Embeds examples once; then trains the project's own components again for each part of them."""

    def __init__(self, root: Path, language: str) -> None:
        """Loads the spaCy pipeline of a language folder."""
        config = yaml.safe_load((root / "config.yml").read_text(encoding="utf-8"))["pipeline"]
        self._spacy = spacy.load(language)
        self._own = [part for part in config if part["name"].startswith("bot.")]
        sentence: dict[str, Any] = next((p for p in config if p["name"] == SENTENCE_FEATURES), {})
        self._featurizer = SpacyFeaturizer(_settings(SpacyFeaturizer, sentence), SENTENCE_FEATURES)
        self._tokenizer = SpacyTokenizer(SpacyTokenizer.get_default_config())

    def messages(self, examples: Sequence[Example]) -> list[Message]:
        """Examples as Rasa's messages, with the sentence encoder's features."""
        messages = [
            Message({TEXT: e.text, INTENT: e.intent, SPACY_DOCS[TEXT]: self._spacy(e.text)}) for e in examples
        ]
        self._tokenizer.process(messages)
        self._featurizer.process(messages)
        return messages

    def embeddings(self, messages: Sequence[Message]) -> NDArray[np.float32]:
        """The sentence vectors, of unit length, one a row."""
        vectors = np.vstack([m.get_dense_features(TEXT)[1].features.reshape(-1) for m in messages])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)

    def classify(self, seen: Sequence[Message], unseen: Sequence[Message]) -> list[str]:
        """The intents that unseen messages are given after training on the seen ones."""
        known, others = [_copy(message) for message in seen], [_copy(message) for message in unseen]
        for message in others:
            message.data.pop(INTENT)
        with tempfile.TemporaryDirectory() as folder:
            storage = LocalModelStorage(Path(folder))
            for number, part in enumerate(self._own):
                component = _component(part, storage, f"part-{number}")
                component.train(TrainingData(known))
                if not isinstance(component, IntentClassifier):
                    component.process(known)
                component.process(others)
        return [str(message.get(INTENT, {}).get("name")) for message in others]


def _component(part: dict[str, Any], storage: ModelStorage, name: str) -> Any:
    kind = class_from_module_path(part["name"])
    context = ExecutionContext(GraphSchema({}), node_name=name)
    return kind.create(_settings(kind, part), storage, Resource(name), context)


def _settings(kind: Any, part: dict[str, Any]) -> dict[str, Any]:
    return {**kind.get_default_config(), **{key: value for key, value in part.items() if key != "name"}}


def _copy(message: Message) -> Message:
    """A message that can be given further features without changing the first."""
    return Message(dict(message.data), features=list(message.features))
