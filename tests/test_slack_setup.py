"""Setting Slack up: the manifest asks for what the code needs, settings and doctor say what is wrong."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from bot.channels.errors import BadSettings
from bot.channels.slack import SlackInput, sending
from bot.channels.slack import input as slack_input
from bot.channels.slack.settings import SlackSettings
from bot.cli import main
from bot.commands.doctor_slack import NEEDED, SCOPES
from tests.slack_api import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackApi

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
MANIFEST = yaml.safe_load((ROOT / "docs" / "slack-manifest.yml").read_text(encoding="utf-8"))
# What each event and each method of the Web API needs: https://docs.slack.dev/reference.
EVENTS = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
}
METHODS = {
    "chat_postMessage": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_update": {"chat:write"},
    "files_upload_v2": {"files:write"},
    "views_publish": set(),
}


# --- the manifest ------------------------------------------------------------------------------------------


def test_the_manifest_asks_for_the_scopes_that_are_used_and_no_others() -> None:
    called = set(re.findall(r"self\._client\.(\w+)\(", inspect.getsource(sending)))
    assert called == set(METHODS)
    needed = set().union(*EVENTS.values(), *METHODS.values())
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed == set(SCOPES)
    assert set(NEEDED) <= needed


def test_the_manifest_subscribes_to_the_events_that_are_heard() -> None:
    subscribed = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert set(subscribed) == set(EVENTS)
    heard = set(re.findall(r'app\.event\("(\w+)"\)', inspect.getsource(slack_input)))
    assert {event.partition(".")[0] for event in subscribed} == heard


def test_the_manifest_turns_on_what_the_channel_uses() -> None:
    home = {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False}
    assert MANIFEST["features"]["app_home"] == home
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["settings"]["token_rotation_enabled"] is False
    assert len(MANIFEST["display_information"]["name"]) <= 35
    assert len(MANIFEST["display_information"]["description"]) <= 140


def test_the_page_names_every_variable_and_the_manifest() -> None:
    credentials = (ROOT / "credentials.yml").read_text(encoding="utf-8")
    variables = set(re.findall(r"CURBSIDE_SLACK_\w+", credentials)) - {"CURBSIDE_SLACK_API"}
    assert variables == set(re.findall(r"CURBSIDE_SLACK_\w+", PAGE))
    assert "](slack-manifest.yml)" in PAGE
    assert "/webhooks/slack/webhook" in PAGE


# --- settings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"bot_token": "xoxp-1", "signing_secret": "x"}, "bot_token does not begin with xoxb-"),
        ({"bot_token": BOT_TOKEN}, "give app_token .* or signing_secret"),
        ({"bot_token": BOT_TOKEN, "app_token": BOT_TOKEN}, "app_token does not begin with xapp-"),
        ({"signing_secret": SIGNING_SECRET}, "bot_token is missing"),
        ({"bot_token": 5}, "bot_token is no text"),
        ({"bot_token": BOT_TOKEN, "signing_secret": "x", "api": 5}, "api is 5"),
        ({"tokn": "x"}, "slack has no setting tokn"),
    ],
)
def test_settings_that_cannot_be_meant_are_told_without_secrets(given: dict[str, Any], told: str) -> None:
    with pytest.raises(BadSettings, match=told) as caught:
        SlackInput.from_credentials(given)
    assert BOT_TOKEN not in str(caught.value)
    assert SIGNING_SECRET not in str(caught.value)


def test_settings_show_no_secret() -> None:
    settings = SlackSettings(BOT_TOKEN, SIGNING_SECRET, APP_TOKEN)
    assert not any(secret in repr(settings) for secret in (BOT_TOKEN, SIGNING_SECRET, APP_TOKEN))


# --- curbside doctor ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def api() -> Iterator[SlackApi]:
    with SlackApi() as running:
        yield running


def doctor(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    """What it says about Slack."""
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "API"):
        monkeypatch.delenv(f"CURBSIDE_SLACK_{name}", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(f"CURBSIDE_SLACK_{name}", value)
    result = CliRunner().invoke(main, ["doctor", "--only", "slack"])
    assert (result.exit_code == 1) == ("✗" in result.output), result.output
    for secret in variables.values():
        assert secret not in result.output or secret.startswith("http")
    return result.output


def test_what_is_not_set_up_is_not_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor(monkeypatch) == "– slack: not set up; docs/slack.md tells how\n"


def test_all_is_well(api: SlackApi, monkeypatch: pytest.MonkeyPatch) -> None:
    told = doctor(monkeypatch, BOT_TOKEN=BOT_TOKEN, APP_TOKEN=APP_TOKEN, API=api.url)
    assert told == "✓ slack: the bot is @curbside in the workspace Shop\n✓ slack: Socket Mode opens\n"


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"SIGNING_SECRET": SIGNING_SECRET}, "there is signing_secret, but no bot_token"),
        ({"BOT_TOKEN": BOT_TOKEN}, "nothing can arrive"),
        ({"BOT_TOKEN": APP_TOKEN, "APP_TOKEN": BOT_TOKEN}, "bot_token has not the form of one"),
        ({"BOT_TOKEN": BOT_TOKEN, "SIGNING_SECRET": "abc"}, "signing_secret has not the form of one"),
        (
            {"BOT_TOKEN": "xoxb-9999999999", "APP_TOKEN": APP_TOKEN},
            "does not take the bot token: invalid_auth",
        ),
        ({"BOT_TOKEN": BOT_TOKEN, "APP_TOKEN": "xapp-9999999999"}, "Socket Mode does not open: invalid_auth"),
    ],
)
def test_what_is_wrong_is_told_with_its_cure(
    api: SlackApi, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], told: str
) -> None:
    output = doctor(monkeypatch, **variables, API=api.url)
    assert f"✗ slack: {told}" in output or told in output
    assert "→ " in output


def test_a_missing_scope_is_told(api: SlackApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tests.slack_api.SCOPES", "app_mentions:read,chat:write,files:write,channels:history,groups:history"
    )
    told = doctor(monkeypatch, BOT_TOKEN=BOT_TOKEN, APP_TOKEN=APP_TOKEN, API=api.url)
    assert "✗ slack: the scope im:history is missing: direct messages are not heard" in told


def test_without_a_network_it_is_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    told = doctor(monkeypatch, BOT_TOKEN=BOT_TOKEN, APP_TOKEN=APP_TOKEN, API="http://127.0.0.1:9/api/")
    assert told.startswith("? slack: Slack cannot be reached from here")
