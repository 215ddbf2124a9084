"""Keeps what staff change in forms, and shows it with what came by other doors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from backoffice.history.noting import as_added, changes_of_form
from backoffice.history.page import history_context
from backoffice.lists.bounded_paginator import BoundedPaginator
from catalog.history import Change, Changes, Door, record

_CHANGES = "vitrine.changes"


class HistoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Django's own log goes on beside it, for the list of recent actions."""

    object_history_template = "backoffice/history.html"
    paginator = BoundedPaginator

    def note_changes(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool
    ) -> None:
        """Of a form that is being saved; the row is written when all of it is."""
        request.META[_CHANGES] = changes_of_form(form, formsets, added=not change)

    def note(self, request: HttpRequest, changes: Changes) -> None:
        """What the form's saving has changed besides."""
        noted = request.META.setdefault(_CHANGES, {})
        for name, sides in changes.items():
            known = noted.get(name) if ":" in name else None  # what a row's own form has changed
            both = zip(known or ({}, {}), sides, strict=True)
            noted[name] = [{**old, **new} for old, new in both] if known else sides

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record(request, obj, Change.Action.ADDED)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record(request, obj, Change.Action.CHANGED)
        return super().log_change(request, obj, message)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        record_deleted(request, [obj])
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        record_deleted(request, queryset)
        super().delete_queryset(request, queryset)

    def _record(self, request: HttpRequest, obj: Any, action: Change.Action) -> None:
        changes = request.META.pop(_CHANGES, {})
        record([(obj, changes)], by=_user(request), door=Door.ADMIN, action=action)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        thing = self.get_object(request, unquote(object_id))
        if thing is not None and not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        context = {} if thing is None else history_context(request, thing)
        return super().history_view(request, object_id, {**context, **(extra_context or {})})


def record_deleted(request: HttpRequest, things: Iterable[Any]) -> None:
    """Before they go, with what they were."""
    gone: list[tuple[Any, Changes]] = [
        (thing, {name: pair[::-1] for name, pair in as_added(thing).items()}) for thing in things
    ]
    record(gone, by=_user(request), door=Door.ADMIN, action=Change.Action.DELETED)


def _user(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None
