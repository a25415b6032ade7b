"""Which channels are served: those of credentials.yml whose secrets are set."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.commands.places import Places

CREDENTIALS = "credentials.yml"
TOKEN = "token"  # without it no channel is served: it must not stand open because a variable was forgotten
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Channels:
    """The channels that are served with their settings, and those left out with the variables that they lack."""

    served: Mapping[str, Any] = field(default_factory=dict)
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, places: Places, environment: Mapping[str, str] | None = None) -> Channels:
        """A setting whose ${VARIABLE} is not set is as if it were not there.

        A channel is left out where none of its variables is set, or that of its token is not.

        Values stay ${VARIABLE}: secrets are read by the server that needs them and by nobody else.
        """
        import yaml

        present = os.environ if environment is None else environment
        path = places.root / CREDENTIALS
        content = (yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None) or {}
        served: dict[str, Any] = {}
        left_out: dict[str, tuple[str, ...]] = {}
        for channel, settings in content.items():
            given = settings if isinstance(settings, dict) else {}
            named = {key: _VARIABLE.findall(str(value)) for key, value in given.items()}
            unset = {key for key, names in named.items() if not all(present.get(name) for name in names)}
            variables = {key for key, names in named.items() if names}
            if variables and (variables == unset or TOKEN in unset):
                left_out[channel] = tuple(dict.fromkeys(name for key in named for name in named[key]))
            else:
                served[channel] = {key: value for key, value in given.items() if key not in unset}
        return cls(served, left_out)

    def write(self, places: Places) -> str:
        """Writes what Rasa reads; the file's name relative to the project comes back."""
        import yaml

        path = places.var / CREDENTIALS
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"# Made from {CREDENTIALS} by each start: change that one.\n"
        path.write_text(head + yaml.safe_dump(dict(self.served), sort_keys=False), encoding="utf-8")
        return places.shown(path)

    def told(self) -> str:
        """One line about what is left out, for whoever starts; empty where nothing is."""
        names = [f"{short(name)} (set {variables[0]})" for name, variables in self.left_out.items()]
        return f"Channels not set up: {', '.join(names)}." if names else ""

    def of(self, name: str) -> dict[str, Any] | None:
        """A served channel's settings by its short name, with the environment's values; None where it is not."""
        for channel, settings in self.served.items():
            if short(channel) == name:
                return {
                    key: os.path.expandvars(value) if isinstance(value, str) else value
                    for key, value in settings.items()
                }
        return None


def short(channel: str) -> str:
    """How people call a channel: bot.channels.telegram.TelegramInput is telegram."""
    return channel.split(".")[-2] if "." in channel else channel
