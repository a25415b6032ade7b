"""Reads texts with a trained model in this process, without a server; nothing is kept of them."""

from __future__ import annotations

import asyncio
import io
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any


class Parser:
    """A model's NLU; the language it was trained with must be named in the environment."""

    def __init__(self, model: Path) -> None:
        """Loads a model file, which takes seconds."""
        with _quiet():
            from rasa.core.agent import Agent
            from rasa.utils.log_utils import configure_structlog

            configure_structlog(logging.ERROR)
            self._agent = Agent.load(str(model))

    def parse(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """What Rasa's NLU makes of each text: `text`, `intent`, `intent_ranking`, `entities`."""

        async def parse_all() -> list[dict[str, Any]]:
            return [await self._agent.parse_message(text) for text in texts]

        with _quiet():
            return asyncio.run(parse_all())


@contextmanager
def _quiet() -> Iterator[None]:
    """Rasa's pins warn about each other, and TensorFlow about itself; what goes wrong is raised."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with redirect_stderr(io.StringIO()):
        yield
