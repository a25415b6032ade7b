"""One person's connection to a bot's REST channel, kept open between turns."""

from __future__ import annotations

import http.client
import json
import os
from types import TracebackType
from typing import Any

from benchmarks.errors import NoAnswer

LOOPBACK = "127.0.0.1"
WEBHOOK = "/webhooks/rest/webhook"
TURN_SECONDS = 60.0
TOKEN = "CURBSIDE_REST_TOKEN"


class Client:
    """Sends messages to a port of this machine."""

    def __init__(self, port: int, seconds: float = TURN_SECONDS) -> None:
        """Connects with the first message; a turn that takes longer than `seconds` has failed."""
        self._connection = http.client.HTTPConnection(LOOPBACK, port, timeout=seconds)
        self._headers = {"Content-Type": "application/json"}
        if token := os.environ.get(TOKEN):
            self._headers["Authorization"] = f"Bearer {token}"

    def send(self, sender: str, message: str) -> list[dict[str, Any]]:
        """The messages of one turn; raises NoAnswer with the reason."""
        body = json.dumps({"sender": sender, "message": message}).encode()
        try:
            status, answer = self._post(body)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswer(
                f"no answer to {message[:60]!r}: {type(error).__name__} {error}".rstrip()
            ) from error
        if status != http.client.OK:
            raise NoAnswer(f"answer {status} to {message[:60]!r}: {answer[:200].decode(errors='replace')}")
        try:
            messages = json.loads(answer)
        except ValueError as error:
            raise NoAnswer(f"the answer to {message[:60]!r} is not JSON") from error
        return messages if isinstance(messages, list) else [messages]

    def close(self) -> None:
        """Closes the connection; the next message opens another."""
        self._connection.close()

    def __enter__(self) -> Client:
        """Nothing happens before the first message."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the connection."""
        self.close()

    def _post(self, body: bytes) -> tuple[int, bytes]:
        """Sends once, and once more where the server had closed the idle connection meanwhile."""
        was_open = self._connection.sock is not None
        try:
            return self._post_once(body)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.close()
            if not was_open:
                raise
            return self._post_once(body)

    def _post_once(self, body: bytes) -> tuple[int, bytes]:
        self._connection.request("POST", WEBHOOK, body, self._headers)
        reply = self._connection.getresponse()
        return reply.status, reply.read()
