"""The shop's icon, for those who ask for it without having read a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

_ONE_DAY = 86_400


@require_safe
@cache_control(public=True, max_age=_ONE_DAY)
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("shop/favicon.svg"))
