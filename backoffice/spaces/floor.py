"""From which match on this space shows a product, in words for staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from embeddings.models import EmbeddingSpace
from recommendations.request.floors import Floors, floors_of_shop


def describe_floor(space: EmbeddingSpace) -> str:
    """The floor that holds, and what its last grade says of what it lets through."""
    scale = space.scales.catalogue
    if scale is None:
        return _("Nothing is left out: too few different pictures yet to tell what is alike.")
    floors = floors_of_shop(scale)
    if floors.own_kind == floors.other_kinds:
        words = _("Similar is what matches by %(own)d or more.") % {"own": floors.own_kind}
    else:
        words = _(
            "Similar is what matches by %(own)d or more; of another category, by %(others)d or "
            "more."
        ) % {"own": floors.own_kind, "others": floors.other_kinds}
    return format_html("<div>{}</div><div>{}</div>", words, _graded(space, floors))


def _graded(space: EmbeddingSpace, floors: Floors) -> str:
    grade: Mapping[str, Any] = space.grades.get("floor", {})
    graded = (grade.get("min_match"), grade.get("min_match_other_kinds"))
    known = {"precision", "recall@4"} <= grade.keys()
    if not known or graded != (floors.own_kind, floors.other_kinds):  # learnt anew since
        return _("How right that is has not been graded yet.")
    return _(
        "Of what is shown, %(precision)s are of the product's own category; of the four nearest of "
        "its own category, %(recall)s are shown."
    ) % {"precision": _percent(grade["precision"]), "recall": _percent(grade["recall@4"])}


def _percent(figure: Mapping[str, float]) -> str:
    mean, lower, upper = (
        number_format(100 * figure[name], decimal_pos=0) for name in ("mean", "lower", "upper")
    )
    return _("%(mean)s %% (%(lower)s to %(upper)s)") % {
        "mean": mean,
        "lower": lower,
        "upper": upper,
    }
