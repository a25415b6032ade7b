"""What `curbside doctor` looks at for Slack: the secrets' form, whether Slack takes them, and the app's scopes."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.commands.findings import Finding, fine, off, unsure, wrong

if TYPE_CHECKING:
    from bot.commands.places import Places

API = "https://slack.com/api/"
SECONDS = 5.0
_SET_TOKEN = "set CURBSIDE_SLACK_BOT_TOKEN; docs/slack.md tells where it is found"
# What the channel does needs these; docs/slack-manifest.yml asks for them.
SCOPES = {
    "app_mentions:read": "mentions are not heard",
    "channels:history": "replies in a thread need a mention each, in public channels",
    "chat:write": "nothing can be answered",
    "files:write": "pictures are left out",
    "groups:history": "replies in a thread need a mention each, in private channels",
    "im:history": "direct messages are not heard",
}
NEEDED = ("app_mentions:read", "chat:write", "im:history")
_FORMS = {
    "bot_token": (r"xoxb-[A-Za-z0-9-]{10,}", "the Bot User OAuth Token of OAuth & Permissions: xoxb-…"),
    "app_token": (r"xapp-[A-Za-z0-9-]{10,}", "the App-Level Token of Basic Information: xapp-…"),
    "signing_secret": (r"[0-9a-f]{32}", "the Signing Secret of Basic Information, 32 letters and digits"),
}
_CURES = {
    "invalid_auth": "copy the token anew, whole",
    "not_authed": "copy the token anew, whole",
    "account_inactive": "install the app to the workspace again, and copy its new token",
    "token_revoked": "install the app to the workspace again, and copy its new token",
    "not_allowed_token_type": "the tokens are mixed up: xoxb-… is the bot's, xapp-… the app's",
    "missing_scope": "give the app-level token the scope connections:write",
}


@dataclass(frozen=True)
class _Answer:
    """What Slack said: `error` is its name for what is wrong, None where it could not be reached."""

    error: str | None = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()


def slack(places: Places) -> Iterator[Finding]:
    """Whether Slack is set up, its secrets have the right form, and Slack takes them."""
    from bot.commands.channels import Channels

    given = Channels.read(places).of("slack")
    if given is None:
        yield off("not set up; docs/slack.md tells how")
        return
    if not given.get("bot_token"):
        unused = [key for key in ("app_token", "signing_secret") if given.get(key)]
        yield wrong(f"there is {' and '.join(unused) or 'no secret'}, but no bot_token", _SET_TOKEN)
        return
    malformed = list(_malformed(given))
    yield from malformed
    if not (given.get("app_token") or given.get("signing_secret")):
        cure = "set CURBSIDE_SLACK_APP_TOKEN (Socket Mode) or CURBSIDE_SLACK_SIGNING_SECRET (requests)"
        yield wrong("nothing can arrive: neither an app token nor a signing secret is set", cure)
    elif not malformed:
        yield from _asked(given)


def _malformed(given: Mapping[str, Any]) -> Iterator[Finding]:
    for key, (form, what) in _FORMS.items():
        if given.get(key) and not re.fullmatch(form, str(given[key])):
            yield wrong(f"{key} has not the form of one", f"set CURBSIDE_SLACK_{key.upper()} to {what}")


def _asked(given: Mapping[str, Any]) -> Iterator[Finding]:
    api = str(given.get("api") or API)
    bot = _ask(api, "auth.test", str(given["bot_token"]))
    if bot.error is None:
        yield unsure(
            "Slack cannot be reached from here", "look at the network, and at https://slack-status.com"
        )
        return
    if bot.error:
        yield wrong(f"Slack does not take the bot token: {bot.error}", _cure(bot.error))
        return
    yield fine(f"the bot is @{bot.content.get('user')} in the workspace {bot.content.get('team')}")
    yield from _scopes(bot.scopes)
    if given.get("app_token"):
        yield _socket(_ask(api, "apps.connections.open", str(given["app_token"])))
    if given.get("signing_secret"):
        yield unsure(
            "whether the signing secret is right only shows when Slack calls", "compare it with Slack's page"
        )


def _scopes(given: frozenset[str]) -> Iterator[Finding]:
    for scope in sorted(set(SCOPES) - given) if given else ():
        cure = f"add the scope {scope} under OAuth & Permissions and install the app again"
        say = wrong if scope in NEEDED else unsure
        yield say(f"the scope {scope} is missing: {SCOPES[scope]}", cure)


def _socket(answer: _Answer) -> Finding:
    if answer.error is None:
        return unsure("Slack cannot be reached from here", "look at the network")
    if answer.error:
        return wrong(f"Socket Mode does not open: {answer.error}", _cure(answer.error))
    return fine("Socket Mode opens")


def _cure(error: str) -> str:
    return _CURES.get(error, f"look up {error} at https://docs.slack.dev/reference/methods")


def _ask(api: str, method: str, token: str) -> _Answer:
    """Calls a method of the Web API; the token stays out of whatever is told."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-www-form-urlencoded"}
    request = urllib.request.Request(api.rstrip("/") + "/" + method, b"", headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            content = json.load(answer)
            scopes = frozenset(filter(None, (answer.headers.get("x-oauth-scopes") or "").split(",")))
    except (OSError, ValueError, urllib.error.URLError):
        return _Answer(None)
    error = "" if content.get("ok") else str(content.get("error") or "unreadable answer")
    return _Answer(error, content, frozenset(scope.strip() for scope in scopes))
