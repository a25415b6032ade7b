"""The harness of `make bench`, with stand-ins: turns, servers and their children, limits, the table."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import aiohttp
import pytest

from benchmarks import bench, channels, limits, product, trees
from benchmarks.client import Client
from benchmarks.errors import MeasuringProblem, NoAnswer, ServerProblem, WrongAnswer
from benchmarks.load import Talk, Times, time_turns, turns_per_second
from benchmarks.readme import rewrite
from benchmarks.rounds import Bot, Counts, play_round
from benchmarks.servers import Command, Server, free_ports, python, run_to_end
from tests import chatting

TALK = [{"text": "Right."}, {"custom": {"kind": "talk", "intent": "thanks"}}]
# Answers every message with a talk turn, at the port that it is given.
STAND_IN = f"""
import http.server, json, sys
class Bot(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({TALK!r}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
http.server.ThreadingHTTPServer.request_queue_size = 64
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Bot).serve_forever()
"""


class Stub(BaseHTTPRequestHandler):
    """A REST channel with an answer for each word; it keeps what it was sent."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[dict[str, Any]]]

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append(said)
        status = 429 if said["message"] == "refused" else 200
        body = b"<html>" if said["message"] == "html" else json.dumps(TALK).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = said["message"] == "hang up"

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def stub() -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The port of a stand-in channel, and what it was sent."""

    class Kept(Stub):
        seen: ClassVar[list[dict[str, Any]]] = []

    with ThreadingHTTPServer(("127.0.0.1", 0), Kept) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1], Kept.seen
        server.shutdown()
        thread.join()


def _talk(*texts: str, turns: int = 2) -> Talk:
    return Talk("plain", texts, product.is_answer, turns)


def _command(tmp_path: Path, code: str, *words: object) -> Command:
    return Command("The stand-in", python("-c", code, *map(str, words)), tmp_path, tmp_path / "log")


def test_a_client_keeps_its_connection_and_opens_it_again(stub: tuple[int, list[dict[str, Any]]]) -> None:
    port, seen = stub
    with Client(port) as client:
        assert [client.send("me", text) for text in ("hello", "hang up", "hello")] == [TALK] * 3
    assert seen[0] == {"sender": "me", "message": "hello"}


@pytest.mark.parametrize(
    ("text", "reason"), [("refused", "answer 429 to 'refused'"), ("html", "the answer to 'html' is not JSON")]
)
def test_an_answer_that_is_none(stub: tuple[int, list[dict[str, Any]]], text: str, reason: str) -> None:
    with Client(stub[0]) as client, pytest.raises(NoAnswer, match=reason):
        client.send("me", text)


def test_nobody_listens() -> None:
    with Client(free_ports(1)[0]) as client, pytest.raises(NoAnswer, match="no answer to 'hello'"):
        client.send("me", "hello")


def test_a_conversation_has_so_many_turns(stub: tuple[int, list[dict[str, Any]]]) -> None:
    port, seen = stub
    ticks: list[int] = []
    times = time_turns(port, _talk("a", "b", "c"), 2, 4, lambda: ticks.append(1))
    assert [said["message"] for said in seen] == list("abcabc")
    senders = [said["sender"] for said in seen]
    assert senders[0::2] == senders[1::2]
    assert len(set(senders)) == 3
    assert len(ticks) == 4
    assert 0 < times.p50 <= times.p95


def test_everybody_begins_elsewhere(stub: tuple[int, list[dict[str, Any]]]) -> None:
    port, seen = stub
    assert turns_per_second(port, _talk("a", "b"), each=2, people=4) > 0
    assert sorted(said["message"] for said in seen) == list("aaaabbbb")
    assert len({said["sender"] for said in seen}) == 4


def test_a_turn_of_another_kind_is_not_measured(stub: tuple[int, list[dict[str, Any]]]) -> None:
    unclear = Talk("plain", ["a"], lambda answer: False)
    with pytest.raises(WrongAnswer, match="plain: 'a' was answered with"):
        time_turns(stub[0], unclear, 0, 1, lambda: None)
    with pytest.raises(MeasuringProblem, match="2 people at once: plain"):
        turns_per_second(stub[0], unclear, each=1, people=2)


def test_median_and_95th_percentile() -> None:
    times = Times.of([number / 1000 for number in range(1, 101)])
    assert times.p50 == pytest.approx(50.5)
    assert times.p95 == pytest.approx(95)
    assert Times.of([0.003]) == Times(3.0, 3.0)


def test_a_server_is_waited_for_and_stopped(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    with Server(_command(tmp_path, STAND_IN, port), port) as server:
        assert server.first_answer("hello", product.is_answer, 60) > 0
        assert server.memory_mb() > 1
        server.check_alive()
    with Client(port) as client, pytest.raises(NoAnswer):
        client.send("me", "hello")


def test_a_server_that_ends_tells_why(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    with (
        Server(_command(tmp_path, "raise SystemExit('the port is taken')"), port) as server,
        pytest.raises(ServerProblem, match=r"ended by itself:\nthe port is taken"),
    ):
        server.first_answer("hello", product.is_answer, 60)


def test_a_server_that_answers_otherwise_is_not_ready(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    with (
        Server(_command(tmp_path, STAND_IN, port), port) as server,
        pytest.raises(ServerProblem, match="did not answer 'hello' within 3 s"),
    ):
        server.first_answer("hello", lambda answer: False, 3)


def test_children_in_groups_of_their_own_end_too() -> None:
    child = "import time; time.sleep(60)"
    code = f"""
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", {child!r}], start_new_session=True)
print(child.pid, flush=True)
time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    with process.stdout:
        grandchild = int(process.stdout.readline())
        assert trees.tree(process.pid) == [process.pid, grandchild]
        trees.end(process, grace=0.5)
    assert process.returncode is not None
    assert trees.tree(grandchild) == []


def test_a_command_runs_to_its_end(tmp_path: Path) -> None:
    assert run_to_end(_command(tmp_path, "print('done')"), 60) > 0


@pytest.mark.parametrize(
    ("code", "limit", "reason"),
    [
        ("print('no memory'); raise SystemExit(3)", 60, r"ended with code 3:\nno memory"),
        ("import time; time.sleep(60)", 0.5, "took more than 0 s"),
    ],
)
def test_a_command_that_fails_is_told(tmp_path: Path, code: str, limit: float, reason: str) -> None:
    with pytest.raises(ServerProblem, match=reason):
        run_to_end(_command(tmp_path, code), limit)


def test_a_round_takes_every_figure(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    bot = Bot(
        name="curbside",
        train=lambda: _command(tmp_path, "pass"),
        server=lambda: Server(_command(tmp_path, STAND_IN, port), port),
        first_words="hello",
        is_answer=product.is_answer,
        ready_seconds=60,
        talks=[
            _talk("a"),
            Talk("action_new", ["b"], product.is_answer),
            Talk("action_running", ["b"], product.is_answer),
        ],
        crowd=_talk("a", "b"),
    )
    play_round(bot, Counts(1, 1, 2, 1), lambda what: None, lambda: None)
    assert set(bot.figures) == {row.ours for row in limits.ROWS}


OURS = {row.ours: 10.0 for row in limits.ROWS} | {"crowd_per_s": 60.0}
THEIRS = {row.theirs: 40.0 for row in limits.ROWS} | {"crowd_per_s": 30.0, "training_s": 20.0}
REPORT = {
    "medians": {"curbside": OURS, "starter": THEIRS},
    "counts": {"rounds": 3, "warm_up": 20, "turns": 200},
    "machine": {"cores": 2, "system": "Linux", "python": "3.10", "rasa": "3.6", "memory": "resident (RSS)"},
}


def test_ratios_are_held_against_the_limits() -> None:
    found = {result.row.name: result for result in limits.results(OURS, THEIRS)}
    assert found["plain turn, p50 (ms)"].cells() == ["10.0", "40.0", "0.25", "≤ 0.5", "✓"]
    assert found["16 people at once (turns per second)"].cells() == ["60.0", "30.0", "2.00", "≥ 2", "✓"]
    assert found["plain turn, p95 (ms)"].met is None
    assert limits.missed(list(found.values())) == ["training (s)"]


def test_a_bot_alone_has_no_ratio() -> None:
    assert all(result.ratio is None and result.met is None for result in limits.results(OURS, {}))


def test_the_table_replaces_the_one_in_the_readme(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# Speed\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n", encoding="utf-8")
    for _ in range(2):
        rewrite(readme, "bench", limits.markdown(REPORT))
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("# Speed\n<!-- bench -->\n| | Curbside | starter bot |")
    assert text.endswith("`make bench` repeats it.\n<!-- /bench -->\nafter\n")
    assert "old" not in text
    assert text.count("| training (s) | 10.0 | 20.0 | 0.50 | ≤ 0.3 | ✗ |") == 1


def test_a_readme_without_a_place_for_the_table(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("<!-- bench -->", encoding="utf-8")
    with pytest.raises(MeasuringProblem, match="add the lines <!-- bench --> and <!-- /bench -->"):
        rewrite(readme, "bench", "table")


def test_the_crowd_runs_actions_half_of_the_time() -> None:
    mixed = bench._half_and_half(bench.OUR_PLAIN, bench.OUR_ACTIONS)
    assert set(mixed[0::2]) == set(bench.OUR_PLAIN)
    assert set(mixed[1::2]) == set(bench.OUR_ACTIONS)


def test_the_product_is_measured_beside_its_own_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURBSIDE_DESK_URL", "sqlite:///the-shops-own.db")
    with product.product() as ours:
        assert (ours.folder / "var").is_dir()
        assert not list((ours.folder / "var").iterdir())
        assert (ours.folder / "config.yml").samefile(product.ROOT / "config.yml")
        command = ours.server()._command
        assert "CURBSIDE_DESK_URL" not in command.environment
        assert not (ours.folder / "endpoints.yml").is_symlink()
        endpoints = (ours.folder / "endpoints.yml").read_text(encoding="utf-8")
        assert f":{command.words[-1]}/" in endpoints or "${CURBSIDE_ACTION_PORT}" in endpoints
    assert not ours.folder.exists()


# What the web chat costs


def test_every_turn_beside_open_streams_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "STREAMS": 3,
        "TURNS_A_SECOND": 20,
        "SECONDS": 1,
        "WARM_UP": 0,
        "MEASURED": 20,
    }.items():
        monkeypatch.setattr(channels, name, value)

    async def measured(base: str) -> tuple[list[float], list[float], int]:
        async with aiohttp.ClientSession() as http:
            return await channels._alone(http, base), *await channels._crowd(http, base)

    with chatting.Server(chatting.channel(tmp_path)) as server:
        alone, crowd, asked = asyncio.run(measured(f"http://127.0.0.1:{server.port}/webhooks"))
        said = [message.text for message in server.agent.seen]
    assert (len(alone), len(crowd), asked) == (20, 20, 20)
    assert len(said) == 40
    assert all(0 < seconds < 5 for seconds in (*alone, *crowd))
