"""The sentence encoder: a text becomes a vector of unit length. Needs neither spaCy nor torch."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.language.weights import EncoderProblem

Vectors = NDArray[np.float32]

MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
STAMP = "stamp.json"
FILES = (MODEL, TOKENIZER, STAMP)
MAX_TOKENS = 256
WORKERS = 2
FEW = 4  # so many texts are encoded before a second thread is under way
CURE = "run `make train` (it builds the encoder)"


def read_stamp(folder: Path) -> dict[str, Any]:
    """The stamp of a whole encoder folder; raises EncoderProblem where a file is missing or cut short."""
    try:
        stamp: dict[str, Any] = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        sizes = {name: (folder / name).stat().st_size for name in stamp["files"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderProblem(f"{folder} holds no whole encoder ({error}): {CURE}") from None
    if sizes != stamp["files"]:
        raise EncoderProblem(f"{folder} holds files of another size than its stamp says: {CURE}")
    return stamp


class SentenceEncoder:
    """Encodes texts, each on its own: a few on the caller's thread, many on two."""

    def __init__(self, folder: Path) -> None:
        """Opens the model of an encoder folder; raises EncoderProblem."""
        self.stamp = read_stamp(folder)
        self._folder = folder
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    @classmethod
    def load(cls, folder: Path) -> SentenceEncoder:
        """Opens the encoder that `build_encoder` left in `folder`; raises EncoderProblem."""
        return cls(folder)

    @property
    def width(self) -> int:
        """Length of a vector."""
        return int(self._session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, float32, shape (len(texts), width).

        Each text runs alone: int8 activations take their scale from the whole batch, so a text's vector
        would otherwise depend on its neighbours.
        """
        vectors = np.empty((len(texts), self.width), np.float32)
        if len(texts) <= FEW:
            for row, text in enumerate(texts):
                vectors[row] = self._encode(text)
            return vectors
        with ThreadPoolExecutor(WORKERS) as pool:  # onnxruntime and tokenizers let other threads run
            for row, vector in enumerate(pool.map(self._encode, texts)):
                vectors[row] = vector
        return vectors

    def _encode(self, text: str) -> Vectors:
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        vector: Vectors = self._session.run(None, {"input_ids": ids})[0][0]
        return vector

    def copy_to(self, folder: Path) -> None:
        """Puts the encoder's files into `folder`, sharing them on disk where the file system can."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            target = folder / name
            target.unlink(missing_ok=True)
            try:
                os.link(self._folder / name, target)
            except OSError:
                shutil.copyfile(self._folder / name, target)
