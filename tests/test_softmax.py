"""The classifier's solver against scikit-learn's."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.understanding.softmax import fit


def test_weights_are_those_of_scikit_learn() -> None:
    draw = np.random.default_rng(3)
    classes = np.repeat(np.arange(5), 60)
    features = (draw.normal(size=(5, 12))[classes] + draw.normal(size=(300, 12))).astype(np.float32)
    weights = draw.uniform(0.5, 2, 300)
    theirs = LogisticRegression(C=0.5, max_iter=100, tol=1e-3).fit(features, classes, sample_weight=weights)
    ours = fit(features, classes, weights, 0.5, 100)
    np.testing.assert_allclose(ours[:, :-1], theirs.coef_, atol=5e-3)
    np.testing.assert_allclose(ours[:, -1], theirs.intercept_, atol=5e-3)
    chosen = np.argmax(features @ ours[:, :-1].T + ours[:, -1], axis=1)
    assert (chosen == theirs.predict(features)).all()
