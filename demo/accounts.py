"""The demo's administrator."""

from __future__ import annotations

from django.contrib.auth.models import User

NAME = PASSWORD = "admin"  # noqa: S105 - the demo says so on its first page


def ensure_admin() -> bool:
    """Make admin/admin unless the shop has an administrator; is that the password still?

    Fit for a shop that only this machine can reach, and for nothing else.
    """
    if not User.objects.filter(is_superuser=True).exists():
        User.objects.create_superuser(NAME, password=PASSWORD)
    admin = User.objects.filter(username=NAME, is_superuser=True, is_active=True).first()
    return admin is not None and admin.check_password(PASSWORD)
