"""Takes needless work out of Rasa's turns, with the same effect; measured and tested against the original."""

from __future__ import annotations

import functools
import logging
from typing import Any

import rasa
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

logger = logging.getLogger(__name__)

RASA_VERSION = "3.6.21"


def apply() -> bool:
    """Replaces the slow parts; refuses, with a warning, on any Rasa version but the one they were read in."""
    if rasa.__version__ != RASA_VERSION:
        logger.warning(
            "Rasa is %s: its own, slower parts stay in place, because bot/channels/speed.py"
            " is checked against %s only",
            rasa.__version__, RASA_VERSION,
        )  # fmt: skip
        return False
    return True
