"""How far a space agrees with what people said, as kept with it, in a sentence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from backoffice.demand import demand
from backoffice.lab.judging.way_back import way_back
from backoffice.lab.permissions import may_judge
from embeddings.models import EmbeddingSpace
from evaluation.judgements.agreement import regrade_judgements


def describe_agreement(space: EmbeddingSpace) -> str:
    """The grade by judgements, with its interval and of how many."""
    grade: dict[str, Any] = space.grades.get("judgements", {})
    if not grade:
        return _("Not graded by judgements yet.")
    of = ngettext("%(count)d judgement", "%(count)d judgements", grade["judgements"])
    of %= {"count": grade["judgements"]}
    if "ordered" not in grade:
        return _("Too few judgements to grade by: %(of)s so far.") % {"of": of}
    return _(
        "Of what people judged, %(mean)s %% stands in the right order (%(lower)s to %(upper)s; "
        "%(of)s by %(people)d people)."
    ) % {
        **{name: _percent(grade["ordered"][name]) for name in ("mean", "lower", "upper")},
        "of": of,
        "people": grade["people"],
    }


@require_POST
def grade_now(request: HttpRequest) -> HttpResponse:
    """Grade every built space by today's judgements."""
    demand(may_judge(request))
    for space in EmbeddingSpace.objects.active():
        if space.state != EmbeddingSpace.State.BUILDING:
            regrade_judgements(space)
    messages.success(request, _("The spaces were graded by all judgements."))
    return HttpResponseRedirect(way_back(request))


def _percent(share: float) -> str:
    return number_format(100 * share, decimal_pos=0)
