"""Takes needless work out of Rasa's NLU, with the same results: each part is tested against the original.

One spaCy pipeline instead of two in memory; no search for entities in a message that is only embedded.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import rasa
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
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
    """Training examples to be embedded, with their numbers."""
    numbers = [number for number, _ in samples_to_pipe]
    texts = [text for _, text in samples_to_pipe]
    return list(zip(numbers, model.pipe(texts, batch_size=50, disable=_not_embedding(model)), strict=True))


def _not_embedding(model: Language) -> list[str]:
    """The components that a vector does not depend on; none in a pipeline that is not ours."""
    names: list[str] = model.pipe_names
    return [name for name in names if name != ENCODER] if ENCODER in names else []
