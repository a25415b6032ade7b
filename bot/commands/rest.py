"""A running assistant as its REST channel shows it."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

import click

TOKEN = "CURBSIDE_REST_TOKEN"
TURN_SECONDS = 90.0


@dataclass(frozen=True)
class Rest:
    """The REST channel of an assistant at an address such as http://127.0.0.1:5005."""

    url: str

    @property
    def webhook(self) -> str:
        """Where messages are posted."""
        return f"{self.url}/webhooks/rest/webhook"

    def is_running(self) -> bool:
        """Whether an assistant answers there."""
        try:
            with urllib.request.urlopen(f"{self.url}/webhooks/rest/", timeout=2) as reply:
                return bool(json.load(reply).get("status") == "ok")
        except (OSError, ValueError, AttributeError):
            return False

    def send(self, sender: str, message: str) -> list[dict[str, Any]]:
        """One turn; raises ClickException with the server's reason."""
        body = json.dumps({"sender": sender, "message": message}).encode()
        headers = {"Content-Type": "application/json"}
        if token := os.environ.get(TOKEN):
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.webhook, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=TURN_SECONDS) as reply:
                answer: list[dict[str, Any]] = json.load(reply)
                return answer
        except urllib.error.HTTPError as error:
            raise click.ClickException(f"{self.webhook} refused the message: {_reason(error)}") from None
        except (OSError, ValueError) as error:
            raise click.ClickException(
                f"{self.webhook} does not answer ({error}): see var/log/rasa.log."
            ) from None


def _reason(error: urllib.error.HTTPError) -> str:
    text = error.read().decode("utf-8", errors="replace")
    try:
        told = json.loads(text)
        return f"{told['error']} - {told['cure']}"
    except (ValueError, KeyError, TypeError):
        return f"{error.code} {text[:200]}"
