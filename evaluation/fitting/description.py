"""What was tried to fit a space, and what came of it, in words for staff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from embeddings.models import EmbeddingSpace

_TEACHERS = {
    "both": gettext_lazy("products and categories"),
    "products": gettext_lazy("products"),
    "categories": gettext_lazy("categories"),
    "pictures": gettext_lazy("pictures alone"),
}
_MEASURES = {
    "same_product": gettext_lazy("same product"),
    "category": gettext_lazy("same category"),
    "kind_and_colour": gettext_lazy("same category and colour"),
}
_OUTCOMES = {
    "better": gettext_lazy("better"),
    "no_worse": gettext_lazy("no worse"),
    "worse": gettext_lazy("refused: worse in some"),
    "no_gain": gettext_lazy("refused: not clearly better"),
    "not_enough": gettext_lazy("refused: too few products to tell"),
    "impossible": gettext_lazy("nothing to learn"),
}


def describe_fitting(space: EmbeddingSpace) -> Iterator[str]:
    """A line on when something was tried, and one for each kind of teacher; none where nothing was.

    The differences are those in mAP@10 to what shoppers saw then, asked about products that had not
    taught, with their 99 % intervals.
    """
    record = space.fitting
    if not record:
        return
    pictures = record["catalogue"]["pictures"]
    words = ngettext(
        "Learnt from %(pictures)d picture, %(tried_at)s:",
        "Learnt from %(pictures)d pictures, %(tried_at)s:",
        pictures,
    )
    tried_at = localtime(datetime.fromisoformat(record["tried_at"]))
    told = date_format(tried_at, "DATETIME_FORMAT")
    yield words % {"pictures": pictures, "tried_at": told}
    if record.get("interrupted"):
        yield _("being graded; the next look after the spaces goes on with it")
    elif record.get("under_way"):
        yield _("being graded; should the worker stop at it, another one begins anew")
    elif not record["verdicts"]:
        yield _("nothing that could be graded")
    for verdict in record["verdicts"]:
        yield _in_words(verdict)


def _in_words(verdict: Mapping[str, Any]) -> str:
    gains = verdict["gains"]
    told = ", ".join(
        "{} {mean:+.3f} ({lower:+.3f} {} {upper:+.3f})".format(title, _("to"), **gains[name])
        for name, title in _MEASURES.items()  # PostgreSQL keeps no order of keys
        if name in gains
    )
    outcome = _("chosen") if verdict["chosen"] else _OUTCOMES[verdict["outcome"]]
    return f"{_TEACHERS[verdict['teacher']]}: {outcome}" + (f"; {told}" if told else "")
