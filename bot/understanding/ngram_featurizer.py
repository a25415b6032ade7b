"""Character and word n-grams of the normalised text, weighted by rarity, folded into a small dense vector."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
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
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language.sentence_encoder import normal_text

logger = logging.getLogger(__name__)

DIMENSIONS = "dimensions"
WEIGHT = "weight"
ALIAS = "alias"
SEED = 20
LEAST_EXAMPLES = 8

Floats = NDArray[np.float32]


def analysers() -> dict[str, dict[str, Any]]:
    """The n-gram families: characters within words forgive typos, words and pairs keep the order."""
    common = {"sublinear_tf": True, "lowercase": True}
    return {
        "characters": {"analyzer": "char_wb", "ngram_range": (2, 4), **common},
        "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b", **common},
    }


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
        self._vectorizers: list[TfidfVectorizer] = []
        self._components: Floats | None = None

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
        self._vectorizers = [TfidfVectorizer(min_df=2, **options) for options in analysers().values()]
        counts = scipy.sparse.hstack([v.fit_transform(texts) for v in self._vectorizers]).tocsr()
        width = min(self._config[DIMENSIONS], min(counts.shape) - 1)
        fold = TruncatedSVD(width, n_iter=3, random_state=SEED).fit(counts.astype(np.float32))
        self._components = np.ascontiguousarray(fold.components_.T, dtype=np.float32)
        self._persist()
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the feature to every example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the feature to every message with text."""
        spoken = [m for m in messages if m.get(TEXT)]
        if spoken and self._components is not None:
            for message, row in zip(spoken, self._fold([_normal_text(m) for m in spoken]), strict=True):
                self._add(message, row)
        return messages

    def _fold(self, texts: Sequence[str]) -> Floats:
        """Array (texts, dimensions); rows without a known n-gram are zero."""
        assert self._components is not None
        counts = scipy.sparse.hstack([v.transform(texts) for v in self._vectorizers]).tocsr()
        return np.asarray(self._config[WEIGHT] * (counts @ self._components), dtype=np.float32)

    def _add(self, message: Message, row: Floats) -> None:
        feature = Features(row.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
        message.add_features(feature)

    def _persist(self) -> None:
        assert self._components is not None
        with self._storage.write_to(self._resource) as folder:
            np.save(folder / "fold.npy", self._components.astype(np.float16))
            for name, vectorizer in zip(analysers(), self._vectorizers, strict=True):
                terms = {term: int(row) for term, row in vectorizer.vocabulary_.items()}
                content = {"terms": terms, "rarity": vectorizer.idf_.tolist()}
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
                component._components = np.load(folder / "fold.npy").astype(np.float32)
                for name, options in analysers().items():
                    content = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
                    vectorizer = TfidfVectorizer(vocabulary=content["terms"], **options)
                    vectorizer.idf_ = np.asarray(content["rarity"])
                    component._vectorizers.append(vectorizer)
        except ValueError:
            logger.warning("No n-grams in model storage %r: train the model", resource.name)
        return component

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuses a width or weight that is not above zero."""
        if config[DIMENSIONS] < 1 or config[WEIGHT] <= 0:
            raise ValueError("NgramFeaturizer: `dimensions` and `weight` in config.yml must be above 0")


def _normal_text(message: Message) -> str:
    document = message.get(SPACY_DOCS[DENSE_FEATURIZABLE_ATTRIBUTES[0]])
    return normal_text(document) if document is not None else ""
