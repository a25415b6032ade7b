"""`make evaluate ARGS=--intents`: the training data alone, by five folds and by what is nearly the same."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.errors import MeasuringProblem
from bot.commands.near_duplicates import NEAR, Near, near_pairs
from bot.commands.training_data import Example, read_examples

FOLDS = 5
SEED = 20
SHOWN_INTENTS, SHOWN_CONFUSIONS, SHOWN_NEAR = 20, 30, 60


@dataclass(frozen=True)
class Guess:
    """What an example was taken for by a classifier that had not seen it."""

    example: Example
    intent: str

    @property
    def right(self) -> bool:
        """Whether it was taken for what it is."""
        return self.intent == self.example.intent


def look_at_intents(root: Path, console: Console) -> None:
    """Cross-validates, looks for near-duplicates, prints both and writes reports/intents.json."""
    from benchmarks.classifier import Classifier

    examples = _examples(root)
    with console.status(f"embeds {len(examples)} examples"):
        classifier = Classifier(root, _language(root))
        messages = classifier.messages(examples)
    near = near_pairs(examples, classifier.embeddings(messages))
    guesses = []
    for number, (seen, unseen) in enumerate(folds([example.intent for example in examples]), 1):
        with console.status(f"fold {number} of {FOLDS}"):
            named = classifier.classify([messages[i] for i in seen], [messages[i] for i in unseen])
        guesses += [Guess(examples[i], intent) for i, intent in zip(unseen, named, strict=True)]
    _show(guesses, near, _families(root), console)
    report = root / "reports" / "intents.json"
    report.parent.mkdir(exist_ok=True)
    report.write_text(
        json.dumps(_report(guesses, near), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    console.print(f"Written to {report.relative_to(root)}")


def folds(intents: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Numbers of seen and unseen examples, five times; every intent is spread evenly over the folds."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, intent in enumerate(intents):
        places[intent].append(number)
    random = np.random.default_rng(SEED)
    fold_of = np.empty(len(intents), dtype=int)
    for offset, numbers in enumerate(places.values()):
        fold_of[random.permutation(numbers)] = (np.arange(len(numbers)) + offset) % FOLDS
    for fold in range(FOLDS):
        yield np.flatnonzero(fold_of != fold).tolist(), np.flatnonzero(fold_of == fold).tolist()


def recalls_and_precisions(guesses: Sequence[Guess]) -> list[tuple[str, int, float, float]]:
    """Intent, examples, recall and precision, worst first by their harmonic mean."""
    count, named, right = Counter[str](), Counter[str](), Counter[str]()
    for guess in guesses:
        count[guess.example.intent] += 1
        named[guess.intent] += 1
        right[guess.example.intent] += guess.right
    rows = [(name, n, right[name] / n, right[name] / max(1, named[name])) for name, n in count.items()]
    return sorted(rows, key=lambda row: 2 * row[2] * row[3] / max(1e-9, row[2] + row[3]))


def confusions(guesses: Sequence[Guess]) -> list[tuple[str, str, list[str]]]:
    """Intent, what its examples were taken for instead, and those examples; the most frequent first."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for guess in guesses:
        if not guess.right:
            texts[guess.example.intent, guess.intent].append(guess.example.text)
    return sorted(((*pair, found) for pair, found in texts.items()), key=lambda entry: -len(entry[2]))


def accuracy(guesses: Sequence[Guess], families: Sequence[str] = ()) -> float:
    """Share of right guesses; within one of the families any intent is right."""

    def family(intent: str) -> str:
        prefix = intent.split("_", 1)[0]
        return prefix if prefix in families else intent

    return sum(family(g.intent) == family(g.example.intent) for g in guesses) / max(1, len(guesses))


def _show(guesses: Sequence[Guess], near: Sequence[Near], families: Sequence[str], console: Console) -> None:
    if near:
        console.print(f"[bold]Nearly the same (cosine ≥ {NEAR}): {len(near)}[/bold]", highlight=False)
        for pair in near[:SHOWN_NEAR]:
            console.print(escape(f"  {pair}"), highlight=False, soft_wrap=True)
    table = Table("taken for", "instead of", "times", "such as", title="Top confusions", title_justify="left")
    for intent, named, texts in confusions(guesses)[:SHOWN_CONFUSIONS]:
        table.add_row(named, intent, str(len(texts)), escape(" · ".join(texts[:3])))
    console.print(table)
    table = Table("intent", "examples", "recall", "precision", title="Worst intents", title_justify="left")
    for name, count, recall, precision in recalls_and_precisions(guesses)[:SHOWN_INTENTS]:
        table.add_row(name, str(count), f"{recall:.1%}", f"{precision:.1%}")
    console.print(table)
    in_families = f", {accuracy(guesses, families):.1%} by family ({', '.join(families)})" if families else ""
    console.print(
        f"{len(guesses)} examples, {FOLDS} folds: {accuracy(guesses):.1%} right{in_families}", highlight=False
    )


def _report(guesses: Sequence[Guess], near: Sequence[Near]) -> dict[str, Any]:
    return {
        "examples": len(guesses),
        "folds": FOLDS,
        "accuracy": round(accuracy(guesses), 4),
        "intents": [
            {"intent": name, "examples": count, "recall": round(recall, 4), "precision": round(precision, 4)}
            for name, count, recall, precision in recalls_and_precisions(guesses)
        ],
        "confusions": [
            {"intent": intent, "taken_for": named, "texts": texts}
            for intent, named, texts in confusions(guesses)
        ],
        "near_duplicates": [[round(n.cosine, 4), _shown(n.one), _shown(n.other)] for n in near],
    }


def _examples(root: Path) -> list[Example]:
    paths = sorted((root / "data" / "nlu").rglob("*.yml"))
    try:
        found = [
            example for path in paths for example in read_examples(path, path.relative_to(root).as_posix())
        ]
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MeasuringProblem(f"data/nlu cannot be read: {error}; `make check` says more") from None
    if not found:
        raise MeasuringProblem("data/nlu holds no examples")
    return found


def _language(root: Path) -> str:
    from bot.commands.language import LANGUAGE, ensure_language
    from bot.commands.places import Places

    language = ensure_language(Places(root), Console(), threading.Event())
    os.environ[LANGUAGE] = language
    return language


def _families(root: Path) -> list[str]:
    pipeline = yaml.safe_load((root / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return [str(name) for part in pipeline for name in part.get("families", ())]


def _shown(example: Example) -> str:
    return f"{example.file}:{example.line} {example.intent}: {example.text}"
