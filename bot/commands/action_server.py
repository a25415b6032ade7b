"""The action server: Rasa SDK's own application on the loopback interface only, for JSON only.

Rasa SDK's command listens on every interface, for every site's pages and without authentication.
"""

from __future__ import annotations

import argparse
import logging

from bot.commands.ports import DEFAULT_ACTION_PORT, LOOPBACK


def main() -> None:
    """Serves the actions of the working folder until told to stop."""
    parser = argparse.ArgumentParser(description="Serves Curbside's actions to Rasa.")
    parser.add_argument("--port", type=int, default=DEFAULT_ACTION_PORT)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-7s %(name)s  %(message)s")

    from rasa_sdk.endpoint import create_app
    from sanic import response
    from sanic.request import Request
    from sanic.response import HTTPResponse

    from actions.counter import counter

    counter().warm_up()
    app = create_app("actions", cors_origins=[])

    @app.middleware("request")
    async def only_json(request: Request) -> HTTPResponse | None:
        """Refuses what a foreign web page could post without the browser asking first."""
        if request.method == "POST" and not str(request.content_type).startswith("application/json"):
            return response.json({"error": "send application/json"}, status=415)
        return None

    logging.getLogger("sanic").setLevel(logging.WARNING)
    app.run(LOOPBACK, arguments.port, access_log=False, motd=False)


if __name__ == "__main__":
    main()
