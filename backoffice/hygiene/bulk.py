"""Mending and dismissing many findings at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backoffice.hygiene.permissions import mends_for
from hygiene.findings import decide
from hygiene.findings.models import Finding
from infra.refusals import RefusedError

_SECONDS = 8.0  # of a request; what is left is said, and stays as it is
_REASONS = 3  # that are written out


@admin.action(description=gettext_lazy("Mend the selected as proposed"), permissions=["mend"])
def mend_selected(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Finding]) -> None:
    """Each in the first way that there is and that the user may take."""

    def mend(pk: int) -> None:
        ways = mends_for(request, Finding.objects.get(pk=pk))
        if not ways:
            raise RefusedError("no_mend", _("There is no way to mend it by a click for you."))
        decide.mend(pk, ways[0].name, user=request.user)  # type: ignore[arg-type]

    done = _each(request, queryset, mend)
    told = ngettext("%(count)d finding was mended.", "%(count)d findings were mended.", done)
    messages.success(request, told % {"count": done})


@admin.action(description=gettext_lazy("Dismiss the selected"), permissions=["decide"])
def dismiss_selected(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Finding]) -> None:
    """They stay dismissed until their evidence changes."""
    user: Any = request.user
    done = _each(request, queryset, lambda pk: decide.dismiss(pk, user=user))
    told = ngettext("%(count)d finding was dismissed.", "%(count)d findings were dismissed.", done)
    messages.success(request, told % {"count": done})


@admin.action(description=gettext_lazy("Open the selected again"), permissions=["decide"])
def reopen_selected(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Finding]) -> None:
    """Take back that they were dismissed."""
    user: Any = request.user
    done = _each(request, queryset, lambda pk: decide.reopen(pk, user=user))
    told = ngettext("%(count)d finding is open again.", "%(count)d findings are open again.", done)
    messages.success(request, told % {"count": done})


def _each(request: HttpRequest, queryset: QuerySet[Finding], act: Callable[[int], Any]) -> int:
    """Do it to each by itself, so that what is refused costs nobody else; how many it was."""
    until = time.monotonic() + _SECONDS
    done, left = 0, 0
    reasons: Counter[str] = Counter()
    ids = list(queryset.values_list("pk", flat=True))
    for place, pk in enumerate(ids):
        if time.monotonic() > until:
            left = len(ids) - place
            break
        try:
            act(pk)
            done += 1
        except RefusedError as error:
            reasons[str(error)] += 1
        except Finding.DoesNotExist:
            reasons[_("It is not there any more.")] += 1
    for reason, count in reasons.most_common(_REASONS):
        told = ngettext(
            "%(count)d was left alone: %(reason)s", "%(count)d were left alone: %(reason)s", count
        )
        messages.warning(request, told % {"count": count, "reason": reason})
    if left:
        told = _("%(count)d are left for the next time; select them again.")
        messages.warning(request, told % {"count": left})
    return done
