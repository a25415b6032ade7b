"""Folding guides into the training data, tried on a copy of the project before anything of the project changes."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml
from rich.console import Console

from bot.commands.language import (
    built_language,
    ensure_language,
    sources_hash,
    trained_library,
    write_receipt,
)
from bot.commands.logs import reason
from bot.commands.model import model_file
from bot.commands.places import Places
from bot.commands.processes import Process, ProcessFailed, run_to_end
from bot.commands.progress import working
from bot.library.model import Document

INTENT = "ask_guide"  # what a question that a guide answers is an example of
EXAMPLES = Path("nlu") / "learned.yml"
NOT_COPIED = shutil.ignore_patterns(".*", "var", "node_modules", "cache-*", "training", "__pycache__")
# What must not fall, and what must not rise.
WANTED = ("messages", "dialogues", "facts", "words_where_named")
UNWANTED = ("out_of_scope_served",)


@dataclass(frozen=True)
class Figure:
    """One figure of the held-out evaluation, as it is and as it would be."""

    name: str
    before: float
    after: float
    fell: bool


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Figure]:
    """The figures of two evaluations; raises KeyError where one of them lacks one."""
    found = []
    for name in (*WANTED, *UNWANTED):
        was, now = (float(report[name]["share"]) for report in (before, after))
        found.append(Figure(name, was, now, now > was if name in UNWANTED else now < was))
    served = [float(report["other_vehicle_served"]) for report in (before, after)]
    return [*found, Figure("other_vehicle_served", served[0], served[1], fell=served[1] > served[0])]


@contextmanager
def copy_of(places: Places) -> Iterator[Places]:
    """The project without its run-time state, in a folder that is thrown away."""
    places.var.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix="learning-", dir=places.var, ignore_cleanup_errors=True
    ) as folder:
        root = Path(folder) / "project"
        shutil.copytree(places.root, root, ignore=NOT_COPIED)
        yield Places(root)


def evaluated(
    places: Places, what: str, log: Path, console: Console, stop: threading.Event
) -> dict[str, Any]:
    """The held-out evaluation of a project, which trains it first where needed; raises ClickException."""
    process = Process(what, [sys.executable, "-m", "benchmarks.evaluate"], log)
    try:
        with working(console, what, f"log: {log}"):
            run_to_end(process, places.root, stop)
        report: dict[str, Any] = json.loads((places.root / "reports" / "evaluate.json").read_text("utf-8"))
    except (ProcessFailed, OSError, ValueError):
        raise click.ClickException(
            f"The evaluation failed, nothing was changed:\n\n{reason(log)}\n\nThe whole output is in {log}."
        ) from None
    return report


def fold(places: Places, guides: Sequence[Path], documents: Sequence[Document]) -> int:
    """Writes guides into a project's training data; returns how many questions became examples."""
    shutil.rmtree(places.learned, ignore_errors=True)
    places.learned.mkdir(parents=True)
    for path in guides:
        shutil.copyfile(path, places.learned / path.name)
    domain = yaml.safe_load((places.root / "domain.yml").read_text(encoding="utf-8"))
    names = [name if isinstance(name, str) else next(iter(name)) for name in domain.get("intents", ())]
    asks = {ask for document in documents for section in document.sections for ask in section.asks}
    examples = places.data / EXAMPLES
    if INTENT not in names or not asks:
        examples.unlink(missing_ok=True)
        return 0
    lines = "".join(f"    - {ask}\n" for ask in sorted(asks) if "[" not in ask and "\n" not in ask)
    examples.write_text(f'version: "3.1"\nnlu:\n- intent: {INTENT}\n  examples: |\n{lines}', encoding="utf-8")
    return len(asks)


def take_over(places: Places, tried: Places, console: Console, stop: threading.Event) -> Path:
    """Brings learned data, language and model from the copy into the project; returns the model."""
    shutil.rmtree(places.learned, ignore_errors=True)
    shutil.copytree(tried.learned, places.learned)
    examples = tried.data / EXAMPLES
    if examples.exists():
        shutil.copyfile(examples, places.data / EXAMPLES)
    else:
        (places.data / EXAMPLES).unlink(missing_ok=True)
    language = built_language(tried)
    if language is not None:
        shutil.copytree(tried.root / language, places.root / language, dirs_exist_ok=True)
        write_receipt(places, sources_hash(trained_library(places)), places.root / language)
    language = ensure_language(places, console, stop)
    model = model_file(places, language)
    trained = tried.models / model.name
    if trained.exists() and not model.exists():
        places.models.mkdir(exist_ok=True)
        shutil.copyfile(trained, model)
    return model
