"""The training data: enough examples, none in two intents, no two nearly the same; and the checks themselves."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from bot.commands.language import ensure_language
from bot.commands.near_duplicates import CACHE, check_near_duplicates, embedded, near_pairs
from bot.commands.places import Places
from bot.commands.training_data import Example, check_training_data, doubles, read_training_data

ROOT = Path(__file__).resolve().parents[1]
SHOWN = 40


def examples(*texts: str) -> list[Example]:
    """Examples of one intent."""
    return [Example("a", text, "data/nlu/x.yml", number) for number, text in enumerate(texts, 1)]


@pytest.fixture(scope="module")
def places() -> Places:
    """The project, with its encoder built."""
    found = Places(ROOT)
    ensure_language(found, Console(quiet=True), threading.Event())
    return found


@pytest.fixture
def elsewhere(places: Places, tmp_path: Path) -> Places:
    """The project's documents and encoder, with a cache of its own."""
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "encoder").symlink_to(places.build / "encoder")
    (tmp_path / "data").symlink_to(places.data)
    return Places(tmp_path)


# the data


def test_every_intent_has_enough_examples_and_no_example_has_two_intents() -> None:
    assert [str(problem) for problem in check_training_data(Places(ROOT))] == []


def test_no_two_examples_are_nearly_the_same(places: Places) -> None:
    """Vectors are kept in build/ by text, so only the first run is slow."""
    problems = check_near_duplicates(places, read_training_data(places)[0])
    assert not problems, "\n".join(map(str, problems[:SHOWN]))


# the checks


@pytest.mark.parametrize(
    ("one", "other", "intents", "count"),
    [
        ("Trunk stuck", "trunk  stuck", "aa", 1),
        ("Trunk stuck", "trunk stuck!", "aa", 0),
        ("Trunk stuck", "trunk stuck!", "ab", 1),
        ("won't open", "wont open", "ab", 1),
        ("👍", "👎", "ab", 0),
        ("?", "?", "ab", 1),
        ("trunk stuck", "trunk is stuck", "ab", 0),
    ],
)
def test_doubles(one: str, other: str, intents: str, count: int) -> None:
    pair = [Example(intents[0], one, "x.yml", 1), Example(intents[1], other, "x.yml", 2)]
    assert len(doubles(pair)) == count


def test_near_pairs_are_all_pairs_nearest_first() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.96, 0.28], [1, 0]], dtype=np.float32)
    near = near_pairs(examples("one", "two", "three", "four"), vectors)
    assert [(pair.one.line, pair.other.line) for pair in near] == [(1, 4), (1, 3), (3, 4)]
    assert str(near[0]) == "1.000  data/nlu/x.yml:1 a: one\n       data/nlu/x.yml:4 a: four"


def test_a_near_duplicate_is_told_at_the_shorter_example(elsewhere: Places) -> None:
    said = examples(
        "my trunk won't open", "how long does a jump pack hold its charge", "my trunk won't open!"
    )
    (problem,) = check_near_duplicates(elsewhere, said)
    assert (problem.file, problem.line) == ("data/nlu/x.yml", 1)
    assert "'my trunk won't open!' in data/nlu/x.yml:3" in problem.what.replace('"', "'")


def test_emoji_and_other_scripts_are_not_compared(elsewhere: Places) -> None:
    assert check_near_duplicates(elsewhere, examples("yes", "👍", ":thumbsup:", "你好", "谢谢")) == []


def test_vectors_are_kept_by_text(elsewhere: Places) -> None:
    first = embedded(elsewhere, examples("boot stuck", "🙃", "flat battery"))
    before = (elsewhere.build / CACHE).stat().st_mtime_ns
    again = embedded(elsewhere, examples("flat battery", "boot stuck"))
    assert (elsewhere.build / CACHE).stat().st_mtime_ns == before
    assert (again == first[[2, 0]]).all()
    assert (first[1] == 0).all()
    embedded(elsewhere, examples("boot stuck", "something new"))
    assert (elsewhere.build / CACHE).stat().st_mtime_ns > before


def test_a_broken_cache_is_made_anew(elsewhere: Places) -> None:
    (elsewhere.build / CACHE).write_bytes(b"PK cut")
    assert np.linalg.norm(embedded(elsewhere, examples("boot stuck"))) == pytest.approx(1, abs=1e-4)
