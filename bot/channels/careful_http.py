"""Refuses requests whose length nobody can tell, before Sanic 21.12 starts to read them.

A negative Content-Length makes it loop for ever and takes the whole server down; one that is no number, or a
coding that it does not know, is answered 500; two lengths that differ let one request hide another.
"""

from __future__ import annotations

import logging

import sanic
import sanic.server.protocols.http_protocol
from sanic.exceptions import InvalidUsage
from sanic.http import Http

logger = logging.getLogger(__name__)

SANIC_VERSION = "21.12.2"


def apply() -> bool:
    """Puts itself before Sanic's own reader; refuses, with a warning, on any version but the known one."""
    if sanic.__version__ != SANIC_VERSION:
        logger.warning(
            "Sanic is %s: bot/channels/careful_http.py is checked against %s only and stays out",
            sanic.__version__, SANIC_VERSION,
        )  # fmt: skip
        return False
    sanic.server.protocols.http_protocol.Http = CarefulHttp
    return True


class CarefulHttp(Http):
    """Sanic's reader of requests, with a look at the length before any body is read."""

    async def http1_request_header(self) -> None:
        """Reads a request's head; raises InvalidUsage, which is answered 400 and ends the connection."""
        try:
            await super().http1_request_header()
        except (ValueError, LookupError) as error:
            raise InvalidUsage("Bad Request") from error
        lengths = {length.strip() for length in self.request.headers.getall("content-length", ())}
        codings = {coding.lower() for coding in self.request.headers.getall("transfer-encoding", ())}
        plain = len(lengths) <= 1 and all(length.isascii() and length.isdigit() for length in lengths)
        if not plain or codings > {"chunked"} or (lengths and codings):
            self.request_body = None  # or the rest of it would be read, to be dropped
            raise InvalidUsage("Bad Request")
