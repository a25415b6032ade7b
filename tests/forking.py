"""Servers of one channel in processes of their own, to be killed: forked from one process that has loaded Rasa already.

`python -m tests.forking` is that process; it reads what to start, a line each, and writes the new process's number.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 60.0


class Forks:
    """Starts servers, each in a moment; `close` ends the process that they come from."""

    def __init__(self) -> None:
        """Loads Rasa meanwhile."""
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.forking"], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def close(self) -> None:
        """Ends the parent."""
        self._parent.kill()
        self._parent.wait()

    @contextmanager
    def running(self, channel: str, port: int, **settings: Any) -> Iterator[Fork]:
        """A server with one channel, until the block ends or it is killed; `closed` lets no turn get to its end."""
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.write(json.dumps({"channel": channel, "port": port, **settings}) + "\n")
        self._parent.stdin.flush()
        fork = Fork(int(self._parent.stdout.readline()), port)
        try:
            fork.wait_until(f"/webhooks/{channel}/")
            yield fork
        finally:
            fork.kill()


class Fork:
    """One of the servers."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid = pid
        self.port = port

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Ends it as a crash would, and returns when it is gone."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)
        end = time.monotonic() + 10
        while time.monotonic() < end and Path(f"/proc/{self.pid}").exists():
            time.sleep(0.005)
        assert not Path(f"/proc/{self.pid}").exists(), "the server does not stop"

    def wait_until(self, path: str) -> None:
        """Returns when the server answers."""
        end = time.monotonic() + STARTS_WITHIN
        while True:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", path)
                if connection.getresponse().status == 200:
                    return
            except OSError:
                assert time.monotonic() < end, "the server does not start"
                time.sleep(0.02)
            finally:
                connection.close()


def _serve(channel: str, port: int, folder: str, closed: bool = False, **settings: Any) -> None:
    from tests import chatting, slack_server, telegram_server
    from tests.channel_server import Agent, app_of

    inputs = {
        "web": lambda: chatting.channel(Path(folder), **settings),
        "telegram": lambda: telegram_server.credentials_channel(Path(folder), **settings),
        "slack": lambda: slack_server.credentials_channel(Path(folder), **settings),
    }
    agent = chatting.Chatty() if channel == "web" else Agent()
    if closed:
        agent.gate.clear()
    app_of(inputs[channel](), agent).run(host="127.0.0.1", port=port, access_log=False)


def main() -> None:
    """Forks a server for each line."""
    from bot.understanding import light

    light.apply(ROOT / "config.yml")
    import rasa.core.run  # noqa: F401 # before the first fork, so that no fork has to

    from tests import chatting, slack_server, telegram_server  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with suppress(KeyboardInterrupt):
                _serve(**json.loads(line))
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
