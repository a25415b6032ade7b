"""The product's two servers for tests: the trained model, free ports of this machine, and state of their own.

The folder is the one that `make evaluate` measures in: links to the sources, a `var/` of its own. Nothing of the
shop's data is touched. A model is trained only where the present sources have none;
CURBSIDE_TEST_MODEL=newest takes the newest one instead, for those who work on the tests.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from rich.console import Console

from benchmarks import product
from benchmarks.client import TOKEN
from benchmarks.servers import free_ports
from bot.commands.language import ensure_language
from bot.commands.model import QUIET_RASA, model_file
from bot.commands.places import Places
from bot.commands.processes import Process, Servers
from bot.commands.serve import THREADS, Address, Assistant
from bot.desk.store import Store
from bot.library.place import Place

WHICH_MODEL = "CURBSIDE_TEST_MODEL"
READY_SECONDS = 120.0
WEB = "bot.channels.web.WebInput"
SILENT = Console(quiet=True)


@dataclass
class Served:
    """The running servers; the action server may be killed and started again, with other documents."""

    places: Places
    address: Address
    pid: int
    _actions: ExitStack = field(default_factory=ExitStack)

    @property
    def desk(self) -> Store:
        """The desk's database of these servers."""
        return Store(f"sqlite:///{self.places.var / 'desk.db'}")

    def kill_actions(self) -> None:
        """Ends the action server as a crash would."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def start_actions(self, documents: Path | None = None, library: Place | None = None) -> None:
        """Starts the action server, which must not run, and returns when it answers.

        It serves the shop's library, with other `documents` or another `library` altogether.
        """
        self._actions.close()
        command = [
            sys.executable,
            "-m",
            "bot.commands.action_server",
            "--port",
            str(self.address.action_port),
        ]
        process = Process(
            "The action server",
            command,
            self.places.log("actions"),
            f"{self.address.action_url}/health",
            {**QUIET_RASA, **dict.fromkeys(THREADS, "1")},
        )
        with _surroundings(documents, library=library):
            servers = self._actions.enter_context(Servers([process], self.places.root, threading.Event()))
        self.pid = servers.pids[0]
        servers.wait_until_ready(READY_SECONDS)

    def close(self) -> None:
        """Stops an action server that was started here."""
        self._actions.close()

    @contextmanager
    def reading(self, documents: Path | None = None, library: Place | None = None) -> Iterator[None]:
        """The action server reads documents from another folder, or another library, as long as the block lasts."""
        self.kill_actions()
        try:
            self.start_actions(documents, library)
            yield
        finally:
            self.kill_actions()
            self.start_actions()


@contextmanager
def serving(channels: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Prepares what is missing, starts both servers, waits for them, and always stops them.

    `channels` are variables of the environment that credentials.yml names: those of stubs on this machine.
    """
    with product.product() as ours, ExitStack() as stack:
        places = Places(ours.folder)
        port, action_port = free_ports(2)
        address = Address(port, action_port)
        assistant = Assistant(places, address, SILENT)
        _welcome_many(places)
        with _surroundings(channels=channels):
            if os.environ.get(WHICH_MODEL) == "newest":
                _take_newest(places)
            servers = stack.enter_context(assistant.serving())
        served = Served(places, address, servers.pids[1])
        stack.callback(served.close)
        yield served


def _welcome_many(places: Places) -> None:
    """The channels' own settings, but for how many conversations may begin from one address."""
    credentials = places.root / "credentials.yml"
    channels = yaml.safe_load(credentials.read_text(encoding="utf-8"))
    channels[WEB] = {**(channels[WEB] or {}), "sessions_burst": 10_000}
    credentials.unlink()  # the link, not the file
    credentials.write_text(yaml.safe_dump(channels, sort_keys=False), encoding="utf-8")


def _take_newest(places: Places) -> None:
    """Stands the newest model in for the one that the present sources would be trained to."""
    present = model_file(places, ensure_language(places, SILENT, threading.Event()))
    models = sorted(places.models.glob("curbside-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if present.exists() or not models:
        return
    newest = models[-1].resolve()
    places.models.unlink()  # the link, not the folder
    places.models.mkdir()
    (places.models / present.name).symlink_to(newest)


@contextmanager
def _surroundings(
    documents: Path | None = None,
    channels: Mapping[str, str] | None = None,
    library: Place | None = None,
) -> Iterator[None]:
    """An environment without the settings of a running Curbside, whose databases are its own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("CURBSIDE_")]:
            if name not in (TOKEN, WHICH_MODEL):
                patch.delenv(name)
        if documents is not None:
            patch.setenv("CURBSIDE_DOCUMENTS", str(documents))
        for name, value in {**(channels or {}), **(library.environment if library else {})}.items():
            patch.setenv(name, value)
        yield
