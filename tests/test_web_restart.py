"""A server of the web chat that is killed in the middle of a turn, started again, and stopped with open streams."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from benchmarks.servers import free_ports
from tests.chatting import Browser, Site, new_id
from tests.forking import Forks

STOPS_WITHIN = 6.0


def test_kill_restart_stop(tmp_path: Path, forks: Forks) -> None:
    (port,) = free_ports(1)
    message = {"id": new_id(), "text": "in the middle"}
    with forks.running("web", port, folder=str(tmp_path), closed=True) as first:
        one: Browser = Site(port).newcomer()
        posted = one.post(message)
        with one.stream() as stream:
            assert stream.next_event()["text"] == "in the middle"
            assert stream.next() == ("typing", {"on": True})
            first.kill()
            with pytest.raises((EOFError, OSError)):
                stream.next()
    with forks.running("web", port, folder=str(tmp_path)) as second:
        with one.stream(posted.json["seq"]) as stream:
            assert stream.next_event()["text"] == "you said:\n\nin the middle"
            again = one.post(message)
            assert (again.status, again.json) == (200, posted.json)
            assert [event["from"] for event in one.history()] == ["person", "shop"]
            begun = time.monotonic()
            second.kill(signal.SIGTERM)
            with pytest.raises(EOFError):
                stream.next_event()
        assert time.monotonic() - begun < STOPS_WITHIN
