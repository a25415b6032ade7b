"""Child processes: one that must finish, and servers side by side that live and die together."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from bot.commands.logs import last_lines

LOOK_SECONDS = 0.1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 10.0


class ProcessError(Exception):
    """Root of what goes wrong with child processes; the text holds the log's last lines."""


class ProcessFailed(ProcessError):
    """A process ended by itself, or with an error."""


class NotReady(ProcessError):
    """A server runs but does not answer."""


class Interrupted(Exception):
    """Somebody asked to stop."""


@dataclass(frozen=True)
class Process:
    """What to start: its name for people, command, log, and for a server the URL that answers."""

    name: str
    command: Sequence[str]
    log: Path
    ready: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    def start(self, folder: Path) -> subprocess.Popen[bytes]:
        """Starts it in a group of its own, so that a Ctrl-C reaches only us; the log before is kept."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("wb") as output:
            return subprocess.Popen(
                list(self.command),
                cwd=folder,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def answers(self) -> bool:
        """Whether the server replies to its URL."""
        try:
            with urllib.request.urlopen(self.ready, timeout=2) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError, ValueError):
            return False


@contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """An event that is set by Ctrl-C, SIGTERM or a closed terminal; nothing is torn apart halfway."""
    stop = threading.Event()
    with _handled(lambda *_: stop.set()):
        yield stop


@contextmanager
def interrupt_on_signals() -> Iterator[None]:
    """Lets the same signals end the reading of a line at once, as KeyboardInterrupt."""
    with _handled(signal.default_int_handler):
        yield


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def run_to_end(process: Process, folder: Path, stop: threading.Event) -> None:
    """Runs a process until it ends; raises ProcessFailed on its error and Interrupted on a stop."""
    child = process.start(folder)
    try:
        while child.poll() is None:
            if stop.wait(LOOK_SECONDS):
                raise Interrupted
    finally:
        _end([child])
    if child.returncode:
        raise ProcessFailed(_ended(process, child.returncode))


class Servers:
    """Processes that serve side by side: all of them, or none."""

    def __init__(self, processes: Sequence[Process], folder: Path, stop: threading.Event) -> None:
        """Starts nothing yet."""
        self._processes = processes
        self._folder = folder
        self._stop = stop
        self._children: list[subprocess.Popen[bytes]] = []

    @property
    def pids(self) -> list[int]:
        """Process numbers, in the order of the processes."""
        return [child.pid for child in self._children]

    def __enter__(self) -> Servers:
        """Starts all processes."""
        try:
            for process in self._processes:
                self._children.append(process.start(self._folder))
        except BaseException:
            _end(self._children)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stops all processes, gently and then not."""
        _end(self._children)

    def wait_until_ready(self, seconds: float, on_ready: Callable[[Process], None] = lambda _: None) -> None:
        """Returns when every server answers; raises ProcessFailed, NotReady after `seconds`, Interrupted."""
        limit = time.monotonic() + seconds
        waiting = list(self._processes)
        while waiting:
            self._check_alive()
            for process in [process for process in waiting if process.answers()]:
                waiting.remove(process)
                on_ready(process)
            if waiting and time.monotonic() > limit:
                slow = waiting[0]
                raise NotReady(f"{slow.name} did not answer within {seconds:.0f} s.{_told(slow)}")
            if waiting and self._stop.wait(LOOK_SECONDS):
                raise Interrupted

    def watch(self, every: float, chore: Callable[[], None]) -> None:
        """Watches until a stop, doing the chore every so many seconds; raises ProcessFailed."""
        due = time.monotonic() + every
        while not self._stop.wait(LOOK_SECONDS):
            self._check_alive()
            if time.monotonic() > due:
                due += every
                chore()

    def _check_alive(self) -> None:
        for process, child in zip(self._processes, self._children, strict=True):
            if child.poll() is not None:
                raise ProcessFailed(_ended(process, child.returncode))


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Asks the groups to end, waits, then ends by force what is left of them."""
    for child in children:
        if child.poll() is None:
            _signal(child, signal.SIGTERM)
    limit = time.monotonic() + GRACE_SECONDS
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, limit - time.monotonic()))
        _signal(child, signal.SIGKILL)
        child.wait()


def _signal(child: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def _ended(process: Process, code: int) -> str:
    how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
    return f"{process.name} {how}.{_told(process)}"


def _told(process: Process) -> str:
    lines = last_lines(process.log)
    return f" The last lines of {process.log}:\n{lines}" if lines else f" {process.log} is empty."
