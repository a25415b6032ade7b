"""The harness that looks at the training data: folds, worst intents and confusions."""

from __future__ import annotations

from collections import Counter

from benchmarks import intents
from bot.commands.training_data import Example


def examples(*names: str) -> list[Example]:
    """Training examples of these intents."""
    return [Example(name, f"text {number}", "data/nlu/x.yml", number) for number, name in enumerate(names, 1)]


def test_folds_spread_every_intent() -> None:
    names = ["a"] * 10 + ["b"] * 5 + ["c"]
    unseen = [numbers for _, numbers in intents.folds(names)]
    assert sorted(number for numbers in unseen for number in numbers) == list(range(16))
    assert all(Counter(names[number] for number in numbers)["a"] == 2 for numbers in unseen)
    assert all(Counter(names[number] for number in numbers)["b"] == 1 for numbers in unseen)
    assert all(not set(seen) & set(numbers) for seen, numbers in intents.folds(names))


def test_worst_intents_and_top_confusions() -> None:
    taken = zip(examples("a", "a", "a", "b"), ["a", "b", "b", "b"], strict=True)
    guesses = [intents.Guess(example, intent) for example, intent in taken]
    assert intents.recalls_and_precisions(guesses) == [("a", 3, 1 / 3, 1.0), ("b", 1, 1.0, 1 / 3)]
    assert intents.confusions(guesses) == [("a", "b", ["text 2", "text 3"])]
    assert intents.accuracy(guesses) == 0.5


def test_within_a_family_any_intent_is_right() -> None:
    guess = intents.Guess(examples("symptom_a")[0], "symptom_b")
    assert intents.accuracy([guess]) == 0.0
    assert intents.accuracy([guess], ["symptom"]) == 1.0
