"""What `curbside doctor` looks at on every machine: Python, documents, shop.yml, model, ports, folders."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.commands.findings import Finding, fine, off, unsure, wrong

if TYPE_CHECKING:
    from bot.commands.places import Places

PYTHON = (3, 10)
_TRAIN = "run `make train`, or let `make run` do it"


def python(places: Places) -> Iterator[Finding]:
    """The Python that Rasa needs, and the packages of the lock file."""
    version = ".".join(str(number) for number in sys.version_info[:3])
    if sys.version_info[:2] != PYTHON:
        yield wrong(f"this is Python {version}, Rasa needs 3.10", "run `make clean setup`")
        return
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    try:
        yield fine(f"Python {version}, Rasa {version_of('rasa')}")
    except PackageNotFoundError as error:
        yield wrong(f"the package {error.name} is missing", "run `make clean setup`")


def documents(places: Places) -> Iterator[Finding]:
    """Whether the shop's documents can be read and served."""
    from bot.library.reader import read_library

    library, problems = read_library(places.documents)
    for problem in problems:
        yield wrong(str(problem), "a document with a mistake is left out until it is mended")
    if not library.documents:
        folder = places.shown(places.documents)
        yield wrong(f"no document in {folder} can be served", f"put a guide into {folder}")
    elif not problems:
        yield fine(f"{len(library.documents)} in {places.shown(places.documents)} can be served")


def shop(places: Places) -> Iterator[Finding]:
    """Whether shop.yml can be read, and what it leaves unsaid that people ask for."""
    from bot.desk.errors import ShopProblems
    from bot.desk.shop import read_shop

    try:
        facts = read_shop(places.shop)
    except ShopProblems as error:
        for problem in error.problems:
            yield wrong(str(problem), "mend that line; until then nothing starts")
        return
    unsaid = [name for name in ("name", "phone", "hours", "emergency_number") if not facts.filled(name)]
    if unsaid:
        yield off(f"says no {', no '.join(unsaid)}: nothing is invented for it")
    else:
        yield fine("can be read")


def model(places: Places) -> Iterator[Finding]:
    """Whether the present sources have a trained model."""
    from bot.commands.language import built_language
    from bot.commands.model import model_file

    folder = built_language(places)
    if folder is None:
        yield unsure("the language pipeline is not built yet, or older than the documents", _TRAIN)
    elif not model_file(places, folder).exists():
        yield unsure("there is none of the present sources", _TRAIN)
    else:
        yield fine(f"{model_file(places, folder).name} is of the present sources")


def ports(places: Places) -> Iterator[Finding]:
    """Whether the ports are free, or in use by Curbside itself."""
    import click

    from bot.commands.ports import ACTION_PORT, DEFAULT_ACTION_PORT, DEFAULT_PORT, LOOPBACK, PORT, check_ports
    from bot.commands.rest import Rest

    numbers = []
    for name, default in ((PORT, DEFAULT_PORT), (ACTION_PORT, DEFAULT_ACTION_PORT)):
        given = os.environ.get(name) or str(default)
        if not given.isdigit() or not 0 < int(given) < 65536:
            yield wrong(f"{name} is {given!r}", "set it to a number from 1 to 65535, or unset it")
            return
        numbers.append(int(given))
    port, action_port = numbers
    if Rest(f"http://{LOOPBACK}:{port}").is_running():
        yield fine(f"Curbside runs at port {port}")
        return
    try:
        check_ports(LOOPBACK, port, action_port, places.var / "curbside.pids")
    except click.ClickException as error:
        yield wrong("not free", error.message)
    else:
        yield fine(f"{port} and {action_port} are free")


def folders(places: Places) -> Iterator[Finding]:
    """Whether there is a place to write to."""
    existing = next(path for path in (places.var, places.root) if path.exists())
    if not os.access(existing, os.W_OK):
        yield wrong(f"nobody may write to {existing}", f"run `chown -R $(id -un) {existing}`")
        return
    import shutil

    free = shutil.disk_usage(existing).free / 1e9
    if free < 1:
        yield wrong(f"{free:.1f} GB are free on the disk", "free at least 1 GB")
    else:
        yield fine(f"{places.shown(places.var)} can be written to")
