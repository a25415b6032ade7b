"""Bots under measurement: started from a command, waited for, measured as a whole, and always stopped."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from benchmarks import trees
from benchmarks.client import LOOPBACK, Client
from benchmarks.errors import NoAnswer, ServerProblem

LOOK_SECONDS = 0.1
LAST_LINES = 15
Answer = list[dict[str, Any]]

# Nothing leaves this machine, and the logs are for what can be acted on.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "PYTHONUNBUFFERED": "1",
    "SANIC_ACCESS_LOG": "false",
}


@dataclass(frozen=True)
class Command:
    """What to start, where, and the log of what it says."""

    name: str
    words: Sequence[str]
    folder: Path
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> subprocess.Popen[bytes]:
        """Starts it in a group of its own, so that a Ctrl-C reaches only us."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as output:
            return subprocess.Popen(
                list(self.words),
                cwd=self.folder,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def last_lines(self) -> str:
        """The end of the log, blank lines left out."""
        with suppress(OSError):
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
            return "\n".join([line for line in lines if line.strip()][-LAST_LINES:])
        return ""


def run_to_end(command: Command, limit: float) -> float:
    """Seconds until a command has ended; raises ServerProblem for a failure or after `limit` seconds."""
    began = time.perf_counter()
    process = command.start()
    try:
        code = process.wait(limit)
    except subprocess.TimeoutExpired:
        raise ServerProblem(f"{command.name} took more than {limit:.0f} s.\n{command.last_lines()}") from None
    finally:
        trees.end(process)
    seconds = time.perf_counter() - began
    if code:
        raise ServerProblem(f"{command.name} ended with code {code}:\n{command.last_lines()}")
    return seconds


class Server:
    """A running bot; leaving the block stops it with all that it started."""

    def __init__(self, command: Command, port: int, also: Sequence[int] = ()) -> None:
        """Starts nothing yet; `also` are further ports of this machine that must be listened at."""
        self._command = command
        self._also = also
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self.port = port

    def __enter__(self) -> Server:
        """Starts the command."""
        self._began = time.perf_counter()
        self._process = self._command.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops everything."""
        if self._process is not None:
            trees.end(self._process)

    def first_answer(self, text: str, is_answer: Callable[[Answer], bool], limit: float) -> float:
        """Seconds from the start to the first answer; raises ServerProblem after `limit` seconds."""
        number, told = 0, "nothing listens yet"
        while time.perf_counter() - self._began < limit:
            self.check_alive()
            if all(listens(port) for port in (self.port, *self._also)):
                number += 1
                with suppress(NoAnswer), Client(self.port) as client:
                    answer = client.send(f"first-{number}", text)
                    if is_answer(answer):
                        return time.perf_counter() - self._began
                    told = f"the last answer was {answer!r}"
            time.sleep(LOOK_SECONDS)
        raise ServerProblem(
            f"{self._command.name} did not answer {text!r} within {limit:.0f} s; {told}.\n"
            f"{self._command.last_lines()}"
        )

    def memory_mb(self) -> float:
        """Memory of all its processes together."""
        return trees.memory_mb(self._process.pid) if self._process else 0.0

    def check_alive(self) -> None:
        """Raises ServerProblem when the command has ended."""
        if self._process is None or self._process.poll() is not None:
            raise ServerProblem(f"{self._command.name} ended by itself:\n{self._command.last_lines()}")


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens at."""
    listeners = [socket.create_server((LOOPBACK, 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def listens(port: int) -> bool:
    """Whether somebody listens at a port."""
    with socket.socket() as visitor:
        visitor.settimeout(1.0)
        return visitor.connect_ex((LOOPBACK, port)) == 0


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Lets SIGTERM and a closed terminal end the work as Ctrl-C does, so that every server is stopped."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def python(*words: str) -> list[str]:
    """A command for this environment's Python."""
    return [sys.executable, *words]
