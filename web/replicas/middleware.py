"""Answers visitors from a read replica, and everybody else from the primary."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

from infra.replicas.aliases import replica_aliases
from infra.replicas.choosing import primary_answers, replicas_for
from infra.replicas.reading import reading_from
from web.replicas.own_writes import Writes, note_write, written_by
from web.replicas.visitors import is_reading, may_read_replica

logger = logging.getLogger(__name__)

_SERVER_ERROR = 500
_MOST_REPLICAS = 2
"""Asked for one request before the primary is: each may take its time to fail."""


class ReplicaMiddleware:
    """Not there in a shop without replicas.

    Around the deadline and all that reads, for it may answer a request a second time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not replica_aliases():
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not may_read_replica(request):
            return self._on_primary(request)
        for alias in replicas_for(written=written_by(request))[:_MOST_REPLICAS]:
            try:
                with reading_from(alias) as reading:
                    response = self.get_response(request)
            except OperationalError as error:
                logger.warning("%s cannot be reached: %s", alias, error)
                continue
            if reading.failure is None or response.status_code < _SERVER_ERROR:
                return response
            # Whatever the replica could not do, nothing has been changed: it is asked for again.
            logger.warning("%s gave up at %s: %s", alias, request.path, reading.failure)
            if primary_answers():
                break
        return self._on_primary(request)

    def _on_primary(self, request: HttpRequest) -> HttpResponse:
        if is_reading(request):
            return self.get_response(request)
        writes = Writes()
        with connection.execute_wrapper(writes):
            response = self.get_response(request)
        if writes.seen and response.status_code < _SERVER_ERROR:
            note_write(request, response)
        return response
