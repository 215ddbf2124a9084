"""Doing something once, however often it is asked for under one name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from web.idempotency.errors import OvertakenError, StillUnderWayError
from web.idempotency.keeping import Begun, begin
from web.keys.models import ApiKey


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, as JSON has it."""

    status: int
    body: Any
    headers: dict[str, str]
    is_repeated: bool = False
    """Whether it had been answered before."""


def answer_once(key: ApiKey, name: str, *, fingerprint: str, work: Callable[[], Answer]) -> Answer:
    """Do the work and keep its answer, in one transaction; or answer what is kept.

    What `work` raises undoes it, and the same request may come again. Raises StillUnderWayError and
    OtherRequestError.
    """
    begun = begin(key, name, fingerprint=fingerprint)
    if not isinstance(begun, Begun):
        return Answer(begun.status or 200, begun.body, begun.headers, is_repeated=True)
    try:
        with transaction.atomic():
            answer = work()
            begun.keep(answer.status, answer.body, answer.headers)
    except OvertakenError:
        raise StillUnderWayError from None
    except BaseException:
        begun.give_up()
        raise
    return answer
