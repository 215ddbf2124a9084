"""Between password and code: who has given the right password is kept in a session of nobody's."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpRequest

_KEY = "waits_for_code"
_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who only needs a code any more, and where they wanted to go."""

    user: User
    then: str


def wait_for_code(request: HttpRequest, user: User, *, then: str) -> None:
    """Remember for ten minutes that the password was right; a new session, which nobody knows."""
    request.session.flush()
    request.session[_KEY] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "then": then,
        "until": time.time() + _SECONDS,
    }


def who_waits(request: HttpRequest) -> Waiting | None:
    """None where nobody does any more: too late, or the password was changed meanwhile."""
    kept = request.session.get(_KEY)
    if not kept or kept["until"] < time.time():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True, is_staff=True).first()
    if user is None or user.get_session_auth_hash() != kept["password"]:
        return None
    return Waiting(user, kept["then"])
