"""Pictures that unrelated products share: which they are, who shows them, and what staff say."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.demand import demand
from backoffice.pictures.permissions import may_change
from catalog.models import Compare, Product
from embeddings.comparing.decisions import decide_fillers
from embeddings.comparing.filler_groups import examples_of, filler_groups

GROUPS_A_PAGE = 20
EXAMPLES = 8
# What a button of the page says, and what that means.
_WORDS = {"let-in": Compare.ALWAYS, "leave-out": Compare.NEVER, "by-itself": Compare.AUTO}


def show_fillers(request: HttpRequest) -> HttpResponse:
    """The groups, with those that most products share first; POST says what becomes of some."""
    has = request.user.has_perm
    demand(has("catalog.view_productimage") or has("catalog.change_productimage"))
    if request.method == "POST":
        return _decide(request)
    page = Paginator(filler_groups(), GROUPS_A_PAGE).get_page(request.GET.get("page"))
    examples = examples_of([group["group"] for group in page], most=EXAMPLES)
    for group in page:
        group["examples"] = examples.get(group["group"], [])
        group["more"] = group["pictures"] - len(group["examples"])
    context = {
        **admin.site.each_context(request),
        "opts": Product._meta,
        "title": _("Pictures that unrelated products share"),
        "page": page,
        "may_change": may_change(request),
        "may_see_products": has("catalog.view_product") or has("catalog.change_product"),
    }
    return TemplateResponse(request, "backoffice/pictures/fillers.html", context)


def _decide(request: HttpRequest) -> HttpResponse:
    demand(may_change(request))
    # A button of one group names it; those of all take the groups that are ticked.
    wish, _colon, only = request.POST.get("wish", "").partition(":")
    named = [only] if only else request.POST.getlist("group")
    groups = [group for group in named if "\0" not in group]  # PostgreSQL takes none
    if wish in _WORDS and groups:
        count = decide_fillers(groups, _WORDS[wish])
        messages.success(request, _told(wish, count) % {"count": count})
    else:
        messages.warning(request, _("Tick the pictures that you mean."))
    return HttpResponseRedirect(request.get_full_path())


def _told(wish: str, count: int) -> str:
    if wish == "let-in":
        return ngettext(
            "%(count)d picture is compared again.", "%(count)d pictures are compared again.", count
        )
    if wish == "leave-out":
        return ngettext(
            "%(count)d picture is not compared, whatever shows it.",
            "%(count)d pictures are not compared, whatever shows them.",
            count,
        )
    return ngettext(
        "%(count)d picture is compared unless it tells nothing.",
        "%(count)d pictures are compared unless they tell nothing.",
        count,
    )
