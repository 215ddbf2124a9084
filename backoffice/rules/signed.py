"""Things that keep who made and who changed them, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from backoffice.editing.admin import SharedAdmin

SIGNED = ("created_by", "created_at", "updated_by", "updated_at")


@admin.display(description=gettext_lazy("changed"), ordering="updated_at")
def changed_shown(signed: Any) -> str:
    """The column of a list that says who changed a thing last, and when."""
    at = date_format(timezone.localtime(signed.updated_at), "j M Y, H:i")
    return format_html("{}<br>{}", signed.updated_by or "–", at)


class SignedAdmin(SharedAdmin):
    """Notes who saves; who opens a form and changes nothing in it leaves no trace."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.sign(request.user.pk)
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and any(each.has_changed() for each in (form, *formsets)):
            self.sign_change(request, form.instance)

    def sign_change(self, request: HttpRequest, obj: Any) -> None:
        """Note that whoever asks has changed a saved thing."""
        signed = type(obj).objects.filter(pk=obj.pk)
        signed.update(updated_by=request.user.pk, updated_at=timezone.now())
