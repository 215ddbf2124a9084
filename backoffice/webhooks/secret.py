"""The secret of a webhook: shown to those who may, each time noted, and made anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.demand import demand
from webhooks.endpoints.secrets import rotate
from webhooks.models import Endpoint

REVEAL = "webhooks.reveal_endpoint"


def may_reveal(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(REVEAL))


def show_secret(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    """Never kept by a browser or a proxy: pages of the admin are not cached."""
    demand(may_reveal(request))
    return TemplateResponse(
        request,
        "admin/webhooks/endpoint/secret.html",
        {"title": _("Secret of %(endpoint)s") % {"endpoint": endpoint}, "endpoint": endpoint},
    )


def make_new_secret(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    demand(may_reveal(request))
    rotate(endpoint)
    messages.success(
        request,
        _("There is a new secret. Until the receiver has it, the old one is good as well."),
    )
    return to_endpoint(endpoint)


def to_endpoint(endpoint: Endpoint) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:webhooks_endpoint_change", args=[endpoint.pk]))
