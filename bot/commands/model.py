"""The trained model: when one is needed, what it is called, and how it is made."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import threading
from importlib.metadata import version
from pathlib import Path

import click
from rich.console import Console

from bot.commands.language import LANGUAGE
from bot.commands.logs import reason
from bot.commands.places import Places
from bot.commands.processes import Process, ProcessFailed, run_to_end
from bot.commands.progress import working

PACKAGES = ("rasa", "rasa-sdk", "spacy", "scikit-learn", "numpy")
MODELS_KEPT = 3
CACHES_KEPT = 2
QUIET_RASA = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",  # Rasa's pins warn about each other; the logs are for what can be acted on
    "PYTHONUNBUFFERED": "1",
}
_RESPONSE = re.compile(r"\butter_\w+")
_COMPONENT = re.compile(r"^\s*- name:\s*[\"']?(bot(?:\.\w+)+)\.\w+", re.MULTILINE)


def fingerprint(places: Places, language: str) -> str:
    """A hash over all that a training depends on: data, configuration, own components, language, versions.

    Of the domain's responses only those count that rules name: Rasa serves them out of the model. All others are read
    from the domain file itself.
    """
    config = places.root / "config.yml"
    files = [config, *_components(places.root, config)]
    files += sorted(path for ending in ("yml", "yaml") for path in places.data.rglob(f"*.{ending}"))
    digest = hashlib.sha256(language.encode())
    for package in PACKAGES:
        digest.update(f"\n{package} {version(package)}".encode())
    digest.update(_domain(places).encode())
    for path in files:
        digest.update(f"\n{places.shown(path)} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()[:16]


def model_file(places: Places, language: str) -> Path:
    """Where the model of the present sources is, or will be."""
    return places.models / f"curbside-{fingerprint(places, language)}.tar.gz"


def ensure_model(
    places: Places, language: str, console: Console, stop: threading.Event, force: bool = False
) -> Path:
    """The present sources' model, trained only where there is none or by `force`; raises ClickException."""
    model = model_file(places, language)
    if model.exists() and not force:
        return model
    fresh = places.build / "training"  # a killed training leaves nothing that looks like a model
    shutil.rmtree(fresh, ignore_errors=True)
    process = Process(
        name="The training",
        command=train_command(fresh, model.name),
        log=places.log("train"),
        environment=training_environment(places, language),
    )
    try:
        with working(console, "Training the model", f"log: {places.shown(process.log)}"):
            run_to_end(process, places.root, stop)
    except ProcessFailed:
        raise _failed(places, process.log) from None
    if not (fresh / model.name).exists():
        raise _failed(places, process.log)
    places.models.mkdir(exist_ok=True)
    os.replace(fresh / model.name, model)
    _keep_newest(places.models, "curbside-*.tar.gz", MODELS_KEPT)
    _keep_newest(places.build, "cache-*", CACHES_KEPT)
    return model


def train_command(folder: Path, name: str) -> list[str]:
    """How a model is trained into a folder; `curbside check` validates, so that training need not."""
    command = [sys.executable, "-m", "bot.commands.rasa", "train", "--skip-validation", "--out", str(folder)]
    return [*command, "--fixed-model-name", name, "--force"]  # nothing is cached


def training_environment(places: Places, language: str) -> dict[str, str]:
    """Rasa's surroundings; its cache sees only a spaCy pipeline's name, so each pipeline has its own."""
    cache = places.build / f"cache-{Path(language).name}"
    return {**QUIET_RASA, LANGUAGE: language, "RASA_CACHE_DIRECTORY": str(cache)}


def _failed(places: Places, log: Path) -> click.ClickException:
    return click.ClickException(
        f"The training failed:\n\n{reason(log)}\n\n"
        f"Mend that and run the command again. The whole output is in {places.shown(log)}."
    )


def _domain(places: Places) -> str:
    """The domain as a training sees it."""
    import yaml  # a start that trains nothing should not wait for more than this

    domain = yaml.load((places.root / "domain.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    rules = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((places.data / "stories").glob("*.yml"))
    )
    named = set(_RESPONSE.findall(rules))
    domain["responses"] = {
        name: texts for name, texts in (domain.get("responses") or {}).items() if name in named
    }
    return json.dumps(domain, sort_keys=True, default=str)


def _components(root: Path, config: Path) -> list[Path]:
    """The packages of the project's own components: a model is only as old as the code that made it."""
    modules = set(_COMPONENT.findall(config.read_text(encoding="utf-8")))
    folders = {root.joinpath(*module.split(".")[:-1]) for module in modules}
    return sorted(path for folder in folders for path in folder.glob("*.py"))


def _keep_newest(folder: Path, pattern: str, count: int) -> None:
    for path in sorted(folder.glob(pattern), key=lambda found: found.stat().st_mtime, reverse=True)[count:]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
