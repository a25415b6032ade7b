"""Writes each token's spelling, mended and folded, into its norm, which is what the gazetteer matches."""

from __future__ import annotations

from spacy.tokens import Doc

from bot.language.vocabulary import Vocabulary
from bot.language.words import plain


def set_norms(doc: Doc, vocabulary: Vocabulary) -> Doc:
    """Sets the norm of every token that the vocabulary spells otherwise; kept phrases are not folded."""
    words = [_spelled(token.text, vocabulary) for token in doc]
    gaps = ["", *("" if not token.whitespace_ else " " for token in doc)]
    norms = list(words)
    for start, end, meaning in vocabulary.meanings(words, gaps):
        if end == start + 1 and isinstance(meaning, str) and " " not in meaning:
            norms[start] = meaning
    for token, norm in zip(doc, norms, strict=True):
        if norm != plain(token.text):
            token.norm_ = norm
    return doc


def _spelled(text: str, vocabulary: Vocabulary) -> str:
    word = plain(vocabulary.lexicon.emoji.get(text, text))
    spelled = vocabulary.spell(word)
    return spelled if " " not in spelled else word
