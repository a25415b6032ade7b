"""What leaves for Slack: in order for each channel, as fast as Slack takes it, and nothing is dropped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.inbox import Delivery
from bot.channels.output import ChannelCard
from bot.channels.pictures import find
from bot.channels.slack.arrivals import Place, Pressed
from bot.channels.slack.drawing import Posting, alt_text, chosen, draw
from bot.channels.slack.words import escaped
from bot.reply import Phrases

logger = logging.getLogger(__name__)

# Slack says how long to wait; that often it is obeyed for one message before it is given up.
MOST_WAITS = 30
# Slack does not take the blocks as they are: the words alone still help.
_BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_FAILURES = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError)
_Post = Callable[[], Awaitable[bool]]
# Nothing in our words is a link or a mention.
_AS_WRITTEN: dict[str, Any] = {
    "parse": "none",
    "link_names": False,
    "unfurl_links": False,
    "unfurl_media": False,
}


def make_client(token: str, api: str) -> AsyncWebClient:
    """A client of Slack's Web API that waits when Slack says so."""
    handlers = [
        AsyncRateLimitErrorRetryHandler(max_retry_count=MOST_WAITS),
        AsyncConnectionErrorRetryHandler(max_retry_count=2),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]
    return AsyncWebClient(token=token, base_url=api, retry_handlers=handlers, logger=logger)


class Outbox:
    """Posts cards; what is said in one channel arrives in the order in which it was said."""

    def __init__(self, client: AsyncWebClient, phrases: Phrases, root: Path) -> None:
        """Pictures are looked for below `root`."""
        self._client = client
        self._phrases = phrases
        self._root = root
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def say(self, place: Place, cards: Sequence[tuple[ChannelCard, bool]], delivery: Delivery) -> None:
        """Posts cards with their pictures; where that is not allowed, the person is told so.

        Those marked as private only the person sees. What `delivery` has shown already is not posted again.
        """
        async with self._in_order(place.channel):
            for post in self._posts(place, cards)[delivery.shown :]:
                if not await post():
                    break
                delivery.count()
        delivery.close()

    def _posts(self, place: Place, cards: Sequence[tuple[ChannelCard, bool]]) -> list[_Post]:
        """What is to be done for the cards, one request after the other; each tells whether to go on."""
        posts: list[_Post] = []
        for card, private in cards:
            if private:
                posts.append(partial(self._whisper, place, card.text, place.user))
                continue
            picture = find(card.image, self._root)
            if isinstance(picture, Path):  # one with an address is a block of the card
                posts.append(partial(self._show_picture, place, picture, alt_text(card)))
            posts += [partial(self._post, place, posting) for posting in draw(card, place)]
        return posts

    async def whisper(self, place: Place, text: str, user: str | None = None) -> None:
        """Says something that only one person sees: whoever talks there, or another `user`."""
        async with self._in_order(place.channel):
            await self._whisper(place, text, user or place.user)

    async def show_choice(self, pressed: Pressed) -> None:
        """Puts what was chosen in the place of a message's buttons."""
        place, blocks = pressed.place, chosen([dict(block) for block in pressed.blocks], pressed.title)
        async with self._in_order(place.channel):
            await self._tried(
                lambda: self._client.chat_update(
                    channel=place.channel, ts=pressed.ts, text=pressed.text, blocks=blocks, parse="none"
                )
            )

    async def publish_home(self, user: str, view: dict[str, Any]) -> None:
        """Shows the app's home tab to somebody."""
        await self._tried(lambda: self._client.views_publish(user_id=user, view=view))

    async def _post(self, place: Place, posting: Posting) -> bool:
        error = await self._tried(lambda: self._send(place, posting))
        if error in _BLOCKS_REFUSED:
            error = await self._tried(lambda: self._send(place, Posting([], posting.words)))
        if error and not place.direct:
            await self._whisper(place, self._phrases.text("utter_slack_cannot_post"), place.user)
        return not error

    async def _send(self, place: Place, posting: Posting) -> Any:
        return await self._client.chat_postMessage(
            channel=place.channel,
            thread_ts=place.thread,
            text=posting.text,
            blocks=posting.blocks or None,
            **_AS_WRITTEN,
        )

    async def _whisper(self, place: Place, text: str, user: str) -> bool:
        """Ephemerally; where Slack refuses that, too, in a direct message."""
        said = escaped(text)
        error = await self._tried(
            lambda: self._client.chat_postEphemeral(
                channel=place.channel, user=user, thread_ts=place.thread, text=said, parse="none"
            )
        )
        if error and not place.direct:
            await self._tried(lambda: self._client.chat_postMessage(channel=user, text=said, **_AS_WRITTEN))
        return True

    async def _show_picture(self, place: Place, picture: Path, alt: str) -> bool:
        """Uploads a picture; without it the words still say everything."""
        await self._tried(
            lambda: self._client.files_upload_v2(
                file=str(picture), filename=picture.name, title=alt, alt_txt=alt,
                channel=place.channel, thread_ts=place.thread,
            )
        )  # fmt: skip
        return True

    async def _tried(self, call: Callable[[], Awaitable[Any]]) -> str:
        """Slack's name for what is wrong, empty when nothing is."""
        try:
            await call()
        except SlackApiError as error:
            name = _name_of(error)
        except _FAILURES as error:
            name = type(error).__name__
        else:
            return ""
        logger.error("Slack did not take something: %s; `curbside doctor` tells more", name)
        return name

    @asynccontextmanager
    async def _in_order(self, channel: str) -> AsyncIterator[None]:
        async with self._orders.setdefault(channel, asyncio.Lock()):
            yield


def _name_of(error: SlackApiError) -> str:
    response: Any = error.response
    try:
        return str(response.get("error") or response.status_code)
    except (AttributeError, ValueError, TypeError):
        return "unreadable answer"
