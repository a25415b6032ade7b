"""The search index of a library, as publishing brings it along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from bot.library.model import Document
    from bot.library.place import Place
    from bot.search.catalogue import Catalogue


class CatalogueIndex:
    """Opens the catalogue when it is needed; the encoder is built first where it is missing."""

    def __init__(self, place: Place, console: Console) -> None:
        """Takes the library and where progress is told."""
        self._place = place
        self._console = console
        self._catalogue: Catalogue | None = None

    def ready(self) -> None:
        """Loads encoder and catalogue; raises ClickException."""
        self._opened()

    def is_current(self, documents: Sequence[Document]) -> bool:
        """Whether the index holds exactly these documents."""
        return self._opened().is_current(documents)

    def sync(self, documents: Sequence[Document]) -> None:
        """Brings the index to these documents; raises IndexProblem."""
        self._opened().sync(documents)

    def _opened(self) -> Catalogue:
        if self._catalogue is None:
            from bot.language.encoder import SentenceEncoder
            from bot.language.weights import EncoderProblem
            from bot.search.catalogue import IndexProblem, open_catalogue

            self._place.index.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._catalogue = open_catalogue(self._place, SentenceEncoder.load(self._encoder()))
            except (EncoderProblem, IndexProblem) as problem:
                raise click.ClickException(str(problem)) from problem
        return self._catalogue

    def _encoder(self) -> Path:
        from bot.commands.language import ensure_language
        from bot.commands.places import Places
        from bot.commands.processes import Interrupted, stop_on_signals

        places = Places.find()
        folder = places.build / "encoder"
        if not folder.is_dir():
            with stop_on_signals() as stop:
                try:
                    ensure_language(places, self._console, stop)
                except Interrupted:
                    raise click.Abort from None
        return folder
