"""Logistic regression over dense features; intents of one family are weighed together before one is named."""

from __future__ import annotations

import json
import logging
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.softmax import fit

logger = logging.getLogger(__name__)

FAMILIES = "families"
STRENGTH = "strength"
RANKING_LENGTH = "ranking_length"
ITERATIONS = "iterations"

Floats = NDArray[np.float32]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FamilyClassifier(IntentClassifier, GraphComponent):
    """Names the likeliest intent of the likeliest family.

    A family is all intents with one prefix (`symptom_...`): they lead to the same action, so their
    probabilities add up before they compete with the others. Confidence is the family's.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Prefixes that form families, inverse regularisation, iterations, length of the ranking."""
        return {FAMILIES: [], STRENGTH: 1.0, ITERATIONS: 100, RANKING_LENGTH: 12}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Makes a classifier without weights."""
        self._config = {**self.get_default_config(), **config}
        self._storage = storage
        self._resource = resource
        self._intents: list[str] = []
        self._weights: Floats | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FamilyClassifier:
        """Makes an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the weights; intents with few examples count as much as those with many by halves."""
        examples = [m for m in training_data.intent_examples if m.get(INTENT) and m.get(TEXT)]
        if not examples:
            logger.warning("No examples to learn intents from")
            return self._resource
        labels = np.asarray([m.get(INTENT) for m in examples])
        features = np.vstack([_features(m) for m in examples])
        names, classes = np.unique(labels, return_inverse=True)
        weights = fit(features, classes, _balance(labels), self._config[STRENGTH], self._config[ITERATIONS])
        self._intents = [str(name) for name in names]
        self._weights = weights.astype(np.float32)
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and ranking of every message with text."""
        for message in messages:
            if message.get(TEXT) and self._weights is not None:
                ranking = self._rank(_probabilities(self._weights, _features(message)))
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _rank(self, probabilities: Floats) -> list[dict[str, Any]]:
        """The ranking by single probability, headed by the best intent of the best family."""
        order = np.argsort(-probabilities)
        mass: dict[str, float] = {}
        for row, name in enumerate(self._intents):
            family = self._family(name)
            mass[family] = mass.get(family, 0.0) + float(probabilities[row])
        best = max(mass, key=lambda f: mass[f])
        head = next(row for row in order if self._family(self._intents[row]) == best)
        rest = [row for row in order if row != head][: self._config[RANKING_LENGTH] - 1]
        ranking = [{"name": self._intents[head], "confidence": mass[best]}]
        return ranking + [{"name": self._intents[r], "confidence": float(probabilities[r])} for r in rest]

    def _family(self, intent: str) -> str:
        prefix = intent.split("_", 1)[0]
        return prefix if prefix in self._config[FAMILIES] else intent

    def _persist(self) -> None:
        assert self._weights is not None
        with self._storage.write_to(self._resource) as folder:
            np.save(folder / "weights.npy", self._weights)
            (folder / "intents.json").write_text(json.dumps(self._intents), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FamilyClassifier:
        """Reads trained weights; without any, messages pass unchanged."""
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                component._weights = np.load(folder / "weights.npy")
                component._intents = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        except ValueError:
            logger.warning("No intents in model storage %r: train the model", resource.name)
        return component


def _features(message: Message) -> Floats:
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        raise ValueError("FamilyClassifier needs dense features: put SpacyFeaturizer before it in config.yml")
    return np.asarray(sentence.features, dtype=np.float32).reshape(-1)


def _probabilities(weights: Floats, features: Floats) -> Floats:
    scores = weights[:, :-1] @ features + weights[:, -1]
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


def _balance(labels: NDArray[np.str_]) -> NDArray[np.float64]:
    """Weights between none and full balance: the inverse root of each intent's share."""
    names, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    weight = np.sqrt(len(labels) / (len(names) * counts))
    return np.asarray(weight[inverse], dtype=np.float64)
