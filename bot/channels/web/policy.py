"""What browsers may do with our answers: headers against foreign pages, scripts, frames and guessing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.web.settings import WebSettings

METHODS = ("GET", "HEAD", "POST")
_BASE = "default-src 'none'; base-uri 'none'; form-action 'none'"


def plain(origins: Sequence[str]) -> dict[str, str]:
    """Headers of every answer; one that holds no page may do nothing at all."""
    return {
        "Content-Security-Policy": f"{_BASE}; {_ancestors(origins)}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def page(origins: Sequence[str]) -> dict[str, str]:
    """Headers of a page that is read and printed: our style, our pictures, no script."""
    policy = f"{_BASE}; style-src 'self'; img-src 'self' data:; {_ancestors(origins)}"
    return {**plain(origins), "Content-Security-Policy": policy}


def demo(origins: Sequence[str]) -> dict[str, str]:
    """Headers of the page with the chat: our script and style, our server."""
    policy = (
        f"{_BASE}; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
        f" {_ancestors(origins)}"
    )
    return {**plain(origins), "Content-Security-Policy": policy}


def file() -> dict[str, str]:
    """Headers of a script or picture, which other pages may show; a drawing that is opened runs nothing."""
    return {
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def cors(settings: WebSettings, origin: str | None, *, preflight: bool = False) -> dict[str, str]:
    """Headers that let a page of an allowed origin read the answer."""
    headers = {"Vary": "Origin"}
    if origin is not None and origin in settings.origins:
        headers |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": "Retry-After",
        }
        if preflight:
            headers |= {
                "Access-Control-Allow-Methods": ", ".join(METHODS),
                "Access-Control-Allow-Headers": "Authorization, Content-Type",
                "Access-Control-Max-Age": "600",
            }
    return headers


def _ancestors(origins: Sequence[str]) -> str:
    return " ".join(["frame-ancestors 'self'", *origins])
