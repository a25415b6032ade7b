"""The desk: shop.yml, tickets, unanswered messages, forgetting and retention."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.desk.erasure import DAY, Forgotten, Swept, forget, sweep
from bot.desk.errors import DeskUnavailable, ShopProblems, TicketClosed, UnknownTicket
from bot.desk.shop import Retention, Shop, read_shop
from bot.desk.store import Store
from bot.desk.tickets import (
    CLOSED,
    OPEN,
    TAKEN,
    add_contact,
    close_ticket,
    list_tickets,
    open_ticket,
    read_ticket,
    take_ticket,
)
from bot.desk.unanswered import REASONS, add_unanswered, list_unanswered, normalise

ROOT = Path(__file__).resolve().parents[1]
TRIED = [{"section": "bmw-328i/manual-release", "step": 2, "steps": 5, "outcome": "failed"}]
SAID = [{"who": "person", "text": "trunk is shut", "at": "2024-05-01T10:00:00Z"}]


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Store:
    return Store(f"sqlite:///{tmp_path / 'var' / 'desk.db'}", clock)


@pytest.fixture
def others(tmp_path: Path) -> dict[str, str]:
    """Databases of the other rooms, with rows of two senders."""
    urls = {name: f"sqlite:///{tmp_path / name}.db" for name in ("tracker", "channels")}
    _fill(
        urls["tracker"],
        "events",
        "sender_id TEXT, timestamp FLOAT, data TEXT",
        [("ann", 1.0, "secret"), ("bob", 9e9, "x")],
    )
    _fill(
        urls["channels"],
        "buttons",
        "id TEXT, sender TEXT, payload TEXT",
        [("1", "ann", "a"), ("2", "ann", "b"), ("3", "bob", "c")],
    )
    return urls


def _fill(url: str, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    with sa.create_engine(url).begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {table} ({columns})")
        for row in rows:
            connection.exec_driver_sql(f"INSERT INTO {table} VALUES (?, ?, ?)", row)


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# shop.yml


def test_the_example_shop_is_valid_and_filled_in() -> None:
    shop = read_shop(ROOT / "shop.yml")
    assert all(
        shop.filled(name) for name in ("name", "phone", "hours", "address", "emergency_number", "towing")
    )
    assert not shop.filled("prices"), "whoever forgets to fill it in tells nobody a wrong price"
    assert "555-01" in shop.phone, "an invented shop has an invented number"


def test_a_shop_without_a_file_has_nothing_filled_in(tmp_path: Path) -> None:
    shop = read_shop(tmp_path / "shop.yml")
    assert shop == Shop()
    assert not shop.filled("emergency_number")


def test_empty_lines_are_not_filled_in_and_odd_numbers_stay_as_written(tmp_path: Path) -> None:
    text = "name:\nphone: ''\nemergency_number: 000\nhours: 9:30\nprices: {test: 0, other: }\n"
    shop = read_shop(_write(tmp_path / "shop.yml", text))
    assert (shop.name, shop.phone, shop.emergency_number, shop.hours) == ("", "", "000", "9:30")
    assert shop.prices == {"test": "0"}


def test_retention_days_left_out_keep_their_defaults(tmp_path: Path) -> None:
    shop = read_shop(_write(tmp_path / "shop.yml", "retention:\n  transcripts: 10\n"))
    assert shop.retention == Retention(transcripts=10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fone: 1\n", "shop.yml:1: unknown key in shop.yml: 'fone' - did you mean 'phone'?"),
        ("name: x\nname: y\n", "shop.yml:2: 'name' is there twice - keep one of the two"),
        ("name: [x]\n", "shop.yml:1: 'name' is not one text"),
        ("\nphone: call us\n", "shop.yml:2: 'phone' is no telephone number: 'call us'"),
        ("emergency_number: help\n", "shop.yml:1: 'emergency_number' is no telephone number"),
        ("prices: 3\n", "shop.yml:1: prices is not a list of `key: value`"),
        ("prices:\n  test: [1]\n", "shop.yml:2: 'test' is not one text"),
        ("retention: {tickets: 0}\n", "shop.yml:1: 'tickets' in retention is no number of days"),
        ("retention: {years: 1}\n", "shop.yml:1: unknown key in retention: 'years'"),
        ("name: a: b\n", "shop.yml:1: mapping values are not allowed"),
        ("- name\n", "shop.yml:1: shop.yml is not a list of `key: value`"),
        ("name: x\nhours: '\n", "shop.yml:"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_cure(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(ShopProblems) as error:
        read_shop(_write(tmp_path / "shop.yml", text))
    assert str(error.value).startswith(expected)
    assert " - " in str(error.value)


def test_all_mistakes_are_told_at_once_in_order(tmp_path: Path) -> None:
    with pytest.raises(ShopProblems) as error:
        read_shop(_write(tmp_path / "shop.yml", "fone: 1\nphone: x\nretention: {days: 1}\n"))
    assert [problem.line for problem in error.value.problems] == [1, 2, 3]


def test_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "shop.yml").write_bytes("name: ok\naddress: Stra\xdfe 1\n".encode("latin-1"))
    with pytest.raises(ShopProblems, match=r"shop\.yml:2: is not UTF-8 text - save the file"):
        read_shop(tmp_path / "shop.yml")


# tickets


def test_a_ticket_holds_what_the_next_person_needs(store: Store, clock: Clock) -> None:
    number = open_ticket(
        store,
        "ann",
        vehicle="2009 BMW 328i coupe",
        symptoms=["no power"],
        tried=TRIED,
        transcript=SAID,
        note="asked for a person",
    )
    ticket = read_ticket(store, number)
    assert number == 1001
    assert (ticket.sender, ticket.status, ticket.vehicle) == ("ann", OPEN, "2009 BMW 328i coupe")
    assert ticket.opened.timestamp() == clock.now
    assert (list(ticket.tried), list(ticket.transcript), ticket.symptoms) == (TRIED, SAID, ("no power",))


def test_a_second_hand_off_renews_the_open_ticket_and_keeps_contact_and_note(
    store: Store, clock: Clock
) -> None:
    number = open_ticket(store, "ann", vehicle="BMW", note="first")
    add_contact(store, "ann", "call 555-0101")
    take_ticket(store, number, by="Sam")
    clock.now += 60
    assert open_ticket(store, "ann", vehicle="BMW 328i", tried=TRIED) == number
    ticket = read_ticket(store, number)
    assert (ticket.vehicle, ticket.contact, ticket.note, ticket.status) == (
        "BMW 328i",
        "call 555-0101",
        "first",
        TAKEN,
    )
    assert (ticket.updated - ticket.opened).total_seconds() == 60


def test_after_closing_the_next_hand_off_gets_a_new_number(store: Store) -> None:
    first = open_ticket(store, "ann")
    close_ticket(store, first, note="towed in")
    assert open_ticket(store, "ann") == first + 1
    assert [t.status for t in list_tickets(store)] == [CLOSED, OPEN]
    assert [t.number for t in list_tickets(store, OPEN, TAKEN)] == [first + 1]


def test_contacts_add_up_without_repeating_and_stay_bounded(store: Store) -> None:
    assert add_contact(store, "ann", "555-0101") is None
    number = open_ticket(store, "ann")
    for text in ("555-0101", "555-0101", "after\n six"):
        assert add_contact(store, "ann", text) == number
    assert read_ticket(store, number).contact == "555-0101; after six"
    add_contact(store, "ann", "x" * 5000)
    assert len(read_ticket(store, number).contact) == 1000


def test_unknown_and_closed_tickets_name_the_cure(store: Store) -> None:
    with pytest.raises(UnknownTicket, match="there is no ticket 7: `curbside tickets list --all`"):
        read_ticket(store, 7)
    number = open_ticket(store, "ann")
    close_ticket(store, number)
    with pytest.raises(TicketClosed, match=f"ticket {number} is closed"):
        take_ticket(store, number, by="Sam")


def test_the_number_of_an_erased_ticket_is_not_given_again(store: Store, others: dict[str, str]) -> None:
    first = open_ticket(store, "ann")
    forget(store, "ann", **others)
    assert open_ticket(store, "bob") == first + 1


SEVERAL = """
import sys
from bot.desk.store import Store
from bot.desk.tickets import open_ticket
from bot.desk.unanswered import add_unanswered
store = Store(sys.argv[1])
for turn in range(20):
    open_ticket(store, "shared")
    open_ticket(store, f"own-{sys.argv[2]}-{turn}")
    add_unanswered(store, sys.argv[2], "same words", "unclear")
