"""Takes needless work out of Rasa's NLU, with the same results: each part is tested against the original.

One spaCy pipeline instead of two in memory; no search for entities in a message that is only embedded; of the
training examples the sentence vectors alone, since no component of ours learns from single tokens.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasa
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS, SPACY_DOCS
from rasa.nlu.featurizers.dense_featurizer.spacy_featurizer import SpacyFeaturizer
from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language
from spacy.tokens import Doc

from bot.understanding import training_speed
from bot.understanding.ahead import ENCODER, Ahead, EncoderAhead
from bot.understanding.light import RASA_VERSION

_load_model = SpacyNLP.load_model


def apply(ahead: Ahead | None = None) -> bool:
    """Replaces the slow parts; refuses on any Rasa version but the one they were read in.

    What is encoded `ahead` is not encoded again.
    """
    if rasa.__version__ != RASA_VERSION:
        return False
    SpacyNLP.load_model = staticmethod(load_model if ahead is None else _loading_with(ahead))
    SpacyNLP._doc_for_text = doc_for_text
    SpacyNLP._process_content_bearing_samples = staticmethod(process_content_bearing_samples)
    if ahead is not None:
        SpacyTokenizer.process_training_data = Untokenized.process_training_data
        SpacyFeaturizer.process_training_data = SentencesOnly.process_training_data
    training_speed.apply()
    return True


@functools.lru_cache(maxsize=1)
def load_model(spacy_model_name: str) -> SpacyModel:
    """The pipeline in a folder; Rasa's own reads it once for each of two nodes of the graph."""
    return _load_model(spacy_model_name)


def _loading_with(ahead: Ahead) -> Callable[[str], SpacyModel]:
    @functools.lru_cache(maxsize=1)
    def load(spacy_model_name: str) -> SpacyModel:
        found = _load_model(spacy_model_name)
        if ENCODER in found.model.pipe_names:
            encoder = EncoderAhead(Path(spacy_model_name) / ENCODER, ahead)
            found.model.get_pipe(ENCODER).attach(encoder)
        return found

    return load


def doc_for_text(self: SpacyNLP, model: Language, text: str) -> Doc:
    """A message to be embedded; its entities are found in another document, whose case is kept."""
    return model(self._preprocess_text(text), disable=_not_embedding(model))


def process_content_bearing_samples(
    model: Language, samples_to_pipe: list[tuple[int, str]]
) -> list[tuple[int, Doc]]:
    """Training examples to be embedded when their vectors are asked for, with their numbers."""
    disable = _not_embedding(model)
    return [(number, model(text, disable=disable)) for number, text in samples_to_pipe]


# Methods of classes, since Rasa reads the hints of all arguments, and `self` must have none.
class Untokenized(SpacyTokenizer):
    """Lends the tokenizer a training without tokens."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The examples as they are."""
        return training_data


class SentencesOnly(SpacyFeaturizer):
    """Lends the featurizer a training without the tokens' vectors."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The examples with the vectors of whole sentences, which are those of their tokens too."""
        origin = self._config[FEATURIZER_CLASS_ALIAS]
        for example in training_data.training_examples:
            document = example.get(SPACY_DOCS[TEXT])
            if document is not None and document.vocab.vectors_length:
                vector = np.array([document.vector])
                example.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, origin))
        return training_data


def _not_embedding(model: Language) -> list[str]:
    """The components that a vector does not depend on; none in a pipeline that is not ours."""
    names: list[str] = model.pipe_names
    return [name for name in names if name != ENCODER] if ENCODER in names else []
