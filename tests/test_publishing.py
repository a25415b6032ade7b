"""Publishing, retracting and undoing: what stands where afterwards, what the log says, and what is refused."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.library import Shelf, read_library
from bot.library.model import Document
from bot.library.place import Place
from bot.publishing import Publisher, PublishingError, draft_names, read_draft, read_log
from bot.publishing.errors import (
    BadLog,
    LibraryBusy,
    NotEnded,
    NothingToUndo,
    NotLive,
    NotUndoable,
    NotWritten,
    UnknownDraft,
)
from bot.publishing.lock import locked
from tests.libraries import Index, files, guide, put_draft

HOSTILE = [
    "../../etc/passwd",
    "..",
    "",
    ".",
    "a/b",
    "/etc/passwd",
    "~",
    "a\0b",
    "-x",
    "A",
    "ä",
    "x" * 5000,
    "a.md",
]
SHORT = [repr(name[:12]) for name in HOSTILE]
OLD, NEW = guide("bars", "Loosen the bolt."), guide("bars", "Loosen the long bolt.")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty library."""
    return Place.of(tmp_path / "library")


@pytest.fixture
def index() -> Index:
    """The index that it has."""
    return Index()


@pytest.fixture
def publisher(place: Place, index: Index) -> Publisher:
    """Who changes it."""
    return Publisher(place, index)


def _live(place: Place) -> list[str]:
    return sorted(document.id for document in read_library(place.documents)[0].documents)


# publish


def test_a_published_draft_is_live_with_its_origin_and_no_draft_any_more(
    place: Place, publisher: Publisher, index: Index
) -> None:
    text = put_draft(place, "bars").read_text(encoding="utf-8")
    (outcome,) = publisher.publish(["bars"])
    assert (outcome.document, outcome.status, outcome.replaced) == ("bars", "published", False)
    found = files(place)
    assert sorted(found) == ["documents/bars.md", "origins/bars.json"]
    assert found["documents/bars.md"] == text
    assert json.loads(found["origins/bars.json"])["source"] == "bars.html"
    assert index.synced == [["bars"]]


def test_the_log_says_who_did_what_when_and_with_which_content(place: Place, publisher: Publisher) -> None:
    put_draft(place, "bars", OLD)
    publisher.publish(["bars"])
    put_draft(place, "bars", NEW)
    (outcome,) = publisher.publish(["bars"])
    assert outcome.replaced
    publisher.retract(["bars"])
    first, second, third = read_log(place.log)
    assert [entry.what for entry in (first, second, third)] == ["publish", "publish", "retract"]
    assert (first.former, second.former, third.former) == (None, first.hash, second.hash)
    for entry in (first, second, third):
        assert (entry.document, entry.file) == ("bars", "bars.md")
        assert entry.who
        assert entry.time.endswith("+00:00")
        assert entry.hash
        assert (place.versions / entry.hash).read_text(encoding="utf-8") in (OLD, NEW)


def test_a_draft_with_errors_is_refused_with_all_of_them_and_the_rest_goes_on(
    place: Place, publisher: Publisher, index: Index
) -> None:
    put_draft(place, "bars")
    put_draft(place, "bad", guide("bad", of="1. One.\n3. Three.\n\n> quoted"))
    put_draft(place, "other", guide("wheels"))
    outcomes = {outcome.document: outcome for outcome in publisher.publish()}
    assert {name: outcome.status for name, outcome in outcomes.items()} == {
        "bad": "refused", "bars": "published", "other": "refused",
    }  # fmt: skip
    assert len(outcomes["bad"].problems) == 2
    assert "step 3 stands where step 2 is due" in str(outcomes["bad"].problems[0])
    assert "says that its id is 'wheels'" in str(outcomes["other"].problems[0])
    assert draft_names(place) == ["bad", "other"]
    assert index.synced == [["bars"]]


def test_nothing_to_publish_changes_nothing(place: Place, publisher: Publisher, index: Index) -> None:
    assert publisher.publish() == []
    put_draft(place, "bad", "no document")
    assert publisher.publish(["bad"])[0].status == "refused"
    assert index.synced == []
    assert read_log(place.log) == []


def test_a_document_keeps_the_file_that_it_has(place: Place, publisher: Publisher) -> None:
    place.documents.mkdir(parents=True)
    (place.documents / "handlebars.md").write_text(OLD, encoding="utf-8")
    put_draft(place, "bars", NEW)
    publisher.publish(["bars"])
    assert files(place)["documents/handlebars.md"] == NEW
    assert _live(place) == ["bars"]
    publisher.undo()
    assert files(place)["documents/handlebars.md"] == OLD


