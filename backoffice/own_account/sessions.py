"""Where one is logged in, and the way to end it elsewhere."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.conf import conf
from accounts.sessions.browser_name import browser_name
from accounts.sessions.ending import end_other_sessions, end_session, sessions_of


def show_sessions(request: HttpRequest) -> HttpResponse:
    """`end`: the number of a session in the list, or "others"."""
    user = cast(User, request.user)  # the admin lets nobody else in
    if request.method == "POST":
        _end(request, user, request.POST.get("end", ""))
        return HttpResponseRedirect(request.path)
    context = {
        **admin.site.each_context(request),
        "title": _("Your sessions"),
        "sessions": _listed(request, user),
        "idle_hours": f"{conf.SESSION_IDLE_MINUTES / 60:.3g}",
        "days": conf.SESSION_DAYS,
    }
    return TemplateResponse(request, "admin/own_account/sessions.html", context)


def _listed(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    return [
        {
            "number": session.started_at.isoformat(),
            "browser": browser_name(session.user_agent),
            "session": session,
            "is_this": session.session_id == request.session.session_key,
        }
        for session in sessions_of(user)
    ]


def _end(request: HttpRequest, user: User, asked: str) -> None:
    this = request.session.session_key or ""
    if asked == "others":
        count = end_other_sessions(user, this)
        told = ngettext("%(n)d session was ended.", "%(n)d sessions were ended.", count)
        messages.success(request, told % {"n": count})
        return
    # The keys themselves never leave the server: who holds one is logged in.
    keys = {s.started_at.isoformat(): s.session_id for s in sessions_of(user)}
    key = keys.get(asked, "")
    if key and key != this and end_session(user, key):
        messages.success(request, _("The session was ended."))
    else:
        messages.warning(request, _("This session has ended already."))
