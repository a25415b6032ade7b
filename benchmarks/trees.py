"""A process with all that it started: how much memory they take, and how they are ended."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

GRACE_SECONDS = 25.0
LINGER_SECONDS = 2.0
PROC = Path("/proc")


def tree(root: int) -> list[int]:
    """A process and its descendants that still run, parents first."""
    parents = _parents()
    found = [root] if root in parents else []
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def memory_mb(root: int) -> float:
    """Memory of a process and its descendants, as `memory_kind` says."""
    return sum(_kilobytes(pid) for pid in tree(root)) / 1024


def end(process: subprocess.Popen[bytes], grace: float = GRACE_SECONDS) -> None:
    """Asks a process to end, waits, then ends by force whatever it has left behind."""
    pids = tree(process.pid)
    if process.poll() is None:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(grace)
    left = _left_of({*pids, *tree(process.pid)})
    for pid in left:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(grace)
    _left_of(left)


def _left_of(pids: set[int]) -> set[int]:
    """Those of the processes that run on: what was asked to end gets a moment to do so."""
    limit = time.monotonic() + LINGER_SECONDS
    while (left := pids & set(_parents())) and time.monotonic() < limit:
        time.sleep(0.1)
    return left


def memory_kind() -> str:
    """What `memory_mb` adds up on this system."""
    told = (PROC / "self" / "smaps_rollup").exists()
    return "proportional (PSS)" if told else "resident (RSS)"


def _parents() -> dict[int, int]:
    """Every running process with its parent; those that have ended already are left out."""
    if not (PROC / "self" / "stat").exists():
        listed = subprocess.run(
            ["ps", "-axo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
        )
        rows = [line.split() for line in listed.stdout.splitlines()]
        return {int(row[0]): int(row[1]) for row in rows if not row[2].startswith("Z")}
    found = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                if state not in "ZX":
                    found[int(folder.name)] = int(parent)
    return found


def _kilobytes(pid: int) -> int:
    for file, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        with suppress(OSError, StopIteration):
            lines = (PROC / str(pid) / file).read_text().splitlines()
            return int(next(line for line in lines if line.startswith(key)).split()[1])
    if PROC.joinpath("self").exists():
        return 0  # it has just ended
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return int(told.stdout.strip() or 0)
