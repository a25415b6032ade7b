"""Vectors as an index keeps them: one byte a number, each row with its own scale, of unit length when read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
LARGEST = 127


def packed(vectors: Vectors) -> bytes:
    """Rows as bytes; the direction is kept to about half a degree, the length is not kept."""
    largest = np.maximum(np.abs(vectors).max(axis=-1, keepdims=True), 1e-9)
    return np.round(vectors / largest * LARGEST).astype(np.int8).tobytes()


def unpacked(data: bytes, width: int) -> Vectors:
    """Rows of unit length, float32, shape (rows, width)."""
    rows = np.frombuffer(data, np.int8).reshape(-1, width).astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)
