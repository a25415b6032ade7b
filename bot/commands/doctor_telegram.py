"""What `curbside doctor` looks at of Telegram: token, address, secret, and what Telegram itself says."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.commands.findings import Finding, fine, off, unsure, wrong

if TYPE_CHECKING:
    from bot.channels.telegram.account import Account
    from bot.commands.places import Places

PAGE = "docs/telegram.md"
SECONDS = 5.0


def telegram(places: Places) -> Iterator[Finding]:
    """Whether the settings can be meant, and whether Telegram knows them."""
    from bot.commands.channels import Channels

    given = Channels.read(places).of("telegram")
    if given is None:
        yield off(f"not set up: {PAGE} says how")
        return
    from bot.channels.telegram.account import Account

    account = Account.of(given)
    problems = account.problems()
    for problem, cure in problems:
        yield wrong(problem, cure)
    if not problems:
        yield from _asked(account)


def _asked(account: Account) -> Iterator[Finding]:
    try:
        me, webhook = _ask(account, "getMe"), _ask(account, "getWebhookInfo")
    except urllib.error.HTTPError as error:
        if error.code in (401, 404):
            yield wrong("Telegram does not know this token", "ask @BotFather for it with /token")
        else:
            yield unsure(f"Telegram answers {error.code}", "try again later")
        return
    except (OSError, ValueError):
        yield unsure("Telegram cannot be reached from here", "look at the network; the bot starts without it")
        return
    yield fine(f"the bot is @{me.get('username')}: https://t.me/{me.get('username')}")
    yield from _way(account, webhook)


def _way(account: Account, webhook: dict[str, Any]) -> Iterator[Finding]:
    """How messages come in, and what Telegram met when it last tried."""
    there, meant = str(webhook.get("url") or ""), account.webhook_url
    if not meant:
        yield fine("messages are fetched by long polling")
        if there:
            yield unsure(f"a webhook is set to {there}", "the next start of Curbside takes it away")
    elif there != meant:
        yield unsure(f"the webhook is not set to {meant} yet", "the next start of Curbside sets it")
    elif trouble := webhook.get("last_error_message"):
        yield wrong(
            f"Telegram could not deliver to {meant}: {trouble}",
            "see that this address leads to Curbside's port, with a valid certificate",
        )
    else:
        yield fine(f"the webhook is {meant}")


def _ask(account: Account, method: str) -> dict[str, Any]:
    url = f"{account.api.rstrip('/')}/bot{account.token}/{method}"
    with urllib.request.urlopen(url, timeout=SECONDS) as reply:
        result = json.load(reply)["result"]
        return result if isinstance(result, dict) else {}
