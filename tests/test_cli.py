"""The command line: ports, child processes, training, tickets, chat; with small stand-ins for the servers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import click
import pytest
from click.testing import CliRunner
from rich.console import Console

from bot.cli import main
from bot.commands import language as languages
from bot.commands import model as models
from bot.commands.chat import converse, pressed
from bot.commands.logs import last_lines, reason, warnings
from bot.commands.places import Places
from bot.commands.ports import check_ports, running_processes, why_taken, write_processes
from bot.commands.processes import (
    Interrupted,
    NotReady,
    Process,
    ProcessFailed,
    Servers,
    run_to_end,
    stop_on_signals,
)
from bot.commands.rest import Rest
from bot.desk.store import Store
from bot.desk.tickets import open_ticket
from bot.desk.unanswered import add_unanswered
from bot.library.reader import read_library

ROOT = Path(__file__).resolve().parents[1]
SERVER = """
import sys
from http.server import HTTPServer, SimpleHTTPRequestHandler
HTTPServer(("127.0.0.1", int(sys.argv[1])), SimpleHTTPRequestHandler).serve_forever()
"""
QUIET = Console(quiet=True)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A project with two intents, entered."""
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "data" / "documents").mkdir()
    _write(tmp_path / "config.yml", "pipeline:\n- name: SpacyNLP\n- name: bot.own.Part\n")
    _write(tmp_path / "domain.yml", "intents:\n- greet\n- thanks: {use_entities: []}\n")
    _write(tmp_path / "data" / "nlu" / "talk.yml", _intent("greet", 60) + _intent("thanks", 60))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CURBSIDE_DESK_URL", raising=False)
    return Places(tmp_path)


@pytest.fixture
def port() -> int:
    """A port that is free now."""
    return _free_port()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _intent(name: str, count: int, first: str = "") -> str:
    examples = [first] * bool(first) + [f"{name} number {i}" for i in range(count - bool(first))]
    head = "nlu:\n" if name == "greet" else ""
    return head + f"- intent: {name}\n  examples: |\n" + "".join(f"    - {example}\n" for example in examples)


def _process(
    tmp_path: Path, code: str, *arguments: object, name: str = "The stand-in", ready: str = ""
) -> Process:
    return Process(
        name, [sys.executable, "-c", code, *map(str, arguments)], tmp_path / "log" / f"{name}.log", ready
    )


def _server(tmp_path: Path, port: int, name: str = "The stand-in") -> Process:
    return _process(tmp_path, SERVER, port, name=name, ready=f"http://127.0.0.1:{port}/")


def _run(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments))


# ports


def test_free_ports_pass(tmp_path: Path, port: int) -> None:
    check_ports("127.0.0.1", port, _free_port(), tmp_path / "pids")


def test_a_port_in_use_names_option_variable_and_a_free_one(tmp_path: Path, taken: int, port: int) -> None:
    with pytest.raises(click.ClickException) as error:
        check_ports("127.0.0.1", taken, port, tmp_path / "pids")
    text = error.value.message
    assert f"Port {taken} is in use by another program" in text
    other = int(text.split("CURBSIDE_PORT=")[1].split()[0])
    assert f"curbside run --port {other}" in text
    assert why_taken("127.0.0.1", other) is None


def test_an_action_port_in_use_names_its_own_option(tmp_path: Path, taken: int, port: int) -> None:
    with pytest.raises(click.ClickException, match=r"--action-port .*CURBSIDE_ACTION_PORT="):
        check_ports("127.0.0.1", port, taken, tmp_path / "pids")


def test_an_earlier_start_is_named_with_its_processes(tmp_path: Path, taken: int, port: int) -> None:
    earlier = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "curbside"])
    try:
        write_processes(tmp_path / "pids", [earlier.pid, 2**22 + 1])
        with pytest.raises(click.ClickException, match=f"a Curbside that still runs: .*`kill {earlier.pid}`"):
            check_ports("127.0.0.1", taken, port, tmp_path / "pids")
    finally:
        earlier.kill()
        earlier.wait()
    assert running_processes(tmp_path / "pids") == []


