"""Reads the clauses of a message one by one, beside the message as a whole.

Rasa hands its components a list of messages. `ClauseSplitter`, first in the pipeline, puts each clause behind
its message; all components read them alike; `ClauseReader`, last, folds what was read into the message.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.clauses import clauses

CLAUSES = "clauses"  # among what is read of a message: text and ranking of each of its clauses
RANKING_LENGTH = 6
_OF = "clause_of"


class _Component(GraphComponent, EntityExtractorMixin):
    """A component without training, settings or files."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> _Component:
        """Makes the component."""
        return cls()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ClauseSplitter(_Component):
    """Puts the clauses of each message behind it, as messages of their own."""

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages, each followed by its clauses where it has several."""
        return [one for message in messages for one in (message, *_split(message))]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ClauseReader(_Component):
    """Takes the clauses out again and keeps how each was read, under `clauses`."""

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages as they came, with their clauses read."""
        whole: list[Message] = []
        for message in messages:
            if message.get(_OF):
                whole[-1].set(
                    CLAUSES, [*(whole[-1].get(CLAUSES) or ()), _reading(message)], add_to_output=True
                )
            else:
                whole.append(message)
        return whole


def _split(message: Message) -> list[Message]:
    text = message.get(TEXT) or ""
    parts = clauses(text)
    return [Message({TEXT: part, _OF: True}) for part in parts] if len(parts) > 1 else []


def _reading(message: Message) -> dict[str, Any]:
    ranking = list(message.get(INTENT_RANKING_KEY) or ())[:RANKING_LENGTH]
    return {TEXT: message.get(TEXT), INTENT: message.get(INTENT), INTENT_RANKING_KEY: ranking}
