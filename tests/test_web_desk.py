"""The shop's side of the web chat: a person is erased, old words go, and `curbside doctor` looks at the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.channels.output import ChannelCard
from bot.channels.web import events
from bot.channels.web.history import History
from bot.channels.web.messages import Said
from bot.channels.web.tokens import NoToken, Tokens, new_conversation
from bot.cli import main
from bot.desk.erasure import DAY, forget, sweep
from bot.desk.shop import Retention
from bot.desk.store import Store

ANN, BOB = new_conversation(), new_conversation()
NOW = 1_800_000_000.0
KEY = "k" * 32


def _talk(path: Path, conversation: str, at: float = NOW) -> None:
    history = History(path, lambda: at)
    waiting = history.add(conversation, "m" * 16, events.by_person("unmistakable", "m" * 16), Said(typed="x"))
    history.answer(waiting, [events.by_shop(ChannelCard("secret answer", custom={"kind": "talk"}))])
    history.close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'desk.db'}", clock=lambda: NOW)


def test_forgetting_a_person_erases_what_was_said_in_the_chat(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "channels.db"
    _talk(file, ANN)
    urls = {"tracker": f"sqlite:///{tmp_path / 'tracker.db'}", "channels": f"sqlite:///{file}"}
    assert forget(store, ANN, **urls).channels == 2
    assert b"unmistakable" not in file.read_bytes()
    _talk(file, BOB)
    history = History(file)
    assert history.after(ANN, 0) == []
    assert [event["seq"] for event in history.after(BOB, 0)] == [3, 4]  # a number is never given twice


def test_old_words_are_swept_and_young_ones_stay(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "channels.db"
    _talk(file, ANN, NOW - 31 * DAY)
    _talk(file, BOB, NOW - 29 * DAY)
    urls = {"tracker": f"sqlite:///{tmp_path / 'tracker.db'}", "channels": f"sqlite:///{file}"}
    assert sweep(store, Retention(), **urls).channels == 2
    history = History(file)
    assert (len(history.after(ANN, 0)), len(history.after(BOB, 0))) == (0, 2)


def test_an_answer_to_what_was_erased_meanwhile_is_not_kept(tmp_path: Path) -> None:
    history = History(tmp_path / "channels.db")
    waiting = history.add(ANN, "m" * 16, events.by_person("x", "m" * 16), Said(typed="x"))
    with history._database() as database:
        database.execute("DELETE FROM web_events")
    history.answer(waiting, [events.by_shop(ChannelCard("late"))])
    assert history.after(ANN, 0) == []


def test_a_token_expires_and_is_renewed_when_half_of_its_time_is_over() -> None:
    now = NOW
    tokens = Tokens(KEY, 2, lambda: now)
    token = tokens.issue(ANN)
    assert tokens.read(token.text).conversation == ANN
    assert tokens.renewed(token) is token
    now += DAY
    renewed = tokens.renewed(token)
    assert renewed.expires == token.expires + DAY
    now += DAY
    with pytest.raises(NoToken, match="expired"):
        tokens.read(token.text)
    assert tokens.read(renewed.text).conversation == ANN


def test_a_token_of_another_key_or_conversation_is_none() -> None:
    other = Tokens("o" * 32, 2).issue(ANN)
    with pytest.raises(NoToken, match="not signed"):
        Tokens(KEY, 2).read(other.text)
    with pytest.raises(NoToken, match="names no conversation"):
        Tokens(KEY, 2).read(Tokens(KEY, 2).issue("telegram:1").text)


# --- doctor ------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("config.yml", "domain.yml"):
        (tmp_path / name).write_text("")
    (tmp_path / "data").mkdir()
    bundle = tmp_path / "bot" / "widget" / "dist"
    bundle.mkdir(parents=True)
    (bundle / "curbside-chat.js").write_text("export {};")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _doctor(project: Path, settings: str) -> Result:
    (project / "credentials.yml").write_text(f"bot.channels.web.WebInput: {settings}\n")
    return CliRunner().invoke(main, ["doctor", "--only", "web"])


def test_settings_in_order_are_told(project: Path) -> None:
    result = _doctor(project, "{origins: [https://shop.example, 'http://localhost:8000']}")
    assert result.exit_code == 0, result.output
    assert "https://shop.example" in result.output
    assert "curbside-chat.js is there" in result.output


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("{origins: [http://shop.example]}", "write https://shop.example"),
        ("{origins: ['http://localhost.evil.example']}", "is not https"),
        ("{origins: ['*']}", "'*' is no origin"),
        ("{key: short}", "key is shorter than 32 characters"),
        ("{bundle: nowhere}", "nowhere/curbside-chat.js is missing"),
    ],
)
def test_what_is_wrong_is_told_with_its_cure(project: Path, settings: str, told: str) -> None:
    result = _doctor(project, settings)
    assert result.exit_code == 1
    assert told in result.output
    assert "→" in result.output


def test_a_key_that_others_can_read_is_told(project: Path) -> None:
    (project / "var").mkdir()
    key = project / "var" / "web.key"
    key.write_text(KEY)
    key.chmod(0o644)
    result = _doctor(project, "{}")
    assert result.exit_code == 1
    assert "chmod 600 var/web.key" in result.output


def test_without_the_channel_nothing_is_wrong(project: Path) -> None:
    (project / "credentials.yml").write_text("bot.channels.rest.RestInput: {}\n")
    assert CliRunner().invoke(main, ["doctor", "--only", "web"]).exit_code == 0
