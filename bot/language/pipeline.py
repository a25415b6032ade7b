"""Builds the project's spaCy pipeline into a folder named after its content, ready for Rasa's SpacyNLP."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from importlib.metadata import version
from pathlib import Path

import spacy
from spacy.language import Language

from bot.language.components import LEXICON, VocabularyComponent
from bot.language.encoder import SentenceEncoder, read_stamp
from bot.language.folders import locked, replaced
from bot.language.gazetteer import gazetteer_patterns
from bot.language.lexicon import Lexicon
from bot.language.sentence_encoder import SCALE, SentenceEncoderComponent
from bot.language.vocabulary import Vocabulary
from bot.language.weights import EncoderProblem
from bot.library.model import Library

PREFIX = "language-"
PACKAGES = ("spacy", "onnxruntime", "tokenizers", "rapidfuzz")
WHOLE = ("meta.json", "config.cfg", "tokenizer", f"vocabulary/{LEXICON}", "gazetteer/patterns.jsonl")
KEPT = 2  # earlier pipelines that stay beside the current one


def build_pipeline(
    library: Library, build_dir: Path, extra: Path | None = None, scale: float = SCALE
) -> Path:
    """Returns `build_dir`/language-<hash of its content>, built unless it is there.

    `extra` is a shop's own vocabulary. Raises EncoderProblem where `build_dir`/encoder is not built.
    """
    lexicon = Lexicon.compile(library, extra)
    patterns = gazetteer_patterns(lexicon, library)
    folder = build_dir / f"{PREFIX}{_content_hash(lexicon, patterns, build_dir / 'encoder', scale)}"
    with locked(build_dir / "language"):
        if not _is_whole(folder):
            with replaced(folder) as fresh:
                _language(lexicon, patterns, build_dir / "encoder", scale).to_disk(fresh)
        os.utime(folder)
        _remove_older(build_dir, folder)
    return folder


def _language(lexicon: Lexicon, patterns: list[dict[str, str]], encoder: Path, scale: float) -> Language:
    nlp = spacy.blank("en")
    vocabulary: VocabularyComponent = nlp.add_pipe("vocabulary")
    vocabulary.attach(Vocabulary(lexicon))
    ruler = nlp.add_pipe("entity_ruler", name="gazetteer", config={"phrase_matcher_attr": "NORM"})
    ruler.add_patterns(patterns)
    nlp.add_pipe("context")
    nlp.add_pipe("negation")
    sentences: SentenceEncoderComponent = nlp.add_pipe("sentence_encoder", config={"scale": scale})
    sentences.attach(SentenceEncoder.load(encoder))
    return nlp


def _content_hash(lexicon: Lexicon, patterns: list[dict[str, str]], encoder: Path, scale: float) -> str:
    """Twelve hex digits of all that decides what the pipeline does: data, code, and the packages under it."""
    digest = hashlib.sha256()
    for part in (read_stamp(encoder), patterns, scale, {name: version(name) for name in PACKAGES}):
        digest.update(json.dumps(part, sort_keys=True).encode())
    digest.update(lexicon.to_json().encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:12]


def _is_whole(folder: Path) -> bool:
    try:
        read_stamp(folder / "sentence_encoder")
    except EncoderProblem:
        return False
    return all((folder / name).exists() for name in WHOLE)


def _remove_older(build_dir: Path, current: Path) -> None:
    others = [folder for folder in build_dir.glob(f"{PREFIX}*") if folder != current and folder.is_dir()]
    others.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in others[KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
