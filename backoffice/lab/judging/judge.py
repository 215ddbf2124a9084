"""A judgement given or taken back, from a button beside a product."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backoffice.demand import demand
from backoffice.lab.judging.way_back import way_back
from backoffice.lab.permissions import may_judge, person
from backoffice.sent_ids import sent_id
from evaluation.judgements.keep import JudgementRefusedError, judge, take_back


@require_POST
def give_judgement(request: HttpRequest) -> HttpResponse:
    """Keep it, or forget it where the verdict is empty; JSON for the script, else the way back."""
    demand(may_judge(request))
    asked, shown = _id(request, "asked"), _id(request, "shown")
    verdict = request.POST.get("verdict", "")
    status, words = 200, _("Taken back.")
    try:
        if verdict:
            pictures = (_id(request, "asked_picture"), _id(request, "shown_picture"))
            kept = judge(
                person(request), asked=asked, shown=shown, verdict=verdict, pictures=pictures
            )
            words = _("Kept: %(verdict)s.") % {"verdict": kept.get_verdict_display()}
        else:
            take_back(person(request), asked=asked, shown=shown)
    except JudgementRefusedError as error:
        status, words, verdict = 400, str(error), ""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"verdict": verdict, "words": words}, status=status)
    messages.add_message(request, messages.SUCCESS if status == 200 else messages.ERROR, words)
    return HttpResponseRedirect(way_back(request))


def _id(request: HttpRequest, name: str) -> int:
    return sent_id(request.POST.get(name, ""))
