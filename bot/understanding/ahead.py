"""Encodes the training examples in a second process while Rasa is still loading in the first.

Rasa needs seconds to be imported and to read the examples, on one core; the vectors are the longest part of a
training, and depend on nothing of it.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import numpy as np

from bot.language.encoder import SentenceEncoder, Vectors
from bot.language.lexicon import Lexicon
from bot.language.vocabulary import Vocabulary

ENCODER = "sentence_encoder"
LEXICON = "vocabulary/lexicon.json"
CHUNK = 64  # texts that are encoded by one of the two processes

_workers: dict[Path, SentenceEncoder] = {}


class Ahead:
    """Vectors of texts that will be asked for from the first to the last, computed from the last to the first."""

    def __init__(self, language: Path, texts: Sequence[str]) -> None:
        """Begins at once; `language` is the pipeline's folder."""
        clean = Vocabulary(Lexicon.from_json((language / LEXICON).read_text(encoding="utf-8"))).clean
        # Rasa hands texts to the pipeline in lower case.
        said = list(dict.fromkeys(clean(text.lower()) for text in texts))
        chunks = [said[start : start + CHUNK] for start in range(0, len(said), CHUNK)]
        self._place = {text: divmod(number, CHUNK) for number, text in enumerate(said)}
        self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"))
        begun = [self._pool.submit(_encode, language / ENCODER, chunk) for chunk in reversed(chunks)]
        self._begun: list[Future[Vectors]] = begun[::-1]

    def vector(self, text: str) -> Vectors | None:
        """The vector of a text; None for whoever asks before the other process has come to it."""
        if text not in self._place:
            return None
        number, row = self._place[text]
        future = self._begun[number]
        if future.cancel():
            return None
        vector: Vectors = future.result()[row]
        return vector


class EncoderAhead(SentenceEncoder):
    """An encoder that takes what is there ahead, and encodes the rest itself."""

    def __init__(self, folder: Path, ahead: Ahead) -> None:
        """Opens the model; raises EncoderProblem."""
        super().__init__(folder)
        self._ahead = ahead

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As any encoder, on the caller's thread."""
        vectors = np.empty((len(texts), self.width), np.float32)
        for row, text in enumerate(texts):
            known = self._ahead.vector(text)
            vectors[row] = self._encode(text) if known is None else known
        return vectors


def _encode(folder: Path, texts: Sequence[str]) -> Vectors:
    """Vectors of a chunk, in the other process."""
    if folder not in _workers:
        _workers[folder] = SentenceEncoder(folder)
    encoder = _workers[folder]
    return np.stack([encoder.encode([text])[0] for text in texts])
