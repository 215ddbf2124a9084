"""Messages to webhooks: what was sent when, what was answered, and once more."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from backoffice.badges import badge
from backoffice.demand import demand
from backoffice.read_only import ReadOnlyAdmin
from webhooks.models import Message
from webhooks.outbox.sending_anew import replay

_BADGES = {"waiting": "waiting", "taken": "done", "given_up": "failed"}


class MessageAdmin(ReadOnlyAdmin):
    list_display = ["message_id", "event", "endpoint", "state_shown", "attempts", "created_at"]
    list_filter = ["state", "event", "endpoint"]
    list_per_page = 50
    list_select_related = ["endpoint"]
    show_full_result_count = False
    search_fields = ["message_id", "body"]
    actions = ["replay_selected"]
    fields = [
        *("message_id", "endpoint", "event", "state_shown", "created_at", "next_at"),
        *("content", "attempts_shown"),
    ]
    change_form_template = "admin/webhooks/message/message.html"

    def has_replay_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("webhooks.change_message"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self._replay_one))
        return [
            path("<int:pk>/replay/", view, name="webhooks_message_replay"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        context["may_replay"] = self.has_replay_permission(request)
        return super().render_change_form(request, context, *args, **kw)

    def _replay_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(self.has_replay_permission(request))
        message = get_object_or_404(Message, pk=pk)
        self.replay_selected(request, Message.objects.filter(pk=pk))
        return HttpResponseRedirect(reverse("admin:webhooks_message_change", args=[message.pk]))

    @admin.action(description=gettext_lazy("Send the selected once more"), permissions=["replay"])
    def replay_selected(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        count = replay(queryset)
        told = ngettext(
            "%(count)d message is sent once more.", "%(count)d messages are sent once more.", count
        )
        self.message_user(request, told % {"count": count}, messages.SUCCESS)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_shown(self, message: Message) -> SafeString:
        return badge(_BADGES[message.state], message.get_state_display())

    @admin.display(description=gettext_lazy("content"))
    def content(self, message: Message) -> SafeString:
        text = json.dumps(json.loads(message.body), indent=2, ensure_ascii=False)
        return format_html('<pre class="report" tabindex="0">{}</pre>', text)

    @admin.display(description=gettext_lazy("attempts"))
    def attempts_shown(self, message: Message) -> SafeString:
        rows = {"tries": message.tries.all()}
        html = render_to_string("admin/webhooks/message/attempts.html", rows)
        return mark_safe(html)  # noqa: S308 - a template, which escapes
