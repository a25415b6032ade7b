"""How long work is shown: a spinner with the time on a terminal, two plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@contextmanager
def working(console: Console, what: str, where: str = "") -> Iterator[None]:
    """Shows that something goes on, and when done how long it took; nothing on a quiet console."""
    start = time.monotonic()
    label = f"{what} [dim]{where}[/dim]" if where else what
    if console.is_terminal:
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            refresh_per_second=4,  # the work itself needs the processor
        ) as progress:
            progress.add_task(label)
            yield
    else:
        console.print(f"{label} …")
        yield
    console.print(f"[green]✓[/green] {what} [dim]({time.monotonic() - start:.1f} s)[/dim]", highlight=False)
