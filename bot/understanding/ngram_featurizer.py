"""Character and word n-grams of the normalised text, weighted by rarity, folded into a small dense vector."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import DENSE_FEATURIZABLE_ATTRIBUTES, SPACY_DOCS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language.sentence_encoder import normal_text
from bot.understanding.folding import directions
from bot.understanding.ngrams import Family, Fold, families

logger = logging.getLogger(__name__)

DIMENSIONS = "dimensions"
WEIGHT = "weight"
ALIAS = "alias"
SEED = 20
LEAST_EXAMPLES = 8

Floats = NDArray[np.float32]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds a dense sentence feature of n-grams beside the sentence encoder's."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs the spaCy documents, whose normalised text it reads."""
        from rasa.nlu.utils.spacy_utils import SpacyNLP

        return [SpacyNLP]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Width of the folded vector, and its weight beside the sentence vector."""
        return {**DenseFeaturizer.get_default_config(), DIMENSIONS: 400, WEIGHT: 2.0}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, name: str) -> None:
        """Makes a featurizer that knows no n-grams yet."""
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._fold: Fold | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """Makes an untrained component."""
        return cls(config, model_storage, resource, execution_context.node_name)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns which n-grams there are, how rare they are, and the fold."""
        texts = [_normal_text(m) for m in training_data.training_examples if m.get(TEXT)]
        if len(texts) < LEAST_EXAMPLES:
            logger.warning("Too few examples to learn n-grams from: %d", len(texts))
            return self._resource
        vectorizers = {name: TfidfVectorizer(min_df=2, **options) for name, options in families().items()}
        counts = scipy.sparse.hstack([v.fit_transform(texts) for v in vectorizers.values()]).tocsr()
        width = min(self._config[DIMENSIONS], min(counts.shape) - 1)
        known = [Family(name, v.vocabulary_, v.idf_) for name, v in vectorizers.items()]
        self._fold = Fold(known, directions(counts, width, SEED))
        self._persist(self._fold)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the feature to every example, as `process` does, but to all at once."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        if self._fold is not None and examples:
            rows = self._config[WEIGHT] * self._fold.many([_normal_text(example) for example in examples])
            for example, row in zip(examples, rows, strict=True):
                self._add(example, row)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the feature to every message with text; zeros where no n-gram of it is known."""
        if self._fold is not None:
            for message in messages:
                if message.get(TEXT):
                    self._add(message, self._config[WEIGHT] * self._fold(_normal_text(message)))
        return messages

    def _add(self, message: Message, row: Floats) -> None:
        feature = Features(row.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
        message.add_features(feature)

    def _persist(self, fold: Fold) -> None:
        with self._storage.write_to(self._resource) as folder:
            np.save(folder / "fold.npy", fold.matrix.astype(np.float16))
            for name, family in zip(families(), fold.families, strict=True):
                terms = {term: int(column) for term, column in family.terms.items()}
                content = {"terms": terms, "rarity": [float(value) for value in family.rarity]}
                (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        """Reads a trained component; one that was never trained adds nothing."""
        component = cls(config, model_storage, resource, execution_context.node_name)
        try:
            with model_storage.read_from(resource) as folder:
                known = [Family(name, **_read(folder / f"{name}.json")) for name in families()]
                component._fold = Fold(known, np.load(folder / "fold.npy").astype(np.float32))
        except ValueError:
            logger.warning("No n-grams in model storage %r: train the model", resource.name)
        return component

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuses a width or weight that is not above zero."""
        if config[DIMENSIONS] < 1 or config[WEIGHT] <= 0:
            raise ValueError("NgramFeaturizer: `dimensions` and `weight` in config.yml must be above 0")


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _normal_text(message: Message) -> str:
    document = message.get(SPACY_DOCS[DENSE_FEATURIZABLE_ATTRIBUTES[0]])
    return normal_text(document) if document is not None else ""
