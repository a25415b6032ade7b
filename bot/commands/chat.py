"""`curbside chat`: a conversation in the terminal, over the REST channel."""

from __future__ import annotations

import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.library import library_option, place_of
from bot.commands.ports import action_port_option, port_option

if TYPE_CHECKING:
    from rich.console import Console

    from bot.commands.rest import Rest

LEAVE = ("/quit", "/exit")


@click.command()
@port_option
@action_port_option
@click.option("--sender", help="Go on as this sender; without it every chat is a new person.")
@click.option("--debug", is_flag=True, help="Show what kind of turn each reply was.")
@library_option
def chat(port: int, action_port: int, sender: str | None, debug: bool, library: Path | None) -> None:
    """Talk to the assistant in this terminal.

    Starts it first where it is not running, and then stops it at the end. `--library` matters only then.
    """
    from rich.console import Console

    from bot.commands.places import Places
    from bot.commands.processes import Interrupted, ProcessError, interrupt_on_signals, stop_on_signals
    from bot.commands.rest import Rest
    from bot.commands.serve import Address, Assistant

    console = Console(highlight=False)
    address = Address(port, action_port)
    rest = Rest(address.url)
    with ExitStack() as stack:
        if not rest.is_running():
            stop = stack.enter_context(stop_on_signals())
            try:
                served = place_of(library) if library else None
                stack.enter_context(Assistant(Places.find(), address, console, stop, served).serving())
            except Interrupted:
                raise click.Abort from None
            except ProcessError as error:
                raise click.ClickException(str(error)) from None
            stack.enter_context(interrupt_on_signals())
        console.print(f"[dim]Ctrl-D or {LEAVE[0]} leaves. Type a button's number to press it.[/dim]\n")
        converse(rest, console, sender or f"terminal-{uuid.uuid4().hex[:12]}", debug)


def converse(rest: Rest, console: Console, sender: str, debug: bool) -> None:
    """Reads lines and shows replies until the person leaves."""
    payloads: list[str] = []
    while True:
        try:
            line = console.input("[bold cyan]you ›[/bold cyan] ").strip()
        except (EOFError, KeyboardInterrupt):
            break
        if line in LEAVE:
            break
        payloads = show(console, rest.send(sender, pressed(line, payloads)), debug)
    console.print()


def pressed(line: str, payloads: list[str]) -> str:
    """What a typed line sends: a button's payload for its number, else the line itself."""
    if line.isascii() and line.isdigit() and 1 <= int(line) <= len(payloads):
        return payloads[int(line) - 1]
    return line


def show(console: Console, messages: list[dict[str, Any]], debug: bool) -> list[str]:
    """Prints a turn's messages; returns the payloads of its buttons in the order of their numbers."""
    payloads: list[str] = []
    for message in messages:
        if text := message.get("text"):
            console.print(text, style="green", markup=False)
        if image := message.get("image"):
            console.print(image, style="blue", markup=False)
        for button in message.get("buttons", ()):
            payloads.append(button["payload"])
            console.print(f"  {len(payloads)}) {button['title']}", style="bold", markup=False)
        if debug and (custom := message.get("custom")):
            console.print(_described(custom), style="dim", markup=False)
    console.print()
    return payloads


def _described(custom: dict[str, Any]) -> str:
    details = (f"{key}={value}" for key, value in custom.items() if key != "kind")
    return "  ".join([f"[{custom.get('kind')}]", *details])
