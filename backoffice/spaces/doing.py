"""What the buttons of a space's page send; each leads to a page that tells what came of it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from backoffice.spaces.permissions import demand
from embeddings.models import EmbeddingSpace
from embeddings.queue import queue_missing
from embeddings.queue.wake import wake_workers
from evaluation.jobs import JobRefusedError, ask, change_now
from evaluation.jobs.models import JobKind, SpaceJob

_DONE = {
    JobKind.ACTIVATE: gettext_lazy("%(space)s is live."),
    JobKind.ROLL_BACK: gettext_lazy("%(space)s is live again."),
    JobKind.RETIRE: gettext_lazy("%(space)s was given up; the workers remove its vectors."),
}


@require_POST
def activate(request: HttpRequest, space: EmbeddingSpace) -> HttpResponse:
    return _change(request, JobKind.ACTIVATE, space, "change")


@require_POST
def roll_back(request: HttpRequest, space: EmbeddingSpace) -> HttpResponse:
    """`space`: the one that the page named; another than it leads to now is refused."""
    return _change(request, JobKind.ROLL_BACK, space, "change")


@require_POST
def retire(request: HttpRequest, space: EmbeddingSpace) -> HttpResponse:
    return _change(request, JobKind.RETIRE, space, "delete")


@require_POST
def build(request: HttpRequest, space: EmbeddingSpace) -> HttpResponse:
    demand(request, "change")
    queue_missing()
    wake_workers(even_if_sent=True)
    messages.success(request, _("The workers were told."))
    return to_space(space)


@require_POST
def tune(request: HttpRequest, space: EmbeddingSpace) -> HttpResponse:
    demand(request, "change")
    try:
        job, is_new = ask(JobKind.TUNE, user=cast(User, request.user), space=space)
    except JobRefusedError as refusal:
        messages.warning(request, str(refusal))
        return to_space(space)
    return to_job(request, job, is_new=is_new)


def to_job(request: HttpRequest, job: SpaceJob, *, is_new: bool) -> HttpResponse:
    """The page of what was asked for, now or by somebody before."""
    if is_new:
        messages.success(request, _("A worker does it in the background."))
    else:
        who = {"who": job.user or _("somebody")}
        messages.info(request, _("This is under way already, asked for by %(who)s.") % who)
    return HttpResponseRedirect(reverse("admin:evaluation_spacejob_change", args=[job.pk]))


def to_space(space: EmbeddingSpace) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:embeddings_embeddingspace_change", args=[space.pk]))


def _change(request: HttpRequest, kind: JobKind, space: EmbeddingSpace, verb: str) -> HttpResponse:
    demand(request, verb)
    try:
        change_now(kind, user=cast(User, request.user), space=space)
    except JobRefusedError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _DONE[kind] % {"space": space})
    return to_space(space)
