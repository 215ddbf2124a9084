"""Rows that only machines make: staff may look at them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from backoffice.lists.bounded_paginator import BoundedPaginator


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """No adding, changing or deleting; whoever has Django's right to view (or change) may look."""

    paginator = BoundedPaginator

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
