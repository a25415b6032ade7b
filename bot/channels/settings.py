"""The guard's settings, as credentials.yml gives them below a channel's name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from bot.channels.errors import BadSettings
from bot.channels.shop import SHOP_FILE, shop_facts
from bot.reply import Phrases


@dataclass(frozen=True)
class GuardSettings:
    """Limits per sender, and the guard's files; the defaults let tests and bursts of taps through."""

    max_characters: int = 2_000
    turns_per_minute: int = 120
    burst: int = 300
    turn_seconds: int = 60
    store: str = "var/channels.db"
    domain: str = "domain.yml"
    shop: str = SHOP_FILE

    @property
    def store_path(self) -> Path:
        """The channels' database."""
        return Path(self.store)

    def phrases(self) -> Phrases:
        """The guard's sentences, among the others of the domain file; raises BadSettings."""
        try:
            return Phrases.load(Path(self.domain))
        except (OSError, ValueError, LookupError, TypeError, yaml.YAMLError) as error:
            raise BadSettings(
                f"{self.domain} holds no responses ({error}): start in the project's folder"
            ) from error

    def shop_facts(self) -> dict[str, str]:
        """What the shop has filled in of itself; raises BadSettings."""
        return shop_facts(Path(self.shop))

    @classmethod
    def read(
        cls, channel: str, credentials: dict[str, Any] | None, further: Collection[str] = ()
    ) -> GuardSettings:
        """The guard's keys; raises BadSettings for keys that neither it nor the channel (`further`) has."""
        given = credentials or {}
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(given) - known - set(further)):
            raise BadSettings(
                f"credentials.yml: {channel} has no setting {', '.join(unknown)}:"
                f" use {', '.join(sorted(known | set(further)))}"
            )
        for field in fields(cls):
            check_setting(channel, given, field.name, int if isinstance(field.default, int) else str)
        return cls(**{key: value for key, value in given.items() if key in known})


def check_setting(channel: str, given: dict[str, Any], name: str, kind: type) -> None:
    """Raises BadSettings for a given value that is not a whole number above 0, or not a filled-in text."""
    if name not in given:
        return
    value = given[name]
    if type(value) is not kind or not value or (isinstance(value, int) and value < 1):
        wanted = "a whole number above 0" if kind is int else "a text that is not empty"
        raise BadSettings(f"credentials.yml: {channel}: {name} is {value!r}: give {wanted}, or leave it out")
