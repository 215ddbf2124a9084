"""What the dashboard asks for by itself, and what its buttons do."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from backoffice.dashboard.page import read_parts
from backoffice.dashboard.parts.searches import chart_of
from backoffice.dashboard.permissions import FETCH, FORGET
from backoffice.embeddings.retrying import may_retry
from catalog.feeds.models import Feed
from catalog.feeds.timetable import fetch_now
from monitoring.conf import conf
from monitoring.failures import retry_like
from monitoring.searches.reading import forget_words, read_unanswered

VIEW_SEARCHES = "monitoring.view_unansweredsearch"
_MOST_SEARCHES = 200
_PERIODS = (7, 30, 90)


@require_safe
@never_cache
def show_parts(request: HttpRequest) -> HttpResponse:
    """The parts alone, as HTML, for a page that is open."""
    return TemplateResponse(
        request, "admin/dashboard/parts.html", {"parts": read_parts(request.user)}
    )


@require_POST
def retry(request: HttpRequest, example: int) -> HttpResponse:
    """Queue all pictures again that failed for the same reason as one of them."""
    if not may_retry(request):
        raise PermissionDenied
    retried = retry_like(example)
    told = ngettext(
        "%(count)d picture is in the queue again.",
        "%(count)d pictures are in the queue again.",
        retried,
    ) % {"count": retried}
    return _answer(request, told if retried else _("Nothing to retry: they have not failed."))


@require_POST
@permission_required(FETCH, raise_exception=True)
def fetch_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Fetch a feed that failed once more, before its hour."""
    feed = get_object_or_404(Feed, pk=pk)
    fetch_now(feed)
    return _answer(request, _("%(feed)s is fetched within a minute.") % {"feed": feed})


@require_safe
@permission_required(VIEW_SEARCHES, raise_exception=True)
def show_searches(request: HttpRequest) -> HttpResponse:
    """What was searched for in vain, in full."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, _PERIODS) else _PERIODS[1]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Searches without results"),
        "found": read_unanswered(days=days, most=_MOST_SEARCHES),
        "chart": chart_of(days),
        "days": days,
        "periods": _PERIODS,
        "kept_days": conf.SEARCHES_KEPT_DAYS,
        "may_forget": request.user.has_perm(FORGET),
    }
    return TemplateResponse(request, "admin/dashboard/searches_page.html", context)


@require_POST
@permission_required(FORGET, raise_exception=True)
def forget_search(request: HttpRequest) -> HttpResponse:
    """Forget words on all days."""
    words = request.POST.get("words", "")
    forgotten = forget_words(words)
    told = _("“%(words)s” is forgotten.") if forgotten else _("“%(words)s” is not kept.")
    messages.success(request, told % {"words": words})
    return HttpResponseRedirect(reverse("dashboard:searches"))


def _answer(request: HttpRequest, told: str) -> HttpResponse:
    """A sentence for the script that asked, or the first page with it."""
    if not request.accepts("text/html"):
        return HttpResponse(told, content_type="text/plain; charset=utf-8")
    messages.success(request, told)
    return HttpResponseRedirect(reverse("admin:index"))
