"""Tokens: whoever has one may read and continue the one conversation that it names, until it expires."""

from __future__ import annotations

import logging
import os
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jwt

from bot.channels.errors import BadSettings
from bot.channels.web.settings import SHORTEST_KEY

logger = logging.getLogger(__name__)

DAY = 24 * 3600
_ALGORITHM = "HS256"
_AUDIENCE = "curbside-web"
_CONVERSATION = re.compile(r"web:[A-Za-z0-9_-]{22}")
_ALLOWED_SKEW = 60  # seconds that the clocks of two servers may differ


class NoToken(ValueError):
    """Not a token of this server, or one that has expired."""


@dataclass(frozen=True)
class Token:
    """A token, the conversation that it names, and the seconds since 1970 when it was made and ends."""

    text: str
    conversation: str
    made: int
    expires: int


def new_conversation() -> str:
    """An unguessable id of 128 random bits."""
    return "web:" + secrets.token_urlsafe(16)


class Tokens:
    """Makes tokens and reads them; the conversation's id stands in a token, signed."""

    def __init__(self, key: str, days: int, clock: Callable[[], float] = time.time) -> None:
        """`key` signs; whoever knows it can join every conversation."""
        self._key = key
        self._seconds = days * DAY
        self._clock = clock

    def issue(self, conversation: str) -> Token:
        """A token for a conversation."""
        made = int(self._clock())
        claims = {"sub": conversation, "aud": _AUDIENCE, "iat": made, "exp": made + self._seconds}
        return Token(jwt.encode(claims, self._key, _ALGORITHM), conversation, made, made + self._seconds)

    def read(self, text: str) -> Token:
        """What a token says; raises NoToken."""
        try:
            claims = jwt.decode(
                text,
                self._key,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["sub", "aud", "iat", "exp"], "verify_iat": False, "verify_exp": False},
            )
        except (jwt.InvalidTokenError, ValueError) as error:
            raise NoToken("not signed by this server") from error
        made, expires, conversation = claims["iat"], claims["exp"], claims["sub"]
        if not isinstance(conversation, str) or not _CONVERSATION.fullmatch(conversation):
            raise NoToken("names no conversation of the web chat")
        if not made - _ALLOWED_SKEW <= self._clock() < expires:
            raise NoToken("expired")
        return Token(text, conversation, made, expires)

    def renewed(self, token: Token) -> Token:
        """The same token, or a new one once half of its time is over."""
        if self._clock() < token.made + self._seconds / 2:
            return token
        return self.issue(token.conversation)


def signing_key(path: Path) -> str:
    """The key in a file that only its owner may read; made where there is none. Raises BadSettings."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32) + "\n")
        except FileExistsError:
            _close_to_others(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise BadSettings(f"{path} cannot be read ({error}): see to the folder's rights") from error
    if len(key) < SHORTEST_KEY:
        raise BadSettings(
            f"{path} holds no key: delete it, and a new one is made; open chats then begin anew"
        )
    return key


def _close_to_others(path: Path) -> None:
    if path.stat().st_mode & 0o077:
        logger.warning("%s could be read by others on this machine; it is closed to them now", path)
        path.chmod(0o600)
