"""`curbside doctor` on Telegram: each thing that can be wrong is told with its cure, and no secret is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.channels.errors import BadSettings
from bot.channels.telegram.settings import read_settings
from bot.cli import main
from tests.telegram_api import BOT_NAME, TOKEN, Call, Refused, TelegramApi, failing

ROOT = Path(__file__).resolve().parents[1]
SECRET = "0123456789abcdef-secret"
PUBLIC = "https://bot.example.org"
WEBHOOK = f"{PUBLIC}/webhooks/telegram/webhook"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's settings in a folder of their own, entered; nothing is set."""
    for name in ("config.yml", "domain.yml", "credentials.yml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "data").mkdir()
    for name in ("TOKEN", "URL", "SECRET", "API"):
        monkeypatch.delenv(f"CURBSIDE_TELEGRAM_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[TelegramApi]:
    with TelegramApi() as running:
        _set(monkeypatch, token=TOKEN, api=running.url)
        yield running


def _set(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"CURBSIDE_TELEGRAM_{name.upper()}", value)


def _doctor() -> tuple[int, str]:
    result = CliRunner().invoke(main, ["doctor", "--only", "telegram"])
    assert TOKEN not in result.output
    assert SECRET not in result.output
    return result.exit_code, result.output


def test_without_a_token_nothing_is_wrong() -> None:
    assert _doctor() == (0, "– telegram: not set up: docs/telegram.md says how\n")


def test_a_bot_by_long_polling(api: TelegramApi) -> None:
    code, told = _doctor()
    assert code == 0
    assert f"✓ telegram: the bot is @{BOT_NAME}" in told
    assert "✓ telegram: messages are fetched by long polling" in told


@pytest.mark.parametrize(
    ("webhook", "code", "told"),
    [
        ({"url": WEBHOOK}, 0, f"✓ telegram: the webhook is {WEBHOOK}"),
        ({"url": ""}, 0, "? telegram: the webhook is not set"),
        ({"url": WEBHOOK, "last_error_message": "Connection refused"}, 1, "Connection refused"),
    ],
)
def test_a_bot_by_webhook(
    api: TelegramApi, monkeypatch: pytest.MonkeyPatch, webhook: dict[str, str], code: int, told: str
) -> None:
    _set(monkeypatch, url=PUBLIC, secret=SECRET)
    api.webhook = webhook
    assert _doctor()[0] == code
    assert told in _doctor()[1]


def test_a_token_that_telegram_does_not_know_is_wrong(api: TelegramApi) -> None:
    def unknown(call: Call) -> None:
        raise Refused(401, "Unauthorized")

    with failing(api, unknown):
        code, told = _doctor()
    assert code == 1
    assert "✗ telegram: Telegram does not know this token\n  → ask @BotFather" in told


def test_without_a_network_nothing_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, token=TOKEN, api="http://127.0.0.1:9")
    assert _doctor()[0] == 0
    assert "? telegram: Telegram cannot be reached from here" in _doctor()[1]


BAD: list[tuple[dict[str, str], str]] = [
    ({"token": "hello"}, "the token is missing or has not the form of one"),
    ({"token": "123:short"}, "the token is missing or has not the form of one"),
    ({"url": "http://bot.example.org", "secret": SECRET}, "url is not https"),
    ({"url": "bot.example.org", "secret": SECRET}, "url is not https"),
    ({"url": "https://bot.example.org:5005", "secret": SECRET}, "Telegram does not send to port 5005"),
    ({"url": "https://bot.example.org:x", "secret": SECRET}, "url is no address"),
    ({"url": WEBHOOK, "secret": SECRET}, "url names the webhook itself"),
    ({"url": PUBLIC}, "a webhook needs a secret"),
    ({"url": PUBLIC, "secret": "short"}, "a webhook needs a secret"),
    ({"url": PUBLIC, "secret": "with spaces in it and more"}, "a webhook needs a secret"),
    ({"api": "ftp://x"}, "api is no address"),
]


@pytest.mark.parametrize(("settings", "told"), BAD)
def test_settings_that_cannot_be_meant_are_wrong_and_stop_the_start(
    settings: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(monkeypatch, **{"token": TOKEN, **settings})
    code, output = _doctor()
    assert code == 1
    assert f"✗ telegram: {told}" in output
    with pytest.raises(BadSettings, match=told) as error:
        read_settings({"token": TOKEN, **settings})
    assert TOKEN not in str(error.value)
    assert settings.get("token", "-" * 40) not in str(error.value)


def test_an_unknown_setting_stops_the_start() -> None:
    with pytest.raises(BadSettings, match="telegram has no setting tokens"):
        read_settings({"token": TOKEN, "tokens": "x"})