def test_one_port_for_both_servers_is_refused(tmp_path: Path, port: int) -> None:
    with pytest.raises(click.ClickException, match="Both servers were given port"):
        check_ports("127.0.0.1", port, port, tmp_path / "pids")


def test_a_port_closed_a_moment_ago_is_free(port: int) -> None:
    """A connection that we closed leaves the port in TIME_WAIT."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        visitor = socket.create_connection(("127.0.0.1", port))
        listener.accept()[0].close()
        visitor.close()
    assert why_taken("127.0.0.1", port) is None


def test_a_foreign_address_is_told(tmp_path: Path, port: int) -> None:
    with pytest.raises(
        click.ClickException, match=r"Nothing can listen at 203\.0\.113\.1 .*: use --host 127"
    ):
        check_ports("203.0.113.1", port, _free_port(), tmp_path / "pids")


# child processes


def test_servers_answer_and_are_gone_afterwards(tmp_path: Path) -> None:
    ports = [_free_port(), _free_port()]
    processes = [_server(tmp_path, port, f"Server {port}") for port in ports]
    ready: list[str] = []
    with Servers(processes, tmp_path, threading.Event()) as servers:
        servers.wait_until_ready(30, lambda process: ready.append(process.name))
        assert all(process.answers() for process in processes)
    assert sorted(ready) == sorted(process.name for process in processes)
    assert not any(process.answers() for process in processes)


def test_a_server_that_dies_is_named_with_its_last_lines_and_stops_the_other(
    tmp_path: Path, port: int
) -> None:
    dying = _process(
        tmp_path, "print('no model found'); raise SystemExit(3)", name="Rasa", ready="http://127.0.0.1:9/"
    )
    other = _server(tmp_path, port)
    with pytest.raises(
        ProcessFailed, match=r"Rasa ended with exit code 3\. The last lines of .*\nno model found"
    ):
        with Servers([other, dying], tmp_path, threading.Event()) as servers:
            servers.wait_until_ready(30)
    assert not other.answers()


def test_a_server_that_dies_later_is_noticed(tmp_path: Path, port: int) -> None:
    process = _server(tmp_path, port)
    with pytest.raises(ProcessFailed, match="was ended by signal 9"):
        with Servers([process], tmp_path, threading.Event()) as servers:
            servers.wait_until_ready(30)
            os.kill(servers.pids[0], signal.SIGKILL)
            servers.watch(60, lambda: None)


def test_a_server_that_never_answers_is_not_waited_for_endlessly(tmp_path: Path, port: int) -> None:
    silent = _process(
        tmp_path,
        "import time; print('loading', flush=True); time.sleep(60)",
        ready=f"http://127.0.0.1:{port}/",
    )
    with pytest.raises(NotReady, match="did not answer within 1 s"):
        with Servers([silent], tmp_path, threading.Event()) as servers:
            servers.wait_until_ready(1)


def test_a_stubborn_process_and_its_children_are_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.processes.GRACE_SECONDS", 0.5)
    code = (
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); child = os.fork()\n"
        "if child: print(child, flush=True)\n"
        "time.sleep(60)"
    )
    process = _process(tmp_path, code)
    with Servers([process], tmp_path, threading.Event()) as servers:
        while not last_lines(process.log):
            time.sleep(0.01)
        pids = [*servers.pids, int(last_lines(process.log))]
    time.sleep(0.1)
    answer = subprocess.run(
        ["ps", "-o", "stat=", "-p", ",".join(map(str, pids))], capture_output=True, text=True, check=False
    )
    assert [line for line in answer.stdout.split() if not line.startswith("Z")] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_stop_a_run_in_order(tmp_path: Path, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stop_on_signals() as stop:
        threading.Timer(0.3, os.kill, (os.getpid(), number)).start()
        with pytest.raises(Interrupted):
            run_to_end(_process(tmp_path, "import time; time.sleep(60)"), tmp_path, stop)
    assert signal.getsignal(number) is before


def test_chores_are_done_while_watching(tmp_path: Path) -> None:
    stop = threading.Event()
    with Servers([_process(tmp_path, "import time; time.sleep(60)")], tmp_path, stop) as servers:
        servers.watch(0.2, stop.set)
    assert stop.is_set()


def test_the_log_of_the_start_before_is_kept(tmp_path: Path) -> None:
    for words in ("first", "second"):
        process = _process(tmp_path, f"print('{words}')")
        run_to_end(process, tmp_path, threading.Event())
    assert last_lines(process.log) == "second"
    assert process.log.with_suffix(".log.1").read_text(encoding="utf-8") == "first\n"


# language

DOCUMENT = """---
id: volvo-240
title: Opening a Volvo 240
vehicle: {make: Volvo, models: [240]}
source: invented
plans: [{cause: frozen, methods: [hatch]}]
---
## Through the hatch {#hatch}
kind: procedure
tools: screwdriver

