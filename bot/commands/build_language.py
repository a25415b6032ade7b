"""Builds encoder and language pipeline in a process of its own, because importing spaCy takes seconds."""

from __future__ import annotations

import sys

from bot.commands.language import trained_library, write_receipt
from bot.commands.places import Places
from bot.language.build import build_encoder
from bot.language.pipeline import build_pipeline


def main() -> None:
    """Builds what is missing for the working folder's documents and notes the hash of its sources."""
    places = Places.find()
    build_encoder(places.build)
    folder = build_pipeline(trained_library(places), places.build)
    write_receipt(places, sys.argv[1], folder)


if __name__ == "__main__":
    main()
