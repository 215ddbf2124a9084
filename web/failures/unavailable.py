"""Requests that meet a database or a storage which is away get a clear 503, not an error page."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error
from psycopg.errors import ReadOnlySqlTransaction

from infra.files.away import StorageAwayError

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5
MESSAGE = _("The shop is busy or restarting; please try again in a few seconds.")


class UnavailableMiddleware:
    """Answer 503 with Retry-After when what a request needs cannot be reached, or gives up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called for what a view raises."""
        if not _is_away(error):
            return None
        logger.error("unavailable at %s: %s", request.path, error)
        _leave_demoted(error)
        return unavailable(request)


def handle_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: what other middleware raises comes here, and past the one above."""
    if _is_away(sys.exception()):
        _leave_demoted(sys.exception())
        return unavailable(request)
    return server_error(request)


def _is_away(error: BaseException | None) -> bool:
    """Whether PostgreSQL cannot be reached, gave a statement up, or takes no changes just now.

    Or whether the storage of pictures cannot be asked, in a request that needs it.
    """
    if isinstance(error, (OperationalError, InterfaceError, StorageAwayError)):
        return True
    return _is_read_only(error)


def _is_read_only(error: BaseException | None) -> bool:
    return error is not None and isinstance(error.__cause__, ReadOnlySqlTransaction)


def _leave_demoted(error: BaseException | None) -> None:
    """Let the next request find the primary anew: after a failover this one may be a standby."""
    if _is_read_only(error):
        connection.close_at = time.monotonic()  # as Django ends one that is CONN_MAX_AGE old


def unavailable(request: HttpRequest) -> HttpResponse:
    """The answer 503, as a page or as the API's JSON; needs no database."""
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = JsonResponse(
            {"code": "unavailable", "message": MESSAGE, "errors": []}, status=503
        )
    else:
        response = HttpResponse(render_to_string("503.html", {"message": MESSAGE}), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
