"""`curbside run`: everything from sources to a server that answers."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.library import library_option, place_of
from bot.commands.ports import LOOPBACK, action_port_option, port_option


@click.command()
@port_option
@action_port_option
@click.option(
    "--host",
    default=LOOPBACK,
    show_default=True,
    help="Interface to listen on; 0.0.0.0 opens it to the network.",
)
@click.option("--open", "open_", is_flag=True, help="Open the chat in the browser.")
@library_option
def run(port: int, action_port: int, host: str, open_: bool, library: Path | None) -> None:
    """Build and train what is missing, then serve.

    Another library's documents are served with the model of the shop's own: nothing is trained for them.
    """
    from rich.console import Console

    from bot.commands.places import Places
    from bot.commands.processes import Interrupted, ProcessError, stop_on_signals
    from bot.commands.rest import Rest
    from bot.commands.serve import Address, Assistant

    console = Console()
    with stop_on_signals() as stop:
        address = Address(port, action_port, host)
        assistant = Assistant(Places.find(), address, console, stop, place_of(library) if library else None)
        try:
            with assistant.serving() as servers:
                console.print("\n[bold]Curbside is ready.[/bold] Ctrl-C stops it.")
                console.print(
                    f"  Talk to it in the browser:     [bold]{address.url}/[/bold]", highlight=False
                )
                console.print("  Or in another window:          [bold]make chat[/bold]")
                console.print(
                    f"  Or post JSON to:               {Rest(address.url).webhook}\n", highlight=False
                )
                if open_:
                    click.launch(f"{address.url}/")
                assistant.watch(servers)
        except Interrupted:
            pass
        except ProcessError as error:
            raise click.ClickException(str(error)) from None
        console.print("Stopped.")
