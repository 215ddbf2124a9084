"""When a product goes into the shop and when it leaves: what makes no sense, and what is ahead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.history.words import moment

TIMETABLE = ("publish_at", "unpublish_at")


def problems_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Field -> why it cannot be as it was typed; values: of the form, cleaned."""
    shown, hidden = values.get("publish_at"), values.get("unpublish_at")
    is_in, now = values.get("is_published"), timezone.now()
    problems = {}
    if shown and is_in and not (hidden and hidden < shown):
        problems["publish_at"] = _(
            "It is in the shop already. Untick “published” for it to appear at this time, or empty "
            "this field."
        )
    if hidden and not is_in and not shown:
        problems["unpublish_at"] = _(
            "It is not in the shop. Tick “published”, or say when it is put into it."
        )
    if shown and hidden and shown == hidden:
        problems["unpublish_at"] = _("It would come and go at the same time.")
    elif shown and hidden and hidden < shown and not is_in:
        problems["unpublish_at"] = _("It would leave the shop before it is put into it.")
    if hidden and hidden <= now:
        problems["unpublish_at"] = _("This time has passed. Untick “published” instead.")
    return problems


@admin.display(description=gettext_lazy("timetable"))
def ahead(product: Any) -> str | SafeString:
    """The column of the list with what will happen by itself."""
    plans = [
        (at, words % {"when": moment(at)})
        for at, words in (
            (product.publish_at, _("in the shop from %(when)s")),
            (product.unpublish_at, _("out of it from %(when)s")),
        )
        if at is not None
    ]
    return format_html_join("", "<div>{}</div>", ((words,) for _at, words in sorted(plans)))
