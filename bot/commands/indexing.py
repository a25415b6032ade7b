"""The search index of a library, as publishing brings it along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from bot.library.model import Document
    from bot.library.place import Place


class CatalogueIndex:
    """Opens the catalogue when it is needed; the encoder is built first where it is missing."""

    def __init__(self, place: Place, console: Console) -> None:
        """Takes the library and where progress is told."""
        self._place = place
        self._console = console
        self._catalogue: Any = None

    def ready(self) -> None:
        """Loads encoder and catalogue; raises ClickException."""
        raise NotImplementedError

    def sync(self, documents: Sequence[Document]) -> None:
        """Brings the index to these documents."""
        self.ready()
        self._catalogue.sync(documents)
