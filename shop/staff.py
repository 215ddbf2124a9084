"""Staff who look at the shop."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest


def staff_of(request: HttpRequest) -> User | None:
    """Whoever is logged in and may use the admin.

    Shoppers have no session: nothing is read for them, and their page varies with no cookie.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    return user if isinstance(user, User) and user.is_active and user.is_staff else None