"""


def test_several_processes_write_at_once_from_the_first_use_on(store: Store) -> None:
    commands = [[sys.executable, "-c", SEVERAL, store.url, str(worker)] for worker in range(4)]
    workers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for command in commands]
    failures = [worker.communicate(timeout=60)[1] for worker in workers]
    assert failures == [""] * 4
    found = list_tickets(store)
    assert len(found) == 81, "one shared ticket and twenty of each process"
    assert len({ticket.number for ticket in found}) == 81
    assert list_unanswered(store)[0].count == 80


def test_a_database_that_cannot_be_opened_names_the_cure(tmp_path: Path) -> None:
    _write(tmp_path / "var", "a file where the folder should be")
    with pytest.raises(DeskUnavailable, match="CURBSIDE_DESK_URL"):
        list_tickets(Store(f"sqlite:///{tmp_path / 'var' / 'desk.db'}"))


def test_the_environment_names_another_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CURBSIDE_DESK_URL", raising=False)
    assert Store.from_environment(tmp_path).url == f"sqlite:///{tmp_path}/var/desk.db"
    monkeypatch.setenv("CURBSIDE_DESK_URL", "postgresql://shop@db/desk")
    assert Store.from_environment(tmp_path).url == "postgresql://shop@db/desk"


# unanswered messages


def test_unanswered_messages_are_counted_by_wording_and_reason(store: Store) -> None:
    for sender, text in (("ann", "My Tesla?"), ("bob", "my tesla"), ("ann", "MY  TESLA!!")):
        add_unanswered(store, sender, text, "not-covered:vehicle")
    add_unanswered(store, "ann", "my tesla", "unclear")
    add_unanswered(store, "ann", "🙃", "unclear")
    first, *rest = list_unanswered(store)
    assert (first.reason, first.count, first.senders) == ("not-covered:vehicle", 3, 2)
    assert {(row.text, row.count) for row in rest} == {("my tesla", 1), ("🙃", 1)}
    assert [row.reason for row in list_unanswered(store, "not-covered")] == ["not-covered:vehicle"]
    assert len(list_unanswered(store, "unclear")) == 2


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_taken(store: Store, reason: str) -> None:
    add_unanswered(store, "ann", "x" * 9000, reason)
    assert len(list_unanswered(store, reason)[0].text) == 500


def test_another_reason_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="use one of unclear"):
        add_unanswered(store, "ann", "x", "bored")


@pytest.mark.parametrize(
    ("text", "expected"), [("Hi, THERE!", "hi there"), ("  a\n b ", "a b"), (" 🚗 ", "🚗"), ("", "")]
)
def test_normalised_wording(text: str, expected: str) -> None:
    assert normalise(text) == expected


# forgetting and retention


def test_forgetting_erases_a_sender_everywhere_and_nobody_else(
    store: Store, others: dict[str, str], tmp_path: Path
) -> None:
    open_ticket(store, "ann", transcript=[{"who": "person", "text": "unmistakable words", "at": ""}])
    add_unanswered(store, "ann", "unmistakable words", "unclear")
    open_ticket(store, "bob")
    assert forget(store, "ann", **others) == Forgotten(tickets=1, unanswered=1, events=1, channels=2)
    assert forget(store, "ann", **others) == Forgotten(0, 0, 0, 0)
    assert [t.sender for t in list_tickets(store)] == ["bob"]
    left = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"unmistakable words" not in left
    assert b"secret" not in left


def test_forgetting_works_before_the_other_databases_exist(store: Store, tmp_path: Path) -> None:
    missing = f"sqlite:///{tmp_path / 'no.db'}"
    assert forget(store, "ann", tracker=missing, channels=missing) == Forgotten(0, 0, 0, 0)
    assert not (tmp_path / "no.db").exists()


def test_forgetting_leaves_other_tables_of_the_same_database_alone(store: Store, tmp_path: Path) -> None:
    shared = f"sqlite:///{tmp_path / 'shared.db'}"
    _fill(shared, "invoices", "sender TEXT, timestamp FLOAT, sender_id TEXT", [("ann", 1.0, "ann")])
    assert forget(store, "ann", tracker=shared, channels=shared) == Forgotten(0, 0, 0, 0)
    assert sweep(store, Retention(), tracker=shared, channels=shared) == Swept(0, 0, 0, 0)


def test_a_kind_of_database_that_is_not_known_names_the_cure(store: Store) -> None:
    with pytest.raises(DeskUnavailable, match=r"mongodb://shop:\*\*\*@db/rasa does not answer"):
        forget(store, "ann", tracker="mongodb://shop:secret@db/rasa", channels="sqlite:///no.db")


def test_sweeping_erases_by_age_and_keeps_open_tickets(
    store: Store, clock: Clock, others: dict[str, str]
) -> None:
    closed = open_ticket(store, "ann", transcript=SAID)
    close_ticket(store, closed)
    still_open = open_ticket(store, "bob", transcript=SAID)
    add_unanswered(store, "ann", "x", "unclear")
    assert sweep(store, Retention(), **others) == Swept(0, 0, 0, events=1)
    clock.now += 181 * DAY
    fresh = open_ticket(store, "cat", transcript=SAID)
    assert sweep(store, Retention(), **others) == Swept(transcripts=2, tickets=0, unanswered=1, events=0)
    assert [bool(t.transcript) for t in list_tickets(store)] == [False, False, True]
    clock.now += 550 * DAY
    assert sweep(store, Retention(), **others).tickets == 1
    assert [t.number for t in list_tickets(store)] == [still_open, fresh]
