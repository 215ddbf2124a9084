"""Sessions ended by whose they are."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from accounts.sessions.models import StaffSession


def sessions_of(user: User) -> QuerySet[StaffSession]:
    """Those that have not ended by themselves, the latest first."""
    return StaffSession.objects.filter(user=user, session__expire_date__gt=timezone.now()).order_by(
        "-seen_at"
    )


def end_session(user: User, key: str) -> bool:
    """Whether there was such a session of theirs; nobody ends another's."""
    gone = Session.objects.filter(pk=key, staffsession__user=user).delete()
    return bool(gone[0])


def end_other_sessions(user: User, kept: str) -> int:
    """All but the one with the key `kept`; how many there were."""
    others = StaffSession.objects.filter(user=user).exclude(session_id=kept)
    keys = list(others.values_list("session_id", flat=True))
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)
