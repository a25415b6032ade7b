"""Which channels are served: a token that is not set leaves its channel out and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.commands.channels import Channels
from bot.commands.places import Places

ROOT = Path(__file__).resolve().parents[1]
CREDENTIALS = """
bot.channels.rest.RestInput:
bot.channels.telegram.TelegramInput:
  token: ${A_TOKEN}   # a remark
  url: ${A_URL}
  burst: 30
bot.channels.slack.SlackInput: {token: "${B_TOKEN}"}
"""
TELEGRAM = "bot.channels.telegram.TelegramInput"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "credentials.yml").write_text(CREDENTIALS, encoding="utf-8")
    return Places(tmp_path)


def test_a_channel_without_its_variables_is_left_out_and_told(places: Places) -> None:
    channels = Channels.read(places, {})
    assert dict(channels.served) == {"bot.channels.rest.RestInput": {}}
    assert channels.told() == "Channels not set up: telegram (set A_TOKEN), slack (set B_TOKEN)."


def test_a_setting_without_its_variable_counts_as_not_given(places: Places) -> None:
    channels = Channels.read(places, {"A_TOKEN": "1:x", "B_TOKEN": "", "A_URL": ""})
    assert channels.served[TELEGRAM] == {"token": "${A_TOKEN}", "burst": 30}
    assert list(channels.left_out) == ["bot.channels.slack.SlackInput"]


def test_a_channel_without_its_token_never_stands_open(places: Places) -> None:
    assert TELEGRAM in Channels.read(places, {"A_URL": "x"}).left_out


def test_no_secret_is_written_and_rasa_fills_it_in(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa.shared.utils.io import read_config_file

    monkeypatch.setenv("A_TOKEN", "1234:x")
    channels = Channels.read(places)
    written = places.root / channels.write(places)
    assert written == places.var / "credentials.yml"
    assert "1234:x" not in written.read_text(encoding="utf-8")
    assert read_config_file(written)[TELEGRAM] == {"token": "1234:x", "burst": 30}
    assert channels.of("telegram") == {"token": "1234:x", "burst": 30}
    assert channels.of("slack") is None


def test_the_projects_own_channels_need_no_secret_to_start() -> None:
    channels = Channels.read(Places(ROOT), {})
    assert list(channels.served) == ["bot.channels.rest.RestInput", "bot.channels.web.WebInput"]
    assert all(yaml.safe_load((ROOT / "credentials.yml").read_text("utf-8")))
