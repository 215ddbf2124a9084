"""Which addresses of the admin are about pictures, below those of products."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.admin import AdminSite
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from backoffice.pictures.views.editing import edit_held, edit_saved
from backoffice.pictures.views.fillers import show_fillers
from backoffice.pictures.views.holding import hold_one, let_one_go
from backoffice.pictures.views.states import retry_failed, tell_states


def picture_addresses(site: AdminSite) -> list[URLPattern]:
    """For ProductAdmin.get_urls; each view checks its permissions itself."""
    views: list[tuple[str, Callable[..., HttpResponse], str]] = [
        ("pictures/hold/", require_POST(hold_one), "hold_picture"),
        ("pictures/held/<int:pk>/let-go/", require_POST(let_one_go), "let_picture_go"),
        ("pictures/held/<int:pk>/edit/", edit_held, "edit_held_picture"),
        ("pictures/<int:pk>/edit/", edit_saved, "edit_picture"),
        ("pictures/fillers/", show_fillers, "fillers"),
        ("<int:pk>/pictures/states/", tell_states, "picture_states"),
        ("<int:pk>/pictures/retry/", require_POST(retry_failed), "retry_pictures"),
    ]
    return [
        path(route, site.admin_view(view), name=f"catalog_product_{name}")
        for route, view, name in views
    ]
