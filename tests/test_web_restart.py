"""A server of the web chat that is killed in the middle of a turn, started again, and stopped with open streams."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.servers import free_ports
from tests.chatting import ROOT, WEB, Browser, Site, new_id

STARTS_WITHIN, STOPS_WITHIN = 60.0, 6.0


@contextmanager
def _running(port: int, folder: Path, gate: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.chatting", str(port), str(folder), gate]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(Site(port))
        yield process
    finally:
        process.kill()
        process.wait()


def _wait_for(site: Site) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            if site.request("GET", f"{WEB}/").status == 200:
                return
        except OSError:
            assert time.monotonic() < end, "the server does not start"
            time.sleep(0.1)


def test_kill_restart_stop(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    message = {"id": new_id(), "text": "in the middle"}
    with _running(port, tmp_path, "closed") as first:
        one: Browser = Site(port).newcomer()
        posted = one.post(message)
        with one.stream() as stream:
            assert stream.next_event()["text"] == "in the middle"
            assert stream.next() == ("typing", {"on": True})
            first.send_signal(signal.SIGKILL)
            with pytest.raises((EOFError, OSError)):
                stream.next()
    with _running(port, tmp_path, "open") as second:
        with one.stream(posted.json["seq"]) as stream:
            assert stream.next_event()["text"] == "you said:\n\nin the middle"
            again = one.post(message)
            assert (again.status, again.json) == (200, posted.json)
            assert [event["from"] for event in one.history()] == ["person", "shop"]
            begun = time.monotonic()
            second.send_signal(signal.SIGTERM)
            with pytest.raises(EOFError):
                stream.next_event()
        second.wait(STOPS_WITHIN)
        assert time.monotonic() - begun < STOPS_WITHIN
