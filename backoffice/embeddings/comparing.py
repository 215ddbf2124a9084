"""Taking pictures out of comparing, and putting them back, from a list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from catalog.models import Compare
from embeddings.comparing.decisions import decide
from embeddings.models import ImageEmbedding


@admin.action(description=gettext_lazy("Do not compare the selected"), permissions=["compare"])
def ignore_selected(
    modeladmin: Any, request: HttpRequest, queryset: QuerySet[ImageEmbedding]
) -> None:
    """Similar items and photo search go by these pictures no more, whatever they show."""
    count = _decide(queryset, Compare.NEVER)
    told = ngettext(
        "%(count)d picture is not compared any more.",
        "%(count)d pictures are not compared any more.",
        count,
    )
    messages.success(request, told % {"count": count})


@admin.action(description=gettext_lazy("Always compare the selected"), permissions=["compare"])
def compare_selected(
    modeladmin: Any, request: HttpRequest, queryset: QuerySet[ImageEmbedding]
) -> None:
    """These pictures are compared even where they look like fillers."""
    count = _decide(queryset, Compare.ALWAYS)
    told = ngettext(
        "%(count)d picture is compared from now on.",
        "%(count)d pictures are compared from now on.",
        count,
    )
    messages.success(request, told % {"count": count})


@admin.action(
    description=gettext_lazy("Compare the selected unless they tell nothing"),
    permissions=["compare"],
)
def decide_selected(
    modeladmin: Any, request: HttpRequest, queryset: QuerySet[ImageEmbedding]
) -> None:
    """Staff take their word back: what was found about these pictures decides again."""
    count = _decide(queryset, Compare.AUTO)
    told = ngettext(
        "%(count)d picture is compared unless it tells nothing.",
        "%(count)d pictures are compared unless they tell nothing.",
        count,
    )
    messages.success(request, told % {"count": count})


def _decide(rows: QuerySet[ImageEmbedding], word: Compare) -> int:
    return decide(set(rows.values_list("image", flat=True)), word)
