"""The `curbside` command; each sub-command imports what it needs only when it runs."""

from __future__ import annotations

from typing import Any

import click

from bot.commands.ask import ask
from bot.commands.chat import chat
from bot.commands.check import check
from bot.commands.doctor import doctor
from bot.commands.find import find
from bot.commands.forget import forget
from bot.commands.intake import intake
from bot.commands.learn import learn
from bot.commands.publish import publish
from bot.commands.retract import retract
from bot.commands.review import review
from bot.commands.run import run
from bot.commands.show import show
from bot.commands.tickets import tickets
from bot.commands.train import train
from bot.commands.unanswered import unanswered
from bot.commands.undo import undo


class PlainErrors(click.Group):
    """A group that tells the project's own errors as one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            from bot.desk.errors import DeskError
            from bot.library.errors import LibraryError
            from bot.publishing.errors import PublishingError

            if isinstance(error, (DeskError, LibraryError, PublishingError)):
                raise click.ClickException(str(error)) from error
            raise


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="curbside")
def main() -> None:
    """Curbside leads people through a car shop's own repair documents."""


COMMANDS = (
    run, chat, ask, intake, review, publish, retract, undo, show, find, learn, train, check, doctor, tickets,
    unanswered, forget,
)  # fmt: skip
for command in COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()
