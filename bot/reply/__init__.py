"""One channel-neutral card per turn: words, buttons, picture, and what kind of turn it was."""

from bot.reply.card import Button, Card, Image, Part, parts_of
from bot.reply.phrases import MissingPhrase, Phrases

__all__ = ["Button", "Card", "Image", "MissingPhrase", "Part", "Phrases", "parts_of"]
