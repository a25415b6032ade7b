"""The web channel's settings, as credentials.yml gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.channels.errors import BadSettings
from bot.channels.pictures import documents_folder
from bot.channels.settings import GuardSettings, check_setting

CHANNEL = "web"
SHORTEST_KEY = 32
# One person types: what is more than this is no person.
PACE = {"turns_per_minute": 20, "burst": 30}
_ORIGIN = re.compile(r"https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


@dataclass(frozen=True)
class WebSettings:
    """Who may use the chat, how much of it, and where its files are."""

    guard: GuardSettings
    origins: tuple[str, ...] = ()
    key: str | None = None
    key_file: str = "var/web.key"
    token_days: int = 14
    max_body: int = 65_536
    sessions_per_minute: int = 6
    sessions_burst: int = 30
    streams: int = 8
    streams_in_all: int = 500
    proxies: int = 0
    documents: str = documents_folder()
    bundle: str = "bot/widget/dist"

    @property
    def documents_path(self) -> Path:
        """The folder of the shop's documents."""
        return Path(self.documents)

    @property
    def key_path(self) -> Path:
        """The file of the key that signs, where no key is given."""
        return Path(self.key_file)

    @classmethod
    def read(cls, credentials: dict[str, Any] | None) -> WebSettings:
        """Reads what stands below the channel's name; raises BadSettings."""
        given = credentials or {}
        own = {field.name: field for field in fields(cls) if field.name != "guard"}
        guard = GuardSettings.read(CHANNEL, {**PACE, **given}, own)
        for name, field in own.items():
            if name != "origins":
                check_setting(CHANNEL, given, name, int if isinstance(field.default, int) else str)
        key = given.get("key")
        if key is not None and len(key) < SHORTEST_KEY:
            raise BadSettings(
                f"credentials.yml: web: key is shorter than {SHORTEST_KEY} characters:"
                " use the output of `openssl rand -hex 32`, or leave it out"
            )
        values = {name: given[name] for name in own if name in given and name != "origins"}
        return cls(guard, read_origins(given.get("origins")), **values)

    def allows(self, origin: str | None, host: str) -> bool:
        """Whether a page of `origin` may call a server that is addressed as `host`; none is no page at all."""
        return origin is None or origin in self.origins or _is_at(origin, host)


def read_origins(given: Any) -> tuple[str, ...]:
    """The pages that may call, as browsers name them; raises BadSettings for anything else."""
    if given is None:
        return ()
    listed = given.split() if isinstance(given, str) else given
    if not isinstance(listed, list):
        raise BadSettings(
            "credentials.yml: web: origins is no list: write one origin a line, each after `- `"
        )
    origins = tuple(str(origin).lower() for origin in listed)
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise BadSettings(
                f"credentials.yml: web: {origin!r} is no origin: write scheme and host only,"
                " such as https://shop.example"
            )
    return origins


def _is_at(origin: str, host: str) -> bool:
    """Whether a page comes from this server itself."""
    return bool(host) and _ORIGIN.fullmatch(origin) is not None and urlsplit(origin).netloc == host.lower()