Use the hatch.

### Steps
1. Open it.
"""


def _sources(project: Places, document: str) -> str:
    _write(project.documents / "volvo-240.md", document)
    library, problems = read_library(project.documents)
    assert problems == []
    return languages.sources_hash(library)


def test_a_language_is_built_anew_for_names_and_tools_but_not_for_prose(project: Places) -> None:
    before = _sources(project, DOCUMENT)
    assert _sources(project, DOCUMENT.replace("Use the hatch.", "Use the\nhatch, always.")) == before
    assert _sources(project, DOCUMENT.replace("tools: screwdriver", "tools: crowbar")) != before
    assert _sources(project, DOCUMENT.replace("models: [240]", "models: [240, 245]")) != before


def test_a_built_language_is_found_again_until_something_is_missing(
    project: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "run_to_end", _fail)
    sources = _sources(project, DOCUMENT)
    folder = project.build / "language-1"
    for needed in (folder, project.build / "encoder"):
        needed.mkdir(parents=True)
    languages.write_receipt(project, sources, folder)
    stop = threading.Event()
    assert languages.ensure_language(project, QUIET, stop) == "build/language-1"
    (project.build / "encoder").rmdir()
    with pytest.raises(click.ClickException, match="The language pipeline could not be built"):
        languages.ensure_language(project, QUIET, stop)


def test_another_language_than_the_noted_one_is_built(
    project: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(process: Process, *_: object) -> None:
        (project.build / "encoder").mkdir(parents=True)
        (project.build / "language-2").mkdir()
        languages.write_receipt(project, process.command[-1], project.build / "language-2")

    monkeypatch.setattr(languages, "run_to_end", build)
    assert languages.ensure_language(project, QUIET, threading.Event()) == "build/language-2"
    monkeypatch.setattr(languages, "run_to_end", _fail)
    assert languages.ensure_language(project, QUIET, threading.Event()) == "build/language-2"


def _fail(*_: object) -> None:
    raise ProcessFailed("a build was started")


# training


def _stand_in_training(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    def command(folder: Path, name: str) -> list[str]:
        return [sys.executable, "-c", code, str(folder / name)]

    monkeypatch.setattr(models, "train_command", command)


TRAINS = """
import pathlib, sys
model = pathlib.Path(sys.argv[1])
model.parent.mkdir(parents=True)
model.write_text("trained")
"""


def test_a_model_is_trained_once_and_again_by_force(project: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_in_training(monkeypatch, TRAINS)
    stop = threading.Event()
    model = models.ensure_model(project, "build/language-a", QUIET, stop)
    assert (model.parent, model.read_text(encoding="utf-8")) == (project.models, "trained")
    _stand_in_training(monkeypatch, "raise SystemExit('trained again')")
    assert models.ensure_model(project, "build/language-a", QUIET, stop) == model
    _stand_in_training(monkeypatch, TRAINS.replace("trained", "trained again"))
    models.ensure_model(project, "build/language-a", QUIET, stop, force=True)
    assert model.read_text(encoding="utf-8") == "trained again"


def test_no_training_looks_into_rasas_cache(tmp_path: Path) -> None:
    assert "--force" in models.train_command(tmp_path, "model.tar.gz")


@pytest.mark.parametrize(
    "path", ["config.yml", "domain.yml", "data/nlu/talk.yml", "data/stories/new.yml", "bot/own.py"]
)
def test_what_a_training_depends_on_changes_the_fingerprint(project: Places, path: str) -> None:
    before = models.fingerprint(project, "build/language-a")
    assert before == models.fingerprint(project, "build/language-a")
    _write(project.root / path, "pipeline:\n- name: bot.own.Part\n# changed\n")
    assert models.fingerprint(project, "build/language-a") != before


DOMAIN_OF_RESPONSES = "responses:\n  utter_ruled:\n  - text: {ruled}\n  utter_read:\n  - text: {read}\n"


@pytest.mark.parametrize(
    ("ruled", "read", "trains"), [("hello", "hello", False), ("hello", "bye", False), ("bye", "hello", True)]
)
def test_a_new_wording_needs_training_only_where_rasa_serves_it(
    project: Places, ruled: str, read: str, trains: bool
) -> None:
    _write(project.data / "stories" / "rules.yml", "rules: [{steps: [{action: utter_ruled}]}]\n")
    domain = project.root / "domain.yml"
    _write(domain, DOMAIN_OF_RESPONSES.format(ruled="hello", read="hello"))
    before = models.fingerprint(project, "build/language-a")
    _write(domain, DOMAIN_OF_RESPONSES.format(ruled=ruled, read=read))
    assert (models.fingerprint(project, "build/language-a") != before) is trains


def test_another_language_changes_the_fingerprint_and_a_document_alone_does_not(project: Places) -> None:
    before = models.fingerprint(project, "build/language-a")
    _write(project.documents / "new.md", "changed")
    assert models.fingerprint(project, "build/language-a") == before
    assert models.fingerprint(project, "build/language-b") != before


def test_each_language_has_a_training_cache_of_its_own(project: Places) -> None:
    environments = [models.training_environment(project, f"build/language-{name}") for name in "ab"]
    assert len({environment["RASA_CACHE_DIRECTORY"] for environment in environments}) == 2
    assert environments[0]["CURBSIDE_LANGUAGE"] == "build/language-a"


def test_a_failed_training_tells_its_cause_and_leaves_no_model(
    project: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stand_in_training(monkeypatch, TRAINS + "\nraise ValueError('rules contradict')")
    with pytest.raises(
        click.ClickException, match=r"The training failed:\n\nValueError: rules contradict\n\nMend"
    ):
        models.ensure_model(project, "build/language-a", QUIET, threading.Event())
    assert not list(project.models.glob("*"))


def test_a_training_without_result_is_told(project: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_in_training(monkeypatch, "print('nothing to do')")
    with pytest.raises(click.ClickException, match=r"The training failed:\n\nnothing to do"):
        models.ensure_model(project, "build/language-a", QUIET, threading.Event())


def test_old_models_are_thrown_away(project: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_in_training(monkeypatch, TRAINS)
    for age in range(5):
        _write(project.models / f"curbside-{age}.tar.gz", "old")
        os.utime(project.models / f"curbside-{age}.tar.gz", (age, age))
    _write(project.models / "by-hand.tar.gz", "mine")
    model = models.ensure_model(project, "build/language-a", QUIET, threading.Event())
    kept = {path.name for path in project.models.iterdir()}
    assert kept == {model.name, "curbside-4.tar.gz", "curbside-3.tar.gz", "by-hand.tar.gz"}


# check


def test_a_project_in_order_passes(project: Places) -> None:
    result = _run("check", "--fast")
    assert result.exit_code == 0, result.output
    assert "in order" in result.output


def test_all_problems_are_told_at_once(project: Places) -> None:
    _write(project.shop, "fone: 1\n")
    _write(project.documents / "bad.md", "no front matter")
    _write(
        project.data / "nlu" / "talk.yml",
        _intent("greet", 60, "Hi there") + _intent("thanks", 59, "hi  THERE") + _intent("lost", 60),
    )
    result = _run("check", "--fast")
    assert result.exit_code == 1
    for expected in (
        "shop.yml:1: unknown key",
        "bad.md:1: ",
        "data/nlu/talk.yml:66: 'hi  THERE' (thanks) stands in data/nlu/talk.yml:4 too (greet) - keep",
        "intent thanks has 59 examples - write 1 more",
        "domain.yml has no intent lost - add it under intents",
        " problems.\n",
    ):
        assert expected in result.output


def test_an_intent_without_examples_and_broken_yaml_are_told(project: Places) -> None:
    _write(project.data / "nlu" / "talk.yml", "nlu: [\n")
    result = _run("check", "--fast")
    assert "data/nlu/talk.yml:2: " in result.output
    assert "domain.yml:1: intent greet has 0 examples" in result.output


def test_entity_marks_do_not_make_an_example_different(project: Places) -> None:
    text = _intent("greet", 60, "my [boot](part) is shut") + _intent(
        "thanks", 60, 'my [boot]{"entity": "part"} is shut'
    )
    _write(project.data / "nlu" / "talk.yml", text)
    assert "'my boot is shut' (thanks) stands in" in _run("check", "--fast").output


def test_a_log_is_read_for_people(tmp_path: Path) -> None:
    log = tmp_path / "rasa.log"
    _write(
        log,
        "start\n\n 10%|█ | 3/9\n\x1b[93mio.py:1: UserWarning: odd rule\nUserWarning: odd rule\nend\n",
    )
    assert last_lines(log, 2) == "UserWarning: odd rule\nend"
    assert warnings(log) == ["odd rule"]
    assert reason(log).startswith("start\n")
    _write(log, "start\nrasa.InvalidRule: contradiction\n- rule a\n")
    assert reason(log) == "rasa.InvalidRule: contradiction\n- rule a"


# tickets, unanswered, forget


def test_tickets_are_listed_shown_taken_and_closed(project: Places) -> None:
    store = Store.from_environment(project.root)
    said = [{"who": "person", "text": "trunk [bold]shut\x1b[2J", "at": "10:00"}]
    number = str(open_ticket(store, "ann", vehicle="BMW 328i", symptoms=["no power"], transcript=said))
    assert "BMW 328i" in _run("tickets", "list").output
    shown = _run("tickets", "show", number).output
    assert "trunk [bold]shut�[2J" in shown, "people's words are shown, not obeyed"
    assert json.loads(_run("tickets", "take", number, "--by", "Sam", "--json").output)["taken_by"] == "Sam"
    assert (
        json.loads(_run("tickets", "close", number, "--note", "towed", "--json").output)["status"] == "closed"
    )
    assert json.loads(_run("tickets", "list", "--json").output) == []
    assert json.loads(_run("tickets", "list", "--all", "--json").output)[0]["note"] == "towed"


def test_an_unknown_ticket_is_one_sentence_and_exit_code_1(project: Places) -> None:
    result = _run("tickets", "show", "5")
    assert (result.exit_code, result.output) == (
        1,
        "Error: there is no ticket 5: `curbside tickets list --all` shows every ticket\n",
    )


def test_unanswered_messages_are_listed_by_count(project: Places) -> None:
    store = Store.from_environment(project.root)
    for text in ("my tesla", "My Tesla?", "hmm"):
        add_unanswered(store, "ann", text, "unclear" if text == "hmm" else "not-covered:vehicle")
    assert [row["count"] for row in json.loads(_run("unanswered", "--json").output)] == [2, 1]
    assert "hmm" in _run("unanswered", "--reason", "unclear").output


def test_forgetting_reports_counts(project: Places) -> None:
    open_ticket(Store.from_environment(project.root), "ann")
    gone = {"tickets": 1, "unanswered": 0, "events": 0, "channels": 0}
    assert json.loads(_run("forget", "ann", "--json").output) == gone
    assert "Nothing was kept about 'ann'" in _run("forget", "ann").output


def test_outside_of_a_project_the_cure_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = _run("tickets", "list")
    assert result.exit_code == 1
    assert (
        "is no Curbside project (no config.yml, domain.yml, data): change to the project's folder"
        in result.output
    )


# chat


class Replies(BaseHTTPRequestHandler):
    """A REST channel that offers a button and repeats what it was sent."""

    received: ClassVar[list[dict[str, str]]] = []

    def do_GET(self) -> None:
        self._reply(200, {"status": "ok"})

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.received.append(sent)
        if sent["message"] == "bad":
            return self._reply(400, {"error": "no", "cure": "send words"})
        buttons = [{"title": "It worked", "payload": "opaque-1"}]
        self._reply(
            200,
            [{"text": f"[b]{sent['message']}", "buttons": buttons}, {"custom": {"kind": "step", "step": 2}}],
        )

    def _reply(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def rest() -> Iterator[Rest]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Replies) as server:
        Replies.received = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Rest(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


@pytest.mark.parametrize(
    ("line", "sent"), [("1", "a"), ("2", "b"), ("3", "3"), ("0", "0"), ("²", "²"), ("yes", "yes"), ("", "")]
)
def test_a_buttons_number_presses_it(line: str, sent: str) -> None:
    assert pressed(line, ["a", "b"]) == sent


def test_a_chat_shows_text_buttons_and_kind(rest: Rest, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["hello", "1", "/quit", "never"])
    monkeypatch.setattr(Console, "input", lambda *_args, **_options: next(lines))
    console = Console(record=True, width=80)
    converse(rest, console, "me", debug=True)
    shown = console.export_text()
    assert [sent["message"] for sent in Replies.received] == ["hello", "opaque-1"]
    assert {sent["sender"] for sent in Replies.received} == {"me"}
    for expected in ("[b]hello", "1) It worked", "[step]  step=2"):
        assert expected in shown


def test_a_refused_message_and_a_missing_server_are_told(rest: Rest, port: int) -> None:
    assert rest.is_running()
    with pytest.raises(click.ClickException, match="refused the message: no - send words"):
        rest.send("me", "bad")
    nobody = Rest(f"http://127.0.0.1:{port}")
    assert not nobody.is_running()
    with pytest.raises(click.ClickException, match="does not answer"):
        nobody.send("me", "hello")


# the command itself


def test_the_help_is_fast_and_imports_nothing_heavy() -> None:
    heavy = ("rasa", "rasa_sdk", "spacy", "tensorflow", "numpy", "sqlalchemy", "rich", "yaml")
    code = f"import sys, bot.cli; print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_explains_itself_in_one_line(command: str) -> None:
    line = next(line for line in _run("--help").output.splitlines() if line.split()[:1] == [command])
    assert not line.endswith("...")
    assert _run(command, "--help").exit_code == 0


def test_the_action_server_listens_on_loopback_and_takes_json_only(port: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot.commands.action_server", "--port", str(port)]
    process = Process("Actions", command, tmp_path / "actions.log", f"http://127.0.0.1:{port}/health")
    _write(tmp_path / "actions" / "__init__.py", "")
    counter = "class Counter:\n    def warm_up(self): ...\n\n\ncounter = Counter\n"
    _write(tmp_path / "actions" / "counter.py", counter)
    with Servers([process], tmp_path, threading.Event()) as servers:
        servers.wait_until_ready(60)
        post = urllib.request.Request(
            f"http://127.0.0.1:{port}/webhook", b"{}", {"Content-Type": "text/plain"}
        )
        with pytest.raises(urllib.error.HTTPError, match="415"):
            urllib.request.urlopen(post)
    assert why_taken("127.0.0.1", port) is None
