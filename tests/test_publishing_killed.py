"""A process that is killed at any of its writes: readers see whole documents, and the next start ends what was decided."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.library import read_library
from bot.library.model import Document
from bot.library.place import Place
from bot.publishing import Publisher, read_log
from tests.libraries import Index, files, guide, put_draft

WRITES = ("replace", "unlink", "fchmod", "mkdir", "fsync", "ftruncate")
OLD, NEW = guide("bars", "Loosen the bolt."), guide("bars", "Loosen the long bolt.")


def _drafts(place: Place) -> None:
    """A document that is live, with a new draft, and another draft."""
    put_draft(place, "bars", OLD)
    Publisher(place, Index()).publish()
    put_draft(place, "bars", NEW)
    put_draft(place, "wheels")


def _published(place: Place) -> None:
    _drafts(place)
    Publisher(place, Index()).publish()


def _run(place: Place, what: str, writes: int) -> int:
    """Runs a change in a process that kills itself before the write of this number; its exit code."""
    child = multiprocessing.get_context("fork").Process(target=_change, args=(place, what, writes))
    child.start()
    child.join(60)
    return child.exitcode if child.exitcode is not None else 1


def _change(place: Place, what: str, writes: int) -> None:
    left = iter(range(writes))

    def counted(write: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return write(*arguments, **named)

        return call

    for name in WRITES:
        setattr(os, name, counted(getattr(os, name)))
    index = Index()
    index.sync = counted(index.sync)  # type: ignore[method-assign]
    publisher = Publisher(place, index)
    if what == "retract":
        publisher.retract(["bars", "wheels"])
    else:
        getattr(publisher, what)()


@pytest.mark.parametrize(
    ("what", "prepare"), [("publish", _drafts), ("retract", _published), ("undo", _published)]
)
def test_a_kill_at_any_write_leaves_either_state_and_loses_nothing(
    tmp_path: Path, what: str, prepare: Callable[[Place], None]
) -> None:
    untouched = Place.of(tmp_path / "untouched")
    prepare(untouched)
    before, logged = files(untouched), len(read_log(untouched.log))
    assert _run(untouched, what, 10_000) == 0
    after = files(untouched)
    seen, writes = set(), 0
    while True:
        place = Place.of(tmp_path / str(writes))
        prepare(place)
        code = _run(place, what, writes)
        assert code in (0, -signal.SIGKILL)
        assert read_library(place.documents)[1] in ([], read_library(tmp_path / "none")[1]), "half a document"
        index = Index()
        Publisher(place, index).refresh()
        found = files(place)
        assert found in (before, after)
        seen.add(found == after)
        entries = read_log(place.log)[logged:]
        assert len(entries) == (2 if found == after else 0)
        assert index.synced == [sorted(d.id for d in read_library(place.documents)[0].documents)]
        assert not (place.kept / "pending.json").exists()
        assert [name for name in os.listdir(place.documents) if name.startswith(".")] == []
        if code == 0:
            break
        writes += 1
    assert seen == {False, True}
    assert writes > 8


def test_a_log_line_that_was_cut_off_is_written_again(tmp_path: Path) -> None:
    place = Place.of(tmp_path)

    class Dying(Index):
        def sync(self, _: Sequence[Document]) -> None:
            raise KeyboardInterrupt

    put_draft(place, "bars")
    with pytest.raises(KeyboardInterrupt):
        Publisher(place, Dying()).publish()
    place.log.write_bytes(place.log.read_bytes()[:-20])
    assert read_log(place.log) == []
    Publisher(place, Index()).refresh()
    assert [entry.what for entry in read_log(place.log)] == ["publish"]
