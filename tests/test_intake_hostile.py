"""Files made to do harm, or broken: one clear line each, and the rest goes on."""

from __future__ import annotations

import io
import mmap
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources import FORMATS, GUIDE, as_docx, as_html, bomb_docx, encrypted_pdf, entities_docx, scan_pdf

from bot.intake.formats import TEXT_LIMIT
from bot.intake.gather import gather
from bot.intake.ids import document_id, slug
from bot.intake.take import take
from bot.intake.work import take_all
from bot.language.makes import all_makes
from bot.library.frontmatter import IDENTIFIER

GARBAGE = bytes(range(256)) * 40
DEEP = b"<html><body>" + b"<div>" * 50_000 + b"<p>Hello</p>"


def cut(data: bytes) -> bytes:
    """The first half of a file."""
    return data[: len(data) // 2]


def packed(name: str, data: bytes) -> bytes:
    """A ZIP with one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, data)
    return out.getvalue()


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    # file, its bytes, words of the line that tells it
    ("empty.html", lambda: b"", "the file is empty"),
    ("empty.txt", lambda: b" \n\n", "the file is empty"),
    ("empty.md", lambda: b"\xef\xbb\xbf", "the file is empty"),
    ("empty.pdf", lambda: b"", "the file is empty"),
    ("empty.docx", lambda: b"", "the file is empty"),
    ("nothing.html", lambda: b"<html><body><script>alert(1)</script></body></html>", "nothing of a guide"),
    ("garbage.txt", lambda: GARBAGE, "no text but other data"),
    ("garbage.html", lambda: GARBAGE, "no text but other data"),
    ("garbage.md", lambda: os.urandom(4096), "no text but other data"),
    ("garbage.pdf", lambda: GARBAGE, "the PDF is broken"),
    ("garbage.docx", lambda: GARBAGE, "the Word file is broken"),
    ("scan.pdf", scan_pdf, "a scan or pictures"),
    ("secret.pdf", encrypted_pdf, "the PDF is encrypted"),
    ("cut.pdf", lambda: b"%PDF-1.4\n1 0 obj\n<< /Type /Cat", "the PDF"),
    ("cut.docx", lambda: cut(as_docx(GUIDE)), "the Word file is broken"),
    ("other.docx", lambda: packed("hello.txt", b"hello"), "this is no Word file"),
    ("hollow.docx", lambda: packed("word/document.xml", b"<x/>"), "the Word file is broken"),
    ("bomb.docx", bomb_docx, "unpacks to"),
    ("ratio.docx", lambda: bomb_docx(16), "times its size"),
    ("entities.docx", entities_docx, "declares entities"),
    ("old.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted, or in Word's old format"),
    ("really.html", lambda: as_docx(GUIDE), "packed"),
    ("really.txt", encrypted_pdf, "a PDF with another ending"),
    ("huge.html", lambda: b"<p>x</p>" * (TEXT_LIMIT // 8 + 1), "more than 16 MB"),
    ("deep.html", lambda: DEEP, "too deep"),
    ("guide.exe", lambda: b"MZ", "no format that is read"),
    ("guide", lambda: b"hello", "no format that is read"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_with_a_reason_and_a_cure(
    name: str, data: Callable[[], bytes], words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data())
    start = time.monotonic()
    taken = take(str(path), all_makes())
    assert words in taken.refused
    what, _, cure = taken.refused.partition(" - ")
    assert all((what, cure))
    assert "\n" not in taken.refused
    assert time.monotonic() - start < 20


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Missing files, folders, pipes and unreadable ones."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.md").mkdir()
    for name in ("pipe.txt", "folder.md"):
        assert "no regular file" in take(str(tmp_path / name), all_makes()).refused
    assert take(str(tmp_path / "gone.txt"), all_makes()).refused
    shut = tmp_path / "shut.txt"
    shut.write_text("Title\n\n1. One\n2. Two\n")
    shut.chmod(0)
    if not os.access(shut, os.R_OK):  # root reads everything
        assert "permissions" in take(str(shut), all_makes()).refused


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_encodings_are_told_apart(encoding: str, ending: str, tmp_path: Path) -> None:
    text = (
        FORMATS[ending](GUIDE)
        .decode()
        .replace("Let the engine", "Let the Citroën's engine (±5°)")
        .replace("•", "-")
    )
    path = tmp_path / f"guide.{ending}"
    path.write_bytes(text.encode(encoding))
    taken = take(str(path), all_makes())
    assert "Let the Citroën's engine (±5°) cool down." in taken.markdown
    guessed = encoding in ("utf-16-le", "utf-16-be", "cp1252", "latin-1")
    assert any("UTF-8" in line for line in taken.findings) == guessed


def test_a_declared_encoding_is_believed(tmp_path: Path) -> None:
    page = '<meta charset="koi8-r"><h1>Ремонт</h1><ol><li>Снять</li><li>Поставить</li></ol>'
    path = tmp_path / "lada.html"
    path.write_bytes(page.encode("koi8-r"))
    assert 'title: "Ремонт"' in take(str(path), all_makes()).markdown


def test_script_stays_out(tmp_path: Path) -> None:
    page = as_html(GUIDE).replace(
        b"<ol>",
        b"<ol onclick='x()'><script>alert('in the list')</script><li><img src=x onerror=alert(2)></li>",
    )
    path = tmp_path / "guide.html"
    path.write_bytes(page.replace(b"</main>", b"<p>&lt;script&gt;alert(3)&lt;/script&gt; is text</p></main>"))
    taken = take(str(path), all_makes())
    assert not any(words in taken.markdown for words in ("in the list", "onerror", "onclick"))
    assert "\\<script>alert(3)</script> is text" in taken.markdown  # what a page shows as text is text


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("Secret")
    folder = tmp_path / "guides"
    folder.mkdir()
    (folder / "a.txt").write_text("A")
    (folder / "leak.txt").symlink_to(outside / "secret.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "more").symlink_to(outside)
    (folder / "broken.txt").symlink_to(tmp_path / "gone.txt")
    (folder / ".hidden.txt").write_text("hidden")
    found = {candidate.path.name: candidate.skipped for candidate in gather([folder])}
    assert found["a.txt"] == ""
    assert all("link" in found[name] for name in ("leak.txt", "loop", "more", "broken.txt"))
    assert set(found) == {"a.txt", "leak.txt", "loop", "more", "broken.txt"}
    assert [c.path for c in gather([folder / "a.txt", folder / "a.txt", folder])][:1] == [folder / "a.txt"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Trek 820 — Handlebars!.md", "trek-820-handlebars"),
        ("..md", ""),
        ("...txt", ""),
        ("../../etc/passwd.txt", "passwd"),
        ("a\nb\x1b[31m.html", "a-b-31m"),
        ("ГАЗ 24.html", "24"),
        ("…….html", ""),
        ("-x-.html", "x"),
        ("CON.txt", "con"),
        ("Müller's Käfer.txt", "mullers-kafer"),
        ("x" * 300 + ".txt", ""),
    ],
)
def test_ids_are_plain(name: str, wanted: str) -> None:
    found = document_id(Path(name))
    assert IDENTIFIER.fullmatch(found)
    assert len(found) <= 110
    assert found == wanted or not wanted


@given(st.text(max_size=120))
def test_any_name_gives_an_id(name: str) -> None:
    path = Path("folder", name.replace("/", "").replace("\0", "") + "x.txt")
    assert IDENTIFIER.fullmatch(document_id(path))
    assert slug(document_id(path)) == document_id(path)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(ending=st.sampled_from(sorted(FORMATS)), data=st.data())
def test_damaged_files_never_raise(
    ending: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A file with some bytes changed or cut is taken or refused, never more."""
    whole = bytearray(_whole(ending))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut_at = data.draw(st.integers(len(whole) // 2, len(whole)))
    path = tmp_path_factory.mktemp("damaged") / f"guide.{ending}"
    path.write_bytes(bytes(whole[:cut_at]))
    taken = take(str(path), all_makes())
    assert bool(taken.refused) != bool(taken.markdown)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=400), ending=st.sampled_from(["txt", "md", "html"]))
def test_any_text_is_taken_or_refused(
    text: str, ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / f"guide.{ending}"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    taken = take(str(path), all_makes())
    assert bool(taken.refused) != bool(taken.markdown)


def test_a_reader_that_dies_or_hangs_takes_nothing_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file kills its process, one never ends: both are refused, the others are taken."""
    import bot.intake.work as work

    def take_or_die(file: str, makes: object) -> object:
        if "kill" in file:
            os._exit(1)
        while "hang" in file:
            time.sleep(0.01)
        return take(file, all_makes())

    monkeypatch.setattr(work, "take", take_or_die)
    monkeypatch.setattr(work, "SECONDS", 1)
    files = []
    for name in ("a", "b", "kill", "c", "hang", "d"):
        path = tmp_path / f"{name}.txt"
        path.write_bytes(FORMATS["txt"](GUIDE))
        files.append(str(path))
    taken = {Path(one.file).stem: one.refused for one in take_all(files, all_makes(), workers=2)}
    assert "crashed" in taken.pop("kill")
    assert "too long" in taken.pop("hang")
    assert taken == dict.fromkeys("abcd", "")


_WHOLE: dict[str, bytes] = {}


def _whole(ending: str) -> bytes:
    if ending not in _WHOLE:
        _WHOLE[ending] = FORMATS[ending](GUIDE)
    return _WHOLE[ending]


def test_a_program_that_is_large_itself_leaves_its_readers_room(tmp_path: Path) -> None:
    files = [tmp_path / f"guide-{number}.html" for number in range(6)]
    for file in files:
        file.write_bytes(FORMATS["html"](GUIDE))
    with mmap.mmap(-1, 4 << 30):  # more address space than a reader may add, never touched
        taken = list(take_all([str(file) for file in files], all_makes(), workers=2))
    assert [one.refused for one in taken] == [""] * len(files)