def test_a_file_that_holds_another_document_is_not_overwritten(place: Place, publisher: Publisher) -> None:
    place.documents.mkdir(parents=True)
    (place.documents / "bars.md").write_text(guide("wheels"), encoding="utf-8")
    put_draft(place, "bars")
    (outcome,) = publisher.publish(["bars"])
    assert "holds the document 'wheels'" in str(outcome.problems[0])
    assert _live(place) == ["wheels"]


def test_a_bad_live_document_is_replaced_by_a_good_draft(place: Place, publisher: Publisher) -> None:
    place.documents.mkdir(parents=True)
    (place.documents / "bars.md").write_text("broken", encoding="utf-8")
    put_draft(place, "bars")
    assert publisher.publish(["bars"])[0].replaced
    assert _live(place) == ["bars"]


@pytest.mark.parametrize("name", HOSTILE, ids=SHORT)
def test_a_name_that_is_no_id_leads_nowhere(place: Place, publisher: Publisher, name: str) -> None:
    put_draft(place, "bars")
    with pytest.raises(UnknownDraft, match="no draft has the id"):
        publisher.publish([name])
    with pytest.raises(NotLive, match="no live document has the id"):
        publisher.retract([name])
    assert sorted(files(place)) == ["drafts/bars.json", "drafts/bars.md"]


def test_a_wrong_name_gets_the_nearest_one_and_nothing_of_the_command_happens(
    place: Place, publisher: Publisher
) -> None:
    put_draft(place, "trek-820-handlebars")
    with pytest.raises(UnknownDraft, match="did you mean 'trek-820-handlebars'"):
        publisher.publish(["trek-820-handlebars", "trek-820-handlebar"])
    assert _live(place) == []
    publisher.publish()
    with pytest.raises(NotLive, match="did you mean 'trek-820-handlebars'"):
        publisher.retract(["trek-820-handlebar"])
    assert _live(place) == ["trek-820-handlebars"]


def test_a_draft_that_is_a_link_or_badly_named_is_refused(place: Place, publisher: Publisher) -> None:
    secret = place.kept / "secret.md"
    put_draft(place, "bars").rename(secret)
    (place.drafts / "bars.md").symlink_to(secret)
    put_draft(place, "Two Words", guide("two-words"))
    (place.drafts / "folder.md").mkdir()
    outcomes = publisher.publish()
    assert {outcome.status for outcome in outcomes} == {"refused"}
    told = "\n".join(str(problem) for outcome in outcomes for problem in outcome.problems)
    assert "put a plain file there" in told
    assert "'Two Words' is not an id" in told


def test_an_unreadable_origin_keeps_no_draft_back(place: Place, publisher: Publisher) -> None:
    put_draft(place, "bars").with_suffix(".json").write_text("[" * 100_000, encoding="utf-8")
    assert read_draft(place, "bars").origin == {}
    assert publisher.publish()[0].status == "published"


# retract and undo


def test_a_retracted_document_is_kept_and_comes_back(
    place: Place, publisher: Publisher, index: Index
) -> None:
    put_draft(place, "bars")
    publisher.publish()
    before = files(place)
    publisher.retract(["bars"])
    assert sorted(files(place)) == ["retracted/bars.json", "retracted/bars.md"]
    publisher.undo()
    assert files(place) == before
    assert index.synced == [["bars"], [], ["bars"]]


def test_undo_goes_back_command_by_command_to_the_beginning(place: Place, publisher: Publisher) -> None:
    states = []
    put_draft(place, "bars", OLD)
    put_draft(place, "wheels")
    states.append(files(place))
    publisher.publish()
    states.append(files(place))
    publisher.retract(["wheels"])
    states.append(files(place))
    put_draft(place, "bars", NEW, {"source": "second.html"})
    states.append(files(place))
    publisher.publish(["bars"])
    publisher.undo()
    assert files(place) == states[3]
    (place.drafts / "bars.md").unlink()
    (place.drafts / "bars.json").unlink()
    publisher.undo()
    assert files(place) == states[1]
    publisher.undo()
    assert files(place) == states[0]
    with pytest.raises(NothingToUndo):
        publisher.undo()
    assert [entry.what for entry in read_log(place.log)].count("undo") == 4


def test_edits_of_a_live_document_come_back_as_the_draft(place: Place, publisher: Publisher) -> None:
    put_draft(place, "bars", OLD)
    publisher.publish()
    (place.documents / "bars.md").write_text(NEW, encoding="utf-8")
    publisher.undo()
    assert files(place)["drafts/bars.md"] == NEW


def test_a_newer_draft_stays_where_a_publish_is_undone(place: Place, publisher: Publisher) -> None:
    put_draft(place, "bars", OLD)
    publisher.publish()
    put_draft(place, "bars", NEW)
    publisher.undo()
    assert (files(place)["drafts/bars.md"], files(place)["retracted/bars.md"]) == (NEW, OLD)


