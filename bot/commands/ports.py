"""Whether the ports are free, and what to do when they are not."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

PORT, ACTION_PORT = "CURBSIDE_PORT", "CURBSIDE_ACTION_PORT"
DEFAULT_PORT, DEFAULT_ACTION_PORT = 5005, 5055
LOOPBACK = "127.0.0.1"
PORT_TYPE = click.IntRange(1, 65535)

port_option = click.option(
    "--port", type=PORT_TYPE, envvar=PORT, default=DEFAULT_PORT, show_default=True, show_envvar=True,
    help="Port people's messages come in at.",
)  # fmt: skip
action_port_option = click.option(
    "--action-port", type=PORT_TYPE, envvar=ACTION_PORT, default=DEFAULT_ACTION_PORT, show_default=True,
    show_envvar=True, help="Port of the action server; never open it to the outside.",
)  # fmt: skip


def check_ports(host: str, port: int, action_port: int, pids: Path) -> None:
    """Raises ClickException with the cure where a port cannot be had; `pids` is an earlier start's file."""
    if port == action_port:
        raise click.ClickException(
            f"Both servers were given port {port}: choose another one for {ACTION_PORT}."
        )
    _check(host, port, "--port", PORT, pids)
    _check(LOOPBACK, action_port, "--action-port", ACTION_PORT, pids)


def _check(host: str, port: int, option: str, variable: str, pids: Path) -> None:
    reason = why_taken(host, port)
    if reason is None:
        return
    if reason not in (errno.EADDRINUSE, errno.EACCES):
        raise click.ClickException(
            f"Nothing can listen at {host} ({os.strerror(reason)}): use --host {LOOPBACK}."
        )
    other = next((p for p in range(port + 1, 65536) if why_taken(host, p) is None), port)
    choice = f"choose another one: `curbside run {option} {other}` or `{variable}={other} make run`"
    earlier = " ".join(str(pid) for pid in running_processes(pids))
    if reason == errno.EACCES:
        raise click.ClickException(f"Port {port} is open to the system's administrator only: {choice}.")
    if earlier:
        raise click.ClickException(
            f"Port {port} is in use by a Curbside that still runs: stop it with Ctrl-C in its window or "
            f"`kill {earlier}`, or {choice}."
        )
    raise click.ClickException(f"Port {port} is in use by another program: stop that program, or {choice}.")


def why_taken(host: str, port: int) -> int | None:
    """The error number that listening at a port would meet, None where it is free."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do
        try:
            listener.bind((host, port))
        except OSError as error:
            return error.errno or errno.EADDRNOTAVAIL
    with socket.socket() as visitor:  # on some systems two programs may listen at one port
        visitor.settimeout(0.5)
        return errno.EADDRINUSE if visitor.connect_ex((LOOPBACK, port)) == 0 else None


def write_processes(pids: Path, processes: Sequence[int]) -> None:
    """Notes the processes of this start, the one that ends the others first, for the next start to name."""
    pids.parent.mkdir(parents=True, exist_ok=True)
    pids.write_text("\n".join(str(pid) for pid in processes), encoding="utf-8")


def running_processes(pids: Path) -> list[int]:
    """What to end of an earlier start: its first process, or those that outlived it."""
    with suppress(OSError, ValueError):
        noted = [int(line) for line in pids.read_text(encoding="utf-8").split()]
        running = [pid for pid in noted if _is_ours(pid)]
        return running[:1] if running[:1] == noted[:1] else running
    return []


def _is_ours(pid: int) -> bool:
    """Numbers are given again to other programs: the command line decides."""
    answer = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return any(word in answer.stdout for word in ("curbside", "rasa", "bot.commands"))
