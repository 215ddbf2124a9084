"""What the buttons beside a finding do: each asks `decide`, says what came of it, and goes back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from backoffice.demand import demand
from backoffice.hygiene.permissions import may_decide, may_look, may_mend
from hygiene.findings import decide
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.registry import KINDS
from infra.refusals import RefusedError


def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend it in the way whose button was pressed, if the user may change what that changes."""
    demand(may_look(request))
    finding = get_object_or_404(Finding, pk=pk)
    way = request.POST.get("way", "")
    known = [each for each in KINDS[FindingKind(finding.kind)].mends if each.name == way]
    demand(all(may_mend(request, each) for each in known))
    return _do(request, lambda: decide.mend(pk, way, user=request.user)[1])  # type: ignore[arg-type]


def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    demand(may_decide(request))
    get_object_or_404(Finding, pk=pk)

    def act() -> str:
        decide.dismiss(pk, user=request.user)  # type: ignore[arg-type]
        return _("It was dismissed and stays so until its evidence changes.")

    return _do(request, act)


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    demand(may_decide(request))
    get_object_or_404(Finding, pk=pk)

    def act() -> str:
        decide.reopen(pk, user=request.user)  # type: ignore[arg-type]
        return _("It is open again.")

    return _do(request, act)


def _do(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except RefusedError as error:
        messages.warning(request, str(error))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("admin:hygiene_finding_changelist")
    return HttpResponseRedirect(back)
