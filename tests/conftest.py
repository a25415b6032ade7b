"""The running assistant, started once for all tests that talk to it, and somebody new for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

import pytest

from benchmarks import product
from benchmarks.client import Client
from tests.customer import Customer
from tests.everywhere import CHANNELS, OnSlack, OnTelegram, Person, RestPerson, WebPerson, by_request
from tests.forking import Forks
from tests.served import LinesOf, lines_of
from tests.serving import Served, serving
from tests.slack_api import SlackApi
from tests.telegram_api import TelegramApi

SENDERS = count(1)
Newcomer = Callable[..., Customer]
Come = Callable[[str], Person]
# The first test that talks to the assistant waits for build and training, where there is no model yet.
FIRST_SECONDS = 2_400


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Gives the test that starts the servers the time that a training takes."""
    talking = (item for item in items if "served" in getattr(item, "fixturenames", ()))
    for first in list(talking)[:1]:
        first.add_marker(pytest.mark.timeout(FIRST_SECONDS))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs the tests of the contract once on each channel."""
    if "channel" in metafunc.fixturenames and metafunc.definition.get_closest_marker("every_channel"):
        metafunc.parametrize("channel", CHANNELS)


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Where servers come from that a test kills."""
    parent = Forks()
    yield parent
    parent.close()


@pytest.fixture(scope="session")
def slack_api() -> Iterator[SlackApi]:
    """The stub of Slack that the running assistant talks to."""
    with SlackApi() as running:
        yield running


@pytest.fixture(scope="session")
def telegram_api() -> Iterator[TelegramApi]:
    """The stub of Telegram that the running assistant talks to."""
    with TelegramApi() as running:
        yield running


@pytest.fixture(scope="session")
def served(slack_api: SlackApi, telegram_api: TelegramApi) -> Iterator[Served]:
    """Both servers of the really trained assistant, with all channels; it has answered once."""
    with serving({**slack_api.environment(), **telegram_api.environment}) as running:
        with Client(running.address.port) as client:
            assert product.is_answer(client.send("first", product.FIRST_WORDS))
        yield running


@pytest.fixture
def client(served: Served) -> Iterator[Client]:
    """A connection to the assistant."""
    with Client(served.address.port) as connection:
        yield connection


@pytest.fixture
def come(client: Client, served: Served, slack_api: SlackApi, telegram_api: TelegramApi) -> Come:
    """Brings somebody to a channel."""
    port, tracker = served.address.port, served.places.var / "tracker.db"

    def come(channel: str) -> Person:
        ways: dict[str, Callable[[], Person]] = {
            "rest": lambda: RestPerson(client, f"customer-{next(SENDERS)}"),
            "web": lambda: WebPerson(port),
            "telegram": lambda: OnTelegram(telegram_api, tracker),
            "slack": lambda: OnSlack(slack_api, partial(by_request, port), tracker),
        }
        return ways[channel]()

    return come


@pytest.fixture
def channel() -> str:
    """The channel of a test's people; a test marked `every_channel` runs once on each."""
    return "rest"


@pytest.fixture
def newcomer(come: Come, channel: str) -> Newcomer:
    """Brings somebody whom the assistant has not met."""

    def new(lines: LinesOf = lines_of) -> Customer:
        return Customer(come(channel), lines)

    return new


@pytest.fixture
def customer(newcomer: Newcomer) -> Customer:
    """Somebody whom the assistant has not met."""
    return newcomer()
