"""What can be wrong with a channel's set-up.

RasaException              Rasa prints these without a traceback
└── ChannelError           anything below
    ├── BadSettings        credentials.yml holds a key or value that cannot be meant, or misses one
    └── BadStore           the channels' database cannot be opened or is of another version
"""

from __future__ import annotations

from rasa.shared.exceptions import RasaException


class ChannelError(RasaException):
    """A channel cannot start; the message names the cure."""


class BadSettings(ChannelError):
    """A key or value in credentials.yml cannot be meant."""


class BadStore(ChannelError):
    """The channels' database cannot be opened."""
