"""Things that keep who made and who changed them, in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from backoffice.editing.admin import SharedAdmin

SIGNED = ("created_by", "created_at", "updated_by", "updated_at")


class SignedAdmin(SharedAdmin):
    """Notes who saves; who opens a form and changes nothing in it leaves no trace."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.sign(request.user.pk)
        super().save_model(request, obj, form, change)
        if change and form.has_changed():
            signed = type(obj).objects.filter(pk=obj.pk)
            signed.update(updated_by=request.user.pk, updated_at=timezone.now())
