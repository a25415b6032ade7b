"""What the shop has filled in of itself: the one place where channels look into shop.yml."""

from __future__ import annotations

from pathlib import Path

from bot.channels.errors import BadSettings
from bot.desk.errors import ShopProblems
from bot.desk.shop import SHOP_FILE, TEXTS, read_shop
from bot.reply import Phrases

__all__ = ["SHOP_FILE", "contact", "emergency_number", "shop_facts"]

# How the shop is reached, in this order; each is said by a phrase of its own.
_CONTACT = ("name", "phone", "hours", "address", "towing")


def shop_facts(path: Path) -> dict[str, str]:
    """The shop's own facts by their key in shop.yml, without those that are not filled in; raises BadSettings."""
    try:
        shop = read_shop(path)
    except ShopProblems as error:
        raise BadSettings(f"{path}: {error}") from error
    return {name: str(getattr(shop, name)) for name in TEXTS if shop.filled(name)}


def contact(phrases: Phrases, facts: dict[str, str]) -> list[str]:
    """How the shop is reached, a line for each thing that it tells of itself."""
    return [phrases.text(f"utter_shop_{name}", **{name: facts[name]}) for name in _CONTACT if name in facts]


def emergency_number(phrases: Phrases, facts: dict[str, str]) -> str:
    """The country's emergency number, or words for it where the shop names none."""
    return facts.get("emergency_number") or phrases.text("utter_emergency_number_unknown")
