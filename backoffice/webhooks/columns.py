"""How a webhook does, in a word and in numbers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.badges import badge
from webhooks.models import Endpoint, Message

WAITING = Count("messages", filter=Q(messages__state=Message.State.WAITING))


@admin.display(description=gettext_lazy("is told when"))
def events_shown(endpoint: Any) -> str:
    return ", ".join(endpoint.events)


@admin.display(description=gettext_lazy("state"))
def state_shown(endpoint: Any) -> str:
    if endpoint.paused_because:
        why = Endpoint.PausedBecause(endpoint.paused_because)
        return format_html("{} {}", badge("failed", _("paused")), why.label)
    if endpoint.is_paused:
        return badge("none", _("paused"))
    if endpoint.failures:
        return badge("pending", _("takes nothing"))
    return badge("ready", _("active"))


@admin.display(description=gettext_lazy("waiting"))
def waiting_shown(endpoint: Any) -> str:
    """How many messages, leading to them."""
    address = reverse(
        "admin:webhooks_message_changelist",
        query={"endpoint__id__exact": endpoint.pk, "state__exact": Message.State.WAITING.value},
    )
    return format_html('<a href="{}">{}</a>', address, getattr(endpoint, "waiting", 0))
