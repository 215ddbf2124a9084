"""Answers to HEAD: the headers of the page without the page.

waitress sends what the application gives it, and Django leaves it to the server to send no body.
A body after all would stand where the next answer of the connection is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def without_bodies_of_head(application: Application) -> Application:
    """The same WSGI application, whose answers to HEAD are closed unread."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if close := getattr(body, "close", None):
            close()
        return []

    return answer
