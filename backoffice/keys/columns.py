"""What the list of keys shows of each."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.badges import badge
from backoffice.history.words import moment


def with_use(keys: QuerySet[Any]) -> QuerySet[Any]:
    """With what the columns need, in one statement."""
    used: QuerySet[Any] = keys.annotate(used_at=Max("secrets__used_at"))
    return used


@admin.display(description=gettext_lazy("may"))
def scopes_shown(key: Any) -> str:
    return ", ".join(key.scopes)


@admin.display(description=gettext_lazy("state"))
def state_shown(key: Any) -> str:
    if key.revoked_at:
        return badge("failed", _("revoked"))
    if not key.is_valid(timezone.now()):
        return badge("none", _("expired"))
    return badge("ready", _("valid"))


@admin.display(description=gettext_lazy("last used"), ordering="used_at")
def used_shown(key: Any) -> str:
    used = getattr(key, "used_at", None)
    return moment(used) if used else _("never")
