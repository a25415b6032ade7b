"""`make bench ARGS=--channels`: what the web chat adds to a turn of REST, and how it bears two hundred open streams."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from rich.console import Console

from benchmarks import product
from benchmarks.errors import NoAnswer
from benchmarks.load import Times
from benchmarks.servers import run_to_end

REPORT = Path(__file__).resolve().parents[1] / "reports" / "channels.json"
TEXTS = (
    "thanks a lot",
    "where is the manual trunk release on a bmw 328i",
    "are you a robot",
    "which fuse is it on the 328i",
    "goodbye",
    "how do I jump start my bmw 328i",
)
# The limits: what the web may add to a median turn, and how much slower a turn may be beside two hundred streams.
MOST_ADDED_MS, MOST_TIMES = 15.0, 3.0
STREAMS, TURNS_A_SECOND, SECONDS = 200, 10, 30
WARM_UP, MEASURED, TURNS_OF_ONE = 20, 200, 20
ANSWER_SECONDS = 20.0
WEB = "bot.channels.web.WebInput"


def measure(console: Console) -> None:
    """Measures, shows, and writes the report; raises MeasuringProblem."""
    with product.product() as ours:
        _let_many_in(ours.folder / "credentials.yml")
        console.print("Curbside is prepared and started …")
        run_to_end(ours.prepare(), product.PREPARE_SECONDS)
        with ours.server() as server:
            server.first_answer(product.FIRST_WORDS, product.is_answer, product.READY_SECONDS)
            report = asyncio.run(_measured(f"http://127.0.0.1:{server.port}/webhooks"))
            server.check_alive()
    for name, value in report.items():
        console.print(f"{name}: {value}", highlight=False)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


class Tab:
    """A browser's tab: one conversation with an open stream."""

    def __init__(self, http: aiohttp.ClientSession, base: str, token: str) -> None:
        """Takes the conversation's token."""
        self._http = http
        self._base = base
        self._headers = {"Authorization": f"Bearer {token}"}
        self._answered: asyncio.Queue[float] = asyncio.Queue()

    async def turn(self, text: str) -> float:
        """Seconds from a message until its whole answer has come through the stream; raises NoAnswer."""
        began = time.perf_counter()
        message = {"id": secrets.token_urlsafe(18), "text": text}
        async with self._http.post(
            f"{self._base}/web/message", json=message, headers=self._headers
        ) as answer:
            if answer.status != 202:
                raise NoAnswer(f"answer {answer.status} to {text!r}")
        try:
            return await asyncio.wait_for(self._answered.get(), ANSWER_SECONDS) - began
        except asyncio.TimeoutError:
            raise NoAnswer(f"no answer to {text!r} within {ANSWER_SECONDS:.0f} s") from None

    async def listen(self, opened: asyncio.Event) -> None:
        """Reads the stream until it is cancelled."""
        async with self._http.get(f"{self._base}/web/stream", headers=self._headers) as answer:
            opened.set()
            async for line in answer.content:
                event = json.loads(line[6:]) if line.startswith(b"data: {") else {}
                if event.get("from") == "shop" and event["custom"]:
                    self._answered.put_nowait(time.perf_counter())


async def _measured(base: str) -> dict[str, Any]:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None)) as http:
        rest = Times.of((await _rest(http, base))[WARM_UP:])
        web = Times.of((await _alone(http, base))[WARM_UP:])
        crowd, asked = await _crowd(http, base)
    busy = Times.of(crowd)
    return {
        "rest": asdict(rest),
        "web": asdict(web),
        "web_adds_p50_ms": web.p50 - rest.p50,
        "web_adds_at_most_ms": MOST_ADDED_MS,
        "streams": STREAMS,
        "turns_a_second": TURNS_A_SECOND,
        "with_streams": asdict(busy),
        "with_streams_times_p95": busy.p95 / web.p95,
        "with_streams_at_most_times": MOST_TIMES,
        "lost": asked - len(crowd),
        "met": web.p50 - rest.p50 <= MOST_ADDED_MS
        and busy.p95 < MOST_TIMES * web.p95
        and asked == len(crowd),
    }


async def _rest(http: aiohttp.ClientSession, base: str) -> list[float]:
    """Seconds of REST's turns, one after the other, somebody new every few turns."""
    seconds = []
    for number, text in enumerate(islice(cycle(TEXTS), WARM_UP + MEASURED)):
        began = time.perf_counter()
        message = {"sender": f"rest-{number // TURNS_OF_ONE}", "message": text}
        async with http.post(f"{base}/rest/webhook", json=message) as answer:
            await answer.read()
        seconds.append(time.perf_counter() - began)
    return seconds


async def _alone(http: aiohttp.ClientSession, base: str) -> list[float]:
    """Seconds of the web's turns, in the same way."""
    seconds, texts = [], cycle(TEXTS)
    for _ in range((WARM_UP + MEASURED) // TURNS_OF_ONE):
        async with _tabs(http, base, 1) as (tab,):
            seconds += [await tab.turn(next(texts)) for _ in range(TURNS_OF_ONE)]
    return seconds


async def _crowd(http: aiohttp.ClientSession, base: str) -> tuple[list[float], int]:
    """Seconds of the turns that were answered, and how many were asked: people beside each other, at a steady pace."""
    async with _tabs(http, base, STREAMS) as tabs:
        asked, texts, began = [], cycle(TEXTS), time.perf_counter()
        for number in range(TURNS_A_SECOND * SECONDS):
            await asyncio.sleep(max(0.0, began + number / TURNS_A_SECOND - time.perf_counter()))
            asked.append(asyncio.ensure_future(tabs[number % STREAMS].turn(next(texts))))
        told = await asyncio.gather(*asked, return_exceptions=True)
    return [one for one in told if isinstance(one, float)], len(asked)


@asynccontextmanager
async def _tabs(http: aiohttp.ClientSession, base: str, count: int) -> AsyncIterator[Sequence[Tab]]:
    """So many tabs with open streams."""
    async with AsyncExitStack() as stack:
        tabs = []
        for _ in range(count):
            async with http.post(f"{base}/web/session", json={}) as answer:
                tab, opened = Tab(http, base, (await answer.json())["token"]), asyncio.Event()
            listening = asyncio.ensure_future(tab.listen(opened))
            stack.callback(listening.cancel)
            await opened.wait()
            tabs.append(tab)
        yield tabs


def _let_many_in(credentials: Path) -> None:
    """Lets all those conversations begin from one address; everything else is as it is delivered."""
    channels = yaml.safe_load(credentials.read_text(encoding="utf-8"))
    channels[WEB] = {**(channels[WEB] or {}), "sessions_burst": 10_000}
    credentials.unlink()  # the link, not the file
    credentials.write_text(yaml.safe_dump(channels, sort_keys=False), encoding="utf-8")
