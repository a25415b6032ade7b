"""The sentence encoder as a spaCy component: token vectors whose mean is the sentence vector.

Importing this module, as the package's entry point does, also registers the pipeline's other components.
"""

# No postponed annotations here: spaCy reads the factories' annotations as types.
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from bot.language.components import vocabulary_of
from bot.language.encoder import SentenceEncoder, Vectors
from bot.language.vocabulary import Vocabulary
from bot.language.weights import EncoderProblem

NORMAL = "curbside_normal"
BATCH = 50
SCALE = 2.0  # beside n-grams of weight 1.5; chosen on held-out messages


class SentenceEncoderComponent:
    """Gives every token the vector of the text, `scale` long.

    One document's is computed when first asked for: Rasa runs the pipeline twice on each message and reads
    vectors only once. Those of a stream (training data) are computed batch by batch.
    """

    def __init__(self, nlp: Language, scale: float) -> None:
        """Takes the length that vectors shall have."""
        self._nlp = nlp
        self._scale = scale
        self._encoder: SentenceEncoder | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Hooks the vectors of a document, its spans and its tokens."""
        if self._encoder is not None:
            self._hook(doc, self._encoder)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Hooks the vectors of many documents, encoded in batches: the same vectors, sooner."""
        documents = iter(stream)
        while batch := list(islice(documents, batch_size)):
            if self._encoder is not None:
                _compute([self._hook(doc, self._encoder) for doc in batch], self._encoder)
            yield from batch

    def _hook(self, doc: Doc, encoder: SentenceEncoder) -> "_Vector":
        vector = _Vector(doc.text, encoder, vocabulary_of(self._nlp), self._scale)
        doc.user_data[NORMAL] = vector
        for hooks in (doc.user_hooks, doc.user_span_hooks, doc.user_token_hooks):
            hooks["vector"] = vector
            hooks["has_vector"] = _has_vector
        return vector

    def attach(self, encoder: SentenceEncoder) -> None:
        """Uses this encoder from now on."""
        self._encoder = encoder
        # Rasa's featurizer passes over documents whose vocabulary claims to have no vectors.
        self._nlp.vocab.reset_vectors(width=encoder.width)

    def to_disk(self, path: Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Puts the encoder's files into the pipeline's folder."""
        if self._encoder is None:
            raise EncoderProblem(
                "the sentence encoder has nothing to save: call attach(SentenceEncoder.load(...)) first"
            )
        self._encoder.copy_to(Path(path))

    def from_disk(self, path: Path, *, exclude: tuple[str, ...] = ()) -> "SentenceEncoderComponent":
        """Opens the encoder that lies in the pipeline's folder."""
        self.attach(SentenceEncoder.load(Path(path)))
        return self


class _Vector:
    """A text's vector, encoded at the first call; all zeros where cleaning leaves no words."""

    __slots__ = ("_encoder", "_normal", "_scale", "_text", "_value", "_vocabulary")

    def __init__(self, text: str, encoder: SentenceEncoder, vocabulary: Vocabulary, scale: float) -> None:
        self._text = text
        self._encoder = encoder
        self._vocabulary = vocabulary
        self._scale = scale
        self._normal: str | None = None
        self._value: Vectors | None = None

    @property
    def normal(self) -> str:
        """The text as it is compared."""
        if self._normal is None:
            self._normal = self._vocabulary.normalise(self._text)
        return self._normal

    @property
    def said(self) -> str:
        """The text as it is encoded."""
        # Not the normalised text: which car is named says something of what is asked.
        return self._vocabulary.clean(self._text)

    def take(self, vector: Vectors | None) -> Vectors:
        """Keeps the encoder's vector of `said`, None where that has no words."""
        self._value = (
            np.zeros(self._encoder.width, np.float32) if vector is None else vector * np.float32(self._scale)
        )
        return self._value

    def __call__(self, _: Doc | Span | Token) -> Vectors:
        if self._value is not None:
            return self._value
        said = self.said
        return self.take(self._encoder.encode([said])[0] if has_words(said) else None)


def has_words(text: str) -> bool:
    """Whether there is anything to encode."""
    return any(letter.isalnum() for letter in text)


def _compute(vectors: list[_Vector], encoder: SentenceEncoder) -> None:
    """Encodes what a batch of documents says."""
    said = [vector.said for vector in vectors]
    encoded = iter(encoder.encode([text for text in said if has_words(text)]))
    for vector, text in zip(vectors, said, strict=True):
        vector.take(next(encoded) if has_words(text) else None)


def normal_text(doc: Doc) -> str:
    """The normalised text of a document that went through the pipeline; raises KeyError for another."""
    vector: _Vector = doc.user_data[NORMAL]
    return vector.normal


def _has_vector(_: Doc | Span | Token) -> bool:
    return True


@Language.factory("sentence_encoder", default_config={"scale": SCALE})
def make_sentence_encoder(nlp: Language, name: str, scale: float) -> SentenceEncoderComponent:
    """Makes the component; it encodes once `attach` or `from_disk` has given it an encoder."""
    return SentenceEncoderComponent(nlp, scale)
