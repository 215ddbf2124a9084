"""What was asked to be done with spaces: a list, and a page for each with what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from backoffice.badges import badge
from backoffice.read_only import ReadOnlyAdmin
from backoffice.spaces.job_progress import look
from backoffice.spaces.lasting import in_words
from backoffice.spaces.permissions import demand, may
from evaluation.jobs import JobRefusedError, cancel
from evaluation.jobs.models import SpaceJob


class SpaceJobAdmin(ReadOnlyAdmin):
    list_display = ["asked_at", "kind", "about", "state_shown", "lasted", "user"]
    list_filter = ["kind", "state"]
    list_select_related = ["space", "other", "user"]
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/evaluation/spacejob/job.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "evaluation_spacejob"
        return [
            path("<int:pk>/cancel/", wrap(require_POST(self._cancel)), name=f"{name}_cancel"),
            path("<int:pk>/progress/", wrap(self._progress), name=f"{name}_progress"),
            *super().get_urls(),
        ]

    def get_fields(self, request: HttpRequest, obj: SpaceJob | None = None) -> Any:
        """What it is about, as far as it is about that."""
        about = [name for name in ("space", "other", "recipe") if getattr(obj, name, None)]
        if obj is not None and obj.kind == SpaceJob.Kind.CREATE:
            about.append("activates")
        return ["kind", *about, "user", "asked_at", "started_at", "finished_at", "pictures"]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **more: Any
    ) -> HttpResponse:
        job: SpaceJob = more["obj"]
        context |= {
            "job": job,
            "progress": look(job),
            "may_cancel": may(request, "change") and job.is_open and not job.is_cancelled,
            "may_create": may(request, "add"),
            "lasted": self.lasted(job),
        }
        response: HttpResponse = super().render_change_form(request, context, *args, **more)
        return response

    def _cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "change")
        job = get_object_or_404(SpaceJob, pk=pk)
        try:
            cancel(job)
        except JobRefusedError as refusal:
            messages.warning(request, str(refusal))
        else:
            self.log_change(request, job, _("Cancelled."))
            messages.success(request, _("It stops at the next step."))
        return HttpResponseRedirect(reverse("admin:evaluation_spacejob_change", args=[pk]))

    def _progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return JsonResponse(look(get_object_or_404(SpaceJob, pk=pk)))

    @admin.display(description=gettext_lazy("about"))
    def about(self, job: SpaceJob) -> str:
        return " / ".join(str(each) for each in (job.space, job.other) if each) or job.recipe

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_shown(self, job: SpaceJob) -> str:
        return badge(job.state, job.get_state_display())

    @admin.display(description=gettext_lazy("took"))
    def lasted(self, job: SpaceJob) -> str:
        if job.started_at is None or job.finished_at is None:
            return str(self.get_empty_value_display())
        return in_words((job.finished_at - job.started_at).total_seconds())
