"""MLflow's own server, whose page leaves out what stands above the leaderboard and nobody needs.

MLflow serves it by the name `NAME` among the entry points ``mlflow.app``
(https://mlflow.org/docs/latest/ml/plugins/, "custom authentication").
"""

from collections.abc import Awaitable, Callable, MutableMapping
from importlib.metadata import entry_points
from typing import Any

NAME = "leaderboard"
GROUP = "mlflow.app"
HIDDEN = b'<style>#root [data-component-id="mlflow.experiment_page.shared_view.banner"]{display:none!important}</style>'
"""The banner says that a view is shared, and offers to overwrite the reader's own; the leaderboard's columns are that view."""
_END = b"</head>"
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def is_installed() -> bool:
    """Whether MLflow finds it: not where the harness runs from its source alone."""
    return any(one.name == NAME for one in entry_points(group=GROUP))


def make() -> App:
    """The server, an ASGI application."""
    from mlflow.server.fastapi_app import app

    return hiding(app)


def hiding(app: App) -> App:
    """An ASGI application with `HIDDEN` at the end of the head of its start page; all other answers stay as they are."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await app(scope, receive, send)
            return
        # Another answer to a browser that has the page already would say that nothing changed.
        asked = {**scope, "headers": [one for one in scope["headers"] if not one[0].startswith(b"if-")]}
        start, body = dict[str, Any](), bytearray()

        async def take(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                page = bytes(body).replace(_END, HIDDEN + _END, 1)
                length = (b"content-length", str(len(page)).encode())
                kept = [one for one in start["headers"] if one[0].lower() not in (length[0], b"etag")]
                await send({**start, "headers": [*kept, length]})
                await send({"type": "http.response.body", "body": page})

        await app(asked, receive, take)

    return answer
