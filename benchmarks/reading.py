"""How the model reads a text: intents with their confidence, from the same model file that is served."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console

FALLBACK = "nlu_fallback"
# Intents that lead to nothing being served.
REJECTING = ("out_", "other_language", "break_in", "shop_", "request_human")
SHOWN = 3
STEPS = 20


@dataclass(frozen=True)
class Reading:
    """The intents of a text, best first; `fell_back` says whether none of them reached the threshold."""

    intents: list[tuple[str, float]]
    fell_back: bool

    def __str__(self) -> str:
        """The best intents with their confidence."""
        best = ", ".join(f"{name} {confidence:.2f}" for name, confidence in self.intents[:SHOWN])
        return f"below the threshold: {best}" if self.fell_back else best

    def is_rejected(self, threshold: float) -> bool:
        """Whether such a threshold turns a text away: an intent for what is outside leads, or none does."""
        name, confidence = self.intents[0]
        return name.startswith(REJECTING) or confidence < threshold


@dataclass(frozen=True)
class Point:
    """What a threshold does to messages: outside ones rejected, rejected ones outside, inside ones lost."""

    threshold: float
    recall: float
    precision: float
    lost: float


def read_texts(root: Path, texts: Sequence[str]) -> dict[str, Reading]:
    """Reads texts with the present model, in this process."""
    from bot.channels.defuse import defuse
    from bot.understanding.parser import Parser

    different = sorted(set(texts))
    parsed = Parser(_present_model(root)).parse([defuse(text) for text in different])
    return {text: reading_of(found) for text, found in zip(different, parsed, strict=True)}


def reading_of(parsed: dict[str, Any]) -> Reading:
    """What Rasa's parse of a text says of its intents."""
    ranking = [(entry["name"], float(entry["confidence"])) for entry in parsed.get("intent_ranking") or ()]
    intents = [entry for entry in ranking if entry[0] != FALLBACK] or [("none", 0.0)]
    return Reading(intents, parsed.get("intent", {}).get("name") == FALLBACK)


def chosen_threshold(config: Path) -> float:
    """The fallback threshold of config.yml; 0 without a FallbackClassifier."""
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    part: dict[str, Any] = next((p for p in pipeline if p["name"].endswith("FallbackClassifier")), {})
    return float(part.get("threshold", 0.0))


def curve(readings: Sequence[tuple[Reading, bool]], chosen: float) -> list[Point]:
    """What each threshold would do to readings that are outside (True) or inside; with the chosen one."""
    thresholds = sorted({chosen, *(step / STEPS for step in range(STEPS))})
    return [_point(readings, threshold) for threshold in thresholds]


def is_outside(row: dict[str, Any]) -> bool | None:
    """Whether a row must be turned away; None where either is right."""
    if row["expect"] == "out-of-scope":
        return True
    return None if {"out-of-scope", "handoff"} & {row["expect"], *row.get("alt", ())} else False


def _present_model(root: Path) -> Path:
    """The model of the present sources; sets the language that it needs."""
    from bot.commands.language import LANGUAGE, ensure_language
    from bot.commands.model import model_file
    from bot.commands.places import Places

    places = Places(root)
    language = ensure_language(places, Console(quiet=True), threading.Event())
    os.environ[LANGUAGE] = language
    return model_file(places, language)


def _point(readings: Sequence[tuple[Reading, bool]], threshold: float) -> Point:
    outside = [reading.is_rejected(threshold) for reading, is_out in readings if is_out]
    inside = [reading.is_rejected(threshold) for reading, is_out in readings if not is_out]
    rejected = sum(outside) + sum(inside)
    return Point(
        threshold,
        recall=sum(outside) / max(1, len(outside)),
        precision=sum(outside) / rejected if rejected else 1.0,
        lost=sum(inside) / max(1, len(inside)),
    )
