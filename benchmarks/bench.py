"""`make bench`: Curbside's speed and memory beside those of Rasa's own starter bot, in one run."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any

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
from rich.table import Table

from benchmarks import channels, limits, product, starter, trees
from benchmarks.errors import MeasuringProblem
from benchmarks.load import Talk
from benchmarks.readme import rewrite
from benchmarks.rounds import Bot, Counts, play_round, turns_of
from benchmarks.servers import Answer, run_to_end, stopped_by_signals

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "reports" / "bench.json"
README = ROOT / "README.md"
BOTS = ("curbside", "starter")

# Both bots' plain turns are answered by one response without an action, action turns by the action server.
OUR_PLAIN = ("thanks a lot", "are you a robot", "goodbye")
THEIR_PLAIN = ("hello", "are you a bot?", "goodbye")
OUR_ACTIONS = (
    "where is the manual trunk release on a bmw 328i",
    "how does the trunk release of a bmw 328i work",
    "which fuse is it on the 328i",
    "how do I jump start my bmw 328i",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and reports, or only rewrites the README's table."""
    options = _options(arguments)
    console = Console()
    try:
        if options.table:
            rewrite(README, "bench", limits.markdown(_read_report()))
            console.print(f"The table in {README.name} is that of {REPORT.relative_to(ROOT)}.")
        else:
            with stopped_by_signals():
                channels.measure(console) if options.channels else _measure(options, console)
    except MeasuringProblem as problem:
        console.print(f"[red]{type(problem).__name__}[/red]: {escape(str(problem))}", highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        console.print("Stopped; nothing was written.")
        sys.exit(130)


def _measure(options: argparse.Namespace, console: Console) -> None:
    counts = Counts(options.rounds, options.warm_up, options.turns, options.each)
    with ExitStack() as stack:
        progress = stack.enter_context(_progress(console))
        bots = [_prepare(name, stack, progress) for name in options.only or BOTS]
        for number in range(1, counts.rounds + 1):
            for bot in bots:
                _play(bot, counts, f"round {number} of {counts.rounds}", progress)
    report = _report(bots, counts)
    _show(report, console)
    if options.only:
        console.print(f"One bot alone is no comparison: {REPORT.relative_to(ROOT)} stays as it is.")
        return
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    console.print(
        f"Written to {REPORT.relative_to(ROOT)}; `make bench ARGS=--table` puts it into the README."
    )


def _prepare(name: str, stack: ExitStack, progress: Progress) -> Bot:
    """Makes a bot ready for its rounds: ours is built, the starter bot is made."""
    task = progress.add_task(f"{name}: is prepared", total=None)
    bot = _curbside(stack) if name == "curbside" else _starter(stack)
    progress.update(task, total=1, completed=1, description=f"{name}: is prepared")
    return bot


def _curbside(stack: ExitStack) -> Bot:
    ours = stack.enter_context(product.product())
    run_to_end(ours.prepare(), product.PREPARE_SECONDS)
    action = Talk("action_running", OUR_ACTIONS, _is_served)
    return Bot(
        name="curbside",
        train=ours.train,
        server=ours.server,
        first_words=product.FIRST_WORDS,
        is_answer=product.is_answer,
        ready_seconds=product.READY_SECONDS,
        talks=(
            Talk("plain", OUR_PLAIN, product.is_answer),
            Talk("action_new", OUR_ACTIONS[:1], _is_served, turns=1),
            action,
        ),
        crowd=Talk("crowd", _half_and_half(OUR_PLAIN, OUR_ACTIONS), _is_understood),
    )


def _starter(stack: ExitStack) -> Bot:
    theirs = stack.enter_context(starter.starter())
    theirs.initialise()
    return Bot(
        name="starter",
        train=theirs.train,
        server=theirs.server,
        first_words=starter.FIRST_WORDS,
        is_answer=starter.is_answer,
        ready_seconds=starter.READY_SECONDS,
        talks=(Talk("plain", THEIR_PLAIN, starter.is_answer),),
        crowd=Talk("crowd", THEIR_PLAIN, starter.is_answer),
    )


def _half_and_half(plain: Sequence[str], actions: Sequence[str]) -> tuple[str, ...]:
    """Plain and action turns in turn, each text as often as every other of its kind."""
    rounds = range(len(plain) * len(actions))
    return tuple(texts[number % len(texts)] for number in rounds for texts in (plain, actions))


def _is_understood(answer: Answer) -> bool:
    kinds = [message["custom"].get("kind") for message in answer if isinstance(message.get("custom"), dict)]
    return len(kinds) == 1 and kinds[0] != "unclear"


def _is_served(answer: Answer) -> bool:
    """Whether an action's turn served something."""
    return _is_understood(answer) and any(m["custom"]["kind"] != "talk" for m in answer if m.get("custom"))


def _play(bot: Bot, counts: Counts, round_name: str, progress: Progress) -> None:
    task = progress.add_task(f"{bot.name}: {round_name}", total=turns_of(bot, counts))

    def tell(what: str) -> None:
        progress.update(task, description=f"{bot.name}: {round_name}: {what}")

    play_round(bot, counts, tell, lambda: progress.advance(task))
    tell("done")


def _report(bots: Sequence[Bot], counts: Counts) -> dict[str, Any]:
    medians = {
        bot.name: {name: round(statistics.median(values), 3) for name, values in bot.figures.items()}
        for bot in bots
    }
    found = limits.results(medians.get("curbside", {}), medians.get("starter", {}))
    return {
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "rasa": version("rasa"),
            "memory": trees.memory_kind(),
        },
        "counts": vars(counts),
        "medians": medians,
        "rounds": {bot.name: bot.figures for bot in bots},
        "ratios": {r.row.name: round(r.ratio, 3) for r in found if r.ratio is not None},
        "missed": limits.missed(found),
    }


def _show(report: dict[str, Any], console: Console) -> None:
    medians = report["medians"]
    found = limits.results(medians.get("curbside", {}), medians.get("starter", {}))
    table = Table("")
    for heading in ("Curbside", "starter bot", "ratio", "limit", ""):
        table.add_column(heading, justify="right")
    for result in found:
        table.add_row(result.row.name, *result.cells())
    console.print(table)
    print(limits.markdown(report), flush=True)
    if report["missed"]:
        console.print(f"[red]Limits missed:[/red] {'; '.join(report['missed'])}", highlight=False)


def _progress(console: Console) -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), console=console)


def _read_report() -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads(REPORT.read_text(encoding="utf-8"))
        return report
    except (OSError, ValueError) as error:
        raise MeasuringProblem(
            f"{REPORT.relative_to(ROOT)} cannot be read ({error}): run `make bench` first"
        ) from None


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    usual = Counts()
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument(
        "--table", action="store_true", help="only rewrite the README's table from the last report"
    )
    parser.add_argument(
        "--channels",
        action="store_true",
        help="instead: what the web chat costs; writes reports/channels.json",
    )
    parser.add_argument("--only", choices=BOTS, action="append", help="one bot alone, without a report")
    parser.add_argument("--rounds", type=int, default=usual.rounds)
    parser.add_argument("--warm-up", type=int, default=usual.warm_up, help="turns before the measured ones")
    parser.add_argument(
        "--turns", type=int, default=usual.turns, help="measured turns of each kind and round"
    )
    parser.add_argument("--each", type=int, default=usual.each, help="turns of each of the 16 people at once")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
