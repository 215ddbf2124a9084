"""Who has just changed something sees it: how far the log went then is kept for a few seconds.

In a signed cookie, which says a position in PostgreSQL's log and nothing of the visitor; of a
machine, which keeps no cookies, in the cache under a keyed hash of its Authorization header.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from infra.replicas.conf import conf
from infra.replicas.position import NOT_YET, written_up_to

COOKIE = "vitrine_written"
_SALT = "web.replicas.own_writes"
# Time for the answer to travel, and for the measure of a replica to be a few seconds old.
_MARGIN_SECONDS = 10
_WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE|COPY)\b", re.IGNORECASE)


class Writes:
    """Notes whether a request changed anything; an execute wrapper."""

    seen = False

    def __call__(self, execute: Callable[..., Any], sql: Any, *args: Any) -> Any:
        self.seen = self.seen or _WRITES.search(str(sql)) is not None
        return execute(sql, *args)


def note_write(request: HttpRequest, response: HttpResponse) -> None:
    """Remember for whoever asked how far the log goes now.

    Not for longer than a replica may be behind: one that still answers then has it.
    """
    seconds = math.ceil(conf.REPLICA_MAX_LAG) + _MARGIN_SECONDS
    position = written_up_to()
    if name := _name_of(request):
        try:
            cache.set(name, position, seconds)
        except redis.RedisError:
            return  # nor can it be asked: the primary answers who has a key
    else:
        response.set_signed_cookie(
            COOKIE,
            str(position),
            salt=_SALT,
            max_age=seconds,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def written_by(request: HttpRequest) -> int:
    """How far the log went when the visitor last changed something; 0: not lately."""
    position = int(request.get_signed_cookie(COOKIE, default="0", salt=_SALT) or 0)
    if name := _name_of(request):
        try:
            position = max(position, cache.get(name, 0))
        except redis.RedisError:
            return NOT_YET
    return position


def _name_of(request: HttpRequest) -> str:
    """The name of a machine in the cache; empty for browsers, which send no such header."""
    header = request.headers.get("Authorization", "")
    return f"written:{salted_hmac(_SALT, header).hexdigest()}" if header else ""
