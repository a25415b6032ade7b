"""Curbside under measurement: its own command, in a copy of the project that keeps its own state.

The copy is a folder of links: sources, builds and models are the project's, `var/` is not. So no ticket, no
conversation and no log of the shop is touched, and a Curbside that runs meanwhile is not disturbed.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.client import TOKEN
from benchmarks.servers import QUIET, Answer, Command, Server, free_ports, python

ROOT = Path(__file__).resolve().parents[1]
OWN_STATE = {"var", "reports", "tests"}
FIRST_WORDS = "hello"
CURBSIDE = "from bot.cli import main; main(prog_name='curbside')"
# A first start builds the encoder and trains.
PREPARE_SECONDS = 1_800.0
READY_SECONDS = 300.0


@dataclass(frozen=True)
class Product:
    """The project in a folder of its own."""

    folder: Path

    def prepare(self) -> Command:
        """The command that trains the model, if its sources changed."""
        return self._command("The training", "train", "--quiet")

    def train(self) -> Command:
        """The command that trains the model from nothing."""
        return self._command("Curbside's training", "train", "--force", "--quiet")

    def server(self) -> Server:
        """The product's servers on ports that are free now."""
        port, action_port = free_ports(2)
        self._use_action_port(action_port)
        command = self._command("Curbside", "run", "--port", str(port), "--action-port", str(action_port))
        return Server(command, port, [action_port])

    def _command(self, name: str, *words: str) -> Command:
        log = self.folder / "var" / "log" / f"measured-{words[0]}.log"
        return Command(name, python("-c", CURBSIDE, *words), self.folder, log, _environment())

    def _use_action_port(self, port: int) -> None:
        """endpoints.yml may name the action server's usual port outright."""
        text = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
        changed = re.sub(r"(127\.0\.0\.1|localhost):5055\b", rf"\1:{port}", text)
        endpoints = self.folder / "endpoints.yml"
        endpoints.unlink(missing_ok=True)
        endpoints.write_text(changed, encoding="utf-8")


@contextmanager
def product() -> Iterator[Product]:
    """The project in a temporary folder of links."""
    for name in ("build", "models"):
        (ROOT / name).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="curbside-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        (folder / "var").mkdir()
        for path in ROOT.iterdir():
            if not path.name.startswith(".") and path.name not in OWN_STATE:
                (folder / path.name).symlink_to(path, target_is_directory=path.is_dir())
        yield Product(folder)


def is_answer(answer: Answer) -> bool:
    """Whether Rasa and the action server both have answered: a greeting is an action's."""
    kinds = [message["custom"].get("kind") for message in answer if isinstance(message.get("custom"), dict)]
    return kinds == ["talk"]


def _environment() -> dict[str, str]:
    """This process's surroundings without the settings of a running Curbside, whose databases are its own."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith("CURBSIDE_") or key == TOKEN
    }
    return {**kept, **QUIET}
