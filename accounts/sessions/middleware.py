"""Each session of staff is noted once a minute, slides on, and ends after its longest time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.db import IntegrityError, InternalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.conf import conf
from accounts.sessions.models import StaffSession
from web.client_address import client_address

NOTED_EVERY = timedelta(minutes=1)
LOOKS_BY_ITSELF = "X-Looks-By-Itself"
"""Header of a page that asks again though nobody touched it, which keeps no session alive."""
_NOTED = "noted_at"
_BEGUN = "begun_at"


class StaffSessionMiddleware:
    """Pages that ask nobody who they are stay as they were: no statement, no cookie, no `Vary`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = request.session.session_key
        response = self.get_response(request)
        if request.session.accessed and response.status_code < 500:
            user = request.user
            if isinstance(user, User) and user.is_staff:
                _note(request, user, before=before)
        return response


def _note(request: HttpRequest, user: User, *, before: str | None) -> None:
    """before: the session's key as the request brought it; a new one has no row yet."""
    session, now = request.session, timezone.now()
    seconds = now.timestamp()
    if seconds - session.setdefault(_BEGUN, seconds) > conf.SESSION_DAYS * 24 * 3_600:
        logout(request)
        return
    # One that has no row gets it, whatever the request says: no header hides a session.
    if _NOTED in session and session.session_key == before:
        is_early = seconds - session[_NOTED] < NOTED_EVERY.total_seconds()
        if is_early or LOOKS_BY_ITSELF in request.headers:
            return
    if session.session_key is None or not session.exists(session.session_key):
        return  # not saved before this answer: the next request finds it
    # Either it was ended from another device in this moment, or the database takes no changes just
    # now; then a session that is saved would cost the page, which can still be read.
    with suppress(IntegrityError, InternalError):
        StaffSession.objects.update_or_create(
            session_id=session.session_key,
            defaults={
                "user": user,
                "address": client_address(request),
                "user_agent": request.headers.get("User-Agent", "")[:300],
                "seen_at": now,
            },
        )
        session[_NOTED] = seconds  # saved with it, and therefore with a new time to end
