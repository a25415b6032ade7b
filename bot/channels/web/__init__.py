"""The web chat's server: conversations by token, their history, live streams, and the shop's pages."""

from typing import Any

__all__ = ["WebInput"]


def __getattr__(name: str) -> Any:
    """Brings Rasa in only for who wants the channel itself; `curbside doctor` looks at the settings only."""
    if name == "WebInput":
        from bot.channels.web.channel import WebInput

        return WebInput
    raise AttributeError(name)
