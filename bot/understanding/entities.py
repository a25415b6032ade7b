"""What a language pipeline finds in a text, in the shape of Rasa's SpacyEntityExtractor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy


def find_entities(pipeline: Path, text: str) -> list[dict[str, Any]]:
    """The entities of a text by the pipeline in a folder."""
    found = spacy.load(pipeline)(text).ents
    return [
        {"entity": one.label_, "value": one.text, "start": one.start_char, "end": one.end_char}
        for one in found
    ]
