"""TF-IDF of one text over known n-grams: the row that scikit-learn's TfidfVectorizer gives, in microseconds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

Analyser = Callable[[str], list[str]]


def families() -> dict[str, dict[str, Any]]:
    """The n-gram families: characters within words forgive typos, words and pairs keep the order."""
    common = {"sublinear_tf": True, "lowercase": True}
    return {
        "characters": {"analyzer": "char_wb", "ngram_range": (2, 4), **common},
        "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b", **common},
    }


class Family:
    """One family's n-grams, each with its column and its rarity."""

    def __init__(self, name: str, terms: Mapping[str, int], rarity: Sequence[float]) -> None:
        """Takes what a fitted vectorizer of this family has learnt."""
        self._name = name
        self.terms = dict(terms)
        self.rarity = list(rarity)
        self._analyse: Analyser = TfidfVectorizer(**families()[name]).build_analyzer()

    def weigh(self, text: str) -> tuple[list[int], list[float]]:
        """Columns of the text's n-grams and their weights, of length one together."""
        columns, weights = [], []
        for term, count in Counter(self._analyse(text)).items():
            column = self.terms.get(term)
            if column is not None:
                columns.append(column)
                weights.append((math.log(count) + 1) * self.rarity[column])
        length = math.sqrt(sum(weight * weight for weight in weights))
        return columns, [weight / length for weight in weights]

    def matrix(self, texts: Sequence[str]) -> Any:
        """What `weigh` says of each of many texts, a sparse row each."""
        vectorizer = TfidfVectorizer(vocabulary=self.terms, **families()[self._name])
        vectorizer.idf_ = np.asarray(self.rarity)
        return vectorizer.transform(texts)


class Fold:
    """Folds the n-grams of all families into one small vector."""

    def __init__(self, known: Sequence[Family], matrix: NDArray[np.float32]) -> None:
        """`matrix` has a row for each n-gram, one family's after another's."""
        self.families = list(known)
        self.matrix = matrix

    def __call__(self, text: str) -> NDArray[np.float32]:
        """The text's vector; all zeros where no n-gram of it is known."""
        start = 0
        rows: list[int] = []
        weights: list[float] = []
        for family in self.families:
            columns, values = family.weigh(text)
            rows += [start + column for column in columns]
            weights += values
            start += len(family.terms)
        folded: NDArray[np.float32] = np.asarray(weights, np.float32) @ self.matrix[rows]
        return folded

    def many(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of many texts, a row each."""
        rows = scipy.sparse.hstack([family.matrix(texts) for family in self.families])
        folded: NDArray[np.float32] = rows.tocsr().astype(np.float32) @ self.matrix
        return folded
