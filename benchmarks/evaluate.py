"""`make evaluate`: how well Curbside understands held-out messages, dialogues and questions for facts.

Starts the product's own servers, puts everything to them, has the answers judged (tests/judge.py), and reads
the messages once more with the model alone. `--intents` looks at the training data instead.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from benchmarks import product, reading, showing, summary
from benchmarks.asking import Interview
from benchmarks.client import Client
from benchmarks.errors import MeasuringProblem
from benchmarks.figures import Figures
from benchmarks.heldout import HeldOut, Row, read_facts, read_held_out
from benchmarks.readme import rewrite
from benchmarks.servers import run_to_end, stopped_by_signals

ROOT = Path(__file__).resolve().parents[1]
HELD_OUT = ROOT / "tests" / "heldout"
FACTS = ROOT / "tests" / "facts.yml"
REPORTS = ROOT / "reports"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, prints and reports."""
    options = _options(arguments)
    console = Console()
    os.chdir(ROOT)
    try:
        if options.table:
            rewrite(ROOT / "README.md", "evaluate", summary.markdown(_read_report()))
            console.print("The table in README.md is that of reports/evaluate.json.")
        elif options.intents:
            from benchmarks.intents import look_at_intents

            look_at_intents(ROOT, console)
        else:
            with stopped_by_signals():
                _evaluate(options, console)
    except (MeasuringProblem, click.ClickException) as problem:
        console.print(f"[red]{type(problem).__name__}[/red]: {escape(str(problem))}", highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        console.print("Stopped; nothing was written.")
        sys.exit(130)


def _evaluate(options: argparse.Namespace, console: Console) -> None:
    held_out = read_held_out(options.messages, options.dialogues)
    facts = read_facts(options.facts) if options.facts else []
    found = _ask(held_out, facts, console)
    readings = _read([row["text"] for row in held_out.messages], console)
    chosen = reading.chosen_threshold(ROOT / "config.yml")
    pairs = [
        (readings[row["text"]], outside)
        for row in held_out.messages
        if row["text"] in readings and (outside := reading.is_outside(row)) is not None
    ]
    points = reading.curve(pairs, chosen) if pairs else []
    showing.show_mistakes(found, readings, console)
    showing.show_groups(found, console)
    if points:
        showing.show_curve(points, chosen, console)
    showing.show_figures(found, console)
    _report(found, readings, points, chosen)
    _draw(found, points, chosen, console)
    console.print("Written to reports/evaluate.json; `make evaluate ARGS=--table` puts it into the README.")


def _ask(held_out: HeldOut, facts: Sequence[Row], console: Console) -> Figures:
    """Everything put to the product's servers, which are stopped afterwards."""
    with product.product() as ours, _progress(console) as progress:
        with _task(progress, "prepares encoder and model", 1) as tick:
            run_to_end(ours.prepare(), product.PREPARE_SECONDS)
            tick()
        with ours.server() as server:
            with _task(progress, "starts the servers", 1) as tick:
                server.first_answer(product.FIRST_WORDS, product.is_answer, product.READY_SECONDS)
                tick()
            with Client(server.port) as client:
                talk = Interview(client, server.check_alive)
                asked = list(_each(progress, "messages", held_out.messages, talk.ask))
                played = list(_each(progress, "dialogues", held_out.dialogues, talk.play))
                surfaced = list(_each(progress, "facts", facts, talk.check_fact))
    return Figures(asked, played, surfaced)


def _read(texts: Sequence[str], console: Console) -> dict[str, reading.Reading]:
    """How the model reads the messages; without it the figures stand all the same."""
    if not texts:
        return {}
    with console.status("reads the messages with the model alone"):
        try:
            return reading.read_texts(ROOT, texts)
        except Exception as problem:  # whatever Rasa raises: only the reasons are lost
            console.print(
                f"[yellow]![/yellow] no reasons, since the model could not be read: {problem}",
                highlight=False,
            )
            return {}


def _report(
    found: Figures, readings: dict[str, reading.Reading], points: Sequence[reading.Point], chosen: float
) -> None:
    report: dict[str, Any] = {
        **found.as_json(),
        "out_of_scope": {
            "threshold": chosen,
            "curve": [{k: round(v, 4) for k, v in vars(p).items()} for p in points],
        },
        "mistakes": showing.mistakes(found.asked, readings),
        "wrong_dialogues": {p.verdict.name: p.verdict.reason for p in found.played if not p.verdict.right},
        "missed_facts": {x.row["asks"]: showing.missed_fact(x) for x in found.facts if x.missing or x.faults},
    }
    REPORTS.mkdir(exist_ok=True)
    text = json.dumps(report, indent=2, ensure_ascii=False)
    (REPORTS / "evaluate.json").write_text(text + "\n", encoding="utf-8")


def _read_report() -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads((REPORTS / "evaluate.json").read_text(encoding="utf-8"))
        return report
    except (OSError, ValueError) as error:
        raise MeasuringProblem(
            f"reports/evaluate.json cannot be read ({error}): run `make evaluate` first"
        ) from None


def _draw(found: Figures, points: Sequence[reading.Point], chosen: float, console: Console) -> None:
    try:
        from benchmarks import pictures
    except ImportError as problem:
        console.print(f"[yellow]![/yellow] no pictures: {problem}; `make setup` brings matplotlib with Rasa")
        return
    if found.asked:
        pictures.draw_confusion(found.confusion(), REPORTS / "confusion.png")
    if points:
        pictures.draw_curve(points, chosen, REPORTS / "out-of-scope.png")


def _each(progress: Progress, name: str, rows: Sequence[Row], do: Callable[[Row], Any]) -> Iterable[Any]:
    with _task(progress, name, len(rows)) as tick:
        for row in rows:
            yield do(row)
            tick()


@contextmanager
def _task(progress: Progress, name: str, total: int) -> Iterator[Callable[[], None]]:
    if not total:
        yield lambda: None
        return
    task = progress.add_task(name, total=total)
    yield lambda: progress.advance(task)


def _progress(console: Console) -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), console=console)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    held_out = sorted(HELD_OUT.glob("*.jsonl"))
    parser = argparse.ArgumentParser(prog="make evaluate ARGS=…", description="Measures understanding.")
    parser.add_argument("--messages", nargs="*", type=_path, default=held_out, metavar="FILE")
    parser.add_argument("--dialogues", nargs="*", type=_path, default=held_out, metavar="FILE")
    parser.add_argument(
        "--facts", nargs="?", type=_path, default=FACTS, metavar="FILE", help="nothing: no facts"
    )
    parser.add_argument(
        "--table", action="store_true", help="only rewrite the README's table from the last report"
    )
    parser.add_argument("--intents", action="store_true", help="cross-validate the training data instead")
    return parser.parse_args(arguments)


def _path(name: str) -> Path:
    return Path(name).resolve()


if __name__ == "__main__":
    main()
