"""The vocabulary's phrases as vectors: names and complaints of parts, and what no guide answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from bot.language.makes import read_yaml
from bot.search.catalogue.parts import all_parts
from bot.search.catalogue.vectors import Vectors

COARSE = 128  # numbers of a vector that are looked at first
ELSEWHERE_FILE = Path(__file__).with_name("elsewhere.yml")


class Encoder(Protocol):
    """Turns texts into unit vectors, one row each."""

    @property
    def width(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Array of shape (texts, width), rows of length 1."""


class Phrases:
    """All phrases, encoded once."""

    def __init__(self, encoder: Encoder) -> None:
        """Encodes the phrases; takes about two seconds."""
        texts: list[str] = []
        self._starts: list[int] = []
        for part in all_parts().parts:
            self._starts.append(len(texts))
            texts += (*part.names, *part.complaints)
        self._parts = encoder.encode(texts)
        self._elsewhere = encoder.encode([str(one) for one in read_yaml(ELSEWHERE_FILE)["asked"]])

        self.basis = _basis(self._parts)

    def parts(self, vector: Vectors) -> Vectors:
        """How like a question the likest name or complaint of every part is."""
        return np.asarray(np.maximum.reduceat(self._parts @ vector, self._starts), np.float32)

    def elsewhere(self, vectors: Vectors) -> float:
        """How like a question is what no guide answers."""
        return float((self._elsewhere @ vectors.T).max())


def _basis(vectors: Vectors) -> Vectors:
    """The directions in which the trade's phrases differ most, as columns; the same for the same vocabulary."""
    _, _, directions = np.linalg.svd(vectors, full_matrices=False)
    return np.asarray(directions[:COARSE].T, np.float32)
