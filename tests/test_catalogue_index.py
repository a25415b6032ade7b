"""The index: brought to the documents in one transaction, seen by others at once, the same in both homes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.place import Place
from bot.search.catalogue import Catalogue, IndexProblem, open_catalogue
from bot.search.catalogue.vectors import packed, unpacked
from bot.search.catalogue.words import stem
from tests.catalogues import ACCORD, RAM, ROOT, encoder, guide, guides, opened

QUESTIONS = (
    "99 accord oil change",
    "how much oil 04 ram",
    "spark plugs",
    "2012 cruze",
    "jump start",
    "front pads w123",
)


class Counting:
    """An encoder that counts what it is given."""

    def __init__(self) -> None:
        self.texts = 0
        self.stamp, self.width = encoder().stamp, encoder().width

    def encode(self, texts: Any) -> Any:
        self.texts += len(texts)
        return encoder().encode(texts)


def test_only_what_is_new_is_embedded(tmp_path: Path) -> None:
    counting = Counting()
    catalogue = open_catalogue(Place.of(tmp_path), counting)
    catalogue.sync(guides()[:10])
    counting.texts = 0
    catalogue.sync(guides()[:10])
    assert counting.texts == 0
    catalogue.sync(guides()[:11])
    assert 0 < counting.texts < 20


def test_what_is_gone_does_not_answer(tmp_path: Path) -> None:
    catalogue = opened(tmp_path)
    catalogue.sync(
        [guide(ACCORD, "Engine Oil and Filter Change"), guide(RAM, "Engine Oil and Filter Change")]
    )
    assert catalogue.find(QUESTIONS[0]).kind == "section"
    catalogue.sync([guide(RAM, "Engine Oil and Filter Change")])
    assert catalogue.find(QUESTIONS[0]).kind == "not-covered"
    assert not catalogue._store.counts(["accord"])


def test_a_new_document_answers_in_another_process_at_once(tmp_path: Path) -> None:
    writer, reader = opened(tmp_path), opened(tmp_path)
    writer.sync(guides()[3:])
    assert reader.find(QUESTIONS[0]).kind == "not-covered"
    start = time.monotonic()
    writer.change([guide(ACCORD, "Engine Oil and Filter Change")])
    assert reader.find(QUESTIONS[0]).kind == "section"
    assert time.monotonic() - start < 2.0
    writer.change([], [guide(ACCORD, "Engine Oil and Filter Change").id])
    assert reader.find(QUESTIONS[0]).kind == "not-covered"


def test_changing_an_unbuilt_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match="whole library first"):
        opened(tmp_path).change(guides()[:1])


def test_a_sync_that_dies_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    opened(tmp_path).sync(guides()[:5])
    code = (
        "import os, sys; from tests.catalogues import *; from bot.search.catalogue.sqlite import SqliteWriter\n"
        "add = SqliteWriter.add; n = [0]\n"
        "def dying(self, *a):\n    n[0] += 1\n    os._exit(9) if n[0] > 3 else add(self, *a)\n"
        "SqliteWriter.add = dying; opened(Path(sys.argv[1])).sync(guides())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 9
    catalogue = opened(tmp_path)
    assert catalogue.is_current(guides()[:5])
    assert len(catalogue._store.numbers()) == 5
    catalogue.sync(guides())
    assert catalogue.is_current(guides())


def test_readers_never_wait_for_a_writer(tmp_path: Path) -> None:
    writer, reader = opened(tmp_path), opened(tmp_path)
    writer.sync(guides()[:6])
    stop, failed = threading.Event(), []

    def ask() -> None:
        while not stop.is_set():
            try:
                if reader.find(QUESTIONS[0]).kind != "section":
                    failed.append("another answer")
            except Exception as error:
                failed.append(repr(error))

    thread = threading.Thread(target=ask)
    thread.start()
    for count in (20, 8, 25):
        writer.sync(guides()[:count])
    stop.set()
    thread.join()
    assert failed == []


def test_a_broken_index_file_says_what_to_do(tmp_path: Path) -> None:
    Place.of(tmp_path).index.write_bytes(b"no database" * 500)
    with pytest.raises(IndexProblem, match="delete it"):
        opened(tmp_path)


def test_an_unknown_home_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match="postgresql://"):
        open_catalogue(Place.of(tmp_path), encoder(), "mysql://x")


@given(
    st.lists(st.floats(-1, 1, width=32), min_size=8, max_size=8).filter(lambda row: max(map(abs, row)) > 0.1)
)
def test_packing_keeps_the_direction(row: list[float]) -> None:
    vector = np.asarray([row], np.float32)
    unit = vector / np.linalg.norm(vector)
    assert float(unpacked(packed(vector), 8)[0] @ unit[0]) > 0.999


@pytest.mark.parametrize(
    "words",
    [
        "replace replaced replacing replacement",
        "brake brakes braking",
        "leak leaks leaking",
        "battery batteries",
    ],
)
def test_related_words_have_one_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    pgserver = pytest.importorskip("pgserver", reason="PostgreSQL for tests comes with `uv sync`")
    database = pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield database.get_uri()
    database.cleanup()


def test_both_homes_give_the_same_results(server: str, tmp_path: Path) -> None:
    homes: list[Catalogue] = [opened(tmp_path), open_catalogue(Place.of(tmp_path), encoder(), server)]
    reader = open_catalogue(Place.of(tmp_path), encoder(), server)
    for documents in (guides(), guides()[4:], guides()[:12]):
        for home in homes:
            home.sync(documents)
        first, second = ([home.find(question) for question in QUESTIONS] for home in homes)
        assert first == second == [reader.find(question) for question in QUESTIONS]
        counts = [home._store.counts(["oil", "brak", "plug", "nosuchword"]) for home in homes]
        assert counts[0] == counts[1]
        held = [
            sorted(
                len(home._store.holding(word, near, 99))
                for word in ("oil", "it's", "a\\b'")
                for near in (True, False)
            )
            for home in homes
        ]
        assert held[0] == held[1]
    for home in (*homes, reader):
        home.close()
