"""Reads documents: a file gives a Document, or all of its problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.library.body import read_sections
from bot.library.checks import (
    check_characters,
    check_front,
    check_section_ids,
    full_ids,
    plans_of,
    split_duplicates,
)
from bot.library.errors import DocumentProblems, Findings, Problem
from bot.library.frontmatter import read_front
from bot.library.head import Numbered
from bot.library.model import Document, Library
from bot.library.pictures import check_pictures

PROJECT = Path(__file__).resolve().parents[2]
FENCE = "---"


def read_library(folder: Path | str) -> tuple[Library, list[Problem]]:
    """Read all `*.md` of a folder; bad documents are left out and their problems returned."""
    documents: list[Document] = []
    problems: list[Problem] = []
    if not Path(folder).is_dir():
        problems.append(
            Problem(shown(folder), 1, "there is no such folder", "create it and put the documents there")
        )
    for path in document_paths(folder):
        try:
            documents.append(read_document(path))
        except DocumentProblems as error:
            problems.extend(error.problems)
    kept, doubles = split_duplicates(documents)
    return Library(kept), problems + doubles


def document_paths(folder: Path | str) -> list[Path]:
    """Return the documents of a folder in the order of their names; hidden files are not documents."""
    return sorted(path for path in Path(folder).glob("*.md") if not path.name.startswith("."))


def read_document(path: Path | str, pictures: Path | None = None) -> Document:
    """Read one file, whose pictures lie beside it or in the folder `pictures`; raises DocumentProblems."""
    file = shown(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        what = f"the file cannot be read: {error.strerror or type(error).__name__}"
        raise _refused(file, 1, what, "check the path and the file's permissions") from error
    return read_bytes(data, file, [folder for folder in (Path(path).parent, pictures) if folder])


def read_bytes(data: bytes, file: str, folders: Sequence[Path] = ()) -> Document:
    """Read a file's content as `parse_document` does its text; raises DocumentProblems."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refused(file, line, "the file is not in UTF-8", "save it as UTF-8 in the editor") from error
    return parse_document(text, file, folders)


def parse_document(text: str, file: str, folders: Sequence[Path] = ()) -> Document:
    """Read a document's text; raises DocumentProblems.

    `file` is what problems and sources name; pictures are looked for in `folders`, and not at all without any.
    """
    findings = Findings(file)
    lines = text.replace("\r\n", "\n").split("\n")
    end = _end_of_front(lines, findings)
    if end == 0:
        raise DocumentProblems(findings.problems)
    front = read_front("\n".join(lines[1 : max(end, 1)]), findings)
    numbered: list[Numbered] = list(enumerate(lines, 1))[end + 1 :]
    check_characters(lines, findings)
    sections = read_sections(numbered, front.id, front.vehicle.bodies, findings)
    check_section_ids(sections, findings)
    check_pictures(sections, folders, findings)
    if not sections and end > 0:
        findings.add(len(lines), "the document has no section", "add one: `## Title {#id}`")
    check_front(front, sections, findings)
    if findings.problems:
        raise DocumentProblems(findings.problems)
    return Document(
        id=front.id,
        title=front.title,
        file=file,
        line=front.line,
        vehicle=front.vehicle,
        source=front.source,
        plans=plans_of(front),
        afterwards=full_ids(front.id, front.afterwards),
        once_open=full_ids(front.id, front.once_open),
        sections=sections,
    )


def shown(path: Path | str) -> str:
    """Return a path relative to the project, or to the working folder, or as it was given."""
    resolved = Path(path).resolve()
    for root in (PROJECT, Path.cwd()):
        if resolved.is_relative_to(root):
            return resolved.relative_to(root).as_posix()
    return Path(path).as_posix()


def _refused(file: str, line: int, what: str, cure: str) -> DocumentProblems:
    return DocumentProblems([Problem(file, line, what, cure)])


def _end_of_front(lines: list[str], findings: Findings) -> int:
    """Return the index of the line that closes the front matter, -1 without one, 0 when it never closes."""
    if lines[0].rstrip() != FENCE:
        findings.add(
            1, "the document has no front matter", "begin the file with a line `---`, then `id: ...`"
        )
        return -1
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip() == FENCE:
            return index
    findings.add(1, "the front matter is not closed", "end it with a line `---`")
    return 0