def test_a_retract_is_not_undone_over_another_document(place: Place, publisher: Publisher) -> None:
    put_draft(place, "bars", OLD)
    publisher.publish()
    publisher.retract(["bars"])
    (place.documents / "bars.md").write_text(NEW, encoding="utf-8")
    with pytest.raises(NotUndoable, match="move it away"):
        publisher.undo()
    assert files(place)["documents/bars.md"] == NEW


def test_every_content_that_was_ever_live_is_kept(place: Place, publisher: Publisher) -> None:
    texts = [guide("bars", f"Loosen bolt {n}.") for n in range(5)]
    for text in texts:
        put_draft(place, "bars", text)
        publisher.publish()
    kept = {path.read_text(encoding="utf-8") for path in place.versions.iterdir()}
    assert set(texts) <= kept


def test_a_log_that_was_edited_badly_is_told_with_its_line(place: Place, publisher: Publisher) -> None:
    put_draft(place, "bars")
    publisher.publish()
    place.log.write_text(place.log.read_text(encoding="utf-8") + "{}\n", encoding="utf-8")
    with pytest.raises(BadLog, match=r"log\.jsonl:2"):
        publisher.undo()


# what goes wrong


def test_a_failing_index_leaves_a_change_that_the_next_start_ends(place: Place, index: Index) -> None:
    class Failing(Index):
        def sync(self, _: Sequence[Document]) -> None:
            raise RuntimeError("no encoder")

    put_draft(place, "bars")
    with pytest.raises(NotEnded, match="no encoder"):
        Publisher(place, Failing()).publish()
    assert _live(place) == ["bars"]
    assert Publisher(place, index).refresh()
    assert index.synced == [["bars"]]
    assert not Publisher(place, index).refresh()
    assert [entry.what for entry in read_log(place.log)] == ["publish"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, index: Index) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NotWritten, match="nothing was changed"):
        Publisher(Place.of(tmp_path / "file"), index).publish()
    with pytest.raises(NotWritten, match="nothing was changed"):
        Publisher(Place.of(Path("/proc/library")), index).publish()


def test_a_full_disk_changes_nothing(place: Place, index: Index) -> None:
    """A process may write no more than some bytes into a file; what it is told is the error of a full disk's kind."""
    put_draft(place, "bars", guide("bars", *("Loosen the bolt." for _ in range(300))))
    before = files(place)
    child = multiprocessing.get_context("fork").Process(target=_publish_on_a_full_disk, args=(place,))
    child.start()
    child.join()
    assert child.exitcode == 3
    assert files(place) == before
    assert Publisher(place, index).publish()[0].status == "published"


def _publish_on_a_full_disk(place: Place) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
    try:
        Publisher(place, Index()).publish()
    except NotWritten:
        os._exit(3)


def test_a_lock_that_is_never_free_ends_the_wait(tmp_path: Path) -> None:
    waits: list[None] = []
    with locked(tmp_path / "lock"):
        with pytest.raises(LibraryBusy, match="wait until it ends"):
            with locked(tmp_path / "lock", lambda: waits.append(None), patience=0.2):
                pass
    assert len(waits) == 1
    with locked(tmp_path / "lock"):
        pass


def test_a_pending_change_that_somebody_edited_stops_everything_with_a_cure(
    place: Place, publisher: Publisher
) -> None:
    place.kept.mkdir(parents=True)
    (place.kept / "pending.json").write_text("{", encoding="utf-8")
    with pytest.raises(PublishingError, match="move it away"):
        publisher.publish()


# many


def _publish_one_by_one(place: Place, names: list[str]) -> None:
    for name in names:
        Publisher(place, Index()).publish([name])
    os._exit(0)


def test_concurrent_publishes_wait_for_each_other(place: Place) -> None:
    context = multiprocessing.get_context("fork")
    shares = [[f"guide-{who}-{n}" for n in range(8)] for who in range(4)]
    names = [name for share in shares for name in share]
    for name in names:
        put_draft(place, name)
    children = [context.Process(target=_publish_one_by_one, args=(place, share)) for share in shares]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * 4
    assert _live(place) == sorted(names)
    assert len(read_log(place.log)) == 32


def test_450_documents_are_published_at_once_and_undone_at_once(place: Place, index: Index) -> None:
    names = sorted(f"guide-{n}" for n in range(450))
    for name in names:
        put_draft(place, name)
    shelf = Shelf(place.documents)
    assert shelf.library.documents == ()
    start = time.perf_counter()
    outcomes = Publisher(place, index).publish()
    assert time.perf_counter() - start < 20
    assert {outcome.status for outcome in outcomes} == {"published"}
    assert index.synced == [names]
    assert len(shelf.look_now().documents) == 450
    Publisher(place, index).undo()
    assert draft_names(place) == names
    assert _live(place) == []
