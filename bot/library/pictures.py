"""Checks of the pictures that a document shows: each has words in its stead, and a file that is safe to serve."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.library.errors import Findings
from bot.library.model import Picture, Section
from bot.library.svg import Fault, faults_of_svg

FOLDER = "pictures"
SUFFIXES = (".svg", ".png")
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"

OUTSIDE = re.compile(r"[/\\~]|[a-zA-Z][a-zA-Z0-9+.-]*:|(.*[/\\])?\.\.([/\\]|$)")
SERVED = re.compile(rf"{FOLDER}/[a-zA-Z0-9][a-zA-Z0-9._-]*")
BRING_IN = f"copy the picture into {FOLDER}/ beside the documents and write {FOLDER}/ and its name"


def check_pictures(sections: Sequence[Section], folders: Sequence[Path], findings: Findings) -> None:
    """Note what is wrong with pictures; their files are looked for in `folders`, and not at all without any."""
    for picture in _pictures(sections):
        if not picture.alt:
            findings.add(
                picture.number,
                "a picture without words in its stead",
                "say between the brackets what it shows: ![The slot, above the plate](...)",
            )
        faults = _faults_of_path(picture.file) or (_faults_of_file(picture.file, folders) if folders else [])
        for what, cure in faults:
            findings.add(picture.number, what, cure)


def _pictures(sections: Sequence[Section]) -> Iterator[Picture]:
    for section in sections:
        yield from (line.picture for line in section.lines if line.picture)


def _faults_of_path(file: str) -> list[Fault]:
    if OUTSIDE.match(file):
        return [(f"picture {file!r} is outside the documents' folder", BRING_IN)]
    if not SERVED.fullmatch(file):
        return [
            (f"picture {file!r} is not {FOLDER}/ and a plain name", f"{BRING_IN} (letters, digits, . _ -)")
        ]
    if not file.endswith(SUFFIXES):
        cure = "save it as .png, or as .svg with a .png beside it"
        return [(f"picture {file!r} is neither .svg nor .png", cure)]
    return []


def _faults_of_file(file: str, folders: Sequence[Path]) -> list[Fault]:
    folder = next((folder for folder in folders if (folder / file).is_file()), None)
    if folder is None:
        return [(f"there is no picture {file!r}", f"put it into {_shown(folders)}, or correct the name")]
    path = folder / file
    if not path.resolve().is_relative_to(folder.resolve()):
        return [(f"picture {file!r} leads outside the documents' folder", BRING_IN)]
    try:
        if path.suffix == ".png":
            return _faults_of_png(path, file)
        return faults_of_svg(path.read_bytes(), file) + _faults_of_twin(path, file)
    except OSError as error:
        what = f"picture {file!r} cannot be read: {error.strerror or type(error).__name__}"
        return [(what, "check the file's permissions")]


def _faults_of_twin(path: Path, file: str) -> list[Fault]:
    """Some channels show no SVG: each needs its picture as PNG, too."""
    twin = path.with_suffix(".png")
    name = file.removesuffix(path.suffix) + ".png"
    if not twin.is_file():
        return [(f"picture {file!r} has no {twin.name} beside it", "make it with `make pictures`")]
    return _faults_of_png(twin, name)


def _faults_of_png(path: Path, file: str) -> list[Fault]:
    with path.open("rb") as opened:
        if opened.read(len(PNG_SIGNATURE)) == PNG_SIGNATURE:
            return []
    return [(f"picture {file!r} is no PNG inside", "save it as PNG in a drawing program")]


def _shown(folders: Sequence[Path]) -> str:
    return f"{folders[-1].name or 'this folder'}/{FOLDER}"
