"""What needs no token: the demo page, passages of the documents, the widget's files and the pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from http import HTTPStatus
from pathlib import Path

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.requests import Refused, bad_request
from bot.channels.web import policy
from bot.channels.web.events import PICTURES
from bot.channels.web.files import File, Folder, file_of
from bot.channels.web.pages import Pages
from bot.channels.web.passages import NoPassage, Passage, Passages, read_ranges
from bot.channels.web.routing import Routes
from bot.channels.web.settings import WebSettings

_Draw = Callable[[Passage], str]
DEMO = "index.html"
# Where the shop's name belongs in the demo page: in its tag, and in the one that it shows.
TITLE, TITLE_SHOWN = " data-title", " data-title-shown"
# An asset that carries its content's hash in its name could be kept for ever; asking again is cheap enough.
_REVALIDATE = "no-cache"


class Site:
    """Pages and files."""

    def __init__(self, settings: WebSettings, pages: Pages) -> None:
        """Takes the pages; files are looked for when they are asked for."""
        self._settings = settings
        self._pages = pages
        self._shop = settings.guard.shop_facts().get("name", "")
        self._passages = Passages(settings.documents_path)
        self._own = Folder(Path(__file__).parent)
        self._bundle = Folder(Path(settings.bundle))
        self._pictures = Folder(settings.documents_path / PICTURES)

    def hang_up(self, blueprint: Blueprint, files: Blueprint, routes: Routes) -> None:
        """Adds the routes: `blueprint` lies below the channel's address, `files` at the root."""
        routes.add(blueprint, "GET", "/page.css", self.style)
        routes.add(blueprint, "GET", "/passage", self.passage)
        routes.add(blueprint, "GET", "/procedure", self.procedure)
        routes.add(blueprint, "GET", "/<rest:path>", self.elsewhere)
        routes.add(files, "GET", "/widget/<name:str>", self.widget)
        routes.add(files, "GET", "/pictures/<name:str>", self.picture)

    async def front(self, request: Request) -> HTTPResponse | None:
        """The demo page instead of Rasa's greeting at the root."""
        if request.path != "/" or request.method not in ("GET", "HEAD"):
            return None
        headers = {"Cache-Control": _REVALIDATE, **policy.demo(self._settings.origins)}
        page = self._bundle.file(DEMO)
        if page is None:
            return response.html(self._pages.no_demo(), headers=headers)
        return _sent(request, demo_of(page, self._shop), "", headers)

    async def elsewhere(self, request: Request, rest: str) -> HTTPResponse:
        """That the channel is there, at its bare address; no other address is anything."""
        if rest.strip("/"):
            raise Refused(HTTPStatus.NOT_FOUND, "there is no such address", "see docs/web-protocol.md")
        return response.json({"status": "ok"})

    async def style(self, request: Request) -> HTTPResponse:
        """The pages' style."""
        return _sent(request, self._own.file("page.css"), "the installation is not complete")

    async def widget(self, request: Request, name: str) -> HTTPResponse:
        """A file of the widget's bundle."""
        return _sent(request, self._bundle.file(name), f"{self._settings.bundle} holds the widget's bundle")

    async def picture(self, request: Request, name: str) -> HTTPResponse:
        """A picture of the documents."""
        return _sent(request, self._pictures.file(name), "documents' pictures are .svg and .png files")

    async def passage(self, request: Request) -> HTTPResponse:
        """A section with the lines that were served."""
        try:
            served = read_ranges(request.args.get("lines", ""))
        except ValueError as error:
            raise bad_request(str(error), "give lines as first-last,first-last") from None
        return self._document(request, served, self._pages.passage)

    async def procedure(self, request: Request) -> HTTPResponse:
        """A whole procedure to print."""
        return self._document(request, frozenset(), self._pages.procedure)

    def _document(self, request: Request, served: frozenset[int], draw: _Draw) -> HTTPResponse:
        wants_json = "application/json" in request.headers.get("accept", "")
        headers = {"Vary": "Accept, Origin", "Cache-Control": _REVALIDATE}
        try:
            passage = self._passages.passage(
                request.args.get("document", ""), request.args.get("section", ""), served
            )
        except NoPassage:
            if wants_json:
                raise Refused(
                    HTTPStatus.NOT_FOUND,
                    "no document has this section",
                    "take document and section of a source",
                ) from None
            headers |= policy.page(self._settings.origins)
            return response.html(self._pages.missing(), HTTPStatus.NOT_FOUND, headers)
        if wants_json:
            return response.json(passage.as_json(), headers=headers)
        return response.html(draw(passage), headers={**headers, **policy.page(self._settings.origins)})


def demo_of(page: File, name: str) -> File:
    """The demo page with the shop's name on the chat, and in the lines that are to be copied; none is made up."""
    title = f' title="{escape(name)}"' if name else ""
    content = page.content.decode()
    for mark, words in ((TITLE_SHOWN, escape(title, quote=False)), (TITLE, title)):
        content = content.replace(mark, words)
    return file_of(content.encode(), page.type)


def _sent(
    request: Request, file: File | None, cure: str, policy_of: Mapping[str, str] | None = None
) -> HTTPResponse:
    """A file, or that the browser's own is still the same; raises Refused where there is none."""
    if file is None:
        raise Refused(HTTPStatus.NOT_FOUND, "there is no such file", cure)
    headers = {"ETag": file.etag, "Cache-Control": _REVALIDATE, **(policy_of or policy.file())}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if file.etag in known:
        return response.empty(HTTPStatus.NOT_MODIFIED, headers)
    return response.raw(file.content, content_type=file.type, headers=headers)
