"""The assistant as two servers, Rasa and the actions: how they are prepared, started, watched and stopped."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console

from bot.commands.channels import Channels
from bot.commands.indexing import CatalogueIndex
from bot.commands.language import LANGUAGE, ensure_language
from bot.commands.library import publisher
from bot.commands.model import QUIET_RASA, ensure_model
from bot.commands.places import Places
from bot.commands.ports import ACTION_PORT, LOOPBACK, PORT, check_ports, write_processes
from bot.commands.processes import Process, Servers
from bot.commands.progress import working
from bot.desk.errors import DeskError
from bot.desk.shop import read_shop
from bot.library.model import Library
from bot.library.place import Place
from bot.library.reader import read_library
from bot.publishing import unfinished

READY_SECONDS = 300.0
DAY = 24 * 3600.0
# One message is too small to share out: more threads only get in each other's way.
THREADS = ("OMP_NUM_THREADS", "TF_INTRA_OP_PARALLELISM_THREADS", "TF_INTER_OP_PARALLELISM_THREADS")


@dataclass(frozen=True)
class Address:
    """Where the servers listen."""

    port: int
    action_port: int
    host: str = LOOPBACK

    @property
    def url(self) -> str:
        """Rasa as this machine reaches it."""
        host = LOOPBACK if self.host in ("", "0.0.0.0") else self.host
        return f"http://{host}:{self.port}"

    @property
    def action_url(self) -> str:
        """The action server, on loopback only."""
        return f"http://{LOOPBACK}:{self.action_port}"


@dataclass(frozen=True)
class Assistant:
    """The project's assistant at an address, with a console for progress and an event that stops it.

    It serves the shop's library, or another one; what it understands is trained for the shop's.
    """

    places: Places
    address: Address
    console: Console
    stop: threading.Event = field(default_factory=threading.Event)
    library: Place | None = None

    @contextmanager
    def serving(self) -> Iterator[Servers]:
        """Prepares what is missing and serves until the block ends; raises ClickException, ProcessError."""
        pids = self.places.var / "curbside.pids"
        check_ports(self.address.host, self.address.port, self.address.action_port, pids)
        self._check_sources()
        language = ensure_language(self.places, self.console, self.stop)
        model = ensure_model(self.places, language, self.console, self.stop)
        with Servers(self._processes(model, language), self.places.root, self.stop) as servers:
            write_processes(pids, [os.getpid(), *servers.pids])
            try:
                self.tidy_up()
                with working(self.console, "Starting Rasa and the actions", f"logs: {self._logs}"):
                    servers.wait_until_ready(READY_SECONDS)
                yield servers
            finally:
                pids.unlink(missing_ok=True)

    def watch(self, servers: Servers) -> None:
        """Keeps the servers until somebody asks to stop; once a day old personal data are erased."""
        servers.watch(DAY, self.tidy_up)

    def tidy_up(self) -> None:
        """Erases personal data older than shop.yml says; a failure is told and tried again next day."""
        from bot.desk.erasure import sweep  # brings the database in, which the servers need not wait for
        from bot.desk.store import Store

        try:
            store = Store.from_environment(self.places.root)
            retention = read_shop(self.places.shop).retention
            sweep(store, retention, tracker=self.places.tracker_url, channels=self.places.channels_url)
        except DeskError as error:
            self.console.print(
                f"[yellow]![/yellow] old personal data were not erased: {error}", highlight=False
            )

    @property
    def _logs(self) -> str:
        return f"{self.places.shown(self.places.log('rasa').parent)}/*.log"

    def _check_sources(self) -> None:
        """A bad document is told and left out; a bad shop.yml, or no document at all, is no start."""
        read_shop(self.places.shop)
        place = self.library or self.places.library()
        if unfinished(place):
            publisher(place, self.console).refresh()
        library, problems = read_library(place.documents)
        for problem in problems:
            self.console.print(f"[yellow]![/yellow] {problem}", markup=True, highlight=False)
        if any(not document.plans for document in library.documents):
            self._bring_index(place, library)
        if not library.documents:
            raise click.ClickException(f"no document in {self.places.shown(place.documents)} can be served.")

    def _bring_index(self, place: Place, library: Library) -> None:
        """Guides are found through the index: it is brought to what is live, where files were changed by hand."""
        if CatalogueIndex(place, self.console).is_current(library.documents):
            return
        with working(self.console, "Bringing the search index up to date"):
            publisher(place, self.console).refresh()

    def _processes(self, model: Path, language: str) -> list[Process]:
        """Rasa first: it takes longest."""
        environment = {
            **QUIET_RASA,
            **(self.library.environment if self.library else {}),
            LANGUAGE: language,
            PORT: str(self.address.port),
            ACTION_PORT: str(self.address.action_port),
            "SANIC_ACCESS_LOG": "false",
            **{name: os.environ.get(name, "1") for name in THREADS},
        }
        return [
            Process("Rasa", self._rasa(model), self.places.log("rasa"), f"{self.address.url}/", environment),
            Process(
                "The action server",
                self._actions(),
                self.places.log("actions"),
                f"{self.address.action_url}/health",
                environment,
            ),
        ]

    def _rasa(self, model: Path) -> list[str]:
        channels = Channels.read(self.places)
        if told := channels.told():
            self.console.print(told, highlight=False)
        files = ["--endpoints", "endpoints.yml", "--credentials", channels.write(self.places)]
        place = ["--interface", self.address.host, "--port", str(self.address.port)]
        return [
            sys.executable,
            "-m",
            "bot.commands.rasa",
            "run",
            "--model",
            self.places.shown(model),
            *files,
            *place,
        ]

    def _actions(self) -> list[str]:
        return [sys.executable, "-m", "bot.commands.action_server", "--port", str(self.address.action_port)]
