"""Staff and their groups: Django's own pages, without the rights that no page of ours asks for."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.http import HttpRequest

# Tables of libraries, which no page shows.
_WITHOUT_PAGES = ("admin", "contenttypes", "otp_static", "otp_totp", "sessions")


class _ShownPermissions:
    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        field: Any = super().formfield_for_manytomany(  # type: ignore[misc]
            db_field, request=request, **kwargs
        )
        if db_field.name in ("permissions", "user_permissions"):
            field.queryset = field.queryset.exclude(content_type__app_label__in=_WITHOUT_PAGES)
        return field


class RoleAdmin(_ShownPermissions, GroupAdmin):
    """Groups."""


class StaffAdmin(_ShownPermissions, UserAdmin):  # type: ignore[type-arg]
    """Users."""
