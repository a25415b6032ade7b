"""The sentence encoder as a spaCy component: token vectors whose mean is the sentence vector.

Importing this module, as the package's entry point does, also registers the pipeline's other components.
"""

# No postponed annotations here: spaCy reads the factories' annotations as types.
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from bot.language.components import vocabulary_of
from bot.language.encoder import SentenceEncoder, Vectors
from bot.language.vocabulary import Vocabulary
from bot.language.weights import EncoderProblem

NORMAL = "curbside_normal"
SCALE = 2.0  # beside n-grams of weight 1.5; chosen on held-out messages


class SentenceEncoderComponent:
    """Gives every token the vector of the text, `scale` long, computed when first asked for.

    Rasa runs the pipeline twice on each message and reads vectors only once.
    """

    def __init__(self, nlp: Language, scale: float) -> None:
        """Takes the length that vectors shall have."""
        self._nlp = nlp
        self._scale = scale
        self._encoder: SentenceEncoder | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Hooks the vectors of a document, its spans and its tokens."""
        if self._encoder is not None:
            vector = _Vector(doc.text, self._encoder, vocabulary_of(self._nlp), self._scale)
            doc.user_data[NORMAL] = vector
            for hooks in (doc.user_hooks, doc.user_span_hooks, doc.user_token_hooks):
                hooks["vector"] = vector
                hooks["has_vector"] = _has_vector
        return doc

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
    """A text's vector, encoded at the first call; all zeros where normalising leaves no words."""

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

    def __call__(self, _: Doc | Span | Token) -> Vectors:
        if self._value is None:
            # Not the normalised text: which car is named says something of what is asked.
            text = self._vocabulary.clean(self._text)
            if any(letter.isalnum() for letter in text):
                self._value = self._encoder.encode([text])[0] * np.float32(self._scale)
            else:
                self._value = np.zeros(self._encoder.width, np.float32)
        return self._value


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
