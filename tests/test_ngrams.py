"""N-grams of one text against the rows of scikit-learn's vectorizers."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.understanding.folding import directions
from bot.understanding.ngrams import Family, Fold, families

KNOWN = [
    "where is the release of the trunk",
    "the fob is dead, the trunk is stuck",
    "the trunk and the fob",
    "is it dead dead dead?",
    "a 12 v battery",
]
TEXTS = [
    *KNOWN,
    "The TRUNK's   release\tis  stuck",
    "trunk trunk trunk fob",
    "é 🚗 is",
    "xyz",
    "",
    "a",
    "' - '",
]


@pytest.fixture(scope="module")
def vectorizers() -> dict[str, TfidfVectorizer]:
    return {name: TfidfVectorizer(min_df=2, **options).fit(KNOWN) for name, options in families().items()}


@pytest.fixture(scope="module")
def known(vectorizers: dict[str, TfidfVectorizer]) -> list[Family]:
    return [Family(name, one.vocabulary_, one.idf_) for name, one in vectorizers.items()]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_weighs_what_it_does_in_a_matrix(
    vectorizers: dict[str, TfidfVectorizer], known: list[Family], text: str
) -> None:
    for family, vectorizer in zip(known, vectorizers.values(), strict=True):
        row = np.zeros(len(family.terms))
        columns, weights = family.weigh(text)
        row[columns] = weights
        assert len(set(columns)) == len(columns)
        np.testing.assert_allclose(row, vectorizer.transform([text]).toarray()[0], rtol=1e-12)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_folded_as_in_a_matrix(
    vectorizers: dict[str, TfidfVectorizer], known: list[Family], text: str
) -> None:
    width = sum(len(family.terms) for family in known)
    matrix = np.random.default_rng(1).normal(size=(width, 7)).astype(np.float32)
    rows = scipy.sparse.hstack([one.transform([text]) for one in vectorizers.values()])
    np.testing.assert_allclose(Fold(known, matrix)(text), (rows @ matrix)[0], atol=1e-6)


def test_many_texts_are_folded_as_each_alone(known: list[Family]) -> None:
    width = sum(len(family.terms) for family in known)
    fold = Fold(known, np.random.default_rng(1).normal(size=(width, 7)).astype(np.float32))
    np.testing.assert_allclose(fold.many(TEXTS), [fold(text) for text in TEXTS], atol=1e-6)


def test_directions_are_those_of_scikit_learn() -> None:
    rows = scipy.sparse.random(300, 500, 0.05, random_state=2, dtype=np.float32)
    theirs = TruncatedSVD(20, n_iter=3, random_state=7).fit(rows).components_
    ours = directions(rows, 20, 7)
    np.testing.assert_allclose(ours.T @ ours, np.eye(20), atol=1e-5)
    np.testing.assert_allclose(np.abs(np.sum(theirs.T * ours, axis=0)), 1, atol=1e-3)


def test_directions_of_few_alike_texts() -> None:
    rows = scipy.sparse.csr_matrix(np.outer([1.0, 2, 3], [1.0, 0, 1, 0]))
    ours = directions(rows, 2, 7)
    assert ours.shape == (4, 2)
    np.testing.assert_allclose(np.abs(ours[:, 0]), [0.5**0.5, 0, 0.5**0.5, 0], atol=1e-5)
    assert np.isfinite(ours).all()
